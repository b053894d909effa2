/** Reads what the gateway wrote into the local warehouse: Parquet is compressed, so its bytes alone would tell nothing. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { Json, JsonObject } from '@headgate/core';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '@headgate/core';
import { parseJson } from './json.ts';

/** Every row in the words of a message, `properties` and `context` parsed; none where nothing was written yet. */
export async function readWarehouse(directory: string): Promise<readonly JsonObject[]> {
  const files: string[] = [];
  for await (const file of glob('**/*.parquet', { cwd: directory })) files.push(join(directory, file));
  if (files.length === 0) return [];
  // Whatever is missing is an error: DuckDB must not fetch it.
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
    const reader = await connection.runAndReadAll(`SELECT ${COLUMNS} FROM read_parquet([${list}])`);
    return reader.getRowsJson().map(rowOf);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const COLUMNS =
  'event_id, user_id, anonymous_id, group_id, call, event, time::VARCHAR, properties, context' as const;

function rowOf(cells: readonly Json[]): JsonObject {
  const [messageId, userId, anonymousId, groupId, call, event, time, properties, context] = cells.map(
    (cell) => cell ?? null,
  );
  const ids = { messageId, userId, anonymousId, groupId };
  return Object.fromEntries(
    Object.entries({
      ...ids,
      call,
      event,
      time,
      properties: parsedOf(properties),
      context: parsedOf(context),
    }).map(([key, value]): [string, Json] => [key, value ?? null]),
  );
}

function parsedOf(value: Json | undefined): JsonObject {
  const parsed = typeof value === 'string' ? parseJson(value) : null;
  return isJsonObject(parsed) ? parsed : {};
}
