/**
 * Durable transactions of ready-made writes on an lmdb environment.
 *
 * Durability: lmdb flushes pages and then the meta page within the commit, so what resolves is on the device. Open the environment
 * with `DURABLE`, or that is not so.
 */
import { dirname } from 'node:path';
import type { Database, Key, RootDatabase } from 'lmdb';
import { flush } from '../write-whole.ts';

/**
 * `overlappingSync` stays off because with it a commit resolves before the flush, and a failed flush rejects nothing.
 * `noMemInit` stays off because with it bytes of this process's memory could reach the file.
 * Page size of a new file: a value that fits one page is stored in any free page; a larger one needs a free run of
 * pages, and with a million events waiting the search for such runs slows every commit to a fifth.
 */
export const DURABLE = {
  overlappingSync: false,
  eventTurnBatching: false,
  pageSize: 16_384,
} as const;

/** One put, or with a null value one removal. */
export interface LmdbWrite<K extends Key> {
  readonly table: Database<Buffer, K>;
  readonly key: K;
  readonly value: Buffer | null;
}

/** Gives the function that makes all writes durable in one transaction, or none. `what` names the store in errors. */
export function bindCommit<K extends Key>(
  root: RootDatabase<string, string>,
  what: string,
): (writes: readonly LmdbWrite<K>[]) => Promise<void> {
  let failed = false;
  return async (writes) => {
    // After lmdb could not write its meta page, its writer thread would take the next transaction and never answer;
    // an empty synchronous one throws instead, and tells a transient failure from a lasting one.
    if (failed) root.transactionSync(() => undefined);
    failed = false;
    try {
      await root.batch(() => {
        for (const { table, key, value } of writes) {
          void (value === null ? table.remove(key) : table.put(key, value));
        }
      });
    } catch (cause) {
      failed = true;
      throw await commitErrorOf(cause, what);
    }
  };
}

/** The reason lmdb gives for a failed commit, which hangs off the error as a promise that somebody must take. */
async function commitErrorOf(cause: unknown, what: string): Promise<Error> {
  if (cause instanceof Error && 'commitError' in cause) {
    try {
      await cause.commitError;
    } catch (reason) {
      return new Error(`The ${what} could not be written.`, { cause: reason });
    }
  }
  return new Error(`The ${what} could not be written.`, { cause });
}

/** errno(3): no space, a quota of Linux, a quota of macOS; and ERROR_DISK_FULL of Windows. */
const FULL_CODES: readonly unknown[] = [28, 122, 69, 112];

/** Whether a commit failed because there is no room for it on the disk: room can be made, and then it goes on. */
export function isDiskFull(error: unknown): boolean {
  const reasons = error instanceof Error ? [error, error.cause] : [];
  return reasons.some(
    (reason) => reason instanceof Error && 'code' in reason && FULL_CODES.includes(reason.code),
  );
}

/** A file is only found after a power cut when the directory that names it was flushed too, and the one that names that. */
export async function flushDirectories(directory: string): Promise<void> {
  for (const each of [directory, dirname(directory)]) await flush(each);
}
