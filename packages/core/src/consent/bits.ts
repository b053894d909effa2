/** Bits of a base64url text (RFC 4648 §5) without padding, read where they lie: six to a character, nothing unpacked. */

const VALUES = new Int8Array(128).fill(-1);
for (const [value, letter] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
].entries()) {
  VALUES[letter.charCodeAt(0)] = value;
}

/** How many bits the text holds, or -1 where it is empty or a character is not of the alphabet. */
export function bitLength(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if ((VALUES[text.charCodeAt(at)] ?? -1) < 0) return -1;
  }
  return text.length === 0 ? -1 : text.length * 6;
}

/** The unsigned number of `count` bits, at most 52, from bit `from`. What lies beyond the end reads as zeros: ask `bitLength` first. */
export function readBits(text: string, from: number, count: number): number {
  let value = 0;
  for (let bit = from; bit < from + count;) {
    const inner = bit % 6;
    const take = Math.min(6 - inner, from + count - bit);
    const six = Math.max(0, VALUES[text.charCodeAt((bit - inner) / 6)] ?? 0);
    value = value * 2 ** take + ((six >> (6 - inner - take)) & (2 ** take - 1));
    bit += take;
  }
  return value;
}
