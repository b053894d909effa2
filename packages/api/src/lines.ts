/** Bytes → lines of text. */

/** What is used of a web `ReadableStream` of bytes. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/** Bytes of one line; a longer one ends the stream with an error. */
const LINE_BYTES_MAX = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Yields each line without its end. Cancels the stream when the reader stops early. */
export async function* splitLines(stream: ByteStream): AsyncGenerator<string, void, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      let from = 0;
      // No byte of a longer UTF-8 sequence is a newline, so lines can be split before they are decoded.
      for (let end = value.indexOf(NEWLINE); end !== -1; end = value.indexOf(NEWLINE, from)) {
        const line = decoder.decode(concat(rest, value.subarray(from, end)));
        rest = new Uint8Array(0);
        from = end + 1;
        yield line;
      }
      rest = concat(rest, value.subarray(from));
      if (rest.length > LINE_BYTES_MAX) throw new RangeError('A line is longer than the limit.');
    }
    if (rest.length > 0) yield decoder.decode(rest);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
