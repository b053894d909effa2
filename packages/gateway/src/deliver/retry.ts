/** When to try again. Pure. */
import type { DeliverLimits } from './limits.ts';

export interface Attempted {
  /** Failed attempts of these events so far, this one included; at least 1. */
  readonly attempts: number;
  /** Milliseconds since the oldest of them was stored. */
  readonly ageMs: number;
  /** What Retry-After asked for, or null. */
  readonly askedMs: number | null;
}

export type RetryDecision = { readonly kind: 'wait'; readonly waitMs: number } | { readonly kind: 'give-up' };

/**
 * Exponential with full jitter: a random part of the base doubled by attempt, up to the cap. What the vendor asked for is
 * honoured up to its own cap, with at most one base wait on top, so that all who were told the same do not return at once.
 * `fraction` is random in [0, 1).
 */
export function decideRetry(attempted: Attempted, limits: DeliverLimits, fraction: number): RetryDecision {
  if (attempted.attempts >= limits.attemptsMax || attempted.ageMs >= limits.ageMsMax)
    return { kind: 'give-up' };
  if (attempted.askedMs !== null) {
    const waitMs = Math.min(attempted.askedMs, limits.retryAfterMsMax) + fraction * limits.retryWaitMs;
    return { kind: 'wait', waitMs: Math.ceil(waitMs) };
  }
  const ceilingMs = doubled(limits.retryWaitMs, attempted.attempts - 1, limits.retryWaitMsMax);
  return { kind: 'wait', waitMs: Math.ceil(fraction * ceilingMs) };
}

/** `base` doubled `times` times, at most `max`. */
export function doubled(base: number, times: number, max: number): number {
  // 2 ** 1024 is Infinity, and base * Infinity still has its minimum with max.
  return Math.min(max, base * 2 ** times);
}
