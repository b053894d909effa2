/**
 * The breaker of one lane. Pure: every step gives the next state.
 *
 * States: closed (counts failures in a row) → open (nothing is sent until a time) → half-open (one probe is under way)
 * → closed when the probe succeeds, or open again for twice as long. Refused credentials open it at once.
 * A success always closes it, also the late one of a request that began before it opened.
 */
import type { DeliverLimits } from './limits.ts';
import { doubled } from './retry.ts';

export type OpenReason = 'failing' | 'unauthorised';

export type Breaker =
  | { readonly kind: 'closed'; readonly failures: number }
  | Opened
  | { readonly kind: 'half-open'; readonly reason: OpenReason; readonly times: number };

interface Opened {
  readonly kind: 'open';
  readonly reason: OpenReason;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
  /** How often it opened since it was closed; at least 1. */
  readonly times: number;
}

export const CLOSED: Breaker = Object.freeze({ kind: 'closed', failures: 0 });

/** Milliseconds until a request may begin; 0 is now; null while a probe is under way, whose end must be waited for. */
export function waitOf(breaker: Breaker, nowMs: number): number | null {
  if (breaker.kind === 'closed') return 0;
  return breaker.kind === 'open' ? Math.max(0, breaker.untilMs - nowMs) : null;
}

/** A request begins; asked only when `waitOf` gave 0. */
export function begun(breaker: Breaker): Breaker {
  if (breaker.kind !== 'open') return breaker;
  return { kind: 'half-open', reason: breaker.reason, times: breaker.times };
}

/** A request failed in a way that may pass. */
export function failed(breaker: Breaker, nowMs: number, limits: DeliverLimits): Breaker {
  if (breaker.kind === 'open') return breaker;
  if (breaker.kind === 'half-open') return opened('failing', breaker.times + 1, nowMs, limits);
  const failures = breaker.failures + 1;
  if (failures < limits.breakerFailuresMax) return { kind: 'closed', failures };
  return opened('failing', 1, nowMs, limits);
}

/** A request was refused for its credentials. */
export function unauthorised(breaker: Breaker, nowMs: number, limits: DeliverLimits): Breaker {
  if (breaker.kind === 'open') return breaker;
  const again = breaker.kind === 'half-open' && breaker.reason === 'unauthorised';
  return opened('unauthorised', again ? breaker.times + 1 : 1, nowMs, limits);
}

/** A probe ended without an answer that says anything, for example because the lane stopped: the next one may go. */
export function undecided(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.kind !== 'half-open') return breaker;
  return { kind: 'open', reason: breaker.reason, untilMs: nowMs, times: breaker.times };
}

function opened(reason: OpenReason, times: number, nowMs: number, limits: DeliverLimits): Opened {
  const waitMs =
    reason === 'failing'
      ? doubled(limits.breakerWaitMs, times - 1, limits.breakerWaitMsMax)
      : doubled(limits.unauthorisedWaitMs, times - 1, limits.unauthorisedWaitMsMax);
  return { kind: 'open', reason, untilMs: nowMs + waitMs, times };
}
