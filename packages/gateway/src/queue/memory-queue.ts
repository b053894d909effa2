/**
 * The queue without a disk, for tests and previews: the same answers as the disk queue, and nothing survives `close`.
 * Bytes are counted as the disk queue counts them, so that limits behave alike.
 */
import type { CleanEvent } from '@headgate/core';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { Clock } from '../runtime.ts';
import { createMemoryQuarantine } from './memory-quarantine.ts';
import { partitionOf } from './partition.ts';
import type { DeathCause, Lane, LaneDepth, Lease, LeaseLimits, Queue, Settlement } from './queue.ts';
import { lineOf } from './record.ts';
import { checkSettlement } from './settlement.ts';

export interface MemoryQueueOptions {
  readonly clock: Clock;
  /** Bytes of waiting events and of the journal; as the disk queue counts them. */
  readonly bytesMax: number;
  /** Bytes of quarantined events; default: no limit. */
  readonly quarantineBytesMax?: number;
  /** Default 4. */
  readonly partitions?: number;
  /** Dead letters kept per lane, at least 1; default 10,000. */
  readonly deadMax?: number;
}

interface Waiting {
  readonly event: CleanEvent;
  readonly bytes: number;
  readonly storedAt: number;
}

interface Shard {
  waiting: Waiting[];
  lease: Lease | null;
}

interface LaneState {
  readonly lane: Lane;
  readonly shards: readonly Shard[];
  readonly dead: { readonly event: CleanEvent; readonly cause: DeathCause; readonly buriedAt: number }[];
  readonly listeners: Set<() => void>;
  deadForgotten: number;
  used: boolean;
}

interface Noted {
  readonly position: number;
  readonly entry: LedgerEntry;
  readonly bytes: number;
}

interface Journal {
  bytes(): number;
  append(entries: readonly LedgerEntry[]): void;
  read: Queue['journal'];
  trim(through: number): void;
}

