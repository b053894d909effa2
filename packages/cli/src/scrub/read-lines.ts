/** Lines of a stream of bytes, one at a time, so that memory holds one line and no more. */
import type { Readable } from 'node:stream';

/** A line without its line feed, or one that was too long or no UTF-8 and was let pass unread. */
export type Line =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unread'; readonly reason: 'too-long' | 'not-utf-8' };

const LINE_FEED = 10;

/** Yields every line; the last one with or without a line feed. Lines above `bytesMax` are dropped as they come. */
export async function* readLines(stream: Readable, bytesMax: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Buffer[] = [];
  let length = 0;
  const take = (last: Buffer): Line => {
    const isTooLong = length + last.length > bytesMax;
    const bytes = isTooLong ? last : Buffer.concat([...parts, last]);
    parts = [];
    length = 0;
    if (isTooLong) return { kind: 'unread', reason: 'too-long' };
    try {
      return { kind: 'text', text: decoder.decode(bytes) };
    } catch {
      return { kind: 'unread', reason: 'not-utf-8' };
    }
  };
  let isOpen = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      yield take(chunk.subarray(from, at));
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    isOpen = rest.length > 0 || (isOpen && from === 0);
    length += rest.length;
    if (length <= bytesMax) parts.push(rest);
    else parts = [];
  }
  if (isOpen) yield take(Buffer.alloc(0));
}
