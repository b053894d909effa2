/**
 * Signatures over a text as `ssh-keygen -Y sign` and `-Y verify` make and check them (OpenSSH, PROTOCOL.sshsig), with Ed25519
 * (RFC 8032) alone: reviewers sign with the keys and agents that they have.
 */
import { createHash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { publicBytes, publicKeyIn, readPublicKey, toPublicKey } from './ssh-key.ts';
import { SshDataBroken, readSsh, sshNumber, sshString } from './ssh-wire.ts';

const MAGIC = Buffer.from('SSHSIG');
const VERSION = 1;
const TYPE = 'ssh-ed25519';
const HASHES: ReadonlySet<string> = new Set(['sha256', 'sha512']);
const ARMOUR = /^\s*-----BEGIN SSH SIGNATURE-----([A-Za-z0-9+/=\s]+)-----END SSH SIGNATURE-----\s*$/;
const LINE_LENGTH = 70;

/** The armoured signature of a text under a namespace. */
export function signText(text: string, namespace: string, key: KeyObject): string {
  const hash = 'sha512';
  const signature = sign(null, signedData(text, namespace, hash), key);
  const blob = Buffer.concat([
    MAGIC,
    sshNumber(VERSION),
    sshString(Buffer.concat([sshString(TYPE), sshString(publicBytes(key))])),
    sshString(namespace),
    sshString(''),
    sshString(hash),
    sshString(Buffer.concat([sshString(TYPE), sshString(signature)])),
  ]);
  const lines = blob.toString('base64').match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

/** Whether the armoured signature is one of the text, under the namespace, by the key (`ssh-ed25519 AAAA…`). Never throws. */
export function verifyText(text: string, namespace: string, armoured: string, publicKey: string): boolean {
  const [, encoded] = ARMOUR.exec(armoured) ?? [];
  const expected = readPublicKey(publicKey);
  if (encoded === undefined || expected === null) return false;
  try {
    return isSignature(Buffer.from(encoded, 'base64'), { text, namespace, expected });
  } catch (error) {
    if (error instanceof SshDataBroken) return false;
    throw error;
  }
}

interface Expected {
  readonly text: string;
  readonly namespace: string;
  readonly expected: Buffer;
}

function isSignature(blob: Buffer, { text, namespace, expected }: Expected): boolean {
  const reader = readSsh(blob);
  if (!reader.bytes(MAGIC.length).equals(MAGIC) || reader.number() !== VERSION) return false;
  const key = publicKeyIn(reader.string());
  const isMeant = reader.text() === namespace;
  reader.string();
  const hash = reader.text();
  if (!key.equals(expected) || !isMeant || !HASHES.has(hash)) return false;
  const signature = readSsh(reader.string());
  if (signature.text() !== TYPE) return false;
  return verify(null, signedData(text, namespace, hash), toPublicKey(key), signature.string());
}

function signedData(text: string, namespace: string, hash: string): Buffer {
  const digest = createHash(hash).update(text).digest();
  return Buffer.concat([MAGIC, sshString(namespace), sshString(''), sshString(hash), sshString(digest)]);
}
