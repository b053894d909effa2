import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.ts';
import { judge, waitMs } from './retry.ts';

const NOW = Date.UTC(2026, 10, 27, 8);

const wait = (failures: number, retryAfter: string | null, random = 0): number =>
  waitMs(failures, retryAfter, LIMITS, { now: NOW, random });

describe('an answer', () => {
  it.each([
    [200, 'sent'],
    [204, 'sent'],
    [0, 'again'],
    [301, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [408, 'again'],
    [413, 'refused'],
    [429, 'again'],
    [499, 'refused'],
    [500, 'again'],
    [503, 'again'],
  ])('of %i means %s', (status, verdict) => {
    expect(judge(status)).toBe(verdict);
  });
});

describe('the wait', () => {
  it('doubles from half a second to a second, up to five minutes', () => {
    expect([1, 2, 3, 9, 10, 60].map((failures) => wait(failures, null))).toEqual([
      500, 1_000, 2_000, 128_000, 150_000, 150_000,
    ]);
    expect([1, 2, 60].map((failures) => Math.round(wait(failures, null, 0.999_999)))).toEqual([
      1_000, 2_000, 300_000,
    ]);
  });

  it.each<[string, number]>([
    ['7', 7_000],
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    ['Fri, 27 Nov 2026 08:00:30 GMT', 30_000],
    ['Fri, 27 Nov 2026 07:00:00 GMT', 500],
    ['0', 500],
    ['-5', 500],
    ['soon', 500],
    ['', 500],
  ])('after Retry-After %j is %i ms', (retryAfter, expected) => {
    expect(wait(1, retryAfter)).toBe(expected);
  });

  it('is within its bounds, whatever the gateway says', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const said = fc.option(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), said, chance, (failures, retryAfter, random) => {
        const found = wait(failures, retryAfter, random);
        expect(found).toBeGreaterThanOrEqual(LIMITS.retryMs / 2);
        expect(found).toBeLessThanOrEqual(LIMITS.retryAfterMaxMs);
      }),
    );
  });
});
