/** X25519 keys (RFC 7748) as the 32 raw bytes that records carry, and as the KeyObjects that node:crypto takes. */
import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Length of a public key, of a private key and of a shared secret, in bytes. */
export const X25519_BYTES = 32;

/** The DER that stands before the raw bytes in PKCS #8 and in SubjectPublicKeyInfo (RFC 8410, sections 4 and 7). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex');

/** Any 32 bytes are a private key. Throws when there are more or fewer. */
export function toPrivateKey(raw: Uint8Array): KeyObject {
  checkLength(raw);
  const der = Buffer.concat([PRIVATE_HEAD, raw]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  return key;
}

/** Any 32 bytes are a public key; useless ones show when a secret is agreed on. Throws when there are more or fewer. */
function toPublicKey(raw: Uint8Array): KeyObject {
  checkLength(raw);
  return createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, raw]), format: 'der', type: 'spki' });
}

/** The 32 bytes of the public half of either half. Throws on a key of another kind. */
export function rawPublicKey(key: KeyObject): Buffer {
  const { x } = checkKind(key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

/** The 32 bytes of a private key; who gets them should fill them with zeros after use. Throws on a key of another kind. */
export function rawPrivateKey(key: KeyObject): Buffer {
  const { d } = checkKind(key).export({ format: 'jwk' });
  return Buffer.from(d ?? '', 'base64url');
}

/** The shared secret; null where it would be all zeros, which tells nothing about the keys (RFC 7748, section 6.1). */
export function agree(privateKey: KeyObject, publicKey: Uint8Array): Buffer | null {
  const key = toPublicKey(publicKey);
  try {
    return diffieHellman({ privateKey, publicKey: key });
  } catch {
    // OpenSSL fails on the all-zero result.
    return null;
  }
}

function checkKind(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'x25519') throw new TypeError('Expected an X25519 key.');
  return key;
}

function checkLength(raw: Uint8Array): void {
  if (raw.length !== X25519_BYTES) {
    throw new RangeError(`Expected an X25519 key of ${X25519_BYTES} bytes, got ${raw.length}.`);
  }
}
