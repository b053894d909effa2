/**
 * Zstandard frames one after the other (RFC 8878 §3.1): Node's decompressor stops without a word after the first, so
 * the frames are told apart here, by the sizes that they state, and each goes through one of its own.
 */
import { createZstdDecompress } from 'node:zlib';
import { DECOMPRESSED_BYTES, throughStream } from './through-stream.ts';
import type { Blocks } from './through-stream.ts';
import { UnreadError } from './unread.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const SKIPPABLE_MASK = 0xfffffff0;
const CHECKSUM_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
/** A block that repeats one byte. */
const RLE = 1;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const CONTENT_BYTES = [0, 2, 4, 8] as const;

/** Bytes that are taken in exact amounts. */
interface Cursor {
  readonly blocks: AsyncIterator<Uint8Array>;
  rest: Uint8Array;
  isTruncated: boolean;
}

/** What the frames hold. Throws an `UnreadError` where one is cut off or damaged, after all that came before. */
export async function* unzstd(source: Blocks): AsyncGenerator<Uint8Array> {
  const cursor: Cursor = {
    blocks: source[Symbol.asyncIterator](),
    rest: new Uint8Array(0),
    isTruncated: false,
  };
  try {
    while (await fill(cursor)) {
      const magic = await take(cursor, 4);
      const number = magic.length < 4 ? 0 : magic.readUInt32LE(0);
      if (number === MAGIC)
        yield* throughStream(frame(cursor, magic), createZstdDecompress({ chunkSize: DECOMPRESSED_BYTES }));
      else if ((number & SKIPPABLE_MASK) >>> 0 === SKIPPABLE_MAGIC) await skipFrame(cursor);
      else throw new UnreadError(magic.length < 4 ? 'truncated' : 'broken-compression');
      if (cursor.isTruncated) throw new UnreadError('truncated');
    }
  } finally {
    await cursor.blocks.return?.();
  }
}

/** The bytes of one frame. Ends early, and marks the cursor, where they do. */
async function* frame(cursor: Cursor, magic: Buffer): AsyncGenerator<Uint8Array> {
  yield magic;
  const descriptor = await take(cursor, 1);
  yield descriptor;
  const flags = descriptor[0] ?? 0;
  const isSingle = (flags & 0x20) !== 0;
  const contentBytes = isSingle && flags >> 6 === 0 ? 1 : (CONTENT_BYTES[flags >> 6] ?? 0);
  yield await take(cursor, (isSingle ? 0 : 1) + (DICTIONARY_BYTES[flags & 3] ?? 0) + contentBytes);
  for (let isLast = false; !isLast && !cursor.isTruncated;) {
    const header = await take(cursor, BLOCK_HEADER_BYTES);
    yield header;
    if (cursor.isTruncated) return;
    const bits = header.readUIntLE(0, BLOCK_HEADER_BYTES);
    isLast = (bits & 1) === 1;
    const type = (bits >> 1) & 3;
    // A block holds at most 128 KiB (§3.1.1.2.4), the field at most 2 MiB.
    yield await take(cursor, type === RLE ? 1 : bits >> 3);
  }
  if ((flags & 4) !== 0) yield await take(cursor, CHECKSUM_BYTES);
}

async function skipFrame(cursor: Cursor): Promise<void> {
  const size = await take(cursor, 4);
  let left = size.length < 4 ? 0 : size.readUInt32LE(0);
  while (left > 0 && !cursor.isTruncated) left -= (await take(cursor, Math.min(left, 65_536))).length;
}

/** So many bytes, or what is left where the stream ends before. */
async function take(cursor: Cursor, size: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let missing = size;
  while (missing > 0) {
    if (!(await fill(cursor))) {
      cursor.isTruncated = true;
      break;
    }
    const piece = cursor.rest.subarray(0, missing);
    cursor.rest = cursor.rest.subarray(piece.length);
    missing -= piece.length;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Whether there is a byte more. */
async function fill(cursor: Cursor): Promise<boolean> {
  while (cursor.rest.length === 0) {
    const next = await cursor.blocks.next();
    if (next.done === true) return false;
    cursor.rest = next.value;
  }
  return true;
}
