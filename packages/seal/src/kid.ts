import { createHash } from 'node:crypto';

const KID_BYTES = 8;

/** The name of a recipient's public key: the first 8 bytes of SHA-256 of its 32 raw bytes, as 16 lower-case hex digits. */
export function kidOf(publicKey: Uint8Array): string {
  return createHash('sha256')
    .update(publicKey)
    .digest('hex')
    .slice(0, 2 * KID_BYTES);
}
