/**
 * Clean events as one Parquet file, written by DuckDB, for whoever decides where it lies and when it counts.
 *
 * Format: `COLUMNS` below, zstd. `time` is UTC in milliseconds; `properties` and `context` are JSON texts; a row stands for
 * 1 / `sample_rate` events. The subject
 * index and the field set stay out: they are for the ledger alone.
 */
import { DOUBLE, VARCHAR } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CleanEvent } from '@headgate/core';
import { hasDay } from '@headgate/core';
import { appendColumns, openDatabase, quoted } from '../ledger/duckdb.ts';

export interface ParquetWriterOptions {
  /** The only directory that files may be written to. It is there. */
  readonly directory: string;
  /** For what outgrows the memory; DuckDB makes and removes it. */
  readonly spillDirectory: string;
  /** DuckDB's buffer memory in MiB. Default 128. */
  readonly memoryMb?: number | undefined;
  /** Default 1. */
  readonly threads?: number | undefined;
}

export interface ParquetWriter {
  /** Writes one file anew, without waiting for the disk. One call at a time. Rejects with DuckDB's error; a part may be there. */
  write(path: string, events: readonly CleanEvent[]): Promise<void>;
  close(): void;
}

const MEMORY_MB = 128;
const THREADS = 1;

/** Made anew for each file: rows deleted from a temporary table keep their memory, which only dropping it gives back. */
const STAGE = `CREATE OR REPLACE TEMP TABLE incoming (event_id VARCHAR, call VARCHAR, operation VARCHAR, event VARCHAR, time DOUBLE,
  user_id VARCHAR, anonymous_id VARCHAR, group_id VARCHAR, previous_id VARCHAR, properties VARCHAR, context VARCHAR,
  sample_rate DOUBLE)`;

const COLUMNS = `event_id, call, operation, event, make_timestamp_ms(time::BIGINT)::TIMESTAMP_MS AS time,
  user_id, anonymous_id, group_id, previous_id, properties, context, sample_rate`;

/** Starts DuckDB. Rejects with its error. */
export async function openParquetWriter(options: ParquetWriterOptions): Promise<ParquetWriter> {
  const instance = await openDatabase({
    path: ':memory:',
    spillDirectory: options.spillDirectory,
    memoryMb: options.memoryMb ?? MEMORY_MB,
    threads: options.threads ?? THREADS,
    copyDirectory: options.directory,
  });
  const connection = await instance.connect();
  return {
    write: async (path, events) => {
      await stage(connection, events);
      await connection.run(
        `COPY (SELECT ${COLUMNS} FROM incoming) TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function stage(connection: DuckDBConnection, events: readonly CleanEvent[]): Promise<void> {
  await connection.run(STAGE);
  await appendColumns(connection, {
    table: 'incoming',
    types: [VARCHAR, VARCHAR, VARCHAR, VARCHAR, DOUBLE, ...Array.from({ length: 6 }, () => VARCHAR), DOUBLE],
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
      events.map((event) => event.sampleRate),
    ],
  });
}
