import { describe, expect, it } from 'vitest';
import { fillBucket, takeEvents } from './rate-limit.ts';
import type { Bucket, RateLimit } from './rate-limit.ts';

const LIMIT: RateLimit = { eventsPerSecond: 10, burstSeconds: 2 };

function take(bucket: Bucket, count: number, now: number, limit = LIMIT): Bucket | number {
  const taking = takeEvents(bucket, limit, count, now);
  return taking.kind === 'taken' ? taking.bucket : taking.waitMs;
}

describe('the rate limit', () => {
  it('takes the whole burst at once and not one event more', () => {
    const full = fillBucket(LIMIT, 0);
    const empty = take(full, 20, 0);
    expect(empty).toEqual({ tokens: 0, at: 0 });
    expect(take({ tokens: 0, at: 0 }, 1, 0)).toBe(100);
  });

  it('gains the rate per second, up to the burst', () => {
    expect(take({ tokens: 0, at: 0 }, 1, 50)).toBe(50);
    expect(take({ tokens: 0, at: 0 }, 1, 100)).toEqual({ tokens: 0, at: 100 });
    expect(take({ tokens: 0, at: 0 }, 1, 60_000)).toEqual({ tokens: 19, at: 60_000 });
  });

  it('takes a request larger than the bucket when the bucket is full, and lets time pay the debt', () => {
    expect(take({ tokens: 19, at: 0 }, 50, 0)).toBe(100);
    expect(take(fillBucket(LIMIT, 0), 50, 0)).toEqual({ tokens: -30, at: 0 });
    expect(take({ tokens: -30, at: 0 }, 1, 0)).toBe(3_100);
    expect(take({ tokens: -30, at: 0 }, 1, 3_100)).toEqual({ tokens: 0, at: 3_100 });
  });

  it('gains nothing from a clock that steps back', () => {
    expect(take({ tokens: 1, at: 1_000 }, 1, 0)).toEqual({ tokens: 0, at: 0 });
    expect(take({ tokens: 0, at: 1_000 }, 1, 0)).toBe(100);
  });

  it.each([
    { name: 'no limit takes everything', eventsPerSecond: Infinity, expected: { tokens: 0, at: 0 } },
    { name: 'a rate of zero takes nothing, ever', eventsPerSecond: 0, expected: Infinity },
    { name: 'a rate below one per burst still takes single events', eventsPerSecond: 0.1, expected: 10_000 },
  ])('$name', ({ eventsPerSecond, expected }) => {
    const limit = { eventsPerSecond, burstSeconds: 2 };
    expect(take({ tokens: 0, at: 0 }, 1, 0, limit)).toEqual(expected);
  });
});