/** Makes an empty queue. */
export function createMemoryQueue(options: MemoryQueueOptions): Queue {
  const partitions = options.partitions ?? 4;
  const deadMax = Math.max(1, options.deadMax ?? 10_000);
  const lanes = createLanes(partitions);
  const journal = createJournal();
  const quarantine = createMemoryQuarantine();
  let closed = false;

  const refuseWhenClosed = (): void => {
    if (closed) throw new Error('The queue is closed.');
  };
  return {
    partitions,
    quarantine,
    append: async (events, entries, step = { add: [], release: [] }) => {
      refuseWhenClosed();
      const waiting = events.map((event) => waitingOf(event, options.clock.now()));
      const added = sum(waiting.map(({ bytes }) => bytes)) + sum(entries.map((entry) => lineOf(entry).bytes));
      const stored = sum(lanes.all().map(bytesOf)) + journal.bytes();
      if (stored + added > options.bytesMax) return 'full';
      const taken = quarantine.take(step, options.clock.now(), options.quarantineBytesMax ?? Infinity);
      if (taken !== 'taken') return taken;
      const touched = new Set(waiting.map((each) => push(lanes.of(each.event), each)));
      journal.append(entries);
      for (const lane of touched) notify(lane);
      return 'stored';
    },
    lease: (lane, partition, limits) => {
      const state = lanes.find(lane);
      const shard = state?.shards[partition];
      if (closed || state === undefined || shard === undefined || shard.lease !== null) return null;
      shard.lease = leaseHead(state.lane, partition, shard.waiting, limits);
      return shard.lease;
    },
    settle: async (lease, settlement) => {
      refuseWhenClosed();
      checkSettlement(lease, settlement);
      const lane = lanes.find(lease.lane);
      const shard = lane?.shards[lease.partition];
      if (lane === undefined || shard?.lease !== lease) throw new Error('The lease is not out.');
      settleShard(lane, shard, settlement, { deadMax, now: options.clock.now() });
      journal.append(settlement.entries);
    },
    onAppend: (lane, listener) => {
      const { listeners } = lanes.of(lane);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    depth: () => depthsOf(lanes),
    drain: async (lane, entries) => {
      refuseWhenClosed();
      let events = 0;
      for (const shard of lanes.find(lane)?.shards ?? []) {
        events += shard.waiting.splice(shard.lease?.events.length ?? 0).length;
      }
      if (events > 0) journal.append(entries(events));
      return events;
    },
    ...ageing(lanes, journal, refuseWhenClosed),
    dead: (lane, limit) =>
      (lanes.find(lane)?.dead ?? []).slice(0, limit).map(({ event, cause }) => ({ event, cause })),
    journal: (after, limit) => journal.read(after, limit),
    trimJournal: async (through) => {
      refuseWhenClosed();
      journal.trim(through);
    },
    close: async () => {
      closed = true;
    },
  };
}

function ageing(
  lanes: Lanes,
  journal: Journal,
  refuseWhenClosed: () => void,
): Pick<Queue, 'discard' | 'deadSince' | 'forgetDead'> {
  return {
    discard: async (before, entries) => {
      refuseWhenClosed();
      let total = 0;
      for (const lane of lanes.all()) {
        const events = sum(lane.shards.map((shard) => discardFrom(shard, before)));
        if (events > 0) journal.append(entries(lane.lane, events));
        total += events;
      }
      return total;
    },
    deadSince: () => {
      const times = lanes.all().flatMap(({ dead }) => dead.slice(0, 1).map(({ buriedAt }) => buriedAt));
      return times.length === 0 ? null : Math.min(...times);
    },
    forgetDead: async (before) => {
      refuseWhenClosed();
      return sum(lanes.all().map((lane) => forgetDead(lane, before)));
    },
  };
}

function createJournal(): Journal {
  let noted: Noted[] = [];
  let position = 0;
  let trimmed = 0;
  return {
    bytes: () => sum(noted.map(({ bytes }) => bytes)),
    append: (entries) => {
      for (const entry of entries) noted.push({ position: ++position, entry, bytes: lineOf(entry).bytes });
    },
    read: (after, limit) => {
      const found = noted.filter((each) => each.position > after).slice(0, limit);
      const through = found.at(-1)?.position ?? Math.max(after, trimmed);
      return { entries: found.map(({ entry }) => entry), through };
    },
    trim: (through) => {
      trimmed = Math.max(trimmed, Math.min(through, position));
      noted = noted.filter((each) => each.position > trimmed);
    },
  };
}

interface Lanes {
  all(): LaneState[];
  find(lane: Lane): LaneState | undefined;
  /** The lane, made when it is new. */
  of(lane: Lane): LaneState;
}

function createLanes(partitions: number): Lanes {
  const lanes = new Map<string, LaneState>();
  const find = (lane: Lane): LaneState | undefined => lanes.get(nameOf(lane));
  return {
    all: () => [...lanes.values()],
    find,
    of: (lane) => {
      const known = find(lane) ?? createLane(lane, partitions);
      lanes.set(nameOf(lane), known);
      return known;
    },
  };
}

function createLane(lane: Lane, partitions: number): LaneState {
  return {
    lane: { vendor: lane.vendor, environment: lane.environment },
    shards: Array.from({ length: partitions }, () => ({ waiting: [], lease: null })),
    dead: [],
    listeners: new Set(),
    deadForgotten: 0,
    used: false,
  };
}

function waitingOf(event: CleanEvent, storedAt: number): Waiting {
  return { event, bytes: lineOf(event).bytes, storedAt };
}

function push(lane: LaneState, waiting: Waiting): LaneState {
  lane.used = true;
  lane.shards[partitionOf(waiting.event.subject, lane.shards.length)]?.waiting.push(waiting);
  return lane;
}

function leaseHead(
  lane: Lane,
  partition: number,
  waiting: readonly Waiting[],
  limits: LeaseLimits,
): Lease | null {
  const taken = takeHead(waiting, limits);
  const [first] = taken;
  if (first === undefined) return null;
  return { lane, partition, events: taken.map(({ event }) => event), storedAt: first.storedAt };
}

function takeHead(waiting: readonly Waiting[], limits: LeaseLimits): Waiting[] {
  const taken: Waiting[] = [];
  let bytes = 0;
  for (const each of waiting) {
    bytes += each.bytes;
    if (taken.length >= limits.eventsMax || (taken.length > 0 && bytes > limits.bytesMax)) break;
    taken.push(each);
  }
  return taken;
}

/** From the first that is not leased to the first younger one. */
function discardFrom(shard: Shard, before: number): number {
  const from = shard.lease?.events.length ?? 0;
  const younger = shard.waiting.findIndex(({ storedAt }) => storedAt >= before);
  const to = younger === -1 ? shard.waiting.length : younger;
  return shard.waiting.splice(from, Math.max(0, to - from)).length;
}

function forgetDead(lane: LaneState, before: number): number {
  const younger = lane.dead.findIndex(({ buriedAt }) => buriedAt >= before);
  const gone = lane.dead.splice(0, younger === -1 ? lane.dead.length : younger).length;
  lane.deadForgotten += gone;
  return gone;
}

function settleShard(
  lane: LaneState,
  shard: Shard,
  settlement: Settlement,
  { deadMax, now }: { readonly deadMax: number; readonly now: number },
): void {
  const keep = new Set(settlement.keep);
  const leased = shard.waiting.splice(0, shard.lease?.events.length ?? 0);
  const dead = settlement.dead.toSorted((left, right) => left.position - right.position);
  for (const { position, cause } of dead) {
    const letter = leased[position];
    if (letter !== undefined) lane.dead.push({ event: letter.event, cause, buriedAt: now });
  }
  lane.deadForgotten += lane.dead.splice(0, Math.max(0, lane.dead.length - deadMax)).length;
  shard.waiting = [...leased.filter((_, position) => keep.has(position)), ...shard.waiting];
  shard.lease = null;
}

function depthsOf(lanes: Lanes): LaneDepth[] {
  const used = lanes.all().filter((lane) => lane.used);
  return used.map(depthOf);
}

function depthOf(lane: LaneState): LaneDepth {
  const waiting = lane.shards.flatMap((shard) => shard.waiting);
  return {
    lane: lane.lane,
    events: waiting.length,
    bytes: bytesOf(lane),
    oldestAt: waiting.length === 0 ? null : Math.min(...waiting.map(({ storedAt }) => storedAt)),
    dead: lane.dead.length,
    deadForgotten: lane.deadForgotten,
  };
}

function bytesOf(lane: LaneState): number {
  return sum(lane.shards.flatMap((shard) => shard.waiting.map(({ bytes }) => bytes)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function notify(lane: LaneState): void {
  for (const listener of lane.listeners) queueMicrotask(listener);
}

function nameOf(lane: Lane): string {
  return `${lane.environment}/${lane.vendor}`;
}
