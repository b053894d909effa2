import { describe, expect, it } from 'vitest';
import { begun, CLOSED, failed, unauthorised, undecided, waitOf } from './breaker.ts';
import type { Breaker } from './breaker.ts';
import { DELIVER_LIMITS } from './limits.ts';

const limits = { ...DELIVER_LIMITS, breakerFailuresMax: 3, breakerWaitMs: 100, breakerWaitMsMax: 350 };

/** Fails, waits as long as it must, probes, and so on; gives the waits. */
function waitsOf(times: number, fail: (breaker: Breaker, nowMs: number) => Breaker): number[] {
  let breaker: Breaker = { kind: 'closed', failures: 2 };
  let nowMs = 1_000;
  return Array.from({ length: times }, () => {
    breaker = fail(begun(breaker), nowMs);
    const waitMs = waitOf(breaker, nowMs) ?? -1;
    nowMs += waitMs;
    return waitMs;
  });
}

describe('the breaker', () => {
  it('stays closed one failure below the limit and opens at it', () => {
    const twice = failed(failed(CLOSED, 0, limits), 0, limits);
    expect(waitOf(twice, 0)).toBe(0);
    expect(waitOf(failed(twice, 0, limits), 0)).toBe(100);
  });

  it('lets one probe through when its time has come, and nobody else meanwhile', () => {
    const open = failed({ kind: 'closed', failures: 2 }, 0, limits);
    expect(waitOf(open, 99)).toBe(1);
    expect(waitOf(open, 100)).toBe(0);
    expect(waitOf(begun(open), 100)).toBeNull();
  });

  it('opens for twice as long with every probe that fails, up to the cap', () => {
    expect(waitsOf(4, (breaker, nowMs) => failed(breaker, nowMs, limits))).toEqual([100, 200, 350, 350]);
  });

  it('opens at once for refused credentials, with waits of their own', () => {
    expect(waitsOf(3, (breaker, nowMs) => unauthorised(breaker, nowMs, limits))).toEqual([
      60_000, 120_000, 240_000,
    ]);
  });

  it('does not count failures of requests that began before it opened', () => {
    const open = failed({ kind: 'closed', failures: 2 }, 0, limits);
    expect(failed(open, 50, limits)).toBe(open);
    expect(unauthorised(open, 50, limits)).toBe(open);
  });

  it('lets the next probe go at once when one ended without an answer', () => {
    const probing = begun(failed({ kind: 'closed', failures: 2 }, 0, limits));
    expect(waitOf(undecided(probing, 500), 500)).toBe(0);
    expect(undecided(CLOSED, 500)).toBe(CLOSED);
  });
});
