/**
 * The ledger in a DuckDB file.
 *
 * States: closed, open for writing by one process, or open for reading by any number. Writes run one at a time on
 * their own connection, reads one at a time on another, each in its own snapshot, so neither waits for the other.
 * Format: the tables of `schema.ts`; beside the file lie DuckDB's write-ahead log (`.wal`) and, while a query spills,
 * `.spill/`.
 *
 * Invariants:
 *  - entries and the journal position they end at are committed together, so applying a slice again changes nothing;
 *  - one row per flow × subject × day;
 *  - subject indexes leave the file only as counts.
 *
 * A crash leaves the last commit: DuckDB replays its log when the file is next opened. What the journal held beyond it is
 * still in the queue and is applied then.
 */
import type { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../runtime.ts';
import { applyEntries, readCatalog } from './apply-entries.ts';
import { readBalance } from './balance.ts';
import { numberAt, openDatabase, readRows, textAt } from './duckdb.ts';
import type { DatabaseOptions } from './duckdb.ts';
import { readExposure } from './exposure.ts';
import { LedgerUnavailable } from './ledger.ts';
import type { Ledger, LedgerReader } from './ledger.ts';
import { checkVersion, hasTables, prepareTables } from './schema.ts';
import { createSerial } from '../serial.ts';

export interface LedgerFile {
  /** The database file. Its directory is made, for this user alone, when it is not there. */
  readonly path: string;
  /** DuckDB's buffer memory in MiB. Default 512. */
  readonly memoryMb?: number;
  /** Threads that one question may use. Default 1. */
  readonly threads?: number;
}

export interface LedgerOptions extends LedgerFile {
  /** Tells when the ledger was installed. */
  readonly clock: Pick<Clock, 'now'>;
}

const MEMORY_MB = 512;
const THREADS = 1;

/** Opens the ledger for writing, and makes it when there is none. Rejects with `LedgerUnavailable` when another process has it. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  await mkdir(dirname(options.path), { recursive: true, mode: 0o700 });
  const instance = await openFile(databaseOf(options));
  try {
    // Only now that the file is ours may what a crash left of a spill be removed.
    await rm(spillDirectoryOf(options.path), { recursive: true, force: true });
    return await ledgerIn(instance, options.clock);
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/**
 * Opens the ledger of a stopped gateway for questions. Rejects with `LedgerUnavailable` when there is none or another process
 * writes to it.
 */
export async function openLedgerReadOnly(file: LedgerFile): Promise<LedgerReader> {
  const found = await stat(file.path).catch(() => null);
  if (found === null) throw missing(file.path);
  const instance = await openFile({ ...databaseOf(file), readOnly: true });
  try {
    const connection = await instance.connect();
    if (!(await hasTables(connection))) throw missing(file.path);
    await checkVersion(connection);
    connection.closeSync();
    return await readerIn(instance);
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

async function ledgerIn(instance: DuckDBInstance, clock: Pick<Clock, 'now'>): Promise<Ledger> {
  const connection = await instance.connect();
  await prepareTables(connection, clock.now());
  const reader = await readerIn(instance);
  const serial = createSerial();
  const catalog = await readCatalog(connection);
  const [stored = []] = await readRows(connection, 'SELECT through FROM position');
  let position = numberAt(stored, 0);

  return {
    exposure: (question) => reader.exposure(question),
    balance: (period) => reader.balance(period),
    position: () => position,
    apply: (entries, through) =>
      serial(async () => {
        if (through <= position) return;
        await applyEntries(connection, catalog, entries, through);
        position = through;
      }),
    oldest: () => serial(() => readOldest(connection)),
    forget: (vendor, before) => serial(() => forget(connection, vendor, before)),
    close: () =>
      serial(async () => {
        // Closing folds the log into the file on the calling thread; done here it runs beside the event loop.
        await connection.run('CHECKPOINT').catch(() => undefined);
        connection.closeSync();
        await reader.close();
      }),
  };
}

async function readerIn(instance: DuckDBInstance): Promise<LedgerReader> {
  const connection = await instance.connect();
  const serial = createSerial();
  return {
    exposure: (question) => serial(() => readExposure(connection, question)),
    balance: (period = {}) => serial(() => readBalance(connection, period)),
    close: () =>
      serial(async () => {
        connection.closeSync();
        instance.closeSync();
      }),
  };
}

type Connection = Awaited<ReturnType<DuckDBInstance['connect']>>;

async function readOldest(connection: Connection): Promise<{ vendor: string; at: number }[]> {
  const rows = await readRows(
    connection,
    `SELECT flow.vendor, min(last_at) FROM delivery JOIN flow ON flow.id = delivery.flow
     GROUP BY flow.vendor ORDER BY flow.vendor`,
  );
  return rows.map((row) => ({ vendor: textAt(row, 0), at: numberAt(row, 1) }));
}

async function forget(connection: Connection, vendor: string, before: number): Promise<number> {
  await connection.run('BEGIN');
  try {
    const deleted = await connection.run(
      `DELETE FROM delivery WHERE last_at < $before::BIGINT
       AND flow IN (SELECT id FROM flow WHERE vendor = $vendor)`,
      { vendor, before },
    );
    if (deleted.rowsChanged > 0) {
      await connection.run('DELETE FROM forgotten WHERE vendor = $vendor AND before_at < $before::BIGINT', {
        vendor,
        before,
      });
      await connection.run('INSERT INTO forgotten VALUES ($vendor, $before::BIGINT)', { vendor, before });
    }
    await connection.run('COMMIT');
    return deleted.rowsChanged;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function databaseOf(file: LedgerFile): DatabaseOptions {
  return {
    path: file.path,
    spillDirectory: spillDirectoryOf(file.path),
    memoryMb: file.memoryMb ?? MEMORY_MB,
    threads: file.threads ?? THREADS,
  };
}

function spillDirectoryOf(path: string): string {
  return `${path}.spill`;
}

async function openFile(options: DatabaseOptions): Promise<DuckDBInstance> {
  try {
    return await openDatabase(options);
  } catch (error) {
    // DuckDB has no error codes; this is the text of its file lock (1.5.6: "Could not set lock on file").
    if (!(error instanceof Error) || !error.message.includes('Could not set lock')) throw error;
    throw new LedgerUnavailable(
      'ledger-held',
      `another process has the ledger ${options.path} open: ask the running gateway, or stop it first`,
    );
  }
}

function missing(path: string): LedgerUnavailable {
  return new LedgerUnavailable(
    'ledger-missing',
    `there is no ledger at ${path}: the gateway makes it at first start`,
  );
}
