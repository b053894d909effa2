import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventOf, ids, laneOf } from '../../../../test/deliver-fixture.ts';
import { createParquetEncoder } from './parquet-bytes.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-bytes-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function idsOf(bytes: Uint8Array): Promise<readonly unknown[]> {
  const file = join(directory, 'read.parquet');
  writeFileSync(file, bytes);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll(`SELECT event_id FROM '${file}'`);
  connection.closeSync();
  instance.closeSync();
  return rows.getRows().map(([id]) => id);
}

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
