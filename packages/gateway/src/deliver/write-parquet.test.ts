import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CleanEvent, Json } from '@headgate/core';
import { createParquetSink } from './write-parquet.ts';

let directory = '';
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'headgate-parquet-'));
  directory = join(root, "it's a warehouse");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const TIME = Date.UTC(2026, 0, 31, 23, 59, 59, 999);

function event(written: Partial<Record<keyof CleanEvent, Json>> = {}): CleanEvent {
  return {
    vendor: 'warehouse',
    environment: 'production',
    id: 'e1',
    call: 'track',
    operation: 'set',
    name: 'Order Completed',
    time: TIME,
    userId: 'u1',
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties: {},
    context: {},
    subject: 'c0ffee00c0ffee00',
    fields: 'field-set-of-the-ledger',
    sampleRate: 0.25,
    ...written,
  } as unknown as CleanEvent;
}

async function write(...batches: readonly (readonly CleanEvent[])[]): Promise<void> {
  const sink = await createParquetSink({ directory });
  for (const batch of batches) await sink.write(batch);
  await sink.close();
}

async function query(select: string): Promise<readonly Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const pattern = `'${directory.replaceAll("'", "''")}/day=*/*.parquet'`;
  const reader = await connection.runAndReadAll(select.replaceAll('$files', pattern));
  const rows = reader.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const READ_ALL =
  'SELECT * EXCLUDE (time), epoch_ms(time) AS ms FROM read_parquet($files, hive_partitioning = true) ORDER BY event_id';

