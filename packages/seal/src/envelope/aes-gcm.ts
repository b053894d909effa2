/** AES-256-GCM (NIST SP 800-38D) with 96-bit nonces and whole tags. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** What is encrypted or decrypted: under a key no nonce may ever be used for two plaintexts. */
export interface GcmMessage {
  /** 256 bits. A KeyObject is four times as fast as raw bytes. */
  readonly key: KeyObject;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
}

/** Ciphertext and tag: 16 bytes more than the plaintext. */
export function encryptGcm({ key, nonce, aad }: GcmMessage, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([ciphertext, cipher.getAuthTag()], ciphertext.length + TAG_BYTES);
}

/** The plaintext; null when key, nonce, additional data or ciphertext are not those of the encryption. */
export function decryptGcm({ key, nonce, aad }: GcmMessage, sealed: Uint8Array): Buffer | null {
  const end = sealed.length - TAG_BYTES;
  if (end < 0) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  const plaintext = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
    return plaintext;
  } catch {
    // Nothing of a plaintext that is not authentic may be seen by anybody.
    plaintext.fill(0);
    return null;
  }
}
