/**
 * The age of the warehouse's files. A file holds events of one day and is deleted whole: once its day is over for longer than
 * is kept. A day that lies ahead, because a sender's clock was wrong, must not keep a file for ever, so a file is never taken for
 * younger than its writing.
 *
 * A crash leaves the files that were not deleted yet; the next run finds them as it found these.
 */
import { open, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface AgedFile {
  readonly path: string;
  readonly day: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const DAY_MS = 86_400_000;
const DAY = /^day=(\d{4}-\d\d-\d\d)$/;

/** Every Parquet file below `day=…`; a day that is none, such as that of events without a time, counts by the writing alone. */
export async function agedFilesIn(directory: string): Promise<readonly AgedFile[]> {
  const files: AgedFile[] = [];
  for (const day of (await readdir(directory)).filter((name) => name.startsWith('day='))) {
    const endOfDay = Date.parse(`${DAY.exec(day)?.[1] ?? ''}T00:00:00Z`) + DAY_MS - 1;
    for (const name of await readdir(join(directory, day))) {
      if (!name.endsWith('.parquet')) continue;
      const path = join(directory, day, name);
      const writtenAt = Math.floor((await stat(path)).mtimeMs);
      files.push({ path, day, at: Number.isNaN(endOfDay) ? writtenAt : Math.min(endOfDay, writtenAt) });
    }
  }
  return files;
}

/** Deletes what is older than a time, and the directories that are empty then. */
export async function deleteAged(directory: string, time: number): Promise<number> {
  const old = (await agedFilesIn(directory)).filter(({ at }) => at < time);
  for (const { path } of old) await rm(path, { force: true });
  for (const day of new Set(old.map((file) => file.day))) {
    await rmdir(join(directory, day)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
    });
  }
  if (old.length > 0) await sync(directory);
  return old.length;
}

async function sync(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
