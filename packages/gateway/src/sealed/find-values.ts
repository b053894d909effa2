/** Finds stored values by the time that they came, page by page. */
import { readEvent, valuesOf } from './stored.ts';
import type { SealedValue } from './stored.ts';
import { readTimeKey } from './tables.ts';
import type { Tables } from './tables.ts';

export interface ValuesQuestion {
  /** Milliseconds since 1970: the first, and the first that is too late. */
  readonly from: number;
  readonly to: number;
  /** A planned path, without positions in arrays; null for any. */
  readonly path: string | null;
  readonly group: string | null;
  readonly limit: number;
  /** `next` of the page before; null for the first page. */
  readonly after: string | null;
}

export interface FoundValues {
  readonly values: readonly SealedValue[];
  /** Null where nothing more is there. A page may be empty and have a next one. */
  readonly next: string | null;
}

/** Events looked at for one page, so that a question that finds little does not hold up the events that come in. */
const LOOKED_AT_MAX = 2000;
/** Characters of texts on one page, unless a single event has more. */
const TEXT_MAX = 4 * 1024 * 1024;

/** The place in the index from which the next page goes on, and how many values of that event are done. */
interface Cursor {
  readonly time: number;
  readonly id: string;
  readonly done: number;
}

/** Null where `after` is no cursor. */
export function findValues(tables: Tables, question: ValuesQuestion): FoundValues | null {
  const cursor = question.after === null ? null : readCursor(question.after);
  if (question.after !== null && cursor === null) return null;
  const start = cursor === null ? [question.from] : [cursor.time, cursor.id];
  const values: SealedValue[] = [];
  let looked = 0;
  let length = 0;
  for (const key of tables.times.getKeys({ start, end: [question.to] })) {
    const { time, id } = readTimeKey(key);
    const isFull = looked >= LOOKED_AT_MAX || length >= TEXT_MAX;
    if (isFull) return { values, next: cursorText({ time, id, done: 0 }) };
    looked += 1;
    const bytes = tables.events.get(id);
    const all = bytes === undefined ? [] : valuesOf(id, readEvent(bytes));
    const skipped = cursor?.time === time && cursor.id === id ? cursor.done : 0;
    for (const [at, value] of all.entries()) {
      if (at < skipped || !isMeant(value, question)) continue;
      if (values.length === question.limit) return { values, next: cursorText({ time, id, done: at }) };
      values.push(value);
      length += value.text.length;
    }
  }
  return { values, next: null };
}

function isMeant(value: SealedValue, { path, group }: ValuesQuestion): boolean {
  if (group !== null && value.group !== group) return false;
  return path === null || value.path.replaceAll(/\[\d+\]/g, '[]') === path;
}

function cursorText({ time, id, done }: Cursor): string {
  return Buffer.from(JSON.stringify([time, id, done])).toString('base64url');
}

function readCursor(text: string): Cursor | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parsed)) return null;
    const [time, id, done]: unknown[] = parsed;
    if (typeof time !== 'number' || typeof id !== 'string' || typeof done !== 'number') return null;
    return { time, id, done };
  } catch {
    return null;
  }
}
