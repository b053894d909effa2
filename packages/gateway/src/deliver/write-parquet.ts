/**
 * The warehouse on local disk: clean events as Parquet files, one directory per UTC day of the event
 * (`day=2026-01-31/<name>.parquet`, the Hive layout that DuckDB, Spark and the rest read as a partition column).
 *
 * Format: `COLUMNS` below, zstd. `time` is UTC in milliseconds; `properties` and `context` are JSON texts. The subject
 * index and the field set stay out: they are for the ledger alone.
 *
 * Invariants: a file is whole or not there, because it is written beside under `.tmp`, made durable, and renamed; its
 * name is a digest of the ids of its events, so the same events delivered again replace their own file. Events that come again in
 * another company make a second file: readers drop doubles by `event_id`.
 * A crash leaves at most a `.tmp` file, which the next opening removes.
 */
import { DOUBLE, VARCHAR } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CleanEvent } from '@headgate/core';
import { createHash } from 'node:crypto';
import { glob, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { appendColumns, openDatabase, quoted } from '../ledger/duckdb.ts';
import { dayOf } from '../ledger/entry.ts';
import { createSerial } from '../serial.ts';

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
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const MEMORY_MB = 128;
const THREADS = 1;
/** Hex digits of SHA-256 in a file name: 128 bits. */
const NAME_DIGITS = 32;
/** 0001-01-01 and the end of 9999-12-31: the days that `YYYY-MM-DD` can name. */
const TIME_MIN = -62_135_596_800_000;
const TIME_MAX = 253_402_300_799_999;
/** Hive's name for a partition without a value. */
const NO_DAY = '__HIVE_DEFAULT_PARTITION__';

/** Made anew for each file: rows deleted from a temporary table keep their memory, which only dropping it gives back. */
const STAGE = `CREATE OR REPLACE TEMP TABLE incoming (event_id VARCHAR, call VARCHAR, operation VARCHAR, event VARCHAR, time DOUBLE,
  user_id VARCHAR, anonymous_id VARCHAR, group_id VARCHAR, previous_id VARCHAR, properties VARCHAR, context VARCHAR)`;

const COLUMNS = `event_id, call, operation, event, make_timestamp_ms(time::BIGINT)::TIMESTAMP_MS AS time,
  user_id, anonymous_id, group_id, previous_id, properties, context`;

/** Opens the sink and removes what a crash left half-written. */
export async function createParquetSink(options: ParquetSinkOptions): Promise<ParquetSink> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  const spillDirectory = join(directory, '.spill');
  await rm(spillDirectory, { recursive: true, force: true });
  for await (const left of glob('day=*/*.tmp', { cwd: directory })) await rm(join(directory, left));

  const instance = await openDatabase({
    path: ':memory:',
    spillDirectory,
    memoryMb: options.memoryMb ?? MEMORY_MB,
    threads: options.threads ?? THREADS,
    copyDirectory: directory,
  });
  const connection = await instance.connect();
  const serial = createSerial();

  return {
    write: (events) =>
      serial(async () => {
        for (const [day, ofDay] of byDay(events)) {
          await writeFile(connection, join(directory, `day=${day}`, `${nameOf(ofDay)}.parquet`), ofDay);
        }
      }),
    close: () =>
      serial(async () => {
        connection.closeSync();
        instance.closeSync();
      }),
  };
}

async function writeFile(
  connection: DuckDBConnection,
  path: string,
  events: readonly CleanEvent[],
): Promise<void> {
  const temporary = `${path}.tmp`;
  const made = await mkdir(dirname(path), { recursive: true });
  await stage(connection, events);
  try {
    await connection.run(
      `COPY (SELECT ${COLUMNS} FROM incoming) TO ${quoted(temporary)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    await sync(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await sync(dirname(path));
  if (made !== undefined) await sync(dirname(dirname(path)));
}

async function stage(connection: DuckDBConnection, events: readonly CleanEvent[]): Promise<void> {
  await connection.run(STAGE);
  await appendColumns(connection, {
    table: 'incoming',
    types: [VARCHAR, VARCHAR, VARCHAR, VARCHAR, DOUBLE, ...Array.from({ length: 6 }, () => VARCHAR)],
    values: [
      events.map((event) => event.id),
      events.map((event) => event.call),
      events.map((event) => event.operation),
      events.map((event) => event.name),
      events.map((event) => (hasDay(event.time) ? Math.floor(event.time) : null)),
      events.map((event) => event.userId),
      events.map((event) => event.anonymousId),
      events.map((event) => event.groupId),
      events.map((event) => event.previousId),
      events.map((event) => JSON.stringify(event.properties)),
      events.map((event) => JSON.stringify(event.context)),
    ],
  });
}

function byDay(events: readonly CleanEvent[]): ReadonlyMap<string, readonly CleanEvent[]> {
  const days = new Map<string, CleanEvent[]>();
  for (const event of events) {
    const day = hasDay(event.time) ? dayOf(event.time) : NO_DAY;
    const ofDay = days.get(day);
    if (ofDay === undefined) days.set(day, [event]);
    else ofDay.push(event);
  }
  return days;
}

/** False for times whose day no partition can name, also for those that are no number. */
function hasDay(time: number): boolean {
  return time >= TIME_MIN && time <= TIME_MAX;
}

/** Digest of the ids, in order of the ids: the same for the same events in whatever order they come. */
function nameOf(events: readonly CleanEvent[]): string {
  const hash = createHash('sha256');
  for (const id of events.map((event) => event.id).toSorted()) hash.update(JSON.stringify(id));
  return hash.digest('hex').slice(0, NAME_DIGITS);
}

/** Waits until a file's bytes, or a directory's names, are on the disk. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
