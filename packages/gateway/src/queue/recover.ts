/** What a disk queue learns from its files when it opens. Reads keys, never events. */
import { ENVIRONMENTS } from '@headgate/core';
import type { Lane } from './queue.ts';
import { createLanes } from './lanes.ts';
import type { LaneState, Lanes } from './lanes.ts';
import { readKey } from './record.ts';
import { PARTITIONS } from './store.ts';
import type { Store } from './store.ts';

/** The number of partitions the queue was made with; when it is new, `wanted`, which is then stored for good. */
export async function recoverPartitions(store: Store, wanted: number): Promise<number> {
  const stored = store.facts.get(PARTITIONS);
  if (stored !== undefined) return Number(stored.toString());
  await store.commit([{ table: store.facts, key: PARTITIONS, value: Buffer.from(String(wanted)) }]);
  return wanted;
}

/** The lanes with their counters, sequence numbers and dead letters. Throws when the files contradict themselves. */
export function recoverLanes(store: Store, partitions: number): Lanes {
  const lanes = createLanes(partitions);
  const byNumber = new Map<number, LaneState>();
  for (const { key, value } of store.lanes.getRange({})) {
    const [number] = key;
    if (number === undefined) throw new Error('The queue is corrupt: a lane has no number.');
    const lane = lanes.restore(readLane(value.toString()), number);
    lane.stored = true;
    recoverDead(store, lane);
    byNumber.set(lane.number, lane);
  }
  for (const key of store.records.getKeys({})) {
    const record = readKey(key);
    const shard = byNumber.get(Math.floor(record.shard / partitions))?.shards[record.shard % partitions];
    if (shard === undefined) throw new Error('The queue is corrupt: a record belongs to no lane.');
    shard.nextSequence = record.sequence + 1;
    shard.events += record.events;
    shard.bytes += record.bytes;
  }
  return lanes;
}

function recoverDead(store: Store, lane: LaneState): void {
  const range = { start: [lane.number], end: [lane.number + 1] };
  for (const key of store.dead.getKeys({ ...range, limit: 1 })) lane.deadFirst = key[1] ?? 0;
  const backwards = { start: range.end, end: range.start, reverse: true, limit: 1 };
  for (const key of store.dead.getKeys(backwards)) lane.deadNext = (key[1] ?? 0) + 1;
}

function readLane(text: string): Lane {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && 'vendor' in value && 'environment' in value) {
    const { vendor } = value;
    const environment = ENVIRONMENTS.find((each) => each === value.environment);
    if (typeof vendor === 'string' && environment !== undefined) return { vendor, environment };
  }
  throw new Error('The queue is corrupt: a lane has another form.');
}
