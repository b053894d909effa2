/** AES-256 key wrap (RFC 3394), for keys at rest under a key-encryption key. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** RFC 3394, section 2.2.3.1. */
const INITIAL_VALUE = Buffer.from('a6a6a6a6a6a6a6a6', 'hex');
const BLOCK_BYTES = 8;
const KEY_BYTES_MIN = 2 * BLOCK_BYTES;
const WRAPPED_BYTES_MIN = KEY_BYTES_MIN + BLOCK_BYTES;

/** Wraps at least 16 bytes, a multiple of 8, under a key of 256 bits; 8 bytes longer. Throws on any other length. */
export function wrapKey(kek: KeyObject, key: Uint8Array): Buffer {
  if (key.length < KEY_BYTES_MIN || key.length % BLOCK_BYTES !== 0) {
    throw new RangeError(
      `Expected a multiple of ${BLOCK_BYTES} bytes from ${KEY_BYTES_MIN} on, got ${key.length}.`,
    );
  }
  const cipher = createCipheriv('id-aes256-wrap', kek, INITIAL_VALUE);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/** The key; null when it was wrapped under another key or altered. */
export function unwrapKey(kek: KeyObject, wrapped: Uint8Array): Buffer | null {
  // OpenSSL takes an empty input for a key that was wrapped (Wycheproof aes_wrap, case 119).
  if (wrapped.length < WRAPPED_BYTES_MIN || wrapped.length % BLOCK_BYTES !== 0) return null;
  const decipher = createDecipheriv('id-aes256-wrap', kek, INITIAL_VALUE);
  try {
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return null;
  }
}
