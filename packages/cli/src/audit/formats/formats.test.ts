/** Every format, from a file to what is counted, without threads: whole, in blocks of any size, and damaged. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectChunk } from '../inspect-chunk.ts';
import { listSources } from '../sources.ts';
import { BUFFER_BYTES, createSpareBuffers } from '../spare-buffers.ts';
import { addTally, createTally, noteUnread } from '../tally.ts';
import type { Tally } from '../tally.ts';
import { unitsOf } from '../units.ts';
import type { OpenedUnit } from '../units.ts';
import { reasonOf } from '../unread.ts';
import type { UnreadReason } from '../unread.ts';
import type { Chunk, Cutter, CutterSink } from './format.ts';

const FIXTURES = fileURLToPath(new URL('../../../../../fixtures/audit/', import.meta.url));
const MIB = 1024 * 1024;

let directory = '';
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'headgate-audit-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Reading {
  readonly recordBytesMax?: number;
  /** Splits the stream into blocks of so many bytes. */
  readonly blockBytes?: number;
  readonly columns?: readonly string[] | null;
  readonly since?: number | null;
}

async function audit(
  path: string,
  { recordBytesMax = 16 * MIB, blockBytes = MIB, columns = null, since = null }: Reading = {},
): Promise<Tally> {
  const tally = createTally();
  const settings = { recordBytesMax, columns, since, share: 1, notesFields: false };
  // As in a run, so that what is looked at after it was given back would show.
  const buffers = createSpareBuffers(4);
  const sink: CutterSink = {
    unread: (fromLine, toLine, reason) => noteUnread(tally, { file: 'f', fromLine, toLine, reason }),
    buffer: buffers.take,
    chunk: () => Promise.resolve(),
  };
  for (const source of listSources(directory, path, new Set()).sources) {
    for await (const unit of unitsOf(source, {
      stdin: process.stdin,
      columns,
      buffers,
      passed: () => undefined,
    })) {
      await auditUnit(await unit.open().catch(reasonOf)).catch((error: unknown) =>
        sink.unread(0, 0, reasonOf(error)),
      );
    }
  }
  return tally;

  function give(bytes: Uint8Array): void {
    if (bytes.buffer.byteLength === BUFFER_BYTES) new Uint8Array(bytes.buffer).fill(0x7b);
    buffers.give(bytes);
  }

  async function auditUnit(opened: OpenedUnit | UnreadReason): Promise<void> {
    if (typeof opened === 'string') return sink.unread(0, 0, opened);
    const { format, blocks } = opened;
    if (format === null) return;
    const chunk = (cut: Chunk): Promise<void> => {
      addTally(tally, inspectChunk({ file: 'f', unit: 0, format: format.id, chunk: cut }, settings));
      return Promise.resolve(give(cut.bytes));
    };
    const cutter = format.cutter({ ...sink, chunk }, settings);
    try {
      for await (const block of blocks) {
        await pushPieces(cutter, block, blockBytes);
        give(block);
      }
    } finally {
      await cutter.end();
    }
  }
}

async function pushPieces(cutter: Cutter, block: Uint8Array, size: number): Promise<void> {
  for (let at = 0; at < block.length; at += size) await cutter.push(block.subarray(at, at + size));
}

