/** The power may go between any two steps on the disk: what was published can be opened, and no group has two active keys. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGroup, destroyInRing, initRing, rotateKeys } from './change-keys.ts';
import type { RingScope } from './change-keys.ts';
import type { Disk } from './disk.ts';
import { openSecretKek } from './kek/local-kek.ts';
import { unwrapHalf } from './key-maker.ts';
import { parseRecipients } from './recipients.ts';
import { DAY_MS, findGeneration } from './ring.ts';
import { expectRing, mendRing, readRing } from './ring-store.ts';

class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

interface ModelDisk extends Disk {
  /** The power goes before the step of this number from here. */
  readonly cutBefore: (step: number) => void;
  /** Starts again from what outlived the cut; `luck` says which renames that were not synced did. */
  readonly restart: (luck: () => boolean) => void;
  /** Every text that a file could be read with, since the beginning. */
  readonly everVisible: (path: string) => readonly string[];
}

/** Content is durable when written, a rename when its directory is synced; until then it is seen, and may be lost. */
function createModelDisk(): ModelDisk {
  let durable = new Map<string, string>();
  let visible = new Map<string, string>();
  let pending: { to: string; text: string }[] = [];
  const seen: { path: string; text: string }[] = [];
  let left = Infinity;
  const step = (torn?: () => void): void => {
    left -= 1;
    if (left >= 0) return;
    torn?.();
    throw new PowerCut();
  };
  return {
    read: (path) => visible.get(path) ?? null,
    write: (path, text) => {
      step(() => visible.set(path, text.slice(0, text.length / 2)));
      visible.set(path, text);
      durable.set(path, text);
    },
    rename: (from, to) => {
      step();
      const text = visible.get(from) ?? '';
      visible.delete(from);
      visible.set(to, text);
      pending.push({ to, text });
      seen.push({ path: to, text });
    },
    syncDirectory: () => {
      step();
      for (const { to, text } of pending) durable.set(to, text);
      pending = [];
    },
    claim: (path, text) => {
      step();
      if (visible.has(path)) return false;
      visible.set(path, text);
      return true;
    },
    // Runs when an error passes through as well, and a cut process runs nothing more.
    remove: (path) => void (left >= 0 && visible.delete(path)),
    makeDirectory: () => undefined,
    modeOf: () => 0o600,
    cutBefore: (at) => {
      left = at;
    },
    restart: (luck) => {
      left = Infinity;
      for (const { to, text } of pending) if (luck()) durable.set(to, text);
      pending = [];
      durable = new Map([...durable].filter(([path]) => !path.endsWith('.lock')));
      visible = new Map(durable);
    },
    everVisible: (path) => seen.flatMap((each) => (each.path === path ? [each.text] : [])),
  };
}

const kek = openSecretKek({ provider: 'secret' }, { secret: Buffer.alloc(32, 7) });
const GROUPS = ['analysts', 'steward'];
const OPERATIONS = ['create', 'rotate', 'now', 'destroy', 'mend'] as const;
type Operation = (typeof OPERATIONS)[number];

const courses = fc.array(
  fc.record({
    operation: fc.constantFrom(...OPERATIONS),
    group: fc.constantFrom(...GROUPS),
    days: fc.integer({ min: 0, max: 50 }),
    /** Most of these are after the last step: the operation then ends well. */
    cutBefore: fc.integer({ min: 0, max: 12 }),
    luck: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 12 },
);

async function operate(scope: RingScope, operation: Operation, group: string): Promise<void> {
  const ring = expectRing(scope.directory, scope.disk);
  const generations = ring.groups.get(group);
  if (operation === 'mend') return mendRing(scope.directory, scope.disk);
  if (operation === 'create' || generations === undefined) {
    if (generations === undefined) await createGroup(scope, group);
    return;
  }
  if (operation === 'destroy') {
    const old = generations.find(({ state }) => state === 'decrypt-only');
    if (old !== undefined) await destroyInRing(scope, old.kid);
    return;
  }
  await rotateKeys(scope, { group, isAtOnce: operation === 'now' });
}

async function checkRing(disk: ModelDisk): Promise<void> {
  const ring = readRing('/keys', disk);
  if (ring === null) throw new Error('The ring is gone.');
  for (const [group, generations] of ring.groups) {
    expect(generations.filter(({ state }) => state === 'active').length).toBeLessThan(2);
    for (const each of generations) {
      if (each.state !== 'destroyed') await unwrapHalf(kek, ring, group, each);
    }
  }
  for (const text of disk.everVisible('/keys/recipients.json')) {
    const { value, issues } = parseRecipients(text, 'recipients.json');
    expect(issues).toEqual([]);
    for (const { kid } of value?.groups.values() ?? []) expect(findGeneration(ring, kid)).not.toBeNull();
  }
}

describe('a power cut at any step', () => {
  it('loses no key that anybody can have sealed to, and leaves a ring that goes on', async () => {
    let cuts = 0;
    await fc.assert(
      fc.asyncProperty(courses, async (course) => {
        const disk = createModelDisk();
        let now = Date.UTC(2026, 10, 1);
        await initRing({ directory: '/keys', kek, now, disk }, 'shop');
        for (const { operation, group, days, cutBefore, luck } of course) {
          now += days * DAY_MS + 1;
          disk.cutBefore(cutBefore);
          const lucky = luck.values();
          try {
            await operate({ directory: '/keys', kek, now, disk }, operation, group);
          } catch (error) {
            if (!(error instanceof PowerCut)) throw error;
            cuts += 1;
          }
          disk.restart(() => lucky.next().value === true);
          await checkRing(disk);
        }
        await mendRing('/keys', disk);
        const { value } = parseRecipients(disk.read('/keys/recipients.json', Infinity) ?? '', 'r');
        for (const [group, { kid }] of value?.groups ?? []) {
          expect(findGeneration(expectRing('/keys', disk), kid)).toMatchObject({
            group,
            generation: { state: 'active' },
          });
        }
      }),
      { numRuns: 200 },
    );
    expect(cuts).toBeGreaterThan(200);
  });
});
