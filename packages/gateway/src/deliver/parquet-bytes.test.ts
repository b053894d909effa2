import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CleanEvent } from '@headgate/core';
import { eventOf, ids, laneOf } from '../../../../test/deliver-fixture.ts';
import { createParquetEncoder } from './parquet-bytes.ts';
import { createParquetSink } from './write-parquet.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-bytes-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

type Rows = readonly Readonly<Record<string, unknown>>[];

/** What the files of a pattern hold, names and types of the columns first. */
async function readFiles(pattern: string): Promise<{ readonly columns: unknown; readonly rows: Rows }> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `SELECT * FROM read_parquet('${pattern}', hive_partitioning = false) ORDER BY event_id`,
  );
  const columns = reader.columnNames().map((name, at) => [name, String(reader.columnType(at))]);
  const rows = reader.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return { columns, rows };
}

async function readBytes(bytes: Uint8Array): ReturnType<typeof readFiles> {
  const file = join(directory, 'read.parquet');
  writeFileSync(file, bytes);
  return readFiles(file);
}

async function idsOf(bytes: Uint8Array): Promise<readonly unknown[]> {
  return (await readBytes(bytes)).rows.map((row) => row['event_id']);
}

it('gives the same columns and rows as the warehouse', async () => {
  const lane = laneOf('lake');
  const events: readonly CleanEvent[] = [
    eventOf('a', lane),
    { ...eventOf('b', lane), call: 'identify', operation: 'add', userId: null, anonymousId: 'd' },
    { ...eventOf('c', lane), name: 'Gruß \u{1f98a}', properties: { deep: { list: [1, null, 'x'] } } },
    { ...eventOf('d', lane), time: 253_402_300_800_000, context: { locale: 'de-DE' } },
  ];
  const encoder = await createParquetEncoder({ directory: join(directory, 'uploads') });
  const uploaded = await readBytes(await encoder.encode(events));
  await encoder.close();
  const warehouse = await createParquetSink({ directory: join(directory, 'warehouse') });
  await warehouse.write(events);
  await warehouse.close();
  expect(uploaded.rows.map((row) => row['event_id'])).toEqual(['a', 'b', 'c', 'd']);
  expect(uploaded).toEqual(await readFiles(join(directory, 'warehouse', 'day=*', '*.parquet')));
});

it('gives whole files, also when asked for several at once, and leaves none behind', async () => {
  const uploads = join(directory, 'uploads', 'lake');
  const encoder = await createParquetEncoder({ directory: uploads });
  const lane = laneOf('lake');
  const files = await Promise.all([
    encoder.encode(ids(3).map((id) => eventOf(id, lane))),
    encoder.encode([eventOf('x', lane)]),
  ]);
  expect(await idsOf(files[0])).toEqual(['e0', 'e1', 'e2']);
  expect(await idsOf(files[1])).toEqual(['x']);
  expect(readdirSync(uploads).filter((name) => name.endsWith('.parquet'))).toEqual([]);
  await encoder.close();
});

it('removes what a crash left', async () => {
  const uploads = join(directory, 'uploads');
  mkdirSync(uploads);
  writeFileSync(join(uploads, 'object.parquet'), 'half of a file');
  const encoder = await createParquetEncoder({ directory: uploads });
  expect(readdirSync(uploads)).toEqual([]);
  await encoder.close();
});

it('leaves nothing behind and goes on when a file cannot be written', async () => {
  const uploads = join(directory, 'uploads');
  const encoder = await createParquetEncoder({ directory: uploads });
  mkdirSync(join(uploads, 'object.parquet', 'in-the-way'), { recursive: true });
  await expect(encoder.encode([eventOf('a', laneOf('lake'))])).rejects.toThrow(/object\.parquet/);
  rmSync(join(uploads, 'object.parquet'), { recursive: true });
  expect(await idsOf(await encoder.encode([eventOf('b', laneOf('lake'))]))).toEqual(['b']);
  await encoder.close();
});