async function files(): Promise<readonly string[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Text as UTF-8 can carry it. */
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const identifier = fc.option(text, { nil: null });
const json = fc.jsonValue() as fc.Arbitrary<Json>;
const events = fc.uniqueArray(
  fc
    .record({
      id: fc.uuid(),
      name: text,
      time: fc.integer({ min: TIME - 3 * 86_400_000, max: TIME }),
      userId: identifier,
      anonymousId: identifier,
      groupId: identifier,
      previousId: identifier,
      properties: fc.dictionary(text, json),
      context: fc.dictionary(text, json),
    })
    .map(event),
  { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
);

describe('the Parquet sink', () => {
  it('writes the columns of the warehouse and neither subject nor field set', async () => {
    await write([event()]);
    const columns = await query(
      'SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet($files))',
    );
    expect(
      Object.fromEntries(columns.map((column) => [column['column_name'], column['column_type']])),
    ).toEqual({
      event_id: 'VARCHAR',
      call: 'VARCHAR',
      operation: 'VARCHAR',
      event: 'VARCHAR',
      time: 'TIMESTAMP',
      user_id: 'VARCHAR',
      anonymous_id: 'VARCHAR',
      group_id: 'VARCHAR',
      previous_id: 'VARCHAR',
      properties: 'VARCHAR',
      context: 'VARCHAR',
      sample_rate: 'DOUBLE',
      day: 'DATE',
    });
    const [path = ''] = await files();
    const bytes = await readFile(path, 'latin1');
    expect(bytes).not.toContain('c0ffee');
    expect(bytes).not.toContain('field-set-of-the-ledger');
    const [meta] = await query('SELECT DISTINCT compression FROM parquet_metadata($files)');
    expect(meta).toEqual({ compression: 'ZSTD' });
  });

  it.each<[string, Partial<Record<keyof CleanEvent, Json>>]>([
    ['quotes and backslashes', { name: `it's "q" \\ ; DROP TABLE`, properties: { "a'b": '"\\' } }],
    ['line breaks and a zero character', { userId: 'a\r\n\u0000b', properties: { 'a\n': '\u0000' } }],
    ['letters outside the basic plane', { name: '🦊 Ω ع', userId: '𐍈', properties: { ключ: '値' } }],
    ['empty texts apart from missing ones', { name: '', userId: '', anonymousId: null }],
    ['whole numbers beyond 32 and 53 bits', { properties: { a: 2 ** 40, b: 2 ** 60, c: 1e300 } }],
    ['the first moment a day can name', { time: Date.parse('0001-01-01T00:00:00Z') }],
    ['the last moment a day can name', { time: Date.parse('9999-12-31T23:59:59.999Z') }],
    ['a time before 1970', { time: -1 }],
  ])('gives back %s', async (_name, written) => {
    const input = event(written);
    await write([input]);
    expect(await query(READ_ALL)).toEqual([expected(input)]);
  });

  it('gives back any events it was given', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (batch) => {
        await rm(directory, { recursive: true, force: true });
        await write(batch);
        const sorted = batch.toSorted((one, other) => (one.id < other.id ? -1 : 1));
        expect(await query(READ_ALL)).toEqual(sorted.map(expected));
      }),
      { numRuns: 20 },
    );
  });

  it.each([TIME + 9e15, -9e15, Number.NaN, Number.POSITIVE_INFINITY])(
    'keeps an event whose time %d no day can name, without its time',
    async (time) => {
      await write([event({ time })]);
      expect(await readdir(directory)).toEqual(['day=__HIVE_DEFAULT_PARTITION__']);
      expect(await query('SELECT event_id, time FROM read_parquet($files)')).toEqual([
        { event_id: 'e1', time: null },
      ]);
    },
  );

  it('writes nothing for no events', async () => {
    await write([]);
    expect(await files()).toEqual([]);
  });

  it('replaces halves of surrogate pairs, which no UTF-8 can carry, and escapes them inside JSON', async () => {
    await write([event({ userId: 'a\ud800', properties: { 'b\udc00': '\ud800' } })]);
    expect(await query('SELECT user_id, properties FROM read_parquet($files)')).toEqual([
      { user_id: 'a\ufffd', properties: '{"b\\udc00":"\\ud800"}' },
    ]);
  });

  it('replaces its own file when the same events come again, in whatever order', async () => {
    const batch = [event(), event({ id: 'e2' }), event({ id: 'e3', time: TIME + 1 })];
    await write(batch);
    const before = await files();
    await write(batch.toReversed(), batch);

    expect(before).toHaveLength(2);
    expect(await files()).toEqual(before);
    expect(await query('SELECT count(*)::INT AS count FROM read_parquet($files)')).toEqual([{ count: 3 }]);
  });

  it('keeps apart batches whose ids read the same when joined', async () => {
    await write([event({ id: 'a' }), event({ id: 'b' })], [event({ id: 'ab' })]);
    expect(await files()).toHaveLength(2);
  });

  it('leaves nothing but whole files, and removes what a crash left', async () => {
    await mkdir(join(directory, 'day=2026-01-30'), { recursive: true });
    await writeFile(join(directory, 'day=2026-01-30', 'half.parquet.tmp'), 'PAR1');
    await write([event()]);
    const names = await files();
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/day=2026-01-31\/[0-9a-f]{32}\.parquet$/);
  });

  it('rejects when a file cannot be written, leaves no half of it, and works on', async () => {
    const sink = await createParquetSink({ directory });
    await writeFile(join(directory, 'day=2026-01-31'), 'a file where the directory should be');
    await expect(sink.write([event()])).rejects.toThrow(/day=2026-01-31/);
    await rm(join(directory, 'day=2026-01-31'));
    await sink.write([event()]);
    await sink.close();
    expect(await files()).toHaveLength(1);
  });

  it('writes batches of more events than one chunk holds, in order, also when asked at once', async () => {
    const sink = await createParquetSink({ directory });
    const batch = Array.from({ length: 5_000 }, (_, index) => event({ id: `e${index}` }));
    await Promise.all([sink.write(batch), sink.write([event({ id: 'other' })])]);
    await sink.close();
    const rows = await query("SELECT event_id FROM read_parquet($files) WHERE event_id <> 'other'");
    expect(rows.map((row) => row['event_id'])).toEqual(batch.map(({ id }) => id));
  });
});

function expected(input: CleanEvent): object {
  return {
    event_id: input.id,
    call: input.call,
    operation: input.operation,
    event: input.name,
    ms: String(input.time),
    user_id: input.userId,
    anonymous_id: input.anonymousId,
    group_id: input.groupId,
    previous_id: input.previousId,
    properties: JSON.stringify(input.properties),
    context: JSON.stringify(input.context),
    sample_rate: input.sampleRate,
    day: new Date(input.time).toISOString().slice(0, 10),
  };
}
