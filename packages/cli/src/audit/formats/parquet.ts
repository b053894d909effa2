/** Parquet files, by DuckDB: each row becomes one line of JSON. Nothing but the one file can be opened, and no extension fetched. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { begins } from '../blocks.ts';
import { UnreadError } from '../unread.ts';

const MAGIC = [0x50, 0x41, 0x52, 0x31] as const;
/** Buffer memory of DuckDB; rows are streamed, so it holds one row group of the columns and little more. */
const MEMORY_MB = 96;

export function isParquet(head: Uint8Array): boolean {
  return begins(head, MAGIC);
}

/**
 * The rows as JSON lines, of all columns or of those named. Throws an `UnreadError` where the file is damaged, after the
 * rows before that place; and, after all rows, where it has not all of the named columns.
 */
export async function* parquetLines(
  path: string,
  columns: readonly string[] | null,
): AsyncGenerator<Uint8Array> {
  // Loaded here, because it takes 20 MB and most exports are not Parquet.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const literal = `'${path.replaceAll("'", "''")}'`;
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${MEMORY_MB}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  let isShort = false;
  try {
    await connection.run(`SET allowed_paths = [${literal}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    const chosen = columns === null ? null : await columnsOf(connection, literal, columns);
    isShort = chosen !== null && chosen.length < (columns?.length ?? 0);
    if (chosen?.length !== 0) {
      const list = chosen?.map(quoted).join(', ') ?? '*';
      const rows = await connection.stream(
        `SELECT to_json(audited)::VARCHAR FROM (SELECT ${list} FROM read_parquet(${literal})) audited`,
      );
      for await (const block of rows.yieldRows()) {
        yield Buffer.from(
          block.map(([json]) => `${typeof json === 'string' ? json : ''}\n`).join(''),
          'utf8',
        );
      }
    }
  } catch {
    // DuckDB's message may quote values.
    throw new UnreadError('broken-parquet');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  if (isShort) throw new UnreadError('no-column');
}

/** Those of the columns that the file has. DuckDB itself takes names in any case, the audit only as written. */
async function columnsOf(
  connection: DuckDBConnection,
  literal: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  const described = await connection.runAndReadAll(`SELECT * FROM read_parquet(${literal}) LIMIT 0`);
  const names = new Set(described.columnNames());
  return columns.filter((column) => names.has(column));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
