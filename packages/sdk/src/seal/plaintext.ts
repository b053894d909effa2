/**
 * What a sealed field holds, as `packages/seal` reads it: type u8 ‖ length u16 ‖ value ‖ zeros up to 16 bytes or the next doubling, so that a
 * size tells the length to a factor of two.
 */
import { concat, u16, utf8 } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { LENGTHED_BYTES_MAX, LONE_SURROGATE } from './lengthed.ts';

/** Any value of JSON. */
export type SealableValue =
  string | number | boolean | null | readonly SealableValue[] | { readonly [key: string]: SealableValue };

const TYPES = { string: 0, number: 1, bool: 2, json: 3 } as const;
const HEAD_BYTES = 3;
const SIZE_MIN = 16;

/** Throws a RangeError where the value is no JSON or longer than 65,535 bytes. */
export function encodeValue(value: SealableValue): Bytes {
  if (typeof value === 'number' && Number.isFinite(value))
    return pad('number', Object.is(value, -0) ? '-0' : String(value));
  if (typeof value === 'boolean') return pad('bool', value ? '\u0001' : '\u0000');
  if (typeof value === 'string' && !LONE_SURROGATE.test(value)) return pad('string', value);
  if (typeof value === 'number') throw new RangeError('only finite numbers can be sealed');
  return pad('json', JSON.stringify(value));
}

function pad(type: keyof typeof TYPES, text: string): Bytes {
  const bytes = utf8(text);
  if (bytes.length > LENGTHED_BYTES_MAX)
    throw new RangeError(`a sealed value must be ${LENGTHED_BYTES_MAX} bytes or less`);
  let size = SIZE_MIN;
  while (size < HEAD_BYTES + bytes.length) size *= 2;
  const padded = new Uint8Array(size);
  padded.set(concat(Uint8Array.of(TYPES[type]), u16(bytes.length), bytes));
  return padded;
}
