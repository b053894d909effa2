/**
 * The ledger's tables. A flow is one field set on its way to one vendor in one environment at one sampling rate (null: from
 * before the ledger kept it); rows of `delivery` name it by a small number, which is what keeps 10⁷ of them small and quick to count. There are no unique indexes:
 * one process writes, in one transaction at a time, and merges what it brings into what is there, so one row per
 * flow × subject × day holds without the memory an index of that size would take.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { numberAt, readRows } from './duckdb.ts';
import { LedgerUnavailable } from './ledger.ts';

/** Raised with every change of the tables. */
const VERSION = 3;

const TABLES = `
CREATE TABLE install (version INTEGER NOT NULL, installed_at BIGINT NOT NULL);
CREATE TABLE forgotten (vendor VARCHAR NOT NULL, before_at BIGINT NOT NULL);
CREATE TABLE position (through BIGINT NOT NULL);
CREATE TABLE accepted (source VARCHAR NOT NULL, environment VARCHAR NOT NULL, day DATE NOT NULL, events BIGINT NOT NULL);
CREATE TABLE ended (vendor VARCHAR NOT NULL, environment VARCHAR NOT NULL, day DATE NOT NULL, outcome VARCHAR NOT NULL,
  events BIGINT NOT NULL, stands_for DOUBLE);
CREATE TABLE field_set (id VARCHAR NOT NULL, vendor VARCHAR NOT NULL, event VARCHAR NOT NULL);
CREATE TABLE field (field_set VARCHAR NOT NULL, path VARCHAR NOT NULL, form VARCHAR NOT NULL, categories VARCHAR[] NOT NULL,
  tier INTEGER NOT NULL);
CREATE TABLE flow (id INTEGER NOT NULL, vendor VARCHAR NOT NULL, environment VARCHAR NOT NULL, field_set VARCHAR NOT NULL,
  sample_rate DOUBLE);
CREATE TABLE delivery (flow INTEGER NOT NULL, subject UBIGINT NOT NULL, day DATE NOT NULL, events BIGINT NOT NULL,
  first_at BIGINT NOT NULL, last_at BIGINT NOT NULL);
INSERT INTO position VALUES (0);
`;

/** From version 1, which forgot by day and for all vendors at once. */
const FROM_VERSION_1 = `
CREATE TABLE forgotten (vendor VARCHAR NOT NULL, before_at BIGINT NOT NULL);
INSERT INTO forgotten SELECT DISTINCT vendor, epoch_ms(forgotten_before) FROM flow, install WHERE forgotten_before IS NOT NULL;
ALTER TABLE install DROP COLUMN forgotten_before;
UPDATE install SET version = 2;
`;

/** From version 2, which knew no sampling rates. */
const FROM_VERSION_2 = `
ALTER TABLE flow ADD COLUMN sample_rate DOUBLE;
ALTER TABLE ended ADD COLUMN stands_for DOUBLE;
UPDATE install SET version = 3;
`;

/** Unknown as soon as one of the rows is, which a bare sum would pass over. */
export const SUM_STANDS_FOR = 'CASE WHEN count(*) = count(stands_for) THEN sum(stands_for) END';

/**
 * What a batch of entries is loaded into before it is merged. Days are days since 1970; `DOUBLE` holds whole numbers. Made anew
 * for each batch: rows deleted from a temporary table keep their memory, which only dropping it gives back.
 */
export const STAGES = `
CREATE OR REPLACE TEMP TABLE incoming_accepted (source VARCHAR, environment VARCHAR, day INTEGER, events DOUBLE);
CREATE OR REPLACE TEMP TABLE incoming_ended (vendor VARCHAR, environment VARCHAR, day INTEGER, outcome VARCHAR, events DOUBLE,
  stands_for DOUBLE);
CREATE OR REPLACE TEMP TABLE incoming_delivery (flow INTEGER, subject UBIGINT, day INTEGER, events DOUBLE, first_at DOUBLE,
  last_at DOUBLE);
`;

/** Makes the tables in a new file, all or none. */
export async function prepareTables(connection: DuckDBConnection, installedAt: number): Promise<void> {
  if (!(await hasTables(connection))) {
    await connection.run('BEGIN');
    await connection.run(TABLES);
    await connection.run('INSERT INTO install VALUES ($version, $installedAt)', {
      version: VERSION,
      installedAt,
    });
    await connection.run('COMMIT');
  }
  for (const [version, changes] of [FROM_VERSION_1, FROM_VERSION_2].entries()) {
    if ((await readVersion(connection)) === version + 1) await connection.run(`BEGIN; ${changes} COMMIT;`);
  }
  await checkVersion(connection);
}

/** Throws `LedgerUnavailable` when the file was written by another version of the gateway. */
export async function checkVersion(connection: DuckDBConnection): Promise<void> {
  const version = await readVersion(connection);
  if (version === VERSION) return;
  const mend = version < VERSION ? 'start a gateway on it, which brings it up to date' : 'upgrade it';
  throw new LedgerUnavailable(
    'ledger-newer',
    `the ledger has version ${version}, this gateway knows ${VERSION}: ${mend}`,
  );
}

async function readVersion(connection: DuckDBConnection): Promise<number> {
  const [row = []] = await readRows(connection, 'SELECT version FROM install');
  return numberAt(row, 0);
}

/** Whether the file holds a ledger; a file that was only just made does not. */
export async function hasTables(connection: DuckDBConnection): Promise<boolean> {
  const rows = await readRows(
    connection,
    "SELECT 1 FROM information_schema.tables WHERE table_name = 'install'",
  );
  return rows.length > 0;
}
