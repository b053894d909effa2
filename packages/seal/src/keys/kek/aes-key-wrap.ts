/** AES Key Wrap with a 256-bit key (RFC 3394, NIST SP 800-38F KW), of 32 bytes: 40 come out. */
import { createCipheriv, createDecipheriv } from 'node:crypto';

const ALGORITHM = 'id-aes256-wrap';
/** The default initial value, RFC 3394 §2.2.3.1. */
const INITIAL_VALUE = Buffer.alloc(8, 0xa6);
const PLAIN_BYTES = 32;
const WRAPPED_BYTES = 40;

export function wrapKey(kek: Uint8Array, secret: Uint8Array): Buffer {
  if (secret.length !== PLAIN_BYTES) throw new RangeError(`Expected ${PLAIN_BYTES} bytes to wrap.`);
  const cipher = createCipheriv(ALGORITHM, kek, INITIAL_VALUE);
  return Buffer.concat([cipher.update(secret), cipher.final()]);
}

/** Null where the key is another one or the text was changed. OpenSSL takes an empty input for good, so lengths are checked here. */
export function unwrapKey(kek: Uint8Array, wrapped: Uint8Array): Buffer | null {
  if (wrapped.length !== WRAPPED_BYTES) return null;
  try {
    const decipher = createDecipheriv(ALGORITHM, kek, INITIAL_VALUE);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return null;
  }
}
