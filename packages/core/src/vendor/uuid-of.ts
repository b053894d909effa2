/** Message ids for vendors that take nothing but a UUID. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES: ReadonlyMap<string, number> = new Map(
  Array.from(ALPHABET, (letter, value): [string, number] => [letter, value]),
);
/** RFC 9562 §5.8: bits whose meaning is the application's own. */
const VERSION = 0x80;
/** RFC 9562 §4.1: the variant of all UUIDs of that RFC. */
const VARIANT = 0x80;

/**
 * A version 8 UUID (RFC 9562 §5.8) of 122 bits of the id, the same for the same id. `id` is a re-keyed id: base64url of
 * uniformly spread bits, 22 characters or more. Shorter ids and other characters are taken as zero bits.
 */
export function uuidOf(id: string): string {
  const bytes = Array.from({ length: 16 }, (_, at) => byteAt(id, at));
  bytes[6] = VERSION | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = VARIANT | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The byte that base64url decoding gives at this position: three bytes for four letters (RFC 4648 §5). */
function byteAt(id: string, at: number): number {
  const bit = at * 8;
  const letter = Math.floor(bit / 6);
  const value = (offset: number): number => VALUES.get(id.charAt(letter + offset)) ?? 0;
  const window = (value(0) << 12) | (value(1) << 6) | value(2);
  return (window >>> (10 - (bit % 6))) & 0xff;
}
