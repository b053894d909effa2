/** What a delivery leaves in the journal. Pure. */
import type { CleanEvent } from '@headgate/core';
import { dayOf } from '../ledger/entry.ts';
import type { Day, LedgerEntry } from '../ledger/entry.ts';
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

/** Counts by outcome, and the deliveries added up by field set, rate and subject; outcomes without events have no entry. */
export function entriesOf({ lane, nowMs, delivered, dead, cut }: Ending): readonly LedgerEntry[] {
  const { vendor, environment } = lane;
  const day = dayOf(nowMs);
  const counts = [
    ['vendor-refused', dead.filter((cause) => cause === 'vendor-refused').length],
    ['retries-exhausted', dead.filter((cause) => cause === 'retries-exhausted').length],
    ['vendor-cut', cut],
  ] as const;
  const ended = counts
    .filter(([, count]) => count > 0)
    .map(([outcome, count]): LedgerEntry => ({ kind: 'ended', vendor, environment, outcome, day, count }));
  return [
    ...confirmed({ vendor, environment }, delivered, day),
    ...ended,
    ...deliveriesOf(lane, delivered, nowMs),
  ];
}

function confirmed(lane: Lane, events: readonly CleanEvent[], day: Day): readonly LedgerEntry[] {
  if (events.length === 0) return [];
  const standsFor = events.reduce((sum, { sampleRate }) => sum + 1 / sampleRate, 0);
  return [{ kind: 'ended', ...lane, outcome: 'delivered', day, count: events.length, standsFor }];
}

function deliveriesOf(
  { vendor, environment }: Lane,
  events: readonly CleanEvent[],
  nowMs: number,
): readonly LedgerEntry[] {
  const day = dayOf(nowMs);
  const kinds = new Map<string, Kind>();
  for (const { fields, sampleRate, subject } of events) {
    const key = `${fields} ${sampleRate}`;
    const kind = kinds.get(key) ?? { fields, sampleRate, bySubject: new Map<string, number>() };
    kinds.set(key, kind);
    kind.bySubject.set(subject, (kind.bySubject.get(subject) ?? 0) + 1);
  }
  const shared = { kind: 'delivered', vendor, environment, day, first: nowMs, last: nowMs } as const;
  return [...kinds.values()].flatMap(({ fields, sampleRate, bySubject }) =>
    [...bySubject].map(([subject, count]): LedgerEntry => ({
      ...shared,
      fields,
      sampleRate,
      subject,
      count,
    })),
  );
}

/** Deliveries that differ in their subject and time alone. */
interface Kind {
  readonly fields: string;
  readonly sampleRate: number;
  readonly bySubject: Map<string, number>;
}
