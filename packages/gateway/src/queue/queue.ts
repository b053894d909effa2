/**
 * The durable queue between ingest and delivery: the first place where bytes touch disk, so only `CleanEvent`s enter, and
 * `SealedText`s of what is quarantined. The quarantine lies in the same files, because an event must enter and leave it in the very
 * transaction that counts it and, on its way out, puts what became of it into the lanes.
 *
 * A lane is one vendor in one environment. Lanes are split into partitions by subject, and one partition has at
 * most one lease out at a time, so a vendor gets the events of one subject in the order in which they were accepted,
 * and a batch that is being retried holds up its own partition only.
 *
 * The journal is the ledger's inbox: entries are stored in the same transaction as the append or settlement they
 * describe, and are read and trimmed by the ledger afterwards. So counts survive a crash with the events themselves.
 *
 * Invariants, kept by every implementation (see queue.contract.ts):
 *  - `append` resolves 'stored' only when events and entries are durable, all of them or none;
 *  - what was stored is leased until it is settled; a crash or `close` releases leases and loses nothing;
 *  - `settle` is one transaction: what it removes, keeps, buries and journals happens together or not at all;
 *  - the bytes stored never pass `bytesMax`: `append` answers 'full' and stores nothing; those of the quarantine never pass a limit
 *    of their own: `append` answers 'quarantine-full';
 *  - a quarantined event leaves once: of two appends that release it, one answers 'gone' and stores nothing.
 */
import type { CleanEvent, Environment } from '@headgate/core';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { Quarantine, QuarantineStep } from './quarantined.ts';

export interface Lane {
  readonly vendor: string;
  readonly environment: Environment;
}

/** Why an event will not be tried again. */
export type DeathCause = 'vendor-refused' | 'retries-exhausted';

export interface Lease {
  readonly lane: Lane;
  readonly partition: number;
  /** In order; never empty. */
  readonly events: readonly CleanEvent[];
  /** When the oldest of them was stored; milliseconds since 1970. */
  readonly storedAt: number;
}

/** What became of a lease. Events named in none of the lists are done and leave the queue. */
export interface Settlement {
  /** Positions in `lease.events` that stay at the head of the partition, in order. */
  readonly keep: readonly number[];
  readonly dead: readonly { readonly position: number; readonly cause: DeathCause }[];
  readonly entries: readonly LedgerEntry[];
}

export interface LaneDepth {
  readonly lane: Lane;
  readonly events: number;
  readonly bytes: number;
  /** When the oldest waiting event was stored; null when the lane is empty. */
  readonly oldestAt: number | null;
  /** Dead letters that can be read. */
  readonly dead: number;
  /** Dead letters that fell off, because there were too many or they were too old. */
  readonly deadForgotten: number;
}

export interface LeaseLimits {
  readonly eventsMax: number;
  /** Stored bytes; one event larger than this is still leased alone. */
  readonly bytesMax: number;
}

/** What became of an append: anything but 'stored' has stored nothing. */
export type Appended = 'stored' | 'full' | 'disk-full' | 'quarantine-full' | 'gone';

export interface Queue {
  /** Partitions of every lane, fixed when the queue is first made. */
  readonly partitions: number;
  readonly quarantine: Quarantine;
  append(
    events: readonly CleanEvent[],
    entries: readonly LedgerEntry[],
    quarantine?: QuarantineStep,
  ): Promise<Appended>;
  /** The next events of a partition; null when it is empty or already leased. */
  lease(lane: Lane, partition: number, limits: LeaseLimits): Lease | null;
  settle(lease: Lease, settlement: Settlement): Promise<void>;
  /** Calls back after every stored append that touched the lane. Returns the way to stop that. */
  onAppend(lane: Lane, listener: () => void): () => void;
  /** Waiting events and bytes of every lane that was ever used. */
  depth(): readonly LaneDepth[];
  /** Removes everything that waits in a lane and is not leased; gives back how many events. Entries are journalled with it. */
  drain(lane: Lane, entries: (events: number) => readonly LedgerEntry[]): Promise<number>;
  /**
   * Removes from every lane what waits and is not leased, and was stored before a time; gives back how many events. Looks from
   * the head of each partition to its first younger event. Entries are journalled with it.
   */
  discard(before: number, entries: (lane: Lane, events: number) => readonly LedgerEntry[]): Promise<number>;
  /** When the oldest dead letter of all lanes was buried; null when there is none. */
  deadSince(): number | null;
  /** Forgets the dead letters of all lanes that were buried before a time; gives back how many. */
  forgetDead(before: number): Promise<number>;
  /** Dead letters of a lane, oldest first. */
  dead(lane: Lane, limit: number): readonly { readonly event: CleanEvent; readonly cause: DeathCause }[];
  /** Journal entries after a position, oldest first; `through` is the position of the last one, to be passed on. */
  journal(
    after: number,
    limit: number,
  ): { readonly entries: readonly LedgerEntry[]; readonly through: number };
  /** Forgets journal entries up to and including a position. */
  trimJournal(through: number): Promise<void>;
  /** Waits for what is under way, then closes. Appends after this reject. */
  close(): Promise<void>;
}
