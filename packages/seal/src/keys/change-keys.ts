/** Changes of a key ring. Each decides anew on the ring as it is under the lock, by the same functions that foresee it. */
import type { Kek } from './kek/kek.ts';
import { checkKek, makeCheck, makeFreshKey } from './key-maker.ts';
import { KeysUnusable } from './keys-unusable.ts';
import { mergeRings } from './merge.ts';
import type { MergeOptions, Merged } from './merge.ts';
import { destroyKey } from './destruction.ts';
import type { Disk } from './disk.ts';
import { changeRing } from './ring-store.ts';
import { GROUPS_MAX, STANDARD_ROTATION, isRingName, isRotationPolicy } from './ring.ts';
import type { FreshKey, Ring, RotationPolicy } from './ring.ts';
import { addGroup, applyStep, planRotation } from './rotation.ts';
import type { RotationRequest, RotationStep } from './rotation.ts';

/** Where the ring is, and what it is changed with. */
export interface RingScope {
  readonly directory: string;
  readonly kek: Kek;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Default: the file system. */
  readonly disk?: Disk;
}

/** Makes a ring without groups. Rejects with `KeysUnusable` where one is there. */
export async function initRing(
  { directory, kek, disk }: RingScope,
  tenant: string,
  rotation: RotationPolicy = STANDARD_ROTATION,
): Promise<void> {
  checkName(tenant, 'tenant');
  if (!isRotationPolicy(rotation)) {
    const mend = 'Take 1 to 3650 days, a lead not longer than that, and 0 to 3650 days of grace.';
    throw new KeysUnusable('refused', 'The terms of the rotation are out of range.', mend);
  }
  await changeRing(
    directory,
    async (before) => {
      if (before !== null) {
        const mend = 'Use it, or name another directory with --keys.';
        throw new KeysUnusable('refused', 'There is a key ring already.', mend);
      }
      const check = await makeCheck(kek, tenant);
      return {
        ring: { tenant, rotation, kek: kek.settings, check, groups: new Map() },
        answer: undefined,
      };
    },
    disk,
  );
}

/** Adds a group with an active key; gives its kid. Rejects with `KeysUnusable` where the group is there or cannot be. */
export async function createGroup({ directory, kek, now, disk }: RingScope, group: string): Promise<string> {
  return changeRing(
    directory,
    async (before) => {
      const ring = await openedRing(before, kek);
      checkNewGroup(ring, group);
      const fresh = await makeFreshKey(kek, ring.tenant, group);
      return { ring: addGroup(ring, group, now, fresh), answer: fresh.kid };
    },
    disk,
  );
}

/** Throws `KeysUnusable` where a ring cannot take a group of that name. */
export function checkNewGroup(ring: Ring, group: string): void {
  checkName(group, 'group');
  if (ring.groups.has(group)) {
    const mend = `To give it another key: headgate key rotate ${group}.`;
    throw new KeysUnusable('refused', 'The group is there already.', mend);
  }
  if (ring.groups.size < GROUPS_MAX) return;
  const message = `A ring has at most ${GROUPS_MAX} groups.`;
  throw new KeysUnusable('refused', message, 'Begin another ring with --keys.');
}

/** Throws `KeysUnusable` where a ring has no group of that name. */
export function expectGroup(ring: Ring, group: string): void {
  if (ring.groups.has(group)) return;
  const mend = 'See the groups: headgate key list. Make one: headgate key create <group>.';
  throw new KeysUnusable('refused', 'The ring has no group of that name.', mend);
}

/** A step that was taken, and the kid of the key that it made or made active. */
export interface RotationDone {
  readonly step: RotationStep;
  readonly kid: string;
}

/** Takes the steps that `planRotation` gives. New private halves are durable before anything names their public ones. */
export async function rotateKeys(
  { directory, kek, now, disk }: RingScope,
  request: Omit<RotationRequest, 'now'>,
): Promise<readonly RotationDone[]> {
  return changeRing(
    directory,
    async (before) => {
      const ring = await openedRing(before, kek);
      if (request.group !== undefined) expectGroup(ring, request.group);
      const steps = planRotation(ring, { ...request, now });
      const done: RotationDone[] = [];
      let after = ring;
      for (const step of steps) {
        const fresh = await freshFor(kek, ring, step);
        after = applyStep(after, step, now, fresh);
        done.push({ step, kid: fresh?.kid ?? (step.kind === 'activate' ? step.kid : '') });
      }
      return { ring: steps.length === 0 ? null : after, answer: done };
    },
    disk,
  );
}

/** Removes the private half of a key and leaves its tombstone. Needs no KEK: what is lost with it can still be destroyed. */
export async function destroyInRing(
  { directory, now, disk }: Omit<RingScope, 'kek'>,
  kid: string,
): Promise<void> {
  await changeRing(
    directory,
    async (before) => ({ ring: destroyKey(expectBefore(before), kid, now), answer: undefined }),
    disk,
  );
}

/** Brings a backup, opened by `openBackup` with the KEK of this scope, into the ring of a directory or makes one of it. */
export async function restoreRing(
  { directory, kek, now, disk }: RingScope,
  backup: Ring,
  resurrect: ReadonlySet<string>,
): Promise<Merged> {
  return changeRing(
    directory,
    async (before) => {
      if (before !== null) await checkKek(kek, before);
      const merged = foreseeRestore(before, backup, { now, resurrect });
      return { ring: merged.ring, answer: merged };
    },
    disk,
  );
}

/** What restoring would give. Throws `KeysUnusable` where the backup is of another tenant. */
export function foreseeRestore(before: Ring | null, backup: Ring, options: MergeOptions): Merged {
  const own = before ?? { ...backup, groups: new Map() };
  if (own.tenant === backup.tenant) return mergeRings(own, backup, options);
  const mend = 'Restore it into a directory of its own: --keys <directory>.';
  throw new KeysUnusable('refused', 'The backup is of another tenant than the key ring.', mend);
}

async function freshFor(kek: Kek, ring: Ring, step: RotationStep): Promise<FreshKey | null> {
  return step.kind === 'activate' ? null : makeFreshKey(kek, ring.tenant, step.group);
}

async function openedRing(before: Ring | null, kek: Kek): Promise<Ring> {
  const ring = expectBefore(before);
  await checkKek(kek, ring);
  return ring;
}

function expectBefore(before: Ring | null): Ring {
  if (before !== null) return before;
  throw new KeysUnusable('missing', 'There is no key ring.', 'Make one: headgate key init.');
}

function checkName(name: string, what: string): void {
  if (isRingName(name)) return;
  const message = `The name of a ${what} is 1 to 63 lower-case letters, digits and hyphens, a letter first.`;
  throw new KeysUnusable('refused', message, 'Choose another name.');
}
