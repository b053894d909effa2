/** Readings of single values that more than one wire protocol shares. All are total: what cannot be read is null. */
import { isJsonObject } from '../event.ts';
import type { Json, JsonObject } from '../event.ts';

/** The value of every absent object, shared so that an event without properties costs nothing. */
export const EMPTY_OBJECT: JsonObject = Object.freeze({});

/** Below this an epoch counts seconds, from it on milliseconds: it is 1973 in the one and the year 5138 in the other. */
const EPOCH_MS_MIN = 1e11;

/** The largest time that a `Date` can hold (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const TIME_MS_MAX = 8.64e15;

/** ISO 8601 as telemetry SDKs write it; the length is bounded by the caller. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;
const ISO_ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i;
const ISO_LENGTH_MAX = 40;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** An id as text: numbers become text, empty text and everything else null. */
export function readId(value: Json | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return null;
}

/** The object, an empty one where it is absent or null, or null where it is something else. */
export function readObject(value: Json | undefined): JsonObject | null {
  if (value === undefined || value === null) return EMPTY_OBJECT;
  return isJsonObject(value) ? value : null;
}

/** Milliseconds since 1970 from an ISO 8601 text, or from a number of milliseconds or seconds. A text without zone is UTC. */
export function readTime(value: Json | undefined): number | null {
  if (typeof value === 'string') return readIsoTime(value);
  return typeof value === 'number' ? readEpoch(value) : null;
}

/** Milliseconds since 1970 from a positive number of milliseconds or seconds, told apart by their magnitude. */
export function readEpoch(value: number): number | null {
  if (!(value > 0)) return null;
  const milliseconds = Math.round(value < EPOCH_MS_MIN ? value * 1000 : value);
  return milliseconds <= TIME_MS_MAX ? milliseconds : null;
}

/** The Basic scheme's user name (RFC 7617), in which SDKs send their write key, or null. */
export function readBasicUser(authorization: string | undefined): string | null {
  if (authorization === undefined || !/^basic /i.test(authorization)) return null;
  const credentials = decodeBase64(authorization.slice('basic '.length).trim());
  if (credentials === null) return null;
  const colon = credentials.indexOf(':');
  return readId(colon === -1 ? credentials : credentials.slice(0, colon));
}

/** Base64 or base64url of UTF-8 → text. Spaces count as the `+` they were before form decoding. Null if it is neither. */
export function decodeBase64(encoded: string): string | null {
  const standard = /[-_ ]/.test(encoded)
    ? encoded.replaceAll(' ', '+').replaceAll('-', '+').replaceAll('_', '/')
    : encoded;
  try {
    const bytes = atob(standard);
    return isAscii(bytes) ? bytes : new TextDecoder().decode(toBytes(bytes));
  } catch {
    return null;
  }
}

/**
 * Sets an own property whatever its name. Plain assignment of `__proto__` would set the prototype instead, and lose
 * the value from everything that walks the event.
 */
export function setOwn(target: Record<string, Json>, key: string, value: Json): void {
  if (key !== '__proto__') {
    target[key] = value;
    return;
  }
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function readIsoTime(text: string): number | null {
  // What `toISOString` writes, and so nearly every SDK, is told by its shape alone.
  if (text.length === 24 && text.charCodeAt(10) === LETTER_T && text.charCodeAt(23) === LETTER_Z) {
    return nullIfNaN(Date.parse(text));
  }
  if (text.length > ISO_LENGTH_MAX || !ISO_TIME.test(text)) return null;
  // A date alone is UTC by ECMA-262, a date with a time is local: the gateway's own zone must not leak into events.
  const zoned = text.length <= 10 || ISO_ZONE.test(text) ? text : `${text}Z`;
  return nullIfNaN(Date.parse(zoned));
}

function nullIfNaN(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

function toBytes(binary: string): Uint8Array {
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
