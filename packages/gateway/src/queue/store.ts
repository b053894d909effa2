/**
 * The lmdb environment of a queue: seven databases in one file, and durable transactions of ready-made writes.
 *
 * Durability: lmdb flushes pages and then the meta page within the commit, so a resolved `commit` is on the device.
 * `overlappingSync` stays off because with it a commit resolves before the flush, and a failed flush rejects nothing.
 * `noMemInit` stays off because with it bytes of this process's memory could reach the file.
 */
import { readFileSync } from 'node:fs';
import { mkdir, open as openFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { open } from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';

/**
 * Page size of a new file. A value that fits one page is stored in any free page; a larger one needs a free run of
 * pages, and with a million events waiting the search for such runs slows every commit to a fifth.
 */
const PAGE_BYTES = 16_384;

/** The largest value that fits one page beside the page's own header. */
export const VALUE_BYTES_MAX = 16_000;

export type Table = Database<Buffer, number[]>;

/** One put, or with a null value one removal. */
export interface Write {
  readonly table: Table;
  readonly key: number[];
  readonly value: Buffer | null;
}

export interface Store {
  /** [shard, sequence, events, bytes, storedAt] → lines of events. */
  readonly records: Table;
  /** [first position, entries, bytes] → lines of ledger entries. */
  readonly journal: Table;
  /** [lane, number] → cause, newline, event. */
  readonly dead: Table;
  /** `laneKeyOf` → the lane as JSON. */
  readonly lanes: Table;
  /** [number, bytes, storedAt] → the head of a quarantined event. */
  readonly heads: Table;
  /** [number, 0] → its sealed texts, a line each. */
  readonly texts: Table;
  /** [PARTITIONS], [TRIMMED] and [QUARANTINE_NEXT] → a decimal number. */
  readonly facts: Table;
  /** Makes all writes durable in one transaction, or none. */
  commit(writes: readonly Write[]): Promise<void>;
  close(): Promise<void>;
}

/** Keys in `facts`. */
export const PARTITIONS = [1];
export const TRIMMED = [2];
export const QUARANTINE_NEXT = [3];

/** Key in `lanes`. Two parts, because lmdb gives a list of one back as its only member. */
export function laneKeyOf(lane: number): number[] {
  return [lane, 0];
}

/** Opens or makes the files. Rejects when another open queue owns the directory. */
export async function openStore(directory: string, mapBytes: number): Promise<Store> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const root = open<string, string>({
    path: directory,
    noSubdir: false,
    encoding: 'string',
    overlappingSync: false,
    eventTurnBatching: false,
    mapSize: mapBytes,
    maxDbs: 8,
    pageSize: PAGE_BYTES,
  });
  try {
    takeOwnership(root);
  } catch (cause) {
    await root.close();
    throw cause;
  }
  await flushDirectory(directory);
  await flushDirectory(dirname(directory));
  return storeOf(root);
}

/** A file is only found after a power cut when the directory that names it was flushed too. */
async function flushDirectory(directory: string): Promise<void> {
  const handle = await openFile(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function storeOf(root: RootDatabase<string, string>): Store {
  const table = (name: string): Table =>
    root.openDB<Buffer, number[]>({ name, encoding: 'binary', cache: false });
  let failed = false;
  return {
    records: table('records'),
    journal: table('journal'),
    dead: table('dead'),
    lanes: table('lanes'),
    heads: table('quarantined'),
    texts: table('sealed'),
    facts: table('facts'),
    commit: async (writes) => {
      // After lmdb could not write its meta page, its writer thread would take the next transaction and never answer;
      // an empty synchronous one throws instead, and tells a transient failure from a lasting one.
      if (failed) root.transactionSync(() => undefined);
      failed = false;
      try {
        await root.batch(() => {
          for (const { table: target, key, value } of writes) {
            void (value === null ? target.remove(key) : target.put(key, value));
          }
        });
      } catch (cause) {
        failed = true;
        throw await commitErrorOf(cause);
      }
    },
    close: async () => {
      await root.remove(OWNER);
      await root.close();
    },
  };
}

/** The reason lmdb gives for a failed commit, which hangs off the error as a promise that somebody must take. */
async function commitErrorOf(cause: unknown): Promise<Error> {
  if (cause instanceof Error && 'commitError' in cause) {
    try {
      await cause.commitError;
    } catch (reason) {
      return new Error('The queue could not be written.', { cause: reason });
    }
  }
  return new Error('The queue could not be written.', { cause });
}

const OWNER = 'owner';

/**
 * One process owns the directory. The claim is read and written in one transaction, which lmdb serialises between
 * processes, so two that start together cannot both win. A claim of a dead process is void: its number is not in use,
 * or is in use by a process that started at another time. Processes that do not see each other's numbers (containers
 * that share a volume) are not kept apart.
 */
function takeOwnership(root: RootDatabase<string, string>): void {
  const mine = claimOf(process.pid);
  root.transactionSync(() => {
    const theirs = root.get(OWNER);
    const number = Number(theirs?.split(' ')[0]);
    if (theirs !== undefined && isAlive(number) && claimOf(number) === theirs) {
      throw new Error(`The queue directory is in use by process ${String(number)}.`);
    }
    root.putSync(OWNER, mine);
  });
}

/** Number and start time of a process; the start time is empty where the system has no /proc. */
function claimOf(number: number): string {
  try {
    // Field 22 of proc_pid_stat(5); counting starts after the parenthesised name, which may hold spaces.
    const line = readFileSync(`/proc/${String(number)}/stat`, 'latin1');
    return `${String(number)} ${line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return `${String(number)} `;
  }
}

function isAlive(number: number): boolean {
  if (!Number.isSafeInteger(number) || number <= 0) return false;
  try {
    process.kill(number, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
