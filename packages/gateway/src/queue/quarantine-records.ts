/**
 * Quarantined events on disk. Two tables: heads, which are looked through often, and texts, which are only read to be handed out. A
 * head's key is [number, bytes, storedAt], so that counting reads keys alone; that of its texts is [number, 0].
 *
 * Invariants: numbers grow and are never given twice, not even after everything was removed and the process started again, because
 * the next one is stored with every record. A record is removed once: of two changes of one group that name it, the first has it.
 */
import { encodeLines, lineOf } from './record.ts';
import type { Line } from './record.ts';
import { isSealedText, reviveHead } from './quarantined.ts';
import type { QuarantineDepth, QuarantineRecord, QuarantinedEvent, SealedText } from './quarantined.ts';
import { QUARANTINE_NEXT } from './store.ts';
import type { Store, Write } from './store.ts';

/** Counters of what is committed. */
export interface QuarantineState {
  records: number;
  bytes: number;
  next: number;
}

/** A quarantined event ready to be written. */
export interface QuarantineLines {
  readonly head: Line;
  readonly texts: readonly Line[];
  readonly bytes: number;
}

/** What a group of changes does to the quarantine; grows as its changes are planned. */
export interface QuarantineDraft {
  readonly removed: Set<number>;
  readonly writes: Write[];
  records: number;
  bytes: number;
  next: number;
}

export function recoverQuarantine(store: Store): QuarantineState {
  const state = { records: 0, bytes: 0, next: Number(store.facts.get(QUARANTINE_NEXT)?.toString() ?? 1) };
  for (const key of store.heads.getKeys({})) {
    state.records++;
    state.bytes += readKey(key).bytes;
  }
  return state;
}

export function linesOf({ head, texts }: QuarantinedEvent): QuarantineLines {
  const lines = texts.map((text) => ({ text, bytes: text.length + 1 }));
  const headLine = lineOf(head);
  return { head: headLine, texts: lines, bytes: headLine.bytes + bytesOf(lines) };
}

/** Bytes that records will take. */
export function quarantineBytesOf(records: readonly QuarantineLines[]): number {
  return records.reduce((sum, { bytes }) => sum + bytes, 0);
}

export function draftQuarantine({ next }: QuarantineState): QuarantineDraft {
  return { removed: new Set(), writes: [], records: 0, bytes: 0, next };
}

export function planAdd(
  store: Store,
  draft: QuarantineDraft,
  { head, texts, bytes }: QuarantineLines,
  storedAt: number,
): void {
  const number = draft.next;
  draft.writes.push(
    { table: store.heads, key: [number, bytes, storedAt], value: encodeLines([head], head.bytes) },
    { table: store.texts, key: [number, 0], value: encodeLines(texts, bytesOf(texts)) },
  );
  draft.next++;
  draft.records++;
  draft.bytes += bytes;
}

/** Removes records; where one is not there, `all` says whether the others stay too. Gives back how many leave. */
export function planRemoval(
  store: Store,
  draft: QuarantineDraft,
  numbers: readonly number[],
  { all }: { readonly all: boolean },
): number {
  const keys = [...new Set(numbers)].flatMap((number) =>
    draft.removed.has(number) ? [] : (keyOf(store, number) ?? []),
  );
  if (all && keys.length < numbers.length) return 0;
  for (const { key, number, bytes } of keys) {
    draft.removed.add(number);
    draft.writes.push(
      { table: store.heads, key, value: null },
      { table: store.texts, key: [number, 0], value: null },
    );
    draft.records--;
    draft.bytes -= bytes;
  }
  return keys.length;
}

/** All writes of a draft, with the next number where it moved. */
export function writesOf(store: Store, draft: QuarantineDraft, state: QuarantineState): readonly Write[] {
  if (draft.next === state.next) return draft.writes;
  const next = { table: store.facts, key: QUARANTINE_NEXT, value: Buffer.from(String(draft.next)) };
  return [...draft.writes, next];
}

export function applyDraft(state: QuarantineState, draft: QuarantineDraft): void {
  state.records += draft.records;
  state.bytes += draft.bytes;
  state.next = draft.next;
}

export function quarantineDepth(store: Store, { records, bytes }: QuarantineState): QuarantineDepth {
  for (const key of store.heads.getKeys({ limit: 1 })) {
    return { records, bytes, oldestAt: readKey(key).storedAt };
  }
  return { records, bytes, oldestAt: null };
}

export function readRecords(store: Store, after: number, limit: number): QuarantineRecord[] {
  const records: QuarantineRecord[] = [];
  for (const { key, value } of store.heads.getRange({ start: [after + 1], limit })) {
    const { number, bytes, storedAt } = readKey(key);
    records.push({ number, bytes, storedAt, head: reviveHead(value.toString()) });
  }
  return records;
}

export function findRecord(store: Store, number: number): QuarantineRecord | null {
  const [record] = readRecords(store, number - 1, 1);
  return record?.number === number ? record : null;
}

export function readTexts(store: Store, number: number): SealedText[] | null {
  const value = store.texts.get([number, 0]);
  if (value === undefined) return null;
  return value
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((text) => {
      if (!isSealedText(text)) throw new Error('The quarantine is corrupt: a text is not sealed.');
      return text;
    });
}

/** Numbers of the oldest records that were stored before a time, at most `limit`. */
export function numbersBefore(store: Store, time: number, limit: number): number[] {
  const numbers: number[] = [];
  for (const key of store.heads.getKeys({ limit })) {
    const { number, storedAt } = readKey(key);
    if (storedAt >= time) break;
    numbers.push(number);
  }
  return numbers;
}

interface RecordKey {
  readonly key: number[];
  readonly number: number;
  readonly bytes: number;
  readonly storedAt: number;
}

function keyOf(store: Store, number: number): RecordKey | null {
  for (const key of store.heads.getKeys({ start: [number], end: [number + 1], limit: 1 }))
    return readKey(key);
  return null;
}

function readKey(key: number[]): RecordKey {
  const [number, bytes, storedAt] = key;
  if (key.length !== 3 || number === undefined || bytes === undefined || storedAt === undefined) {
    throw new Error('The quarantine is corrupt: a record has a key of another form.');
  }
  return { key, number, bytes, storedAt };
}

function bytesOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.bytes, 0);
}
