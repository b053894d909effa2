/** The scalars of OTLP/JSON (https://protobuf.dev/programming-guides/json/), as the values that the protobuf form gives too. */
import type { Json } from '../../event.ts';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT32_MAX = 2 ** 32 - 1;
/** As many digits as 64 bits have, with a sign. */
const INTEGER = /^-?\d{1,19}$/;
const HEX = /^(?:[0-9a-f]{2})+$/i;
const DECIMAL = /^-?\d{1,400}(?:\.\d{1,400})?(?:e[+-]?\d{1,4})?$/i;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/**
 * A number where it is exact, else its digits. A number that is no 64-bit integer stays: JavaScript's exporter writes
 * every whole number as `intValue`, and in protobuf as a double.
 */
export function readInt64(given: Json): Json | undefined {
  if (typeof given === 'number') {
    if (!Number.isInteger(given)) return Number.isFinite(given) ? undefined : readDouble(given);
    return Number.isSafeInteger(given) ? given : wholeNumber(given);
  }
  if (typeof given !== 'string' || !INTEGER.test(given)) return undefined;
  const near = Number(given);
  if (Number.isSafeInteger(near)) return near;
  const exact = BigInt(given);
  return exact < INT64_MIN || exact > INT64_MAX ? undefined : exact.toString();
}

function wholeNumber(given: number): Json {
  const exact = BigInt(given);
  return exact < INT64_MIN || exact > INT64_MAX ? given : exact.toString();
}

/** A number, or `NaN`, `Infinity` and `-Infinity` as text, for which JSON has no number. */
export function readDouble(given: Json): Json | undefined {
  if (typeof given === 'number') return doubleValue(given);
  if (given === 'NaN' || given === 'Infinity' || given === '-Infinity') return given;
  return typeof given === 'string' && DECIMAL.test(given) ? doubleValue(Number(given)) : undefined;
}

/** The value that a double is kept as. */
export function doubleValue(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}

/** Standard base64 with padding, whichever of the two alphabets it came in. */
export function readBase64(given: Json): Json | undefined {
  if (typeof given !== 'string' || !BASE64.test(given)) return undefined;
  const letters = given.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  try {
    return btoa(atob(letters));
  } catch {
    return undefined;
  }
}

/** Bytes of an id (https://www.w3.org/TR/trace-context/#trace-id and #parent-id). */
export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;

/** An id of so many bytes in lower-case hex; empty where it stands for none; null where it is no hex. */
export function readHex(given: Json, length: number): string | null {
  if (given === '') return '';
  if (typeof given !== 'string' || !HEX.test(given)) return null;
  return idOf(given.toLowerCase(), length);
}

/**
 * The id, or empty text where it stands for none: all zeros, or another length than its own (opentelemetry-proto v1.7.0,
 * trace.proto, `trace_id` and `span_id`). What has not the length of an id might be a text in hex.
 */
export function idOf(hex: string, length: number): string {
  return hex.length !== 2 * length || /^0*$/.test(hex) ? '' : hex;
}

/** A whole number from 0 to 2^32 - 1, or null. */
export function readUint32(given: Json): number | null {
  const value = typeof given === 'string' && /^\d{1,10}$/.test(given) ? Number(given) : given;
  if (typeof value !== 'number' || !Number.isInteger(value)) return null;
  return value >= 0 && value <= UINT32_MAX ? value : null;
}
