/**
 * Cuts a stream at ends of records into chunks of at most 1 MiB. One buffer is filled at a time and then given away; a
 * record that does not fit doubles it up to the limit, and is passed over, byte by byte, beyond that.
 */
import type { Chunk, Cutter, CutterSink, ReadLimits } from './format.ts';
import { CHUNK_BYTES, NEWLINE } from './format.ts';

/** A carriage return and a line feed, which do not count. */
const BREAK_BYTES = 2;

/** The position after the last record that ends in the bytes; 0 where none does. The bytes begin with a record. */
export type LastEnd = (bytes: Uint8Array) => number;

interface Filling {
  bytes: Uint8Array<ArrayBuffer>;
  length: number;
  /** Line on which the buffer begins. */
  line: number;
  /** Whether the rest of the line is passed over. */
  isSkipping: boolean;
}

/** `lastEnd` must give a position after a line break. */
export function cutLines(sink: CutterSink, limits: ReadLimits, lastEnd: LastEnd = lastLineEnd): Cutter {
  const filling: Filling = { bytes: sink.buffer(), length: 0, line: 1, isSkipping: false };
  return {
    push: async (block) => {
      let from = 0;
      while (from < block.length) {
        if (filling.isSkipping) from = skip(filling, block, from);
        else {
          const taken = Math.min(block.length - from, filling.bytes.length - filling.length);
          filling.bytes.set(block.subarray(from, from + taken), filling.length);
          filling.length += taken;
          from += taken;
          if (filling.length === filling.bytes.length) await cut(filling, sink, limits, lastEnd);
        }
      }
    },
    end: async () => {
      if (filling.length > 0) await give(filling, sink, filling.length);
    },
  };
}

function lastLineEnd(bytes: Uint8Array): number {
  return bytes.lastIndexOf(NEWLINE) + 1;
}

function skip(filling: Filling, block: Uint8Array, from: number): number {
  const end = block.indexOf(NEWLINE, from);
  if (end === -1) return block.length;
  filling.isSkipping = false;
  filling.line += 1;
  return end + 1;
}

async function cut(filling: Filling, sink: CutterSink, limits: ReadLimits, lastEnd: LastEnd): Promise<void> {
  const end = lastEnd(filling.bytes);
  if (end > 0) return await give(filling, sink, end);
  const lengthMax = limits.recordBytesMax + BREAK_BYTES;
  if (filling.length < lengthMax) {
    const larger = new Uint8Array(Math.min(filling.length * 2, Math.max(lengthMax, CHUNK_BYTES)));
    larger.set(filling.bytes);
    filling.bytes = larger;
    return;
  }
  // Lines inside a quoted cell were counted as one record; what follows its last break is passed over with it.
  const breaks = countLines(filling.bytes);
  sink.unread(filling.line, filling.line + breaks, 'too-long');
  filling.line += breaks;
  filling.bytes = sink.buffer();
  filling.length = 0;
  filling.isSkipping = true;
}

async function give(filling: Filling, sink: CutterSink, end: number): Promise<void> {
  const { bytes, length, line } = filling;
  const whole = bytes.subarray(0, end);
  const lines = countLines(whole);
  const rest = bytes.subarray(end, length);
  const next = rest.length * 2 <= CHUNK_BYTES ? sink.buffer() : new Uint8Array(rest.length * 2);
  next.set(rest);
  filling.bytes = next;
  filling.length = rest.length;
  filling.line += lines;
  const lastLine = line + lines - (whole[end - 1] === NEWLINE ? 1 : 0);
  const chunk: Chunk = { bytes: whole, firstLine: line, lastLine, header: null };
  await sink.chunk(chunk);
}

/** How many line breaks the bytes hold. */
function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
