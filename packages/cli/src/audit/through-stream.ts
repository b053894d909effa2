/** Blocks of bytes through a stream of Node, without losing what it gave before it failed. */
import type { Duplex } from 'node:stream';

export type Blocks = AsyncIterable<Uint8Array>;

/**
 * Size of a decompressor's blocks: Node's own 16 KiB make so many of them that they pile up before they are collected (341 MB at
 * most against 262 for a gzip of 300 MB).
 */
export const DECOMPRESSED_BYTES = 65_536;

/** Blocks that wait between a decompressor and its reader. */
const QUEUED_MAX = 8;

/**
 * Sends blocks through a decompressor. Everything it gave before an error is handed on first: a stream's own iterator
 * would throw away what it still holds, and with it the readable part of a truncated file. The end is taken from
 * `close` alone, because `pipeline` reports success for a truncated gzip file of one block. `taken` hears of each block that
 * the decompressor is done with.
 */
export async function* throughStream(
  blocks: Blocks,
  through: Duplex,
  taken: (block: Uint8Array) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const queue: Uint8Array[] = [];
  const state: { failure: Error | null; isClosed: boolean; wake: () => void } = {
    failure: null,
    isClosed: false,
    wake: () => undefined,
  };
  through.on('data', (block: Uint8Array) => {
    queue.push(block);
    if (queue.length >= QUEUED_MAX) through.pause();
    state.wake();
  });
  through.on('error', (error) => (state.failure ??= error));
  through.on('close', () => {
    state.isClosed = true;
    state.wake();
  });
  // It settles always: a failure of the source is kept, and thrown below.
  const fed = feed(blocks, through, taken).catch((error: unknown) => {
    state.failure = error instanceof Error ? error : new Error('the source failed', { cause: error });
  });
  try {
    while (queue.length > 0 || !state.isClosed) {
      const block = queue.shift();
      if (queue.length === 0) through.resume();
      if (block !== undefined) yield block;
      else await new Promise<void>((resolve) => (state.wake = resolve));
    }
  } finally {
    through.destroy();
    await fed;
  }
  if (state.failure !== null) throw state.failure;
}

/** Writes all blocks, no faster than they are taken. Ends the stream also where the source fails, and rejects then. */
async function feed(blocks: Blocks, through: Duplex, taken: (block: Uint8Array) => void): Promise<void> {
  try {
    for await (const block of blocks) {
      if (through.destroyed) return;
      if (!through.write(block, () => taken(block))) await drained(through);
    }
  } finally {
    through.end();
  }
}

function drained(through: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      through.off('drain', done);
      through.off('close', done);
      resolve();
    };
    through.on('drain', done);
    through.on('close', done);
    if (through.destroyed) done();
  });
}
