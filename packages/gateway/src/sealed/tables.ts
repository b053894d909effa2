/** The databases of the store, and what their bytes count for. */
import type { Database, RootDatabase } from 'lmdb';

export type SealedKey = string | (string | number)[];
export type SealedTable = Database<Buffer, SealedKey>;

export interface Tables {
  readonly events: SealedTable;
  readonly times: SealedTable;
  readonly headers: SealedTable;
  readonly headerTimes: SealedTable;
  readonly subjects: SealedTable;
  readonly facts: SealedTable;
}

/** Keys in `facts`. */
export const BYTES = 'bytes';
export const KEYS_USED = 'keys-used';

/** What a row takes beside its value: its key, its row in the index, and the slack of their pages; rounded up. */
export const ROW_BYTES = 160;

export function tablesOf(root: RootDatabase<string, string>): Tables {
  const table = (name: string): SealedTable =>
    root.openDB<Buffer, SealedKey>({ name, encoding: 'binary', cache: false });
  return {
    events: table('events'),
    times: table('times'),
    headers: table('headers'),
    headerTimes: table('header-times'),
    subjects: table('subjects'),
    facts: table('facts'),
  };
}

/** The time and the id of a row of an index. */
export function readTimeKey(key: SealedKey): { readonly time: number; readonly id: string } {
  const [time, id] = key;
  if (typeof time !== 'number' || typeof id !== 'string')
    throw new Error('An index of sealed values is corrupt.');
  return { time, id };
}
