/** How the disk queue takes events from the head of a partition, and what settling and draining write there. */
import { reviveCleanEvent } from '@headgate/core';
import type { CleanEvent } from '@headgate/core';
import type { LeasedRecord, Shard } from './lanes.ts';
import type { Death } from './dead-letters.ts';
import type { DeathCause, LeaseLimits, Settlement } from './queue.ts';
import { keyOf, lineAt, lineStarts, pickLines, readKey } from './record.ts';
import type { RecordKey } from './record.ts';
import type { Store, Write } from './store.ts';

export interface Taken {
  readonly events: readonly CleanEvent[];
  readonly records: readonly LeasedRecord[];
  readonly storedAt: number;
}

/** What a step at the head of a partition writes, and by how much the partition shrinks. */
export interface HeadStep {
  readonly writes: readonly Write[];
  readonly events: number;
  readonly bytes: number;
}

/** The first events of a partition, within limits; null when there is none. */
export function takeHead(store: Store, shard: Shard, limits: LeaseLimits): Taken | null {
  const events: CleanEvent[] = [];
  const records: LeasedRecord[] = [];
  let storedAt: number | null = null;
  let bytes = 0;
  for (const key of recordKeys(store, shard)) {
    const value = readRecord(store, key);
    const starts = lineStarts(value);
    const count = starts.length - 1;
    let taken = 0;
    while (taken < count && events.length < limits.eventsMax) {
      const line = lineAt(value, starts, taken);
      if (events.length > 0 && bytes + line.length + 1 > limits.bytesMax) break;
      events.push(reviveCleanEvent(line.toString()));
      bytes += line.length + 1;
      taken++;
    }
    if (taken > 0) {
      records.push({ key, taken });
      storedAt ??= readKey(key).storedAt;
    }
    if (taken < count) break;
  }
  return storedAt === null ? null : { events, records, storedAt };
}

/** Removes what is done, rewrites what stays under the sequence it had, and hands out what died. */
export function settleHead(
  store: Store,
  records: readonly LeasedRecord[],
  settlement: Settlement,
): HeadStep & { readonly deaths: readonly Death[] } {
  const keep = new Set(settlement.keep);
  const causes = new Map(settlement.dead.map(({ position, cause }) => [position, cause]));
  const writes: Write[] = [];
  const deaths: Death[] = [];
  let events = 0;
  let bytes = 0;
  let offset = 0;
  for (const { key, taken } of records) {
    const from = offset;
    const record = readKey(key);
    const step = rewriteRecord(store, record, (index) => index >= taken || keep.has(from + index));
    writes.push(...step.writes);
    events += step.events;
    bytes += step.bytes;
    offset += taken;
    if (causes.size > 0)
      deaths.push(...deathsOf(readRecord(store, key), taken, (index) => causes.get(from + index)));
  }
  return { writes, events, bytes, deaths };
}

function deathsOf(
  record: Buffer,
  taken: number,
  causeOf: (index: number) => DeathCause | undefined,
): Death[] {
  const starts = lineStarts(record);
  const deaths: Death[] = [];
  for (let index = 0; index < taken; index++) {
    const cause = causeOf(index);
    if (cause !== undefined) deaths.push({ cause, line: lineAt(record, starts, index) });
  }
  return deaths;
}

/** How much of a partition is drained at once. */
export interface DrainLimits {
  readonly recordsMax: number;
  /** Only what was stored before; milliseconds since 1970. */
  readonly before: number;
}

/**
 * Removes up to `recordsMax` records of a partition beside the leased ones, and of those what is not leased.
 * `records` is what the lease holds afterwards, `visited` how many others were removed.
 */
export function drainShard(
  store: Store,
  shard: Shard,
  { recordsMax, before }: DrainLimits,
): HeadStep & { readonly records: readonly LeasedRecord[]; readonly visited: number } {
  const records = [...(shard.out?.records ?? [])];
  const writes: Write[] = [];
  let events = 0;
  let bytes = 0;
  let visited = 0;
  for (const key of recordKeys(store, shard)) {
    if (visited === records.length + recordsMax) break;
    const record = readKey(key);
    if (record.storedAt >= before) break;
    const leased = records[visited];
    visited++;
    const step = rewriteRecord(store, record, (index) => index < (leased?.taken ?? 0));
    writes.push(...step.writes);
    events += step.events;
    bytes += step.bytes;
    if (leased !== undefined) {
      const left = { ...record, events: record.events - step.events, bytes: record.bytes - step.bytes };
      records[visited - 1] = { key: keyOf(left), taken: leased.taken };
    }
  }
  return { writes, events, bytes, records, visited: Math.max(0, visited - records.length) };
}

/** Keeps those lines of a record for which `stays` says yes. Gives what leaves. */
function rewriteRecord(store: Store, record: RecordKey, stays: (index: number) => boolean): HeadStep {
  const key = keyOf(record);
  let staying = 0;
  for (let index = 0; index < record.events; index++) if (stays(index)) staying++;
  if (staying === record.events) return { writes: [], events: 0, bytes: 0 };
  const removal: Write = { table: store.records, key, value: null };
  if (staying === 0) return { writes: [removal], events: record.events, bytes: record.bytes };
  const { value } = pickLines(readRecord(store, key), stays);
  const left = { ...record, events: staying, bytes: value.length };
  return {
    writes: [removal, { table: store.records, key: keyOf(left), value }],
    events: record.events - staying,
    bytes: record.bytes - value.length,
  };
}

/** Keys of a partition's records in order. */
export function recordKeys(store: Store, shard: Shard): Iterable<number[]> {
  return store.records.getKeys({ start: [shard.number], end: [shard.number + 1] });
}

function readRecord(store: Store, key: readonly number[]): Buffer {
  const value = store.records.get([...key]);
  if (value === undefined) throw new Error('The queue is corrupt: a record has no value.');
  return value;
}