function told(tally: Tally): readonly string[] {
  const groups = [...tally.groups.values()]
    .map(({ kind, path, events }) => `${kind} ${path} ${events}`)
    .toSorted();
  const unread = tally.unread.map(({ fromLine, toLine, reason }) => `unread ${fromLine}-${toLine} ${reason}`);
  const formats = [...tally.formats].map(([format, events]) => `${format} ${events}`).toSorted();
  return [...formats, ...groups, ...unread];
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const FILES: readonly (readonly [name: string, expected: readonly string[]])[] = [
  ['mixpanel.jsonl', ['mixpanel 3', 'email properties.$current_url 1', 'email properties.email 1']],
  ['segment.json', ['segment 2', 'email properties.note 1', 'email traits.email 1']],
  ['batch.json', ['json 3', 'email properties.by 1', 'email sentBy 1']],
  ['array.json', ['json 2', 'email mail 1']],
  ['rows.csv', ['csv 2', 'email comment 1', 'email properties.email 1']],
  [
    'browser.har',
    ['har 1', 'json 1', 'email request.headers.x-user 1', 'email request.postData.text.user.mail 1'],
  ],
  ['otlp.json', ['otlp 1', 'email attributes.enduser.email 1', 'email body 1']],
  ['amplitude.json', ['amplitude 2', 'email user_properties.mail 1']],
  ['enriched.tsv', ['snowplow 2', 'email contexts.data[].data.mail 1', 'email page_url 1']],
];

describe('a file in the format of', () => {
  it.each(FILES)('%s is read', async (name, expected) =>
    expect(told(await audit(join(FIXTURES, name)))).toEqual(expected),
  );

  it.each(FILES)('%s is read alike whatever the size of blocks', async (name, expected) => {
    for (const blockBytes of [1, 7, 64]) {
      expect(told(await audit(join(FIXTURES, name), { blockBytes }))).toEqual(expected);
    }
  });

  it.each(FILES)(
    '%s is read in gzip of two members, in Zstandard of two frames, and in both',
    async (name, expected) => {
      const bytes = readFileSync(join(FIXTURES, name));
      const half = Math.floor(bytes.length / 2);
      const parts = [bytes.subarray(0, half), bytes.subarray(half)];
      const gz = Buffer.concat(parts.map((part) => gzipSync(part)));
      const zst = Buffer.concat(parts.map((part) => zstdCompressSync(part)));
      expect(told(await audit(file(`${name}.gz`, gz)))).toEqual(expected);
      expect(told(await audit(file(`${name}.zst`, zst)))).toEqual(expected);
      expect(told(await audit(file(`${name}.zst.gz`, gzipSync(zst))))).toEqual(expected);
    },
  );

  it('Parquet is read, with nested and JSON columns', async () => {
    const path = join(directory, "it's.parquet");
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT 'Paid' AS event, i AS n, {'mail': 'ana' || i || '@corp.example'} AS person FROM range(3000) r(i))
       TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    expect(told(await audit(path))).toEqual(['json 3000', 'email person.mail 3000']);
    expect(told(await audit(path, { columns: ['event', 'n'] }))).toEqual(['json 3000']);
    expect(told(await audit(path, { columns: ['person', 'Event'] }))).toEqual([
      'json 3000',
      'email person.mail 3000',
      'unread 0-0 no-column',
    ]);
    expect(told(await audit(path, { columns: ['nothing'] }))).toEqual(['unread 0-0 no-column']);
    const whole = readFileSync(path);
    expect(told(await audit(file('cut.parquet', whole.subarray(0, whole.length - 100))))).toEqual([
      'unread 0-0 broken-parquet',
    ]);
  });

  it('UTF-16 is read, with a mark and without', async () => {
    const text = '{"event":"a","mail":"ana@corp.example"}\n{"event":"ü"}\n';
    const expected = ['json 2', 'email mail 1'];
    expect(told(await audit(file('marked.jsonl', Buffer.from(`\ufeff${text}`, 'utf16le'))))).toEqual(
      expected,
    );
    expect(told(await audit(file('bare.jsonl', Buffer.from(text, 'utf16le'))))).toEqual(expected);
    expect(told(await audit(file('big.jsonl', Buffer.from(`\ufeff${text}`, 'utf16le').swap16())))).toEqual(
      expected,
    );
  });
});

describe('a date from which events are looked at', () => {
  it('leaves out those that say they are older, and none without a time', async () => {
    const times = ['2026-03-01T23:59:59Z', '2026-03-02', 'yesterday', null];
    const lines = times
      .map((time) => JSON.stringify({ event: 'a', time, mail: 'ana@corp.example' }))
      .join('\n');
    const tally = await audit(file('since.jsonl', lines), { since: Date.UTC(2026, 2, 2) });
    expect([tally.events, tally.older]).toEqual([3, 1]);
  });
});

describe('nothing is lost on the way, so that nothing is clean by mistake:', () => {
  const mail = 'ana@corp.example';

  it.each<[string, string, string, readonly string[]]>([
    ['columns of one name', 'twice.csv', `id,note,note\n1,${mail},none\n`, ['csv 1', 'email note[] 1']],
    ['a row without any other', 'alone.csv', `${mail},5\n`, ['csv 1', 'email *[] 1']],
    [
      'the first row of a file without names of columns',
      'nameless.csv',
      `Ben Adams,${mail}\nCleo Adams,7\n`,
      ['csv 2', 'email *[] 1'],
    ],
    [
      'several cells beyond the header',
      'beyond.csv',
      `a,b\n1,2,${mail},3\n`,
      ['csv 1', 'email *[] 1', 'unread 2-2 broken-row'],
    ],
    [
      'a key that stands twice',
      'twice.jsonl',
      `{"a":"${mail}","a":1}\n`,
      ['json 1', 'unread 1-1 repeated-key'],
    ],
    [
      'a HAR on one line',
      'line.har',
      `{"log":{"entries":[{"startedDateTime":"2026-03-02T10:00:00Z","request":{"url":"/?e=${mail}"}}]}}`,
      ['har 1', 'json 1', 'email request.url 1'],
    ],
  ])('%s', async (_, name, content, expected) => {
    expect(told(await audit(file(name, content)))).toEqual(expected);
  });
});

