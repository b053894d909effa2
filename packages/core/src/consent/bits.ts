/** Bits of a base64url text (RFC 4648 §5) without padding, read where they lie: six to a character, nothing unpacked. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const OF_ALPHABET = /^[\w-]+$/;
const BITS = 6;
/** Character code → its six bits. */
const VALUES = new Uint8Array(128);
for (let value = 0; value < ALPHABET.length; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

/** How many bits the text holds, or -1 where it is empty or a character is not of the alphabet. */
export function bitLength(text: string): number {
  return OF_ALPHABET.test(text) ? text.length * BITS : -1;
}

/** The unsigned number of `count` bits, at most 52, from bit `from`. What lies beyond the end reads as zeros: ask `bitLength` first. */
export function readBits(text: string, from: number, count: number): number {
  let at = Math.floor(from / BITS);
  let left = count;
  let skip = from - at * BITS;
  let value = 0;
  while (left > 0) {
    const take = Math.min(BITS - skip, left);
    const six = at < text.length ? (VALUES[text.charCodeAt(at)] ?? 0) : 0;
    // Multiplied and not shifted: a time has 36 bits.
    value = value * (1 << take) + ((six >> (BITS - skip - take)) & ((1 << take) - 1));
    left -= take;
    skip = 0;
    at += 1;
  }
  return value;
}
