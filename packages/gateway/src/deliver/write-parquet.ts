/**
 * The warehouse on local disk: clean events as Parquet files, one directory per UTC day of the event
 * (`day=2026-01-31/<name>.parquet`, the Hive layout that DuckDB, Spark and the rest read as a partition column).
 *
 * Format: that of `parquet-writer.ts`.
 *
 * Invariants: a file is whole or not there, because it is written beside under `.tmp`, made durable, and renamed; its
 * name is a digest of the ids of its events, so the same events delivered again replace their own file. Events that come again in
 * another company make a second file: readers drop doubles by `event_id`.
 * A crash leaves at most a `.tmp` file, which the next opening removes.
 */
import { companyText, positionsByDay } from '@headgate/core';
import type { CleanEvent } from '@headgate/core';
import { createHash } from 'node:crypto';
import { glob, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createSerial } from '../serial.ts';
import { flush } from '../write-whole.ts';
import { agedFilesIn, deleteAged } from './aged-files.ts';
import { openParquetWriter } from './parquet-writer.ts';
import type { ParquetWriter } from './parquet-writer.ts';
import { pick } from './run-tasks.ts';

export interface ParquetSinkOptions {
  /** Made when it is not there. Nothing else may write `*.tmp` or `.spill` in it. */
  readonly directory: string;
  /** DuckDB's buffer memory in MiB. Default 128. */
  readonly memoryMb?: number;
  /** Default 1. */
  readonly threads?: number;
}

export interface ParquetSink {
  /**
   * Resolves when the events are durable in their files. Rejects when one of the files could not be written; then some of
   * the events may be there, and writing the same events again is safe.
   */
  write(events: readonly CleanEvent[]): Promise<void>;
  /**
   * When the oldest file is of, in milliseconds since 1970: the last moment of its day, or when it was written, whichever is
   * earlier. Null when there is none.
   */
  oldest(): Promise<number | null>;
  /** Deletes the files that are older than a time, and days that are left empty. Gives back how many files. */
  deleteBefore(time: number): Promise<number>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** Hex digits of SHA-256 in a file name: 128 bits. */
const NAME_DIGITS = 32;

/** Opens the sink and removes what a crash left half-written. */
export async function createParquetSink(options: ParquetSinkOptions): Promise<ParquetSink> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  const spillDirectory = join(directory, '.spill');
  await rm(spillDirectory, { recursive: true, force: true });
  for await (const left of glob('day=*/*.tmp', { cwd: directory })) await rm(join(directory, left));

  const { memoryMb, threads } = options;
  const writer = await openParquetWriter({ directory, spillDirectory, memoryMb, threads });
  const serial = createSerial();

  return {
    write: (events) =>
      serial(async () => {
        for (const [day, positions] of positionsByDay(events)) {
          const ofDay = pick(events, positions);
          await writeFile(writer, join(directory, `day=${day}`, `${nameOf(ofDay)}.parquet`), ofDay);
        }
      }),
    oldest: () =>
      serial(async () => {
        const files = await agedFilesIn(directory);
        return files.length === 0 ? null : Math.min(...files.map(({ at }) => at));
      }),
    deleteBefore: (time) => serial(() => deleteAged(directory, time)),
    close: () => serial(async () => writer.close()),
  };
}

async function writeFile(writer: ParquetWriter, path: string, events: readonly CleanEvent[]): Promise<void> {
  const temporary = `${path}.tmp`;
  const made = await mkdir(dirname(path), { recursive: true });
  try {
    await writer.write(temporary, events);
    await flush(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await flush(dirname(path));
  if (made !== undefined) await flush(dirname(dirname(path)));
}

/** Digest of the ids: the same for the same events in whatever order they come. */
function nameOf(events: readonly CleanEvent[]): string {
  return createHash('sha256').update(companyText(events)).digest('hex').slice(0, NAME_DIGITS);
}
