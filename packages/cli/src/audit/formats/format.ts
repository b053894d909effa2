/** The vocabulary of reading: a format says how a stream is cut into chunks of whole records, and how a chunk is read. */
import type { Json } from '@headgate/core';
import { BUFFER_BYTES } from '../spare-buffers.ts';
import type { UnreadReason } from '../unread.ts';

/** Whole records, with the lines they stand on. Goes to a worker, which alone keeps it. */
export interface Chunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly firstLine: number;
  readonly lastLine: number;
  /** The first row of a CSV file, which names the columns; else null. */
  readonly header: string | null;
}

/** Hears from a reader in a worker. */
export interface RecordSink {
  /** Whether the record at this place is to be looked at; only some are when a sample was asked for. */
  readonly wants: (place: number) => boolean;
  readonly record: (value: Json, format: string) => void;
  readonly unread: (fromLine: number, toLine: number, reason: UnreadReason) => void;
}

export interface ReadLimits {
  /** Longest line or event that is held in memory, in bytes. */
  readonly recordBytesMax: number;
  /** The only columns of CSV and Parquet that are looked at; null for all. */
  readonly columns: readonly string[] | null;
}

export interface CutterSink {
  /** `CHUNK_BYTES` of memory for the next chunk, with whatever was in it before. */
  readonly buffer: () => Uint8Array<ArrayBuffer>;
  readonly chunk: (chunk: Chunk) => Promise<void>;
  readonly unread: (fromLine: number, toLine: number, reason: UnreadReason) => void;
}

/** Takes a stream block by block and gives chunks. The cuts depend on the bytes alone, not on the blocks. */
export interface Cutter {
  readonly push: (block: Uint8Array) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** The beginning of a source, enough to tell its format. */
export interface Head {
  /** Of the file or entry, in lower case, without the ending of a compression. */
  readonly name: string;
  readonly text: string;
  /** Whether the text is all there is. */
  readonly isWhole: boolean;
}

export interface Format {
  readonly id: string;
  readonly recognise: (head: Head) => boolean;
  readonly cutter: (sink: CutterSink, limits: ReadLimits) => Cutter;
  readonly read: (chunk: Chunk, sink: RecordSink, limits: ReadLimits) => void;
}

/** Size of a chunk, unless one record is larger. */
export const CHUNK_BYTES = BUFFER_BYTES;
export const NEWLINE = 10;
