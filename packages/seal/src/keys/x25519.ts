/** X25519 key pairs (RFC 7748) as 32 raw bytes and as node:crypto takes them. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { kidOf } from '../kid.ts';

export const HALF_BYTES = 32;
/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
/** What stands before the 32 bytes of a public key in SubjectPublicKeyInfo (RFC 8410 §4). */
const SPKI_PREFIX_BYTES = 12;

export interface KeyPair {
  readonly kid: string;
  /** 32 bytes in base64url. */
  readonly publicKey: string;
  /** 32 bytes. Secret; to be cleared after use. */
  readonly privateHalf: Buffer;
}

export function makeKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  const privateHalf = Buffer.from(der.subarray(der.length - HALF_BYTES));
  der.fill(0);
  const raw = rawPublicKey(publicKey);
  return { kid: kidOf(raw), publicKey: raw.toString('base64url'), privateHalf };
}

/** The private key of 32 bytes; null where it does not belong to the public one. */
export function importPrivateHalf(half: Uint8Array, publicKey: string): KeyObject | null {
  if (half.length !== HALF_BYTES) return null;
  const der = Buffer.concat([PKCS8_PREFIX, half]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  return rawPublicKey(createPublicKey(key)).toString('base64url') === publicKey ? key : null;
}

function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX_BYTES);
}
