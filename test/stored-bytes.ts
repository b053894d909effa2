/** Everything that a gateway left on disk: each file as it lies there, and what compressed files hold, by value. */
import { DuckDBInstance } from '@duckdb/node-api';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readWarehouse } from '../packages/cli/src/demo/warehouse.ts';

export interface StoredPiece {
  /** Path from the directory that was read, and what of it. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every file below a directory. */
export function readFiles(directory: string): readonly StoredPiece[] {
  return globSync('**/*', { cwd: directory, exclude: () => false })
    .concat(globSync('**/.*', { cwd: directory }), globSync('**/.*/**', { cwd: directory }))
    .filter((path, at, all) => all.indexOf(path) === at && statSync(join(directory, path)).isFile())
    .map((path) => ({ name: path, bytes: readFileSync(join(directory, path)) }));
}

/** The rows of every table of a DuckDB file that nobody else has open. */
export async function readDuckDb(path: string): Promise<readonly StoredPiece[]> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY', threads: '1' });
  const connection = await instance.connect();
  try {
    const tables = await connection.runAndReadAll('SELECT table_name FROM information_schema.tables');
    const pieces: StoredPiece[] = [];
    for (const [cell] of tables.getRowsJson()) {
      const table = cell as string;
      const rows = await connection.runAndReadAll(`SELECT * FROM "${table}"`);
      pieces.push({ name: `table ${table}`, bytes: Buffer.from(JSON.stringify(rows.getRowsJson())) });
    }
    return pieces;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The rows of all Parquet files below a directory. */
export async function readParquet(directory: string): Promise<readonly StoredPiece[]> {
  const rows = await readWarehouse(directory);
  return [{ name: 'rows of the warehouse', bytes: Buffer.from(JSON.stringify(rows)) }];
}
