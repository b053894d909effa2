/**
 * Reads zip archives (PKWARE APPNOTE 6.3.10) by their central directory, entry by entry, without holding any of them.
 * Stored and deflated entries are read, Zip64 included; encrypted ones and other methods are told of as unread.
 */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { begins, readFileBlocks } from './blocks.ts';
import { DECOMPRESSED_BYTES, throughStream } from './through-stream.ts';
import type { Blocks } from './through-stream.ts';
import { UnreadError } from './unread.ts';

export interface ZipEntry {
  readonly name: string;
  /** Throws an `UnreadError` where the entry is damaged, after all that could be read of it. */
  readonly blocks: () => Blocks;
}

const ENTRY_MAGIC = [0x50, 0x4b, 0x03, 0x04] as const;
const END_MAGIC = [0x50, 0x4b, 0x05, 0x06] as const;
const END_SIGNATURE = 0x06054b50;
const END64_SIGNATURE = 0x06064b50;
const LOCATOR64_SIGNATURE = 0x07064b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const LOCATOR64_BYTES = 20;
const COMMENT_BYTES_MAX = 65_535;
/** A million entries with names of usual length; more is no export. */
const DIRECTORY_BYTES_MAX = 128 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;
const IS_ENCRYPTED = 1;
const ZIP64_EXTRA = 1;
const IN_ZIP64 = 0xffff_ffff;

/** Whether the bytes begin an archive; an empty one has an end alone. */
export function isZip(head: Uint8Array): boolean {
  return begins(head, ENTRY_MAGIC) || begins(head, END_MAGIC);
}

/** The entries that are files, in the order of the directory. Throws an `UnreadError` where it cannot be read. */
export async function readZip(path: string): Promise<readonly ZipEntry[]> {
  const file = await open(path);
  try {
    const { offset, size } = await findDirectory(file);
    if (size > DIRECTORY_BYTES_MAX) throw new UnreadError('broken-zip');
    return parseDirectory(await bytesAt(file, offset, size))
      .filter(({ name }) => !name.endsWith('/'))
      .map((entry) => ({ name: entry.name, blocks: () => entryBlocks(path, entry) }));
  } finally {
    await file.close();
  }
}

async function bytesAt(file: FileHandle, offset: number, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, size));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
  if (offset < 0 || bytesRead < size) throw new UnreadError('broken-zip');
  return buffer;
}

interface Place {
  readonly offset: number;
  readonly size: number;
}

async function findDirectory(file: FileHandle): Promise<Place> {
  const { size } = await file.stat();
  const tailStart = Math.max(0, size - END_BYTES - COMMENT_BYTES_MAX - LOCATOR64_BYTES);
  const tail = await bytesAt(file, tailStart, size - tailStart);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue;
    const place = { size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    const locator = at - LOCATOR64_BYTES;
    const isLarge = place.size === IN_ZIP64 || place.offset === IN_ZIP64;
    if (!isLarge || locator < 0 || tail.readUInt32LE(locator) !== LOCATOR64_SIGNATURE) return place;
    const end = await bytesAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56);
    if (end.readUInt32LE(0) !== END64_SIGNATURE) throw new UnreadError('broken-zip');
    return { size: Number(end.readBigUInt64LE(40)), offset: Number(end.readBigUInt64LE(48)) };
  }
  throw new UnreadError('broken-zip');
}

interface DirectoryEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

function parseDirectory(bytes: Buffer): readonly DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  let at = 0;
  while (at + 46 <= bytes.length) {
    if (bytes.readUInt32LE(at) !== CENTRAL_SIGNATURE) throw new UnreadError('broken-zip');
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    const end = extraEnd + bytes.readUInt16LE(at + 32);
    if (end > bytes.length) throw new UnreadError('broken-zip');
    const large = largeNumbers(bytes.subarray(nameEnd, extraEnd));
    const number = (from: number): number => {
      const small = bytes.readUInt32LE(at + from);
      return small === IN_ZIP64 ? (large.shift() ?? small) : small;
    };
    // The order is that of the Zip64 extra field, not that of the entry.
    const size = number(24);
    const packedSize = number(20);
    const offset = number(42);
    entries.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packedSize,
      size,
      offset,
    });
    at = end;
  }
  if (at !== bytes.length) throw new UnreadError('broken-zip');
  return entries;
}

function largeNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === ZIP64_EXTRA && end <= extra.length) {
      const field = extra.subarray(at + 4, end);
      return Array.from({ length: Math.floor(field.length / 8) }, (_, nth) =>
        Number(field.readBigUInt64LE(nth * 8)),
      );
    }
    at = end;
  }
  return [];
}

async function* entryBlocks(path: string, entry: DirectoryEntry): AsyncGenerator<Uint8Array> {
  const isReadable = entry.method === STORED || entry.method === DEFLATED;
  if (!isReadable || (entry.flags & IS_ENCRYPTED) !== 0) throw new UnreadError('zip-method');
  const start = await dataStart(path, entry);
  const packed = readFileBlocks(path, { start, end: start + entry.packedSize });
  const blocks =
    entry.method === STORED
      ? packed
      : throughStream(packed, createInflateRaw({ chunkSize: DECOMPRESSED_BYTES }));
  let sum = 0;
  let size = 0;
  for await (const block of blocks) {
    sum = crc32(block, sum);
    size += block.length;
    yield block;
  }
  if (sum !== entry.crc || size !== entry.size) throw new UnreadError('broken-compression');
}

async function dataStart(path: string, { offset }: DirectoryEntry): Promise<number> {
  const file = await open(path);
  try {
    const local = await bytesAt(file, offset, 30);
    if (local.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new UnreadError('broken-zip');
    return offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  } finally {
    await file.close();
  }
}
