import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCohorts, grainOf } from './cohorts.ts';
import type { CohortRule, Cohorts, Sighting } from './cohorts.ts';

const DAY_MS = 86_400_000;
const WINDOW_MS = 30 * DAY_MS;
const START = Date.parse('2026-11-24T00:00:00Z');
const TEN: CohortRule = { k: 10, l: 0, windowMs: WINDOW_MS };

function sighting(subject: number | null, now: number, rest: Partial<Sighting> = {}): Sighting {
  return { cohort: 'a', subject: subject === null ? null : `s${subject}`, sensitive: null, now, ...rest };
}

/** Lets subjects 0 … count-1 be seen at one time; gives the last answer. */
function seen(cohorts: Cohorts, count: number, now: number, rule = TEN): boolean {
  let last = false;
  for (let subject = 0; subject < count; subject += 1) last = cohorts.admits(sighting(subject, now), rule);
  return last;
}

describe('a cohort', () => {
  it('is open from its k-th subject on', () => {
    const cohorts = createCohorts(100);
    expect(seen(cohorts, 9, START)).toBe(false);
    expect(cohorts.admits(sighting(8, START), TEN)).toBe(false);
    expect(cohorts.admits(sighting(9, START), TEN)).toBe(true);
  });

  it('counts a subject until the window is over, and not a millisecond longer', () => {
    const cohorts = createCohorts(100);
    seen(cohorts, 10, START);
    expect(cohorts.admits(sighting(null, START + WINDOW_MS - 1), TEN)).toBe(true);
    expect(cohorts.admits(sighting(null, START + WINDOW_MS), TEN)).toBe(false);
  });

  it('counts nobody, and takes no note of them', () => {
    const cohorts = createCohorts(100);
    seen(cohorts, 9, START);
    expect(cohorts.admits(sighting(null, START), TEN)).toBe(false);
    expect(cohorts.size()).toBe(9);
  });

  it('counts nobody who was seen after a clock that went back', () => {
    const cohorts = createCohorts(100);
    seen(cohorts, 10, START + DAY_MS);
    expect(cohorts.admits(sighting(null, START), TEN)).toBe(false);
    expect(cohorts.admits(sighting(null, START + DAY_MS), TEN)).toBe(true);
  });

  it('needs the sensitive values too, where a field is named', () => {
    const rule = { ...TEN, l: 2 };
    const cohorts = createCohorts(100);
    for (let subject = 0; subject < 20; subject += 1) {
      expect(cohorts.admits(sighting(subject, START, { sensitive: 'one' }), rule)).toBe(false);
    }
    expect(cohorts.admits(sighting(20, START, { sensitive: 'other' }), rule)).toBe(true);
  });

  it('is judged anew by another rule', () => {
    const cohorts = createCohorts(100);
    expect(seen(cohorts, 10, START)).toBe(true);
    expect(cohorts.admits(sighting(0, START), { ...TEN, k: 11 })).toBe(false);
    expect(cohorts.admits(sighting(0, START), TEN)).toBe(true);
  });
});

describe('the memory', () => {
  it('takes as many entries as it may, and not one more', () => {
    const cohorts = createCohorts(10);
    expect(seen(cohorts, 10, START)).toBe(true);
    expect(cohorts.turnedAway()).toBe(0);
    const small = createCohorts(9);
    expect(seen(small, 10, START)).toBe(false);
    expect(small.size()).toBe(9);
    expect(small.turnedAway()).toBe(1);
  });

  it('keeps k subjects of a cohort, whoever comes', () => {
    const cohorts = createCohorts(1000);
    for (let subject = 0; subject < 500; subject += 1)
      cohorts.admits(sighting(subject, START + subject * DAY_MS), TEN);
    expect(cohorts.size()).toBe(10);
  });

  it('opens no new cohort when it is full, while open ones stay open', () => {
    const cohorts = createCohorts(10);
    seen(cohorts, 10, START);
    expect(cohorts.admits(sighting(1, START, { cohort: 'b' }), TEN)).toBe(false);
    expect(cohorts.admits(sighting(77, START + DAY_MS), TEN)).toBe(true);
    expect(cohorts.size()).toBe(10);
  });

  it('has room again for what it forgot', () => {
    const cohorts = createCohorts(10);
    seen(cohorts, 10, START);
    expect(cohorts.forget(START, START)).toBe(0);
    expect(cohorts.oldest()).toBe(START);
    expect(cohorts.forget(START + 1, START)).toBe(10);
    expect(cohorts.oldest()).toBeNull();
    expect(seen(cohorts, 10, START)).toBe(true);
  });

  it('forgets by the window of each cohort, at its end and not before', () => {
    const cohorts = createCohorts(100);
    seen(cohorts, 10, START);
    expect(cohorts.forget(0, START + WINDOW_MS - 1)).toBe(0);
    expect(cohorts.forget(0, START + WINDOW_MS)).toBe(10);
  });

  it('comes back from its records, as far as there is room', () => {
    const cohorts = createCohorts(100);
    seen(cohorts, 10, START);
    const [again, small] = [createCohorts(100), createCohorts(9)];
    for (const record of cohorts.records()) {
      again.restore(record);
      small.restore(record);
    }
    expect([...again.records()]).toEqual([...cohorts.records()]);
    expect(again.admits(sighting(null, START), TEN)).toBe(true);
    expect(small.admits(sighting(null, START), TEN)).toBe(false);
    expect(again.forget(0, START + WINDOW_MS)).toBe(10);
  });
});

describe('whatever is seen, in whatever order, also while the clock jumps', () => {
  const GRAIN_MS = grainOf(WINDOW_MS);
  const step = fc.record({
    cohort: fc.constantFrom('a', 'b'),
    subject: fc.integer({ min: 0, max: 14 }),
    sensitive: fc.option(fc.constantFrom('x', 'y', 'z')),
    ahead: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 4 * DAY_MS }) },
      { weight: 1, arbitrary: fc.integer({ min: -5 * DAY_MS, max: 0 }) },
      { weight: 1, arbitrary: fc.constantFrom(0, GRAIN_MS, WINDOW_MS - 1, WINDOW_MS) },
    ),
    isForgetting: fc.boolean(),
  });
  const rules = fc.record({ k: fc.constantFrom(3, 10), l: fc.constantFrom(0, 2) });

  it('no cohort opens that too few had within the window, and each opens that enough had', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), rules, (steps, { k, l }) => {
        const rule = { k, l, windowMs: WINDOW_MS };
        const cohorts = createCohorts(10_000);
        const past: { cohort: string; subject: number; sensitive: string | null; at: number }[] = [];
        let now = START;
        let isOrdered = true;
        for (const { cohort, subject, sensitive, ahead, isForgetting } of steps) {
          now += ahead;
          isOrdered &&= ahead >= 0;
          if (isForgetting) cohorts.forget(0, now);
          past.push({ cohort, subject, sensitive, at: now });
          const isOpen = cohorts.admits(sighting(subject, now, { cohort, sensitive }), rule);
          const within = (ms: number): typeof past =>
            past.filter((each) => each.cohort === cohort && each.at <= now && now - each.at < ms);
          const enough = (ms: number): boolean =>
            new Set(within(ms).map((each) => each.subject)).size >= k &&
            new Set(within(ms).flatMap((each) => each.sensitive ?? [])).size >= l;
          if (isOpen) expect(enough(WINDOW_MS)).toBe(true);
          // A clock that goes back may only close; a sighting may be as much older as is not noted anew.
          else if (isOrdered) expect(enough(WINDOW_MS - GRAIN_MS)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});
