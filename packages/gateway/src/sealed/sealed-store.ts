/**
 * Sealed values that stay inside, the headers that sealed texts need, and which key a subject has.
 *
 * Format: one lmdb environment.
 *   events        event id               → JSON `StoredEvent`: place and texts of its fields
 *   times         [storedAt, event id]   → one byte; storedAt is when the event came first
 *   headers       header id              → header record
 *   header-times  [until, header id]     → one byte; until is the last moment of its epoch
 *   subjects      subject                → JSON `StoredSubject`
 *   facts         BYTES, KEYS_USED       → a decimal number
 * An event that is sent again has the same id: its fields replace those of the same path and group.
 *
 * Invariants: what `append` answered 'stored' for is on the device, in one transaction with the headers and keys of subjects that it
 * needs; a header outlives every value that needs it, because its age counts from the end of its epoch; bytes stored and under way
 * do not pass `bytesMax` (keys of subjects that are taken away excepted). After a crash the last committed transaction is there
 * whole. What it holds beyond what the queue got is harmless: nobody was answered, and the sender's retry replaces it.
 * The queue's claim of the data directory keeps other processes away from here too.
 */
import { mkdir } from 'node:fs/promises';
import type { SealRecord, SealedEvent } from '@headgate/core';
import { open } from 'lmdb';
import type { RootDatabase } from 'lmdb';
import { DURABLE, bindCommit, flushDirectories } from '../lmdb/commit.ts';
import { createGroupCommit } from '../queue/group-commit.ts';
import type { Forgotten } from '../seal/subject-keys.ts';
import { findValues } from './find-values.ts';
import type { FoundValues, ValuesQuestion } from './find-values.ts';
import { planWrites } from './plan-writes.ts';
import type { AppendChange, SealedChange } from './plan-writes.ts';
import { readEvent, readSubject, valuesOf } from './stored.ts';
import type { SealedValue } from './stored.ts';
import { BYTES, KEYS_USED, ROW_BYTES, readTimeKey, tablesOf } from './tables.ts';
import type { SealedKey, Tables } from './tables.ts';

export interface SealedBatch {
  readonly events: readonly SealedEvent[];
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  /** How many keys of the pool are used by now. */
  readonly keysUsed: number;
}

export interface SealedStore {
  /** Makes values, headers and keys of subjects durable. Rejects when they could not be written. */
  append(batch: SealedBatch): Promise<'stored' | 'full'>;
  /** Whether a record that this process gave to `append` is on the device. */
  isDurable(record: SealRecord): boolean;
  valuesOf(eventId: string): readonly SealedValue[];
  /** Null where `after` is none that a page had. */
  find(question: ValuesQuestion): FoundValues | null;
  header(id: string): Uint8Array | null;
  /** The public key that a subject has, in base64url; null for none. */
  keyOf(subject: string): string | null;
  /** How many keys of the pool were used when the store was last written. */
  keysUsed(): number;
  /** Takes the key from a subject. `pending` is a key it has that may not be stored yet. */
  forget(subject: string, pending: string | null): Promise<Forgotten>;
  /** When the oldest value came, or the oldest epoch ended, milliseconds since 1970; null when there is neither. */
  oldest(): number | null;
  /** Deletes values and headers from before a time; gives back how many rows. */
  deleteBefore(time: number): Promise<number>;
  /** Bytes that count towards the limit. */
  bytes(): number;
  close(): Promise<void>;
}

export interface SealedStoreOptions {
  /** Made when it is missing. */
  readonly directory: string;
  readonly bytesMax: number;
}

/** Bytes of one commit. */
const GROUP_BYTES_MAX = 1024 * 1024;
/** Rows that retention deletes in one transaction. */
const DELETED_MAX = 1000;

