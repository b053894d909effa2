/**
 * The durable queue on lmdb.
 *
 * States of an event: waiting in a record → leased (in memory only) → gone, waiting again, or a dead letter.
 * Format: see `store.ts` for the tables and `record.ts` for a record. The bytes of an event on disk are the JSON of its
 * `CleanEvent` and nothing else; a quarantined one is sealed (`quarantine-records.ts`).
 *
 * Every change goes through the group commit: one transaction at a time, many changes in each. Counters in memory
 * follow the commit, so they never say more than the disk; only the reservation of bytes runs ahead, so that the
 * appends that wait for a commit cannot together pass `bytesMax`.
 *
 * Invariants: those of `queue.ts`; memory does not grow with the number of waiting events or records; a failed commit
 * leaves no trace, rejects its own group alone, and the next group is tried anew.
 *
 * After a crash: the file holds the last committed transaction whole. Leases are gone, so what was leased waits again.
 */
import type { CleanEvent } from '@headgate/core';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { Clock } from '../runtime.ts';
import { oldestLetter, readLetters } from './dead-letters.ts';
import { openJournal } from './journal.ts';
import type { LaneState, Shard } from './lanes.ts';
import { recordKeys, takeHead } from './lease-records.ts';
import type { AppendChange, DrainChange, ForgetChange, Grounds, TrimChange } from './plan-group.ts';
import type { Lane, LaneDepth, Lease, LeaseLimits, Queue, Settlement } from './queue.ts';
import { lineOf, readKey } from './record.ts';
import { diskQuarantine } from './disk-quarantine.ts';
import { linesOf, quarantineBytesOf, recoverQuarantine } from './quarantine-records.ts';
import type { QuarantineStep } from './quarantined.ts';
import { recoverLanes, recoverPartitions } from './recover.ts';
import { checkSettlement } from './settlement.ts';
import { VALUE_BYTES_MAX, openStore } from './store.ts';
import { createWriter, notify } from './writer.ts';
import type { Writer } from './writer.ts';

export interface DiskQueueOptions {
  /** Made when it is missing. Owned by one process at a time. */
  readonly directory: string;
  readonly clock: Clock;
  /** Bytes of waiting events and of the journal that may be stored. Dead letters come on top. */
  readonly bytesMax: number;
  /** Bytes of quarantined events that may be stored. Default 256 MiB. */
  readonly quarantineBytesMax?: number;
  /** Partitions of every lane; default 4. A queue that exists keeps the number it was made with. */
  readonly partitions?: number;
  /** Events in one stored record; default 512. */
  readonly recordEventsMax?: number;
  /** Bytes in one stored record, unless a single event is larger; default 16,000, which fits one page of the file. */
  readonly recordBytesMax?: number;
  /** Bytes of events in one commit; default 1 MiB. More is no faster and holds up the event loop longer. */
  readonly groupBytesMax?: number;
  /** The position through which the ledger has read the journal, of this queue or of one before it; default 0. */
  readonly journalReadThrough?: number;
  /** Dead letters kept per lane, at least 1; default 10,000. */
  readonly deadMax?: number;
}

const QUARANTINE_BYTES_MAX = 256 * 1024 * 1024;

/** Opens or makes a queue. Rejects when another process has the directory open, or when the files are corrupt. */
export async function openDiskQueue(options: DiskQueueOptions): Promise<Queue> {
  // Room for what waits, its slack, and the dead: the map is address space, not memory, and lmdb grows it when needed.
  const bytesMax = options.bytesMax + (options.quarantineBytesMax ?? QUARANTINE_BYTES_MAX);
  const store = await openStore(options.directory, 2 * bytesMax + 256 * 1024 * 1024);
  try {
    const partitions = await recoverPartitions(store, options.partitions ?? 4);
    return createDiskQueue(options, partitions, {
      store,
      lanes: recoverLanes(store, partitions),
      journal: openJournal(store, options.journalReadThrough ?? 0),
      quarantine: recoverQuarantine(store),
      clock: options.clock,
      limits: {
        recordEventsMax: options.recordEventsMax ?? 512,
        recordBytesMax: options.recordBytesMax ?? VALUE_BYTES_MAX,
        deadMax: Math.max(1, options.deadMax ?? 10_000),
      },
    });
  } catch (cause) {
    await store.close();
    throw cause;
  }
}

