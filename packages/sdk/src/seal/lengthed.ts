import { concat, u16, utf8 } from './bytes.ts';
import type { Bytes } from './bytes.ts';

/** The most that two bytes of length can say. */
export const LENGTHED_BYTES_MAX = 0xffff;
/** A surrogate without its other half, which has no UTF-8. */
export const LONE_SURROGATE = /\p{Surrogate}/u;

/** Each item behind its length in two bytes. Throws a RangeError where an item is too long, or no well-formed text. */
export function concatLengthed(items: readonly (string | Bytes)[]): Bytes {
  const parts = items.flatMap((item) => {
    if (typeof item === 'string' && LONE_SURROGATE.test(item))
      throw new RangeError('a place must be well-formed text');
    const bytes = typeof item === 'string' ? utf8(item) : item;
    if (bytes.length > LENGTHED_BYTES_MAX)
      throw new RangeError(`a place must be ${LENGTHED_BYTES_MAX} bytes or less`);
    return [u16(bytes.length), bytes];
  });
  return concat(...parts);
}
