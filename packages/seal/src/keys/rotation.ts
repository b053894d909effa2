/** What a rotation does, decided and applied without touching anything. Fields are never encrypted anew. */
import { DAY_MS, activeOf, nextOf } from './ring.ts';
import type { DecryptOnlyGeneration, DestroyedGeneration, FreshKey, Generation, Ring } from './ring.ts';

export type RotationStep =
  /** Makes the successor, which waits until `activeFrom`. */
  | { readonly kind: 'prepare'; readonly group: string; readonly activeFrom: number }
  /** The successor becomes active. */
  | {
      readonly kind: 'activate';
      readonly group: string;
      readonly kid: string;
      readonly retires: string | null;
    }
  /** A new generation is made and active at once; a waiting one, which may have leaked with the rest, goes unused. */
  | {
      readonly kind: 'replace';
      readonly group: string;
      readonly retires: string | null;
      readonly discards: string | null;
    };

export interface RotationRequest {
  /** Absent: every group. */
  readonly group?: string;
  readonly now: number;
  /** Whether to rotate though nothing is due, as after an incident. */
  readonly isAtOnce: boolean;
}

/** What is to be done now, at most one step for each group; empty where nothing is due. */
export function planRotation(ring: Ring, request: RotationRequest): readonly RotationStep[] {
  const named = [...ring.groups].filter(([group]) => request.group === undefined || group === request.group);
  return named.flatMap(([group, generations]) => stepOf(ring, group, generations, request) ?? []);
}

/** A ring after one step. `fresh` is the key that `prepare` and `replace` bring in; `activate` makes no use of it. */
export function applyStep(ring: Ring, step: RotationStep, now: number, fresh: FreshKey | null): Ring {
  const before = ring.groups.get(step.group) ?? [];
  const groups = new Map(ring.groups).set(step.group, generationsAfter(before, step, now, fresh));
  return { ...ring, groups };
}

/** A group's first generation, active at once: nothing can have been sealed to the group before. */
export function addGroup(ring: Ring, group: string, now: number, fresh: FreshKey): Ring {
  const first: Generation = { ...fresh, state: 'active', createdAt: now, activeFrom: now };
  return { ...ring, groups: new Map(ring.groups).set(group, [first]) };
}

/** When the next step of a group is due; null where it has neither an active nor a waiting generation. */
export function nextStepDue(ring: Ring, group: string): number | null {
  const generations = ring.groups.get(group) ?? [];
  const next = nextOf(generations);
  if (next !== null) return next.activeFrom;
  const active = activeOf(generations);
  const { days, leadDays } = ring.rotation;
  return active === null ? null : active.activeFrom + (days - leadDays) * DAY_MS;
}

function stepOf(
  ring: Ring,
  group: string,
  generations: readonly Generation[],
  { now, isAtOnce }: RotationRequest,
): RotationStep | null {
  const active = activeOf(generations);
  const next = nextOf(generations);
  const retires = active?.kid ?? null;
  if (isAtOnce) return { kind: 'replace', group, retires, discards: next?.kid ?? null };
  if (next !== null) {
    const isDue = active === null || next.activeFrom <= now;
    return isDue ? { kind: 'activate', group, kid: next.kid, retires } : null;
  }
  if (active === null) return { kind: 'replace', group, retires, discards: null };
  const { days, leadDays } = ring.rotation;
  const end = active.activeFrom + days * DAY_MS;
  if (end - leadDays * DAY_MS > now) return null;
  // A late rotation still gives the machines that open fields the whole lead to get the new key.
  return { kind: 'prepare', group, activeFrom: Math.max(end, now + leadDays * DAY_MS) };
}

function generationsAfter(
  before: readonly Generation[],
  step: RotationStep,
  now: number,
  fresh: FreshKey | null,
): readonly Generation[] {
  if (step.kind === 'activate') {
    return before.map((each) => {
      if (each.kid === step.retires) return retire(each, now);
      if (each.kid !== step.kid || each.state !== 'next') return each;
      return { ...each, state: 'active', activeFrom: now };
    });
  }
  if (fresh === null) throw new TypeError(`Expected a fresh key for the step ${step.kind}.`);
  if (step.kind === 'prepare') {
    return [...before, { ...fresh, state: 'next', createdAt: now, activeFrom: step.activeFrom }];
  }
  const rest = before.map((each) => {
    if (each.kid === step.discards) return bury(each, now);
    return each.kid === step.retires ? retire(each, now) : each;
  });
  return [...rest, { ...fresh, state: 'active', createdAt: now, activeFrom: now }];
}

/** The generation as one that only opens; unchanged where it is that, or less, already. */
export function retire(generation: Generation, now: number): Generation {
  if (generation.state === 'decrypt-only' || generation.state === 'destroyed') return generation;
  const { kid, publicKey, createdAt, wrapped } = generation;
  const activeFrom = generation.state === 'active' ? generation.activeFrom : null;
  return {
    state: 'decrypt-only',
    kid,
    publicKey,
    createdAt,
    activeFrom,
    retiredAt: now,
    wrapped,
  } satisfies DecryptOnlyGeneration;
}

/** The tombstone of a generation: everything but the private half. */
export function bury(generation: Generation, now: number): DestroyedGeneration {
  if (generation.state === 'destroyed') return generation;
  const { kid, publicKey, createdAt } = generation;
  const activeFrom = generation.state === 'next' ? null : generation.activeFrom;
  const retiredAt = generation.state === 'decrypt-only' ? generation.retiredAt : null;
  return { state: 'destroyed', kid, publicKey, createdAt, activeFrom, retiredAt, destroyedAt: now };
}
