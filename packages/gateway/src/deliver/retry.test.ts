import { expect, it } from 'vitest';
import { DELIVER_LIMITS } from './limits.ts';
import { decideRetry } from './retry.ts';

const limits = { ...DELIVER_LIMITS, attemptsMax: 5, ageMsMax: 1_000, retryAfterMsMax: 60_000 };
const FIRST = { attempts: 1, ageMs: 0, askedMs: null };
const patient = { ...limits, attemptsMax: 10_000 };

it.each([
  ['the first attempt, with no luck of the draw', FIRST, 0, 0],
  ['the first attempt', FIRST, 0.5, 500],
  ['the second attempt', { ...FIRST, attempts: 2 }, 0.5, 1_000],
  ['the fourth attempt', { ...FIRST, attempts: 4 }, 0.5, 4_000],
  ['an attempt beyond the cap', { ...FIRST, attempts: 20 }, 0.5, 150_000],
  ['an attempt whose doubling overflows', { ...FIRST, attempts: 5_000 }, 0.5, 150_000],
  ['a vendor that asks for time', { ...FIRST, askedMs: 7_000 }, 0, 7_000],
  ['a vendor that asks for time, with jitter on top', { ...FIRST, askedMs: 7_000 }, 0.5, 7_500],
  ['a vendor that asks for nothing', { ...FIRST, askedMs: 0 }, 0, 0],
  ['a vendor that asks for the most it may', { ...FIRST, askedMs: 60_000 }, 0, 60_000],
  ['a vendor that asks for more than it may', { ...FIRST, askedMs: 60_001 }, 0, 60_000],
] as const)('waits after %s', (_, attempted, fraction, waitMs) => {
  expect(decideRetry(attempted, patient, fraction)).toEqual({ kind: 'wait', waitMs });
});

it.each([
  ['attempts below the limit', { ...FIRST, attempts: 4 }, 'wait'],
  ['attempts at the limit', { ...FIRST, attempts: 5 }, 'give-up'],
  ['an age below the limit', { ...FIRST, ageMs: 999 }, 'wait'],
  ['an age at the limit', { ...FIRST, ageMs: 1_000 }, 'give-up'],
] as const)('decides by %s', (_, attempted, kind) => {
  expect(decideRetry(attempted, limits, 0.5).kind).toBe(kind);
});
