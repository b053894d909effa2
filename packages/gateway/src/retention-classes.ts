/** What each store of the gateway keeps, for how long. Part of the composition root: a new store is one line in the list below. */
import { durationDays } from '@headgate/core';
import type { Cohorts, Plan } from '@headgate/core';
import type { RecentEvents } from './control/event/recent.ts';
import type { Ledger } from './ledger/ledger.ts';
import { dayOf } from './ledger/entry.ts';
import type { LedgerEntry } from './ledger/entry.ts';
import type { LedgerPump } from './ledger/pump.ts';
import type { QuarantineReview } from './quarantine/review.ts';
import type { Queue } from './queue/queue.ts';
import type { RetentionDays } from './retention/limits.ts';
import type { RetentionClass } from './retention/retention.ts';
import type { Clock } from './runtime.ts';
import type { SealedStore } from './sealed/sealed-store.ts';
import type { Warehouse } from './sinks.ts';

export interface RetentionGrounds {
  readonly days: RetentionDays;
  readonly plan: () => Plan;
  readonly clock: Pick<Clock, 'now'>;
  readonly queue: Queue;
  readonly ledger: Ledger;
  readonly pump: LedgerPump;
  readonly warehouses: readonly Warehouse[];
  readonly cohorts: Cohorts;
  readonly recent: RecentEvents;
  readonly sealed: Pick<SealedStore, 'oldest' | 'deleteBefore'>;
  readonly review: Pick<QuarantineReview, 'forget'>;
}

const DAY_MS = 86_400_000;

export async function retentionClasses(grounds: RetentionGrounds): Promise<readonly RetentionClass[]> {
  return [
    queueClass(grounds),
    deadLettersClass(grounds),
    journalClass(grounds),
    ...(await ledgerClasses(grounds)),
    ...grounds.warehouses.map((warehouse) => warehouseClass(warehouse, grounds)),
    kGateClass(grounds),
    recentClass(grounds),
    sealedClass(grounds),
    quarantineClass(grounds),
  ];
}

function queueClass({ days, clock, queue }: RetentionGrounds): RetentionClass {
  return {
    name: 'queue',
    of: null,
    limitMs: days.queue * DAY_MS,
    oldest: async () => earliest(queue.depth().map(({ oldestAt }) => oldestAt)),
    deleteBefore: (time) =>
      queue.discard(time, ({ vendor, environment }, count): readonly LedgerEntry[] => {
        const day = dayOf(clock.now());
        return [{ kind: 'ended', vendor, environment, outcome: 'waited-too-long', day, count }];
      }),
  };
}

function deadLettersClass({ days, queue }: RetentionGrounds): RetentionClass {
  return {
    name: 'dead-letters',
    of: null,
    limitMs: days.deadLetters * DAY_MS,
    oldest: async () => queue.deadSince(),
    deleteBefore: (time) => queue.forgetDead(time),
  };
}

/** Entries looked through for one that has a time: definitions of field sets have none. */
const ENTRIES_LOOKED_AT = 1000;

/** Counts leave the journal into the ledger, and only so: to delete them would lose what vendors were sent. */
function journalClass({ days, queue, pump }: RetentionGrounds): RetentionClass {
  const oldest = (): number | null =>
    earliest(queue.journal(0, ENTRIES_LOOKED_AT).entries.map((entry) => timeOf(entry)));
  return {
    name: 'journal',
    of: null,
    limitMs: days.journal * DAY_MS,
    oldest: async () => oldest(),
    deleteBefore: async (time) => {
      if ((oldest() ?? time) < time) await pump.flush();
      return 0;
    },
  };
}

function timeOf(entry: LedgerEntry): number | null {
  if (entry.kind === 'field-set') return null;
  return entry.kind === 'delivered' ? entry.first : Date.parse(`${entry.day}T00:00:00Z`);
}

/** As long as the vendor may have the data, and a margin; vendors whose end the plan does not say, as long as is configured. */
async function ledgerClasses({ days, plan, ledger }: RetentionGrounds): Promise<RetentionClass[]> {
  const { vendors } = plan();
  const held = await ledger.oldest();
  return held.map(({ vendor, at }) => {
    const written = vendors.get(vendor)?.retention ?? null;
    const kept = written === null ? days.ledger : Math.ceil(durationDays(written)) + days.ledgerMargin;
    return {
      name: 'ledger',
      of: vendor,
      limitMs: kept * DAY_MS,
      // Read just now, for all vendors at once: one pass over the rows tells all.
      oldest: async () => at,
      deleteBefore: (time) => ledger.forget(vendor, time),
    };
  });
}

/** The shortest of what the plan says for the vendors whose events lie there. */
function warehouseClass({ vendors, files }: Warehouse, { days, plan }: RetentionGrounds): RetentionClass {
  const limits = vendors.map((vendor) => {
    const written = plan().vendors.get(vendor)?.retention ?? null;
    return written === null ? days.warehouse : Math.floor(durationDays(written));
  });
  return {
    name: 'warehouse',
    of: vendors.join('+'),
    limitMs: Math.min(...limits) * DAY_MS,
    oldest: () => files.oldest(),
    deleteBefore: (time) => files.deleteBefore(time),
  };
}

/** Each gate forgets by its own window; the limit is that of the longest. */
function kGateClass({ plan, clock, cohorts }: RetentionGrounds): RetentionClass {
  const windows = [...plan().vendors.values()].map(({ kGate }) => kGate?.windowMs ?? 0);
  return {
    name: 'k-gate',
    of: null,
    limitMs: Math.max(0, ...windows),
    oldest: async () => cohorts.oldest(),
    deleteBefore: async (time) => cohorts.forget(time, clock.now()),
  };
}

function recentClass({ days, recent }: RetentionGrounds): RetentionClass {
  return {
    name: 'recent',
    of: null,
    limitMs: days.recent * DAY_MS,
    oldest: async () => recent.oldest(),
    deleteBefore: async (time) => recent.forget(time),
  };
}

/** Values from when their events came, headers from the end of their epochs, so that no value loses its header. */
function sealedClass({ days, sealed }: RetentionGrounds): RetentionClass {
  return {
    name: 'sealed',
    of: null,
    limitMs: days.sealed * DAY_MS,
    oldest: async () => sealed.oldest(),
    deleteBefore: (time) => sealed.deleteBefore(time),
  };
}

/** As the plan says; what is left of a plan that said so, as is configured. */
function quarantineClass({ days, plan, queue, review }: RetentionGrounds): RetentionClass {
  const written = plan().quarantine?.retention ?? null;
  return {
    name: 'quarantine',
    of: null,
    limitMs: (written === null ? days.quarantine : Math.floor(durationDays(written))) * DAY_MS,
    oldest: async () => queue.quarantine.depth().oldestAt,
    deleteBefore: (time) => review.forget(time),
  };
}

function earliest(times: readonly (number | null)[]): number | null {
  return times.reduce<number | null>(
    (first, at) => (at === null || (first !== null && first <= at) ? first : at),
    null,
  );
}