export async function openSealedStore({ directory, bytesMax }: SealedStoreOptions): Promise<SealedStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const root = open<string, string>({
    path: directory,
    noSubdir: false,
    encoding: 'string',
    ...DURABLE,
    // Room for the values, their slack and the indexes: the map is address space, and lmdb grows it when needed.
    mapSize: 2 * bytesMax + 64 * 1024 * 1024,
    maxDbs: 8,
  });
  await flushDirectories(directory);
  return createSealedStore(root, bytesMax);
}

function createSealedStore(root: RootDatabase<string, string>, bytesMax: number): SealedStore {
  const tables = tablesOf(root);
  const commit = bindCommit<SealedKey>(root, 'store of sealed values');
  const durable = new WeakSet<SealRecord>();
  let bytes = numberAt(tables, BYTES);
  let reserved = 0;

  const group = createGroupCommit<SealedChange>(async (changes) => {
    const planned = planWrites(changes, tables, bytes);
    await commit(planned.writes);
    bytes = planned.bytes;
    for (const apply of planned.applied) apply();
  }, GROUP_BYTES_MAX);

  const append: SealedStore['append'] = async (batch) => {
    const change = appendChange(batch, (record) => durable.has(record));
    if (change.bytes === 0) return 'stored';
    if (bytes + reserved + change.bytes > bytesMax) return 'full';
    reserved += change.bytes;
    try {
      await group.add(change);
    } finally {
      reserved -= change.bytes;
    }
    for (const record of change.records) durable.add(record);
    return 'stored';
  };
  const deleteSome = async (before: number): Promise<number> => {
    let rows = 0;
    const deleted = (count: number): void => void (rows = count);
    await group.add({ kind: 'delete', before, rowsMax: DELETED_MAX, deleted, bytes: 0, alone: true });
    return rows;
  };

  return {
    append,
    isDurable: (record) => durable.has(record),
    valuesOf: (eventId) => {
      const stored = tables.events.get(eventId);
      return stored === undefined ? [] : valuesOf(eventId, readEvent(stored));
    },
    find: (question) => findValues(tables, question),
    header: (id) => tables.headers.get(id) ?? null,
    keyOf: (subject) => readSubject(tables.subjects.get(subject)).publicKey,
    keysUsed: () => numberAt(tables, KEYS_USED),
    forget: async (subject, pending) => {
      let what: Forgotten = { kid: null, earlier: [] };
      const forgotten = (found: Forgotten): void => void (what = found);
      await group.add({ kind: 'forget', subject, pending, forgotten, bytes: 0, alone: false });
      return what;
    },
    oldest: () => {
      const firsts = [tables.times, tables.headerTimes].flatMap((index) => [...index.getKeys({ limit: 1 })]);
      return firsts.length === 0 ? null : Math.min(...firsts.map((key) => readTimeKey(key).time));
    },
    deleteBefore: async (time) => {
      let rows = 0;
      for (let last = DELETED_MAX; last === DELETED_MAX; rows += last) last = await deleteSome(time);
      return rows;
    },
    bytes: () => bytes,
    close: async () => {
      await group.idle();
      await root.close();
    },
  };
}

/** Its bytes are what it adds at most; 0 where everything in it is durable already. */
function appendChange(batch: SealedBatch, isDurable: (record: SealRecord) => boolean): AppendChange {
  const records = new Set<SealRecord>();
  let bytes = 0;
  for (const { fields, records: needed } of batch.events) {
    for (const record of needed) if (!isDurable(record)) records.add(record);
    if (fields.length > 0) bytes += ROW_BYTES + PLACE_BYTES + Buffer.byteLength(JSON.stringify(fields));
  }
  for (const record of records)
    bytes += ROW_BYTES + (record.kind === 'header' ? record.bytes.length : SUBJECT_BYTES);
  return { kind: 'append', ...batch, records: [...records], bytes, alone: false };
}

/** The place in the JSON of an event, whose names are short; and the whole JSON of a subject. */
const PLACE_BYTES = 400;
const SUBJECT_BYTES = 120;

function numberAt({ facts }: Tables, key: string): number {
  return Number(facts.get(key)?.toString() ?? 0);
}
