/**
 * What the disk queue keeps in memory: counters per lane and partition, never anything per event or per record.
 * Counters say what is committed; they change only after a commit.
 */
import type { CleanEvent } from '@headgate/core';
import type { Lane, Lease } from './queue.ts';
import { partitionOf } from './partition.ts';

/** A record of which a lease holds the first `taken` events. */
export interface LeasedRecord {
  readonly key: readonly number[];
  readonly taken: number;
}

/** One partition of one lane. */
export interface Shard {
  readonly lane: LaneState;
  readonly partition: number;
  /** First part of the keys of its records. */
  readonly number: number;
  nextSequence: number;
  events: number;
  bytes: number;
  out: { readonly lease: Lease; readonly records: readonly LeasedRecord[] } | null;
  /** Drains under way; meanwhile nothing may be leased, or it would be drained and delivered. */
  draining: number;
  /** Whether the settlement of the lease is waiting for its commit. */
  settling: boolean;
}

export interface LaneState {
  readonly lane: Lane;
  readonly number: number;
  readonly shards: readonly Shard[];
  /** Whether the lane is on disk under its number. */
  stored: boolean;
  /** Number of the oldest dead letter: as many were forgotten before it. */
  deadFirst: number;
  deadNext: number;
  readonly listeners: Set<() => void>;
}

export interface Lanes {
  readonly all: readonly LaneState[];
  /** The lane, made when it is new. */
  of(lane: Lane): LaneState;
  find(lane: Lane): LaneState | undefined;
  /** Brings back a stored lane under its number. */
  restore(lane: Lane, number: number): LaneState;
  shardOf(event: CleanEvent): Shard;
}

/**
 * Keeps the lanes by environment and vendor, numbered in the order in which they first came up. Numbers on disk may
 * have gaps: a lane is known here from its first listener or append on, and on disk from its first commit on.
 */
export function createLanes(partitions: number): Lanes {
  const all: LaneState[] = [];
  const byEnvironment = new Map<string, Map<string, LaneState>>();

  let next = 0;

  const find = (lane: Lane): LaneState | undefined => byEnvironment.get(lane.environment)?.get(lane.vendor);
  const restore = (lane: Lane, number: number): LaneState => {
    const made = createLane(lane, number, partitions);
    next = Math.max(next, number + 1);
    all.push(made);
    const vendors = byEnvironment.get(lane.environment) ?? new Map<string, LaneState>();
    byEnvironment.set(lane.environment, vendors.set(lane.vendor, made));
    return made;
  };
  const of = (lane: Lane): LaneState => find(lane) ?? restore(lane, next);

  return {
    all,
    of,
    find,
    restore,
    shardOf: (event) => {
      const shard = of(event).shards[partitionOf(event.subject, partitions)];
      if (shard === undefined) throw new Error('A partition is out of range.');
      return shard;
    },
  };
}

function createLane(lane: Lane, number: number, partitions: number): LaneState {
  const shards: Shard[] = [];
  const state: LaneState = {
    lane: { vendor: lane.vendor, environment: lane.environment },
    number,
    shards,
    stored: false,
    deadFirst: 0,
    deadNext: 0,
    listeners: new Set(),
  };
  for (let partition = 0; partition < partitions; partition++) {
    shards.push({
      lane: state,
      partition,
      number: number * partitions + partition,
      nextSequence: 0,
      events: 0,
      bytes: 0,
      out: null,
      draining: 0,
      settling: false,
    });
  }
  return state;
}
