/** Decompression that stops at a limit while it inflates, so that a small bomb never becomes a large buffer. */
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';

/** `deflate` is the zlib form (RFC 1950) that HTTP means by the name; `raw` is what some senders mean (RFC 1951). */
export type Coding = 'plain' | 'gzip' | 'deflate' | 'raw' | 'br' | 'zstd';

export type Inflated =
  | { readonly kind: 'inflated'; readonly body: Buffer }
  | { readonly kind: 'refused'; readonly refusal: 'bad-encoding' | 'too-large' };

/** Compressed bytes up to which inflating on the spot is faster than a trip to another thread. */
const NOW_INPUT_BYTES_MAX = 64 * 1024;
/** Inflated bytes that may be made on the spot; about 2 ms of work. Larger bodies go to another thread. */
const NOW_OUTPUT_BYTES_MAX = 1024 * 1024;

/**
 * How the body is compressed: what Content-Encoding says, and where it says nothing, what the first bytes say, because
 * posthog-js and RudderStack's SDK send gzip without the header. Neither magic number can begin JSON or a form.
 * Null for a coding that is unknown or stacked.
 */
export function codingOf(contentEncoding: string | undefined, body: Buffer): Coding | null {
  switch (contentEncoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return sniff(body);
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
      return isZlib(body) ? 'deflate' : 'raw';
    case 'br':
      return 'br';
    case 'zstd':
      return 'zstd';
    default:
      return null;
  }
}

/** Inflates a small body on the spot; null when it is, or becomes, too large for that. */
export function inflateNow(body: Buffer, coding: Coding, bytesMax: number): Inflated | null {
  if (coding === 'plain') return checkPlain(body, bytesMax);
  if (body.length > NOW_INPUT_BYTES_MAX) return null;
  const maxOutputLength = Math.min(bytesMax, NOW_OUTPUT_BYTES_MAX);
  try {
    return { kind: 'inflated', body: INFLATERS[coding].now(body, { maxOutputLength }) };
  } catch (error) {
    const refusal = refusalOf(error);
    return refusal === 'too-large' && maxOutputLength < bytesMax ? null : { kind: 'refused', refusal };
  }
}

/** Inflates on another thread, piece by piece, and gives up at the first piece that passes `bytesMax`. */
export function inflateLater(body: Buffer, coding: Coding, bytesMax: number): Promise<Inflated> {
  if (coding === 'plain') return Promise.resolve(checkPlain(body, bytesMax));
  const inflater = INFLATERS[coding].later;
  return new Promise((resolve) => {
    inflater(body, { maxOutputLength: bytesMax }, (error, inflated) => {
      resolve(
        error === null
          ? { kind: 'inflated', body: inflated }
          : { kind: 'refused', refusal: refusalOf(error) },
      );
    });
  });
}

interface InflateOptions {
  readonly maxOutputLength: number;
}

interface Inflater {
  readonly now: (body: Buffer, options: InflateOptions) => Buffer;
  readonly later: (
    body: Buffer,
    options: InflateOptions,
    done: (error: Error | null, inflated: Buffer) => void,
  ) => void;
}

const INFLATERS: Readonly<Record<Exclude<Coding, 'plain'>, Inflater>> = {
  gzip: { now: gunzipSync, later: gunzip },
  deflate: { now: inflateSync, later: inflate },
  raw: { now: inflateRawSync, later: inflateRaw },
  br: { now: brotliDecompressSync, later: brotliDecompress },
  zstd: { now: zstdDecompressSync, later: zstdDecompress },
};

/** gzip: RFC 1952 §2.3.1. Zstandard: RFC 8878 §3.1.1. */
function sniff(body: Buffer): Coding {
  if (body[0] === 0x1f && body[1] === 0x8b) return 'gzip';
  if (body[0] === 0x28 && body[1] === 0xb5 && body[2] === 0x2f && body[3] === 0xfd) return 'zstd';
  return 'plain';
}

/** RFC 1950 §2.2: the method is 8 and the two header bytes are a multiple of 31. */
function isZlib(body: Buffer): boolean {
  return body.length >= 2 && (body.readUInt8(0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}

function checkPlain(body: Buffer, bytesMax: number): Inflated {
  return body.length > bytesMax ? { kind: 'refused', refusal: 'too-large' } : { kind: 'inflated', body };
}

function refusalOf(error: unknown): 'bad-encoding' | 'too-large' {
  const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
  return tooLarge ? 'too-large' : 'bad-encoding';
}
