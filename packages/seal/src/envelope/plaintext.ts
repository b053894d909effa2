/**
 * What a sealed field holds: a type, a length, the value and zeros up to a size that tells little of the length.
 *   type u8 ‖ length u16 ‖ value ‖ zeros
 * Sizes are 16 bytes and its doublings, up to 131,072, so that a size tells the length to a factor of two. There is one plaintext
 * for each value, and what is not of this form is not read.
 */
import { isUtf8 } from 'node:buffer';
import { LENGTHED_BYTES_MAX, LONE_SURROGATE } from './lengthed.ts';

/** Any value of JSON. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const TYPES = { string: 0, number: 1, bool: 2, json: 3 } as const;
const TRUE = '\u0001';
const FALSE = '\u0000';
const HEAD_BYTES = 3;
const SIZE_MIN = 16;
/** Longest value: UTF-8 bytes of a text, or of the JSON of anything else. */
export const VALUE_BYTES_MAX = LENGTHED_BYTES_MAX;

/** Why a value has no plaintext. */
export type UnfitValue = 'value-too-long' | 'value-not-json';

/** The padded plaintext of a value, or why there is none. */
export function encodeValue(value: JsonValue): Buffer | UnfitValue {
  if (typeof value === 'number')
    return Number.isFinite(value) ? pad('number', numberText(value)) : 'value-not-json';
  if (typeof value === 'boolean') return pad('bool', value ? TRUE : FALSE);
  // Lone surrogates have no UTF-8; JSON escapes them.
  if (typeof value === 'string' && !LONE_SURROGATE.test(value)) return pad('string', value);
  const text = stringify(value);
  return text === undefined ? 'value-not-json' : pad('json', text);
}

function stringify(value: JsonValue): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // Cycles, or a nesting too deep for the stack.
    return undefined;
  }
}

function pad(type: keyof typeof TYPES, text: string): Buffer | UnfitValue {
  const length = Buffer.byteLength(text, 'utf8');
  if (length > VALUE_BYTES_MAX) return 'value-too-long';
  const padded = Buffer.alloc(paddedSize(HEAD_BYTES + length));
  padded[0] = TYPES[type];
  padded.writeUInt16BE(length, 1);
  padded.write(text, HEAD_BYTES, 'utf8');
  return padded;
}

/** Whether plaintexts have this size. */
export function isPaddedSize(bytes: number): boolean {
  return bytes === paddedSize(bytes) && bytes <= paddedSize(HEAD_BYTES + VALUE_BYTES_MAX);
}

function paddedSize(bytes: number): number {
  let size = SIZE_MIN;
  while (size < bytes) size *= 2;
  return size;
}

/** The value of a plaintext; null when it is not the plaintext of any. */
export function decodeValue(padded: Buffer): { readonly value: JsonValue } | null {
  const length = padded.length < SIZE_MIN ? Infinity : padded.readUInt16BE(1);
  if (padded.length !== paddedSize(HEAD_BYTES + length)) return null;
  if (!padded.subarray(HEAD_BYTES + length).every((byte) => byte === 0)) return null;
  const text = decodeText(padded.subarray(HEAD_BYTES, HEAD_BYTES + length));
  return text === null ? null : readValue(padded[0], text);
}

function readValue(type: number | undefined, text: string): { readonly value: JsonValue } | null {
  if (type === TYPES.string) return { value: text };
  if (type === TYPES.json) return readJson(text);
  if (type === TYPES.bool) return text === TRUE || text === FALSE ? { value: text === TRUE } : null;
  const value = Number(text);
  return type === TYPES.number && Number.isFinite(value) && numberText(value) === text ? { value } : null;
}

function readJson(text: string): { readonly value: JsonValue } | null {
  try {
    // JSON.parse gives JSON values and nothing else.
    const value: JsonValue = JSON.parse(text);
    return { value };
  } catch {
    return null;
  }
}

/** The shortest decimal that reads back as the number (ECMA-262, Number::toString), with the sign of −0. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function decodeText(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}
