/** Texts and bytes behind their length, so that no two lists of them serialise alike. */

/** The most that two bytes of length can say. */
export const LENGTHED_BYTES_MAX = 0xffff;
/** Each UTF-16 unit is at most three bytes of UTF-8. */
const SURELY_SHORT = Math.floor(LENGTHED_BYTES_MAX / 3);
/** A surrogate without its other half. */
export const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a text has UTF-8 of its own, of at most 65,535 bytes. */
export function isEncodable(text: string): boolean {
  if (LONE_SURROGATE.test(text)) return false;
  return text.length <= SURELY_SHORT || Buffer.byteLength(text, 'utf8') <= LENGTHED_BYTES_MAX;
}

/** Each item behind its length in two bytes, big-endian; texts as UTF-8. Throws where an item is longer than 65,535 bytes. */
export function concatLengthed(items: readonly (string | Uint8Array)[]): Buffer {
  const lengths = items.map((item) =>
    typeof item === 'string' ? Buffer.byteLength(item, 'utf8') : item.length,
  );
  const whole = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 2 + length, 0));
  let at = 0;
  items.forEach((item, index) => {
    at = whole.writeUInt16BE(lengths[index] ?? 0, at);
    if (typeof item === 'string') at += whole.write(item, at, 'utf8');
    else {
      whole.set(item, at);
      at += item.length;
    }
  });
  return whole;
}
