/** What a delivery leaves in the journal. Pure. */
import type { CleanEvent } from '@headgate/core';
import { dayOf } from '../ledger/entry.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { DeathCause, Lane } from '../queue/queue.ts';

export interface Ending {
  readonly lane: Lane;
  /** When the vendor confirmed or we gave up: exposure asks for times of delivery, not for those of the events. */
  readonly nowMs: number;
  readonly delivered: readonly CleanEvent[];
  readonly dead: readonly DeathCause[];
  /** Events withheld because the vendor was cut meanwhile. */
  readonly cut: number;
}

/** Counts by outcome, and the deliveries added up by field set and subject; outcomes without events have no entry. */
export function entriesOf({ lane, nowMs, delivered, dead, cut }: Ending): readonly LedgerEntry[] {
  const { vendor, environment } = lane;
  const day = dayOf(nowMs);
  const counts = [
    ['delivered', delivered.length],
    ['vendor-refused', dead.filter((cause) => cause === 'vendor-refused').length],
    ['retries-exhausted', dead.filter((cause) => cause === 'retries-exhausted').length],
    ['vendor-cut', cut],
  ] as const;
  const ended = counts
    .filter(([, count]) => count > 0)
    .map(([outcome, count]): LedgerEntry => ({ kind: 'ended', vendor, environment, outcome, day, count }));
  return [...ended, ...deliveriesOf(lane, delivered, nowMs)];
}

function deliveriesOf(
  { vendor, environment }: Lane,
  events: readonly CleanEvent[],
  nowMs: number,
): readonly LedgerEntry[] {
  const day = dayOf(nowMs);
  const counts = new Map<string, Map<string, number>>();
  for (const { fields, subject } of events) {
    const bySubject = counts.get(fields) ?? new Map<string, number>();
    counts.set(fields, bySubject);
    bySubject.set(subject, (bySubject.get(subject) ?? 0) + 1);
  }
  const shared = { kind: 'delivered', vendor, environment, day, first: nowMs, last: nowMs } as const;
  return [...counts].flatMap(([fields, bySubject]) =>
    [...bySubject].map(([subject, count]): LedgerEntry => ({ ...shared, fields, subject, count })),
  );
}