describe('what cannot be read is told of, never passed over:', () => {
  const line = '{"event":"a","mail":"ana@corp.example"}\n';

  it('broken lines', async () =>
    expect(told(await audit(file('broken.jsonl', `${line}{"event":\nnot json\n\n${line}`)))).toEqual([
      'json 2',
      'email mail 2',
      'unread 2-3 broken-json',
    ]));

  it('a truncated gzip file, after what is before the cut', async () => {
    const packed = gzipSync(line.repeat(50_000));
    const tally = await audit(file('cut.jsonl.gz', packed.subarray(0, packed.length - 40)));
    expect(tally.events).toBeGreaterThan(1000);
    expect(tally.unread.map(({ reason }) => reason)).toContain('truncated');
    const zst = zstdCompressSync(line.repeat(50_000));
    const cut = await audit(file('cut.jsonl.zst', zst.subarray(0, zst.length - 10)));
    expect(cut.unread.map(({ reason }) => reason)).toContain('truncated');
  });

  it('a damaged gzip file', async () => {
    const packed = Buffer.from(gzipSync(line.repeat(500)));
    packed.writeUInt32LE(7, packed.length - 8);
    expect((await audit(file('bad.jsonl.gz', packed))).unread.at(-1)?.reason).toBe('broken-compression');
  });

  it('a line in Latin-1, which is looked at all the same', async () => {
    const mixed = Buffer.concat([
      Buffer.from(line),
      Buffer.from('{"event":"M\u00fcll","mail":"ana@corp.example"}\n', 'latin1'),
    ]);
    expect(told(await audit(file('mixed.jsonl', mixed)))).toEqual([
      'json 2',
      'email mail 2',
      'unread 2-2 not-utf-8',
    ]);
  });

  it('a file that goes on in another encoding', async () => {
    const wide = Buffer.from('{"event":"b","mail":"ben@corp.example"}\n', 'utf16le');
    // Each of its characters has a zero beside it, so no line of it is JSON.
    const tally = await audit(file('both.jsonl', Buffer.concat([Buffer.from(line.repeat(3)), wide])));
    expect(tally.events).toBe(3);
    expect(tally.unread.map(({ reason }) => reason)).toContain('broken-json');
    const narrow = await audit(file('wide.jsonl', Buffer.concat([wide, Buffer.from(line.repeat(3))])));
    expect(narrow.unread).not.toEqual([]);
    // Half of a surrogate pair, which a decoder would replace without a word.
    const half = Buffer.from('{"event":"b\ud83d"}\n'.repeat(2), 'utf16le');
    expect(told(await audit(file('half.jsonl', half)))).toEqual(['unread 0-0 not-utf-16']);
    const odd = Buffer.concat([wide, wide.subarray(0, 5)]);
    expect((await audit(file('odd.jsonl', odd))).unread.map(({ reason }) => reason)).toContain('truncated');
  });

  it('columns that were asked for and are not there', async () => {
    const rows = 'a;b\nana@corp.example;ben@corp.example\n';
    const only = (columns: readonly string[]): Promise<readonly string[]> =>
      audit(file('columns.csv', rows), { columns }).then(told);
    expect(await only(['b'])).toEqual(['csv 1', 'email b 1']);
    expect(await only(['a', 'b'])).toEqual(['csv 1', 'email a 1', 'email b 1']);
    expect(await only(['b', 'c'])).toEqual(['csv 1', 'email b 1', 'unread 1-1 no-column']);
    // Other formats have no columns, and are looked at whole.
    expect(told(await audit(file('columns.jsonl', line), { columns: ['x'] }))).toEqual([
      'json 1',
      'email mail 1',
    ]);
  });

  it.each(['jsonl', 'csv', 'json'])(
    'one record at the limit is read and one over it is not, in %s',
    async (ending) => {
      const max = 3 * MIB;
      const record = (size: number): string => {
        const head = ending === 'csv' ? 'b,' : '{"t":"';
        const tail = ending === 'csv' ? '' : '"}';
        return head + 'x'.repeat(size - head.length - tail.length) + tail;
      };
      const wrap = (records: readonly string[]): string =>
        ending === 'json'
          ? `[${records.join(',')}]`
          : `${ending === 'csv' ? 'name,text\n' : ''}${records.join('\n')}\n`;
      const small = ending === 'csv' ? 'a,b' : '{"event":"a"}';
      const fits = await audit(file(`fits.${ending}`, wrap([small, record(max), small])), {
        recordBytesMax: max,
      });
      expect([fits.events, fits.unread]).toEqual([3, []]);
      const over = await audit(file(`over.${ending}`, wrap([small, record(max + 1), small])), {
        recordBytesMax: max,
      });
      expect([over.events, over.unread.map(({ reason }) => reason)]).toEqual([2, ['too-long']]);
    },
  );

  it('rows out of joint', async () =>
    expect(told(await audit(file('joint.csv', 'a,b\n1,2\n1,2,ana@corp.example\n"x"y,2\n')))).toEqual([
      'csv 3',
      'email * 1',
      'unread 3-4 broken-row',
    ]));

  it('a document that ends early, after its whole elements', async () =>
    expect(told(await audit(file('early.json', `[${line},${line},{"event":`)))).toEqual([
      'json 2',
      'email mail 2',
      'unread 3-3 truncated',
    ]));

  it('formats that nobody knows', async () => {
    expect(told(await audit(file('notes.bin', Buffer.from([1, 2, 3, 250, 0, 9]))))).toEqual([
      'unread 0-0 unknown-format',
    ]);
    expect(told(await audit(file('notes.txt', 'Dear all,\nplain words only.\n')))).toEqual([
      'unread 0-0 unknown-format',
    ]);
    expect(told(await audit(file('empty.jsonl', '')))).toEqual([]);
  });
});
