/** What follows from a delivery: the settlement of its lease, and when the rest of it is tried again. Pure. */
import type { CleanEvent } from '@headgate/core';
import type { DeathCause, Lease, Settlement } from '../queue/queue.ts';
import { entriesOf } from './entries.ts';
import type { DeliverLimits } from './limits.ts';
import { decideRetry } from './retry.ts';
import type { Delivery } from './sink.ts';

/** Events at the head of a partition that are being retried. */
export interface Retry {
  /** How many; the next lease takes exactly these, so that no younger event shares their fate. */
  readonly count: number;
  /** Failed attempts so far. */
  readonly attempts: number;
  /** Milliseconds since 1970; nothing of the partition is sent before. */
  readonly notBeforeMs: number;
}

export interface Concluding {
  readonly lease: Lease;
  readonly delivery: Delivery;
  /** Whether the vendor is cut by now: what it has not taken, it will not get. */
  readonly isCut: boolean;
  /** The retry that this delivery was part of. */
  readonly retry: Retry | null;
  readonly nowMs: number;
  /** Random in [0, 1). */
  readonly fraction: number;
}

export interface Conclusion {
  readonly settlement: Settlement;
  readonly retry: Retry | null;
  readonly delivered: number;
}

/** Every event of the lease ends, dies or stays, exactly once. */
export function conclude(given: Concluding, limits: DeliverLimits): Conclusion {
  const { lease, delivery, isCut, nowMs } = given;
  const delivered = eventsWith(lease, delivery, 'delivered');
  const refused = positionsWith(delivery, 'refused');
  const kept = positionsWith(delivery, 'kept');
  const next = isCut || kept.length === 0 ? null : nextRetry(given, kept.length, limits);
  const isExhausted = next === 'give-up';

  const dead = [
    ...refused.map((position) => ({ position, cause: 'vendor-refused' as const })),
    ...(isExhausted ? kept.map((position) => ({ position, cause: 'retries-exhausted' as const })) : []),
  ];
  return {
    settlement: {
      keep: isCut || isExhausted ? [] : kept,
      dead,
      entries: entriesOf({
        lane: lease.lane,
        nowMs,
        delivered,
        dead: dead.map(({ cause }): DeathCause => cause),
        cut: isCut ? kept.length : 0,
      }),
    },
    retry: isExhausted ? null : next,
    delivered: delivered.length,
  };
}

/** Null when the rest is simply next in line. Progress starts the count of attempts anew. */
function nextRetry(given: Concluding, count: number, limits: DeliverLimits): Retry | 'give-up' | null {
  const { lease, delivery, retry, nowMs, fraction } = given;
  const hold = delivery.hold ?? { kind: 'more' };
  const isStuck = count === lease.events.length;
  const before = isStuck ? (retry?.attempts ?? 0) : 0;
  if (hold.kind === 'more' && !isStuck) return null;
  if (hold.kind === 'stopped') return retry === null ? null : { ...retry, count };
  // Wrong credentials are no fault of the events; the breaker keeps them waiting.
  if (hold.kind === 'unauthorised') return { count, attempts: before, notBeforeMs: nowMs };

  const attempts = before + 1;
  const askedMs = hold.kind === 'later' ? hold.waitMs : null;
  const decision = decideRetry({ attempts, ageMs: nowMs - lease.storedAt, askedMs }, limits, fraction);
  if (decision.kind === 'give-up') return 'give-up';
  return { count, attempts, notBeforeMs: nowMs + decision.waitMs };
}

function positionsWith(delivery: Delivery, result: Delivery['results'][number]): readonly number[] {
  return delivery.results.flatMap((each, position) => (each === result ? [position] : []));
}

function eventsWith(
  lease: Lease,
  delivery: Delivery,
  result: Delivery['results'][number],
): readonly CleanEvent[] {
  return lease.events.filter((_, position) => delivery.results[position] === result);
}