function createDiskQueue(options: DiskQueueOptions, partitions: number, grounds: Grounds): Queue {
  const { store, lanes, journal } = grounds;
  const writer = createWriter(grounds, {
    bytesMax: options.bytesMax,
    quarantineBytesMax: options.quarantineBytesMax ?? QUARANTINE_BYTES_MAX,
    groupBytesMax: options.groupBytesMax ?? 1024 * 1024,
  });
  let closed = false;
  const refuseWhenClosed = (): void => {
    if (closed) throw new Error('The queue is closed.');
  };

  return {
    partitions,
    quarantine: diskQuarantine(grounds, writer, refuseWhenClosed),
    append: async (events, entries, quarantine = NO_STEP) => {
      refuseWhenClosed();
      return writer.append(appendChange(grounds, events, entries, quarantine));
    },
    lease: (lane, partition, limits) => (closed ? null : takeLease(grounds, lane, partition, limits)),
    settle: async (lease, settlement) => {
      refuseWhenClosed();
      checkSettlement(lease, settlement);
      await settleLease(grounds, writer, lease, settlement);
    },
    onAppend: (lane, listener) => {
      const { listeners } = lanes.of(lane);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    depth: () => lanes.all.filter((lane) => lane.stored).map((lane) => depthOf(grounds, lane)),
    drain: async (lane, entries) => {
      refuseWhenClosed();
      const state = lanes.find(lane);
      return state === undefined ? 0 : drainLane(state, { entries, before: Infinity }, writer);
    },
    discard: async (before, entries) => {
      refuseWhenClosed();
      return discardOld(grounds, writer, before, entries);
    },
    deadSince: () => deadSince(grounds),
    forgetDead: async (before) => {
      refuseWhenClosed();
      let letters = 0;
      for (const lane of lanes.all) letters += await forgetLane(lane, before, writer);
      return letters;
    },
    dead: (lane, limit) => {
      const state = lanes.find(lane);
      return state === undefined ? [] : readLetters(store, state, limit);
    },
    journal: (after, limit) => journal.read(after, limit),
    trimJournal: async (through) => {
      refuseWhenClosed();
      const change: TrimChange = { kind: 'trim', through, more: false, bytes: 0, alone: false };
      do await writer.add(change);
      while (change.more);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await writer.idle();
      await store.close();
    },
  };
}

const NO_STEP: QuarantineStep = { add: [], release: [] };

function appendChange(
  grounds: Grounds,
  events: readonly CleanEvent[],
  entries: readonly LedgerEntry[],
  { add, release }: QuarantineStep,
): AppendChange {
  const shards = events.map((event) => grounds.lanes.shardOf(event));
  const lines = events.map(lineOf);
  const entryLines = entries.map(lineOf);
  let bytes = 0;
  for (const line of lines) bytes += line.bytes;
  for (const line of entryLines) bytes += line.bytes;
  const quarantine = add.map(linesOf);
  return {
    kind: 'append',
    shards,
    lines,
    entries: entryLines,
    quarantine,
    release,
    gone: false,
    queueBytes: bytes,
    bytes: bytes + quarantineBytesOf(quarantine),
    alone: false,
  };
}

function takeLease(grounds: Grounds, lane: Lane, partition: number, limits: LeaseLimits): Lease | null {
  const shard = grounds.lanes.find(lane)?.shards[partition];
  if (shard === undefined || !isFree(shard)) return null;
  const taken = takeHead(grounds.store, shard, limits);
  if (taken === null) return null;
  const lease: Lease = {
    lane: shard.lane.lane,
    partition,
    events: taken.events,
    storedAt: taken.storedAt,
  };
  shard.out = { lease, records: taken.records };
  return lease;
}

async function settleLease(
  { lanes }: Grounds,
  writer: Writer,
  lease: Lease,
  settlement: Settlement,
): Promise<void> {
  const shard = lanes.find(lease.lane)?.shards[lease.partition];
  if (shard?.out?.lease !== lease || shard.settling) throw new Error('The lease is not out.');
  const entries = settlement.entries.map(lineOf);
  shard.settling = true;
  try {
    await writer.add({ kind: 'settle', shard, settlement, entries, bytes: 0, alone: false });
  } finally {
    shard.settling = false;
  }
}

function isFree(shard: Shard): boolean {
  return shard.out === null && !shard.draining && shard.events > 0;
}

/** Drains in rounds of bounded size; each round is one transaction with its own entries, so counts hold after a crash. */
async function drainLane(
  lane: LaneState,
  { entries, before }: Pick<DrainChange, 'entries' | 'before'>,
  writer: Writer,
): Promise<number> {
  let events = 0;
  let more = true;
  for (const shard of lane.shards) shard.draining++;
  try {
    while (more) {
      const done = { events: 0, more: false };
      const change: DrainChange = { kind: 'drain', lane, before, entries, done, bytes: 0, alone: true };
      await writer.add(change);
      events += change.done.events;
      more = change.done.more;
    }
  } finally {
    for (const shard of lane.shards) shard.draining--;
    // Who asked for a lease meanwhile got none, and what was appended meanwhile still waits.
    notify(lane);
  }
  return events;
}

async function discardOld(
  grounds: Grounds,
  writer: Writer,
  before: number,
  entries: (lane: Lane, events: number) => readonly LedgerEntry[],
): Promise<number> {
  let events = 0;
  for (const state of grounds.lanes.all) {
    const ofLane = (count: number): readonly LedgerEntry[] => entries(state.lane, count);
    const oldestAt = state.stored ? oldestOf(grounds, state) : null;
    if (oldestAt === null || oldestAt >= before) continue;
    events += await drainLane(state, { entries: ofLane, before }, writer);
  }
  return events;
}

function deadSince({ lanes, store }: Grounds): number | null {
  const times = lanes.all.map((lane) => oldestLetter(store, lane)).filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** Rounds of bounded size, as with draining. */
async function forgetLane(lane: LaneState, before: number, writer: Writer): Promise<number> {
  let letters = 0;
  let more = true;
  while (more) {
    const done = { letters: 0, more: false };
    const change: ForgetChange = { kind: 'forget', lane, before, done, bytes: 0, alone: true };
    await writer.add(change);
    letters += change.done.letters;
    more = change.done.more;
  }
  return letters;
}

/** When the first event of any partition was stored. */
function oldestOf({ store }: Grounds, lane: LaneState): number | null {
  let oldestAt: number | null = null;
  for (const shard of lane.shards) {
    if (shard.events === 0) continue;
    for (const key of recordKeys(store, shard)) {
      oldestAt = Math.min(oldestAt ?? Infinity, readKey(key).storedAt);
      break;
    }
  }
  return oldestAt;
}

function depthOf(grounds: Grounds, lane: LaneState): LaneDepth {
  return {
    lane: lane.lane,
    events: lane.shards.reduce((sum, shard) => sum + shard.events, 0),
    bytes: lane.shards.reduce((sum, shard) => sum + shard.bytes, 0),
    oldestAt: oldestOf(grounds, lane),
    dead: lane.deadNext - lane.deadFirst,
    deadForgotten: lane.deadFirst,
  };
}
