/**
 * A trail: rows of who did what, each bound to the one before by its digest, so that none can be changed, taken out or put in unnoticed.
 *
 *   <directory>/trail-000001.jsonl, …   a row is one line of JSON; mode 0600
 *   <directory>/trail.lock              the process that is appending
 *   row    = { n, at, …, previous, digest }
 *   digest = SHA-256, in hex, of the line as it would be without `digest`; `previous` is that of row n − 1, zeros for row 1
 *
 * A file that has grown beyond its limit is left as it is, and the next one goes on with the chain. Rows are durable when `write` resolves.
 * A crash leaves whole rows, and perhaps a part of one at the end, which the next write cuts off: nobody was answered for it.
 * Who can write the files can write a whole new chain; against that, keep a digest elsewhere and give it to `verifyTrail`.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { KeysUnusable } from '../keys/keys-unusable.ts';
import { takeLock, tryLock } from '../keys/lock.ts';
import { appendLines, endOfLines, readLinesFrom } from '../vault/lines.ts';
import { nodeVaultDisk } from '../vault/vault-disk.ts';
import type { VaultDisk } from '../vault/vault-disk.ts';
import { parseRow } from './row.ts';
import type { TrailRow } from './row.ts';

export const GENESIS = '0'.repeat(64);
/** A file is not begun anew before it has this many bytes. */
const FILE_BYTES_MAX = 16 * 1024 * 1024;
/** Longer than the fsync of any row of another process takes. */
const WAIT_MS_MAX = 10_000;
const WAIT_STEP_MS = 5;
const LINE_BYTES_MAX = 64 * 1024;
const LINE_FEED = 0x0a;

/** What a row says; values are texts and numbers, so that a row has one spelling. */
export type TrailEntry = Readonly<Record<string, string | number>>;

export interface Trail {
  /**
   * Appends what `decide` gives, while no other process appends. `decide` is handed the rows that were appended since the last
   * time, by whichever process, with the first time those of `since` on. Rejects where it throws, and where another process does not end.
   */
  readonly write: <T>(
    decide: (news: readonly TrailRow[]) => { readonly entries: readonly TrailEntry[]; readonly answer: T },
  ) => Promise<T>;
}

export interface TrailOptions {
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From when on rows are handed to the first decision; milliseconds since 1970. */
  readonly since: number;
  /** Default: 16 MiB. */
  readonly fileBytesMax?: number;
  /** Default: the file system. */
  readonly disk?: VaultDisk;
}

interface Position {
  readonly file: number;
  readonly end: number;
}

export function openTrail(options: TrailOptions): Trail {
  const { directory, now, since, fileBytesMax = FILE_BYTES_MAX, disk = nodeVaultDisk } = options;
  let seen: Position | null = null;
  return {
    write: async (decide) => {
      disk.makeDirectory(directory);
      const lock = join(directory, 'trail.lock');
      await waitForLock(disk, lock);
      try {
        const files = filesOf(disk, directory);
        const from = seen ?? { file: firstFileSince(disk, directory, files, since), end: 0 };
        const news = rowsFrom(disk, directory, files, from).filter(({ at }) => seen !== null || at >= since);
        const { entries, answer } = decide(news);
        const last = lastRow(disk, directory, files);
        const lines = chain(entries, last, now());
        const file = fileFor(disk, directory, files, fileBytesMax);
        appendLines(disk, pathOf(directory, file), lines);
        seen = { file, end: endOfLines(disk, pathOf(directory, file)) };
        return answer;
      } finally {
        disk.remove(lock);
      }
    },
  };
}

function chain(entries: readonly TrailEntry[], last: TrailRow | null, at: number): string[] {
  let n = last?.n ?? 0;
  let previous = last?.digest ?? GENESIS;
  return entries.map((entry) => {
    n += 1;
    const line = formatRow({ n, at: new Date(at).toISOString(), ...entry, previous });
    previous = line.digest;
    return line.text;
  });
}

function formatRow(row: TrailEntry): { readonly text: string; readonly digest: string } {
  const body = JSON.stringify(row);
  const digest = digestOf(body);
  return { text: `${body.slice(0, -1)},"digest":"${digest}"}`, digest };
}

/** SHA-256 of a row's line without its digest, in hex. */
export function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Numbers of the files that are there, in their order. */
export function filesOf(disk: VaultDisk, directory: string): readonly number[] {
  const numbers = disk.list(directory).flatMap((name) => {
    const digits = /^trail-(\d{6})\.jsonl$/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
  return numbers.toSorted((a, b) => a - b);
}

export function pathOf(directory: string, file: number): string {
  return join(directory, `trail-${String(file).padStart(6, '0')}.jsonl`);
}

/** The rows of a trail, oldest first. Throws `KeysUnusable` where a line is none. */
export function readTrail(directory: string, disk: VaultDisk = nodeVaultDisk): readonly TrailRow[] {
  const files = filesOf(disk, directory);
  return rowsFrom(disk, directory, files, { file: 0, end: 0 });
}

function rowsFrom(
  disk: VaultDisk,
  directory: string,
  files: readonly number[],
  { file: first, end }: Position,
): readonly TrailRow[] {
  return files
    .filter((file) => file >= first)
    .flatMap((file) =>
      readLinesFrom(disk, pathOf(directory, file), file === first ? end : 0).lines.map((line) =>
        expectRow(line),
      ),
    );
}

/** The newest file that begins before the moment: all later rows are in it and those behind it. */
function firstFileSince(disk: VaultDisk, directory: string, files: readonly number[], since: number): number {
  const begins = (file: number): number => {
    const bytes = disk.readAt(pathOf(directory, file), 0, LINE_BYTES_MAX);
    const end = bytes.indexOf(LINE_FEED);
    return end === -1 ? Infinity : expectRow(bytes.toString('utf8', 0, end)).at;
  };
  return files.findLast((file) => begins(file) < since) ?? files[0] ?? 1;
}

function lastRow(disk: VaultDisk, directory: string, files: readonly number[]): TrailRow | null {
  for (const file of files.toReversed()) {
    const path = pathOf(directory, file);
    const end = endOfLines(disk, path);
    if (end === 0) continue;
    const start = Math.max(0, end - LINE_BYTES_MAX);
    const [line = ''] = disk
      .readAt(path, start, end - start - 1)
      .toString('utf8')
      .split('\n')
      .slice(-1);
    return expectRow(line);
  }
  return null;
}

function fileFor(disk: VaultDisk, directory: string, files: readonly number[], bytesMax: number): number {
  const last = files.at(-1) ?? 1;
  return (disk.sizeOf(pathOf(directory, last)) ?? 0) >= bytesMax ? last + 1 : last;
}

function expectRow(line: string): TrailRow {
  const row = parseRow(line);
  if (row !== null) return row;
  const mend = 'Find where with headgate open audit, keep the files, and go on in another directory.';
  throw new KeysUnusable('damaged', 'The audit trail is damaged.', mend);
}

async function waitForLock(disk: VaultDisk, lock: string): Promise<void> {
  for (let waited = 0; waited < WAIT_MS_MAX; waited += WAIT_STEP_MS) {
    if (tryLock(disk, lock)) return;
    await setTimeout(WAIT_STEP_MS);
  }
  takeLock(disk, lock, 'the audit trail');
}
