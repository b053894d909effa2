import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destroyKey, foreseeDestruction } from './destruction.ts';
import { KeysUnusable } from './keys-unusable.ts';
import { mergeRings } from './merge.ts';
import {
  DAY_MS,
  STANDARD_ROTATION,
  STATES,
  activeOf,
  findGeneration,
  isRingName,
  isRotationPolicy,
} from './ring.ts';
import type { Ring, State } from './ring.ts';
import { formatRing, parseRing } from './ring-format.ts';
import { addGroup, applyStep, nextStepDue, planRotation } from './rotation.ts';
import { recipientsOf } from './recipients.ts';
import { freshKey } from './ring-fixture.contract.ts';

const START = Date.UTC(2026, 10, 1);
const DAY = (n: number): number => START + n * DAY_MS;

const empty: Ring = {
  tenant: 'shop',
  rotation: STANDARD_ROTATION,
  kek: { provider: 'secret' },
  check: 'c',
  groups: new Map(),
};
const ring = addGroup(empty, 'analysts', START, freshKey(0));

function rotate(before: Ring, now: number, isAtOnce = false): Ring {
  let seed = now % 1_000_003;
  return planRotation(before, { now, isAtOnce, group: 'analysts' }).reduce((after, step) => {
    seed += 1;
    return applyStep(after, step, now, freshKey(seed));
  }, before);
}

function states(of: Ring): State[] {
  return (of.groups.get('analysts') ?? []).map(({ state }) => state);
}

describe('a rotation by time', () => {
  it('makes the next key the lead before the term ends, and makes it active when it has ended', () => {
    expect(planRotation(ring, { now: DAY(83) - 1, isAtOnce: false })).toEqual([]);
    expect(nextStepDue(ring, 'analysts')).toBe(DAY(83));
    const prepared = rotate(ring, DAY(83));
    expect(states(prepared)).toEqual(['active', 'next']);
    expect(nextStepDue(prepared, 'analysts')).toBe(DAY(90));
    expect(rotate(prepared, DAY(90) - 1)).toEqual(prepared);
    const rotated = rotate(prepared, DAY(90));
    expect(states(rotated)).toEqual(['decrypt-only', 'active']);
    expect(rotated.groups.get('analysts')?.[0]).toMatchObject({ activeFrom: START, retiredAt: DAY(90) });
  });

  it('that comes late still leaves the whole lead', () => {
    const prepared = rotate(ring, DAY(100));
    expect(nextStepDue(prepared, 'analysts')).toBe(DAY(107));
    expect(recipientsOf(prepared).groups.get('analysts')?.notAfter).toBe(DAY(137));
    expect(recipientsOf(ring).groups.get('analysts')?.notAfter).toBe(DAY(120));
  });
});

describe('a rotation at once', () => {
  it('replaces the active key and destroys the one that waits, which was never published', async () => {
    const prepared = rotate(ring, DAY(85));
    const waiting = prepared.groups.get('analysts')?.[1]?.kid ?? '';
    expect(await foreseeDestruction(prepared, waiting)).toMatchObject({
      since: null,
      until: null,
      latest: null,
    });
    const replaced = rotate(prepared, DAY(86), true);
    expect(states(replaced)).toEqual(['decrypt-only', 'destroyed', 'active']);
    expect(recipientsOf(replaced).groups.get('analysts')?.kid).not.toBe(waiting);
    expect(formatRing(replaced)).not.toContain(`"wrapped of ${waiting}"`);
  });

  it('concerns no other group', () => {
    const two = addGroup(ring, 'steward', START, freshKey(1));
    expect(rotate(two, DAY(1), true).groups.get('steward')).toEqual(two.groups.get('steward'));
  });
});

describe('destroying', () => {
  const rotated = rotate(ring, DAY(10), true);
  const [old = '', current = ''] = (rotated.groups.get('analysts') ?? []).map(({ kid }) => kid);

  it('says from when to when, how long others may still have sealed, and how much', async () => {
    expect(await foreseeDestruction(rotated, old, async () => 4812)).toEqual({
      kid: old,
      group: 'analysts',
      since: START,
      until: DAY(10),
      latest: DAY(120),
      fields: 4812,
    });
    expect((await foreseeDestruction(rotated, old)).fields).toBeNull();
  });

  it('leaves a tombstone without the private half', () => {
    const after = destroyKey(rotated, old, DAY(20));
    expect(findGeneration(after, old)?.generation).toEqual({
      state: 'destroyed',
      kid: old,
      publicKey: freshKey(0).publicKey,
      createdAt: START,
      activeFrom: START,
      retiredAt: DAY(10),
      destroyedAt: DAY(20),
    });
    expect(formatRing(rotated)).toContain(`wrapped of ${old}`);
    expect(formatRing(after)).not.toContain(`wrapped of ${old}`);
  });

  it('is refused for the active key, a destroyed one, and one that is not there', () => {
    expect(() => destroyKey(rotated, current, DAY(20))).toThrow('is active');
    expect(() => destroyKey(destroyKey(rotated, old, DAY(20)), old, DAY(21))).toThrow('destroyed already');
    expect(() => destroyKey(rotated, '0000000000000000', DAY(20))).toThrow(KeysUnusable);
  });
});

