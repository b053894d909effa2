/** Key pairs of a ring: the halves apart, and together again. */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { X25519_BYTES, rawPrivateKey, rawPublicKey, toPrivateKey } from '../envelope/x25519.ts';
import { kidOf } from '../kid.ts';

export interface KeyPair {
  readonly kid: string;
  /** 32 bytes in base64url. */
  readonly publicKey: string;
  /** 32 bytes. Secret; to be cleared after use. */
  readonly privateHalf: Buffer;
}

export function makeKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const raw = rawPublicKey(publicKey);
  return { kid: kidOf(raw), publicKey: raw.toString('base64url'), privateHalf: rawPrivateKey(privateKey) };
}

/** The private key of 32 bytes; null where it does not belong to the public one. */
export function importPrivateHalf(half: Uint8Array, publicKey: string): KeyObject | null {
  if (half.length !== X25519_BYTES) return null;
  const key = toPrivateKey(half);
  return rawPublicKey(key).toString('base64url') === publicKey ? key : null;
}
