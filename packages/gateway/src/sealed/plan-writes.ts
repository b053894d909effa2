/** Changes of the store → the writes of one transaction. Each change sees what those before it in the group do. */
import { kidOf } from '@headgate/seal/envelope';
import type { SealRecord, SealedEvent } from '@headgate/core';
import type { LmdbWrite } from '../lmdb/commit.ts';
import type { Forgotten } from '../seal/subject-keys.ts';
import type { Change } from '../queue/group-commit.ts';
import { readEvent, readSubject, toBytes } from './stored.ts';
import type { StoredEvent } from './stored.ts';
import { BYTES, KEYS_USED, ROW_BYTES, readTimeKey } from './tables.ts';
import type { SealedKey, SealedTable, Tables } from './tables.ts';

export interface AppendChange extends Change {
  readonly kind: 'append';
  readonly events: readonly SealedEvent[];
  readonly records: readonly SealRecord[];
  readonly storedAt: number;
  readonly keysUsed: number;
}

export interface ForgetChange extends Change {
  readonly kind: 'forget';
  readonly subject: string;
  /** A key that it had and that may not be stored; null for none. */
  readonly pending: string | null;
  readonly forgotten: (what: Forgotten) => void;
}

export interface DeleteChange extends Change {
  readonly kind: 'delete';
  readonly before: number;
  readonly rowsMax: number;
  readonly deleted: (rows: number) => void;
}

export type SealedChange = AppendChange | ForgetChange | DeleteChange;

export interface PlannedWrites {
  readonly writes: readonly LmdbWrite<SealedKey>[];
  /** Bytes that the store holds afterwards. */
  readonly bytes: number;
  /** To be called once the writes are durable. */
  readonly applied: readonly (() => void)[];
}

const MARK = Buffer.from([1]);

/** The tables as they will be. */
interface Draft {
  readonly tables: Tables;
  readonly get: (table: SealedTable, key: string) => Buffer | undefined;
  readonly put: (table: SealedTable, key: SealedKey, value: Buffer | null) => void;
  bytes: number;
}

/** `bytes`: what the store holds now. */
export function planWrites(changes: readonly SealedChange[], tables: Tables, bytes: number): PlannedWrites {
  const draft = createDraft(tables, bytes);
  const applied: (() => void)[] = [];
  for (const change of changes) {
    if (change.kind === 'append') append(change, draft);
    else if (change.kind === 'forget') applied.push(forget(change, draft));
    else applied.push(remove(change, draft));
  }
  draft.put(tables.facts, BYTES, Buffer.from(String(draft.bytes)));
  return { writes: draft.writes(), bytes: draft.bytes, applied };
}

function createDraft(tables: Tables, bytes: number): Draft & { writes: () => LmdbWrite<SealedKey>[] } {
  const byTable = new Map<SealedTable, Map<string, LmdbWrite<SealedKey>>>();
  return {
    tables,
    bytes,
    get: (table, key) => {
      const written = byTable.get(table)?.get(JSON.stringify(key));
      return written === undefined ? table.get(key) : (written.value ?? undefined);
    },
    put: (table, key, value) => {
      const own = byTable.get(table) ?? new Map<string, LmdbWrite<SealedKey>>();
      byTable.set(table, own);
      own.set(JSON.stringify(key), { table, key, value });
    },
    writes: () => [...byTable.values()].flatMap((own) => [...own.values()]),
  };
}

function append({ events, records, storedAt, keysUsed }: AppendChange, draft: Draft): void {
  const { tables } = draft;
  for (const record of records) {
    if (record.kind === 'header') putHeader(record, draft);
    else putSubjectKey(record, draft);
  }
  if (records.some(({ kind }) => kind === 'subject-key')) {
    draft.put(tables.facts, KEYS_USED, Buffer.from(String(keysUsed)));
  }
  for (const event of events) if (event.fields.length > 0) putEvent(event, storedAt, draft);
}

function putHeader({ id, bytes, until }: Extract<SealRecord, { kind: 'header' }>, draft: Draft): void {
  const { headers, headerTimes } = draft.tables;
  if (draft.get(headers, id) !== undefined) return;
  draft.put(headers, id, Buffer.from(bytes));
  draft.put(headerTimes, [until, id], MARK);
  draft.bytes += bytes.length + ROW_BYTES;
}

function putSubjectKey(
  { subject, publicKey }: Extract<SealRecord, { kind: 'subject-key' }>,
  draft: Draft,
): void {
  const { subjects } = draft.tables;
  const before = draft.get(subjects, subject);
  const known = readSubject(before);
  // A key that gives way without having been taken away must still be found when the subject is erased.
  const gone = known.publicKey === null || known.publicKey === publicKey ? [] : [kidOfText(known.publicKey)];
  const value = toBytes({ publicKey, earlier: [...known.earlier, ...gone] });
  draft.put(subjects, subject, value);
  draft.bytes += value.length - (before === undefined ? -ROW_BYTES : before.length);
}

function putEvent(event: SealedEvent, storedAt: number, draft: Draft): void {
  const { events, times } = draft.tables;
  const { environment, source, eventName, eventId } = event;
  const before = draft.get(events, eventId);
  const known = before === undefined ? null : readEvent(before);
  const fields = merge(known?.fields ?? [], event.fields);
  const first = known?.storedAt ?? storedAt;
  const value = toBytes({ environment, source, eventName, storedAt: first, fields });
  draft.put(events, eventId, value);
  if (known === null) draft.put(times, [first, eventId], MARK);
  draft.bytes += value.length - (before === undefined ? -ROW_BYTES : before.length);
}

/** What came last stands for the same path and group. */
function merge(before: StoredEvent['fields'], after: SealedEvent['fields']): StoredEvent['fields'] {
  const kept = before.filter(({ path, group }) =>
    after.every((each) => each.path !== path || each.group !== group),
  );
  return [...kept, ...after];
}

function forget({ subject, pending, forgotten }: ForgetChange, draft: Draft): () => void {
  const { subjects } = draft.tables;
  const before = draft.get(subjects, subject);
  const { publicKey, earlier } = readSubject(before);
  const had = publicKey ?? pending;
  const kid = had === null ? null : kidOfText(had);
  if (kid !== null) {
    const value = toBytes({ publicKey: null, earlier: [...earlier, kid] });
    draft.put(subjects, subject, value);
    draft.bytes += value.length - (before === undefined ? -ROW_BYTES : before.length);
  }
  return () => forgotten({ kid, earlier });
}

function kidOfText(publicKey: string): string {
  return kidOf(Buffer.from(publicKey, 'base64url'));
}

function remove({ before, rowsMax, deleted }: DeleteChange, draft: Draft): () => void {
  const { events, times, headers, headerTimes } = draft.tables;
  const pairs = [
    { index: times, rows: events },
    { index: headerTimes, rows: headers },
  ];
  let count = 0;
  for (const { index, rows } of pairs) {
    for (const key of index.getKeys({ end: [before], limit: rowsMax - count })) {
      const { id } = readTimeKey(key);
      const value = draft.get(rows, id);
      draft.put(index, key, null);
      draft.put(rows, id, null);
      draft.bytes -= (value?.length ?? 0) + ROW_BYTES;
      count += 1;
    }
  }
  return () => deleted(count);
}
