/**
 * Keys of subjects, by which one person's sealed fields can be made unreadable for good. A subject has a key pair: the sealer knows
 * the public half, the private half is kept wrapped where fields are opened. Erasing a subject is deleting the wrapped half,
 * from backups too, and leaving a tombstone.
 */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { kidOf } from '../kid.ts';
import { unwrapKey, wrapKey } from './aes-key-wrap.ts';
import { combineDeks, subjectInfo, takeDek } from './epoch-keys.ts';
import { setupSender } from './hpke.ts';
import { isEncodable } from './lengthed.ts';
import { X25519_BYTES, rawPrivateKey, rawPublicKey, toPrivateKey } from './x25519.ts';

/** What is stored of a subject's key pair. */
export interface SubjectKeys {
  /** Name of the public key: 16 hex digits. */
  readonly kid: string;
  /** 32 bytes, for the sealer. */
  readonly publicKey: Buffer;
  /** 40 bytes, for the opener's vault. */
  readonly wrappedPrivateKey: Buffer;
}

/** New key pairs, the private halves wrapped under a key-encryption key of 256 bits. */
export function createSubjectKeys(count: number, kek: KeyObject): readonly SubjectKeys[] {
  return Array.from({ length: count }, () => {
    const { publicKey, privateKey } = generateKeyPairSync('x25519');
    const raw = rawPublicKey(publicKey);
    return { kid: kidOf(raw), publicKey: raw, wrappedPrivateKey: wrapPrivateKey(kek, privateKey) };
  });
}

/** AES-256-KW (RFC 3394) of the 32 raw bytes: 40 bytes. */
export function wrapPrivateKey(kek: KeyObject, privateKey: KeyObject): Buffer {
  const raw = rawPrivateKey(privateKey);
  const wrapped = wrapKey(kek, raw);
  raw.fill(0);
  return wrapped;
}

/** The private key; null when the bytes were wrapped under another key, or are none that were wrapped. */
export function unwrapPrivateKey(kek: KeyObject, wrapped: Uint8Array): KeyObject | null {
  const raw = unwrapKey(kek, wrapped);
  if (raw === null) return null;
  const key = raw.length === X25519_BYTES ? toPrivateKey(raw) : null;
  raw.fill(0);
  return key;
}

/** One encapsulation to a subject; serves any number of epochs of one tenant while it lives. */
export interface SubjectSession {
  readonly tenant: string;
  readonly kid: string;
  readonly enc: Buffer;
  /** The DEK of a group's epoch and this subject together; null once the session has ended. */
  readonly combine: (groupDek: Buffer, headerId: Uint8Array) => Buffer | null;
  /** Overwrites the session's secret. What was sealed stays readable with the keys. */
  readonly end: () => void;
}

export interface SubjectSessionOptions {
  readonly tenant: string;
  /** The subject's 32 raw bytes. */
  readonly publicKey: Uint8Array;
  /** Gives that many bytes nobody can foresee: `randomBytes` of node:crypto. */
  readonly random: (bytes: number) => Uint8Array;
}

/** Throws on a tenant that is not encodable, and on a public key that is none. */
export function startSubjectSession({ tenant, publicKey, random }: SubjectSessionOptions): SubjectSession {
  if (!isEncodable(tenant))
    throw new RangeError('Expected a tenant of at most 65,535 bytes of well-formed text.');
  const seed = random(X25519_BYTES);
  const { enc, keys } = setupSender(publicKey, subjectInfo(tenant), seed);
  seed.fill(0);
  const dek = takeDek(keys);
  let ended = false;
  return {
    tenant,
    kid: kidOf(publicKey),
    enc,
    combine: (groupDek, headerId) => (ended ? null : combineDeks(groupDek, dek, headerId)),
    end: () => {
      ended = true;
      dek.fill(0);
    },
  };
}