type Move = { readonly kind: 'wait'; readonly days: number } | { readonly kind: 'now' | 'destroy' };
const moves = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 0, max: 60 }) }),
    fc.record({ kind: fc.constantFrom('now' as const, 'destroy' as const) }),
  ),
  { maxLength: 25 },
);

function play(from: Ring, made: readonly Move[], start: number): { ring: Ring; seen: Ring[]; now: number } {
  let now = start;
  const seen = [from];
  for (const move of made) {
    const before = seen.at(-1) ?? from;
    now += (move.kind === 'wait' ? move.days * DAY_MS : 0) + 1;
    if (move.kind === 'destroy') {
      const old = before.groups.get('analysts')?.find(({ state }) => state === 'decrypt-only');
      if (old !== undefined) seen.push(destroyKey(before, old.kid, now));
    } else seen.push(rotate(before, now, move.kind === 'now'));
  }
  return { ring: seen.at(-1) ?? from, seen, now };
}

describe('any course of a ring', () => {
  it('has one active key, keeps every key it ever had, moves states forward only, and survives its file', () => {
    fc.assert(
      fc.property(moves, (made) => {
        const { seen } = play(ring, made, START);
        for (const [at, each] of seen.entries()) {
          expect(states(each).filter((state) => state === 'active')).toHaveLength(1);
          expect(parseRing(formatRing(each))).toEqual(each);
          for (const { kid, state } of seen[at - 1]?.groups.get('analysts') ?? []) {
            const after = findGeneration(each, kid)?.generation.state ?? 'next';
            expect(STATES.indexOf(after)).toBeGreaterThanOrEqual(STATES.indexOf(state));
          }
        }
      }),
    );
  });

  it('brought together with an older copy of itself stays as it is, and the older one becomes it', () => {
    fc.assert(
      fc.property(moves, fc.nat(), (made, pick) => {
        const { ring: newest, seen, now } = play(ring, made, START);
        const older = seen[pick % seen.length] ?? ring;
        const none = { now, resurrect: new Set<string>() };
        expect(mergeRings(newest, older, none).ring).toEqual(newest);
        expect(mergeRings(older, newest, none).ring.groups).toEqual(newest.groups);
      }),
    );
  });

  it('parted and brought together has one active key at most, and destroyed keys stay destroyed unless named', () => {
    fc.assert(
      fc.property(moves, moves, moves, (shared, mine, theirs) => {
        const base = play(ring, shared, START);
        const own = play(base.ring, mine, base.now);
        const other = play(base.ring, theirs, base.now + 7);
        const now = Math.max(own.now, other.now);
        const none = { now, resurrect: new Set<string>() };
        const { ring: merged, changes } = mergeRings(own.ring, other.ring, none);
        expect(() => parseRing(formatRing(merged))).not.toThrow();
        expect(activeOf(merged.groups.get('analysts') ?? [])).not.toBeNull();
        const dead = (own.ring.groups.get('analysts') ?? []).filter(({ state }) => state === 'destroyed');
        for (const { kid } of dead) expect(findGeneration(merged, kid)?.generation.state).toBe('destroyed');
        for (const { kid } of changes.filter(({ isHeldBack }) => isHeldBack)) {
          const named = mergeRings(own.ring, other.ring, { now, resurrect: new Set([kid]) });
          expect(findGeneration(named.ring, kid)?.generation).toMatchObject({
            state: 'decrypt-only',
            wrapped: `wrapped of ${kid}`,
          });
        }
      }),
    );
  });
});

describe('limits', () => {
  it.each([
    [{ days: 1, leadDays: 1, graceDays: 0 }, true],
    [{ days: 0, leadDays: 0, graceDays: 0 }, false],
    [{ days: 3650, leadDays: 3650, graceDays: 3650 }, true],
    [{ days: 3651, leadDays: 7, graceDays: 30 }, false],
    [{ days: 90, leadDays: 91, graceDays: 30 }, false],
    [{ days: 90, leadDays: 7, graceDays: 3651 }, false],
    [{ days: 90.5, leadDays: 7, graceDays: 30 }, false],
  ])('of a rotation: %j %s', (policy, expected) => {
    expect(isRotationPolicy(policy)).toBe(expected);
  });

  it.each([
    ['a', true],
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
    ['', false],
    ['1st', false],
    ['__proto__', false],
    ['Analysts', false],
  ])('of a name: %s %s', (name, expected) => {
    expect(isRingName(name)).toBe(expected);
  });
});
