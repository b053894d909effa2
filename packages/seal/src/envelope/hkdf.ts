/** HKDF-SHA256 (RFC 5869) in its two steps, which HPKE takes one by one. */
import { createHmac, createSecretKey } from 'node:crypto';

export const HASH_BYTES = 32;
/** Section 2.3: blocks are counted in one byte. */
const EXPAND_BYTES_MAX = 255 * HASH_BYTES;

/** HKDF-Extract: 32 bytes. No salt is a salt of zeros (section 2.2). */
export function extract(salt: Uint8Array, ...ikm: readonly (Uint8Array | string)[]): Buffer {
  const key = createSecretKey(salt.length === 0 ? Buffer.alloc(HASH_BYTES) : salt);
  const hmac = createHmac('sha256', key);
  for (const part of ikm) hmac.update(part);
  return hmac.digest();
}

/** HKDF-Expand: that many bytes, from 0 to 8,160. Throws on other lengths. */
export function expand(prk: Uint8Array, info: Uint8Array, bytes: number): Buffer {
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > EXPAND_BYTES_MAX) {
    throw new RangeError(`Expected a length from 0 to ${EXPAND_BYTES_MAX} bytes.`);
  }
  const key = createSecretKey(prk);
  const blocks: Buffer[] = [];
  for (let at = 1; blocks.length * HASH_BYTES < bytes; at += 1) {
    const hmac = createHmac('sha256', key).update(blocks.at(-1) ?? '');
    blocks.push(
      hmac
        .update(info)
        .update(Buffer.from([at]))
        .digest(),
    );
  }
  return Buffer.concat(blocks).subarray(0, bytes);
}
