/** Bytes, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Big-endian. */
export function u16(value: number): Bytes {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** Texts as UTF-8. */
export function concat(...parts: readonly (string | Bytes)[]): Bytes {
  const all = parts.map((part) => (typeof part === 'string' ? utf8(part) : part));
  const whole = new Uint8Array(all.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of all) {
    whole.set(each, at);
    at += each.length;
  }
  return whole;
}

/** RFC 4648, section 5, without padding. */
export function base64url(bytes: Bytes): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
