/**
 * The one place where DuckDB is started, for the ledger and for Parquet files alike. Extensions are never looked for,
 * fetched or loaded (Parquet is built in), files outside the named directories cannot be touched, and the settings
 * are locked before any other statement runs, so no query can open the network or another file.
 */
import { DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { setImmediate } from 'node:timers/promises';

export interface DatabaseOptions {
  /** A database file, or `:memory:`. */
  readonly path: string;
  /** Directory that DuckDB may fill when a query outgrows its memory; it makes and removes the directory itself. */
  readonly spillDirectory: string;
  /** Buffer memory in MiB; what a query needs beyond it goes to `spillDirectory`. */
  readonly memoryMb: number;
  readonly threads: number;
  /** Opens an existing file without changing it. Default false. */
  readonly readOnly?: boolean;
  /** Directory that `COPY` may read and write. Default none. */
  readonly copyDirectory?: string;
}

/** Rows that one data chunk can hold: DuckDB's vector size. */
const CHUNK_ROWS_MAX = 2048;

/** Starts DuckDB. Rejects with DuckDB's own error, for example when another process holds the file. */
export async function openDatabase(options: DatabaseOptions): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(options.path, {
    access_mode: options.readOnly === true ? 'READ_ONLY' : 'AUTOMATIC',
    memory_limit: `${options.memoryMb}MiB`,
    threads: String(options.threads),
    temp_directory: options.spillDirectory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  try {
    await lock(instance, options.copyDirectory);
  } catch (error) {
    instance.closeSync();
    throw error;
  }
  return instance;
}

async function lock(instance: DuckDBInstance, copyDirectory: string | undefined): Promise<void> {
  const connection = await instance.connect();
  if (copyDirectory !== undefined) {
    await connection.run(`SET allowed_directories = [${quoted(copyDirectory)}]`);
  }
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  connection.closeSync();
}

/** A text as an SQL literal, for the statements that take no parameters. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Rows on their way into a table, column by column; every column has the same length. */
export interface Columns {
  readonly table: string;
  readonly types: readonly DuckDBType[];
  readonly values: readonly (readonly DuckDBValue[])[];
}

/** Appends rows to a table, inside the connection's transaction if one is open. Lets the event loop breathe between chunks. */
export async function appendColumns(connection: DuckDBConnection, columns: Columns): Promise<void> {
  const rows = columns.values[0]?.length ?? 0;
  if (rows === 0) return;
  const appender = await connection.createAppender(columns.table);
  // One chunk for all rows: chunks live outside the heap and go only when the collector comes by, which it has no cause to.
  const chunk = DuckDBDataChunk.create(columns.types);
  try {
    for (let start = 0; start < rows; start += CHUNK_ROWS_MAX) {
      chunk.reset();
      chunk.setColumns(columns.values.map((column) => column.slice(start, start + CHUNK_ROWS_MAX)));
      appender.appendDataChunk(chunk);
      await setImmediate();
    }
  } finally {
    appender.closeSync();
  }
}

export type Row = readonly DuckDBValue[];

/** The rows that a query gives. `values` are its named parameters (`$name`). */
export async function readRows(
  connection: DuckDBConnection,
  query: string,
  values: Readonly<Record<string, DuckDBValue>> = {},
): Promise<readonly Row[]> {
  return (await connection.runAndReadAll(query, { ...values })).getRows();
}

/** The number in a column. Throws when the column holds something else: a bug in the query. */
export function numberAt(row: Row, column: number): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw new TypeError(`column ${column} holds no number`);
}

/** The same, of a column that may be empty. */
export function numberOrNullAt(row: Row, column: number): number | null {
  return row[column] === null ? null : numberAt(row, column);
}

/** The text in a column. Throws when the column holds something else: a bug in the query. */
export function textAt(row: Row, column: number): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new TypeError(`column ${column} holds no text`);
}
