/** Streams of bytes as blocks: from files and standard input, decompressed and decoded as their first bytes say. */
import { open as openFile } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { SpareBuffers } from './spare-buffers.ts';
import { createSpareBuffers } from './spare-buffers.ts';
import { DECOMPRESSED_BYTES, throughStream } from './through-stream.ts';
import type { Blocks } from './through-stream.ts';
import { UnreadError } from './unread.ts';
import type { UnreadReason } from './unread.ts';
import { unzstd } from './zstd.ts';

const HEAD_BYTES = 65_536;
const GZIP = [0x1f, 0x8b] as const;
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd] as const;

export interface FileRange {
  readonly start: number;
  /** The first byte that is no longer meant. */
  readonly end: number;
}

const WHOLE: FileRange = { start: 0, end: Infinity };

/** The bytes of a file, or of a part of it, each block in memory of `buffers`. */
export async function* readFileBlocks(
  path: string,
  { start, end }: FileRange = WHOLE,
  buffers: SpareBuffers = createSpareBuffers(0),
): AsyncGenerator<Uint8Array> {
  const file = await openFile(path);
  try {
    for (let at = start; at < end;) {
      const buffer = buffers.take();
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - at), at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Calls back with the size of each block that passes. */
export async function* metered(blocks: Blocks, passed: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    passed(block.length);
    yield block;
  }
}

/** A stream whose beginning was looked at; `blocks` gives all of it. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly isWhole: boolean;
  readonly blocks: Blocks;
}

/** Reads the beginning of a stream, up to 64 KiB, and keeps it. */
export async function peek(source: Blocks): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  // What was read before a failure is given first, and the failure after it.
  let failure: { readonly error: unknown } | null = null;
  while (size < HEAD_BYTES && !isWhole && failure === null) {
    const next = await iterator.next().catch((error: unknown) => ({ failed: error }));
    if ('failed' in next) failure = { error: next.failed };
    else if (next.done === true) isWhole = true;
    else {
      read.push(next.value);
      size += next.value.length;
    }
  }
  const failed = failure;
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* read;
      if (failed !== null) throw failed.error;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(read), isWhole, blocks: all() };
}

/** Closes a stream of which no more is needed. Throws where what was read of it ended in a failure. */
export async function discard({ head, isWhole, blocks }: Peeked): Promise<void> {
  let left = isWhole || head.length >= HEAD_BYTES ? 1 : Infinity;
  for await (const block of blocks) if (block.length > 0 && --left <= 0) break;
}

/**
 * Opens gzip (RFC 1952) and Zstandard (RFC 8878), several members and layers included, and UTF-16; else gives it as it is. Memory
 * of compressed blocks goes back to `buffers`.
 */
export async function open(source: Blocks, buffers: SpareBuffers): Promise<Peeked> {
  let peeked = await peek(source);
  for (let layers = 0; layers < 2; layers++) {
    if (begins(peeked.head, GZIP))
      peeked = await peek(
        throughStream(peeked.blocks, createGunzip({ chunkSize: DECOMPRESSED_BYTES }), buffers.give),
      );
    else if (begins(peeked.head, ZSTD)) peeked = await peek(unzstd(peeked.blocks));
  }
  const utf16 = utf16Of(peeked.head);
  return utf16 === null ? peeked : await peek(decoded(peeked.blocks, utf16));
}

export function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

/** By the byte order mark, or by every other of the first bytes being zero, as in text of ASCII. */
function utf16Of(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (begins(head, [0xff, 0xfe])) return 'utf-16le';
  if (begins(head, [0xfe, 0xff])) return 'utf-16be';
  if (head.length < 8) return null;
  const pairs = Array.from({ length: 4 }, (_, at) => [head[at * 2] ?? 0, head[at * 2 + 1] ?? 0] as const);
  if (pairs.every(([first, second]) => first !== 0 && second === 0)) return 'utf-16le';
  return pairs.every(([first, second]) => first === 0 && second !== 0) ? 'utf-16be' : null;
}

async function* decoded(blocks: Blocks, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Uint8Array> {
  // What is not valid would be replaced without a word.
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const block of blocks)
    yield Buffer.from(orUnread(() => decoder.decode(block, MORE), 'not-utf-16'));
  orUnread(() => decoder.decode(), 'truncated');
}

const MORE = { stream: true } as const;

function orUnread(decode: () => string, reason: UnreadReason): string {
  try {
    return decode();
  } catch {
    throw new UnreadError(reason);
  }
}
