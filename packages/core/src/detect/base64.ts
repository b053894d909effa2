/** Base64 and base64url (RFC 4648 §4 and §5) read as text, in one alphabet, padding optional. */
import { codeAt } from './characters.ts';

const SEXTETS = makeSextets();
/** What stands for bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd';
let utf8: TextDecoder | null = null;
let encoder: TextEncoder | null = null;

/** Whether the character belongs to base64 or base64url, padding aside. */
export function isBase64At(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return code < 128 && (SEXTETS[code] ?? -1) >= 0;
}

/**
 * The text that a run of base64 encodes, or null when it is not printable UTF-8. Gives up at the first byte that
 * cannot be text, so that random tokens cost a few steps only.
 */
export function decodeBase64Text(text: string, start: number, end: number): string | null {
  const size = Math.floor(((end - start) * 3) / 4);
  if ((end - start) % 4 === 1 || !beginsPrintable(text, start, end)) return null;
  const bytes = new Uint8Array(size);
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let index = start; index < end; index++) {
    bits = ((bits << 6) | (SEXTETS[codeAt(text, index)] ?? 0)) & 0x3fff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >> held) & 0xff;
    if (isControl(byte)) return null;
    bytes[length++] = byte;
  }
  return decodeUtf8(bytes);
}

/** A text in the alphabet, and with or without padding, of the run that it takes the place of. */
export function encodeBase64Text(text: string, like: string): string {
  encoder ??= new TextEncoder();
  let bytes = '';
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte);
  const encoded = btoa(bytes);
  const isPadded = like.length % 4 === 0;
  const inAlphabet = /[-_]/u.test(like) ? encoded.replaceAll('+', '-').replaceAll('/', '_') : encoded;
  return isPadded ? inAlphabet : inAlphabet.replace(/={1,2}$/u, '');
}

/** Looks at the first six bytes: most tokens fail here, before anything is allocated. */
function beginsPrintable(text: string, start: number, end: number): boolean {
  const stop = Math.min(end, start + 8) - 3;
  let continuations = 0;
  for (let index = start; index < stop; index += 4) {
    const bits =
      (sextetAt(text, index) << 18) |
      (sextetAt(text, index + 1) << 12) |
      (sextetAt(text, index + 2) << 6) |
      sextetAt(text, index + 3);
    for (let shift = 16; shift >= 0; shift -= 8) {
      continuations = continuationsAfter((bits >> shift) & 0xff, continuations);
      if (continuations < 0) return false;
    }
  }
  return true;
}

/** How many continuation bytes must still come (RFC 3629 §4), or -1 where the byte is not printable UTF-8. */
function continuationsAfter(byte: number, awaited: number): number {
  if (awaited > 0) return byte >= 0x80 && byte <= 0xbf ? awaited - 1 : -1;
  if (byte < 0x80) return isControl(byte) ? -1 : 0;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}

function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13);
}

function sextetAt(text: string, index: number): number {
  return SEXTETS[codeAt(text, index)] ?? 0;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  utf8 ??= new TextDecoder();
  const decoded = utf8.decode(bytes);
  return decoded.includes(REPLACEMENT) ? null : decoded;
}

function makeSextets(): Int8Array {
  const sextets = new Int8Array(128).fill(-1);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let value = 0; value < 64; value++) sextets[alphabet.charCodeAt(value)] = value;
  sextets['-'.charCodeAt(0)] = 62;
  sextets['_'.charCodeAt(0)] = 63;
  return sextets;
}
