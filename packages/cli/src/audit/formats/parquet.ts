/** Parquet files, by DuckDB: each row becomes one line of JSON. Nothing but the one file can be opened, and no extension fetched. */
import { DuckDBInstance } from '@duckdb/node-api';
import { begins } from '../blocks.ts';
import { UnreadError } from '../unread.ts';

const MAGIC = [0x50, 0x41, 0x52, 0x31] as const;
/** Buffer memory of DuckDB; rows are streamed, so it holds one row group of the columns and little more. */
const MEMORY_MB = 96;

export function isParquet(head: Uint8Array): boolean {
  return begins(head, MAGIC);
}

/** The rows as JSON lines. Throws an `UnreadError` where the file is damaged, after the rows before that place. */
export async function* parquetLines(path: string): AsyncGenerator<Uint8Array> {
  const literal = `'${path.replaceAll("'", "''")}'`;
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${MEMORY_MB}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET allowed_paths = [${literal}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    const rows = await connection.stream(
      `SELECT to_json(audited)::VARCHAR FROM read_parquet(${literal}) audited`,
    );
    for await (const block of rows.yieldRows()) {
      yield Buffer.from(block.map(([json]) => `${typeof json === 'string' ? json : ''}\n`).join(''), 'utf8');
    }
  } catch {
    // DuckDB's message may quote values.
    throw new UnreadError('broken-parquet');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
