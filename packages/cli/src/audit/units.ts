/** The streams of records in a source: the source itself, or each entry of an archive. */
import type { Readable } from 'node:stream';
import { discard, metered, open, peek, readFileBlocks } from './blocks.ts';
import type { Peeked } from './blocks.ts';
import type { Format } from './formats/format.ts';
import { recogniseFormat } from './formats/index.ts';
import { jsonl } from './formats/jsonl.ts';
import { isParquet, parquetLines } from './formats/parquet.ts';
import type { Source } from './sources.ts';
import type { SpareBuffers } from './spare-buffers.ts';
import type { Blocks } from './through-stream.ts';
import { UnreadError } from './unread.ts';
import type { UnreadReason } from './unread.ts';
import { isZip, readZip } from './zip.ts';

/** Opened late: an archive may have thousands. */
export interface Unit {
  readonly name: string;
  readonly open: () => Promise<OpenedUnit>;
}

export interface OpenedUnit {
  /** Null where there is nothing at all to read. */
  readonly format: Format | null;
  readonly blocks: Blocks;
}

export interface UnitTools {
  /** The only columns of Parquet to look at; null for all. */
  readonly columns: readonly string[] | null;
  readonly stdin: Readable;
  /** Where blocks of files are read to. */
  readonly buffers: SpareBuffers;
  /** Hears of bytes of the source as they are read, for progress. */
  readonly passed: (bytes: number) => void;
}

const COMPRESSION = /\.(?:gz|gzip|zst|zstd)$/;

/** Throws an `UnreadError` where an archive's directory cannot be read. */
export async function* unitsOf(source: Source, tools: UnitTools): AsyncGenerator<Unit> {
  const { name, path } = source;
  if (path === null) {
    yield { name, open: () => openStream(name, metered(tools.stdin, tools.passed), tools) };
    return;
  }
  const { head } = await peek(readFileBlocks(path, { start: 0, end: 16 }));
  if (isZip(head)) {
    const entries = await readZip(path);
    for (const entry of entries) {
      const shown = `${name}!${entry.name}`;
      yield { name: shown, open: () => openStream(shown, entry.blocks(), tools) };
      tools.passed(source.bytes / entries.length);
    }
  } else if (isParquet(head)) {
    yield { name, open: () => Promise.resolve({ format: jsonl, blocks: parquetLines(path, tools.columns) }) };
    tools.passed(source.bytes);
  } else {
    yield {
      name,
      open: () =>
        openStream(name, metered(readFileBlocks(path, undefined, tools.buffers), tools.passed), tools),
    };
  }
}

async function openStream(name: string, source: Blocks, { buffers }: UnitTools): Promise<OpenedUnit> {
  const peeked = await open(source, buffers);
  const { head, isWhole, blocks } = peeked;
  if (isZip(head) || isParquet(head)) return await refuse(peeked, 'needs-a-file');
  const text = Buffer.from(head).toString('utf8');
  if (isWhole && text.trim() === '') return { format: null, blocks };
  const plain = name.toLowerCase().replace(COMPRESSION, '').replace(COMPRESSION, '');
  const format = recogniseFormat({ name: plain, text, isWhole });
  return format === null ? await refuse(peeked, 'unknown-format') : { format, blocks };
}

async function refuse(peeked: Peeked, reason: UnreadReason): Promise<never> {
  await discard(peeked);
  throw new UnreadError(reason);
}
