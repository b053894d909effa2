/** Ed25519 keys as OpenSSH writes them: public ones (RFC 8709 §4) and private ones (OpenSSH, PROTOCOL.key). */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SshDataBroken, readSsh } from './ssh-wire.ts';

const TYPE = 'ssh-ed25519';
const PUBLIC_LENGTH = 32;
const MAGIC = 'openssh-key-v1\0';
const ARMOUR = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----/;

/** Why a private key cannot be used. The message says what to do. */
export class KeyUnusable extends Error {
  override readonly name = 'KeyUnusable';
}

/** The 32 bytes of a public key written as `ssh-ed25519 AAAA… comment`. Null where it is none. */
export function readPublicKey(line: string): Buffer | null {
  const [type, encoded = ''] = line.trim().split(/\s+/);
  if (type !== TYPE) return null;
  try {
    return publicKeyIn(Buffer.from(encoded, 'base64'));
  } catch (error) {
    if (error instanceof SshDataBroken) return null;
    throw error;
  }
}

/** The 32 bytes of the public key in its wire form. Throws `SshDataBroken` where it is of another type. */
export function publicKeyIn(blob: Buffer): Buffer {
  const reader = readSsh(blob);
  const type = reader.text();
  const key = reader.string();
  if (type !== TYPE || key.length !== PUBLIC_LENGTH)
    throw new SshDataBroken('Not a key of type ssh-ed25519.');
  return key;
}

/** A private key without passphrase, in OpenSSH's form or as PKCS #8 (RFC 8410). Throws `KeyUnusable` for any other. */
export function readPrivateKey(text: string): KeyObject {
  const [, armoured] = ARMOUR.exec(text) ?? [];
  try {
    return armoured === undefined ? readPem(text) : readOpenSsh(Buffer.from(armoured, 'base64'));
  } catch (error) {
    if (error instanceof KeyUnusable) throw error;
    throw new KeyUnusable('The file holds no private key of type ssh-ed25519.');
  }
}

function readPem(text: string): KeyObject {
  const key = createPrivateKey(text);
  if (key.asymmetricKeyType !== 'ed25519') throw new KeyUnusable('The key is not of type ed25519.');
  return key;
}

function readOpenSsh(data: Buffer): KeyObject {
  const reader = readSsh(data);
  if (reader.bytes(MAGIC.length).toString('latin1') !== MAGIC) throw new SshDataBroken('No OpenSSH key.');
  if (reader.text() !== 'none') {
    throw new KeyUnusable(
      'The key has a passphrase: sign what `headgate review payload` prints with `ssh-keygen -Y sign -n headgate-review`.',
    );
  }
  reader.string();
  reader.string();
  reader.number();
  reader.string();
  const secret = readSsh(reader.string());
  if (secret.number() !== secret.number()) throw new SshDataBroken('The key is damaged.');
  if (secret.text() !== TYPE) throw new KeyUnusable('The key is not of type ed25519.');
  const x = secret.string();
  const seed = secret.string().subarray(0, PUBLIC_LENGTH);
  return createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', d: seed.toString('base64url'), x: x.toString('base64url') },
    format: 'jwk',
  });
}

/** The 32 bytes of the public half. */
export function publicBytes(key: KeyObject): Buffer {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

/** A key object from the 32 bytes. */
export function toPublicKey(bytes: Buffer): KeyObject {
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
    format: 'jwk',
  });
}
