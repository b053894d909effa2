/** The lmdb environment of a queue: seven databases in one file, and durable transactions of ready-made writes. */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { open } from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';
import { DURABLE, bindCommit, flushDirectories } from '../lmdb/commit.ts';
import type { LmdbWrite } from '../lmdb/commit.ts';

/** The largest value that fits one page beside the page's own header. */
export const VALUE_BYTES_MAX = 16_000;

export type Table = Database<Buffer, number[]>;

export type Write = LmdbWrite<number[]>;

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
    ...DURABLE,
    mapSize: mapBytes,
    maxDbs: 8,
  });
  try {
    takeOwnership(root);
  } catch (cause) {
    await root.close();
    throw cause;
  }
  await flushDirectories(directory);
  return storeOf(root);
}

function storeOf(root: RootDatabase<string, string>): Store {
  const table = (name: string): Table =>
    root.openDB<Buffer, number[]>({ name, encoding: 'binary', cache: false });
  return {
    records: table('records'),
    journal: table('journal'),
    dead: table('dead'),
    lanes: table('lanes'),
    heads: table('quarantined'),
    texts: table('sealed'),
    facts: table('facts'),
    commit: bindCommit<number[]>(root, 'queue'),
    close: async () => {
      await root.remove(OWNER);
      await root.close();
    },
  };
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
