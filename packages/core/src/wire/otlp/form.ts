/** Which of its two forms an OTLP request has, and with that its answer. */
import { getTextEncoding } from '@bufbuild/protobuf/wire';
import type { WireRequest } from '../wire.ts';

export type Form = 'json' | 'protobuf';

const LINE_FEED = 0x0a;
const OPEN_BRACE = 0x7b;
/** Byte order mark and the white space of RFC 8259. */
const BEFORE_JSON: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0d, LINE_FEED]);
const BEFORE_JSON_BYTES_MAX = 64;

/**
 * Told by the body: JSON begins with a brace, and a request in protobuf with 0x0a, the key of its only field. That byte is
 * a line feed as well, so where a brace follows it, and where the body begins with anything else, Content-Type decides.
 */
export function formOf({ bytes, headers }: Pick<WireRequest, 'bytes' | 'headers'>): Form {
  const says = /json/i.test(headers['content-type'] ?? '') ? 'json' : 'protobuf';
  if (bytes.length === 0) return says;
  const opensObject = firstOfText(bytes) === OPEN_BRACE;
  if (bytes[0] === LINE_FEED) return opensObject ? says : 'protobuf';
  return opensObject ? 'json' : says;
}

/** UTF-8 → text, or null when it is none; a byte order mark stays. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return getTextEncoding().decodeUtf8(bytes, true);
  } catch {
    return null;
  }
}

function firstOfText(bytes: Uint8Array): number | undefined {
  let at = 0;
  while (at < BEFORE_JSON_BYTES_MAX && BEFORE_JSON.has(bytes[at] ?? 0)) at += 1;
  return bytes[at];
}
