/**
 * HPKE (RFC 9180), base mode, one suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Synchronous on node:crypto,
 * because the asynchronous libraries cost several times as much for each small field. Checked against the vectors of the
 * RFC's suite and against two other implementations. The sequence is the caller's: nothing here holds state.
 */
import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { NONCE_BYTES, decryptGcm, encryptGcm } from './aes-gcm.ts';
import { HASH_BYTES, expand, extract } from './hkdf.ts';
import { X25519_BYTES, agree, rawPublicKey, toPrivateKey } from './x25519.ts';

/** Section 7: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
const KEM = Buffer.from([0x00, 0x20]);
const KDF = Buffer.from([0x00, 0x01]);
const AEAD = Buffer.from([0x00, 0x02]);
const KEM_SUITE = Buffer.concat([Buffer.from('KEM'), KEM]);
const SUITE = Buffer.concat([Buffer.from('HPKE'), KEM, KDF, AEAD]);
const VERSION = Buffer.from('HPKE-v1');
const BASE_MODE = Buffer.from([0x00]);
const NOTHING = Buffer.alloc(0);
const AEAD_KEY_BYTES = 32;
const SEQUENCE_MAX = 2 ** 32 - 1;

/** What both sides share after an encapsulation. */
export interface HpkeKeys {
  readonly key: KeyObject;
  readonly baseNonce: Buffer;
  readonly exporterSecret: Buffer;
}

export interface HpkeSender {
  /** The encapsulated key: 32 bytes that the recipient needs. */
  readonly enc: Buffer;
  readonly keys: HpkeKeys;
}

/**
 * Encapsulates to a public key of 32 raw bytes. `ikm` is at least 32 fresh random bytes; the ephemeral key is derived from them.
 * Throws on a public key of small order, with which no secret can be agreed on.
 */
export function setupSender(publicKey: Uint8Array, info: Uint8Array, ikm: Uint8Array): HpkeSender {
  if (ikm.length < X25519_BYTES) throw new RangeError(`Expected at least ${X25519_BYTES} random bytes.`);
  const ephemeral = deriveKeyPair(ikm);
  const enc = rawPublicKey(ephemeral);
  const shared = agree(ephemeral, publicKey);
  if (shared === null)
    throw new RangeError('Expected a public key of large order: this one protects nothing.');
  return { enc, keys: scheduleKeys(sharedSecret(shared, Buffer.concat([enc, publicKey])), info) };
}

/** The same keys for the recipient; null when `enc` is no encapsulation at all. Throws when the key is not of X25519. */
export function setupReceiver(privateKey: KeyObject, info: Uint8Array, enc: Uint8Array): HpkeKeys | null {
  if (privateKey.type !== 'private') throw new TypeError('Expected a private key.');
  const publicKey = rawPublicKey(privateKey);
  const shared = enc.length === X25519_BYTES ? agree(privateKey, enc) : null;
  if (shared === null) return null;
  return scheduleKeys(sharedSecret(shared, Buffer.concat([enc, publicKey])), info);
}

/** DeriveKeyPair, section 7.1.3: gives the private half. */
export function deriveKeyPair(ikm: Uint8Array): KeyObject {
  const prk = labeledExtract(KEM_SUITE, NOTHING, 'dkp_prk', ikm);
  const raw = labeledExpand({ suite: KEM_SUITE, secret: prk, label: 'sk', info: NOTHING }, X25519_BYTES);
  const key = toPrivateKey(raw);
  prk.fill(0);
  raw.fill(0);
  return key;
}

/** Encrypts the message that is number `sequence` (0 to 2³² − 1) under these keys. No number may be used twice. */
export function sealAt(keys: HpkeKeys, sequence: number, aad: Uint8Array, plaintext: Uint8Array): Buffer {
  return encryptGcm({ key: keys.key, nonce: nonceOf(keys, sequence), aad }, plaintext);
}

/** The message that is number `sequence`; null when it is not authentic. */
export function openAt(
  keys: HpkeKeys,
  sequence: number,
  aad: Uint8Array,
  ciphertext: Uint8Array,
): Buffer | null {
  return decryptGcm({ key: keys.key, nonce: nonceOf(keys, sequence), aad }, ciphertext);
}

/** A further secret of up to 8,160 bytes, named by its context (section 5.3). Throws on other lengths. */
export function exportSecret(keys: HpkeKeys, context: Uint8Array, bytes: number): Buffer {
  return labeledExpand({ suite: SUITE, secret: keys.exporterSecret, label: 'sec', info: context }, bytes);
}

/** Overwrites what of the keys lies in memory of ours. The KeyObject goes with its last reference. */
export function forgetKeys(keys: HpkeKeys): void {
  keys.baseNonce.fill(0);
  keys.exporterSecret.fill(0);
}

function nonceOf({ baseNonce }: HpkeKeys, sequence: number): Buffer {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > SEQUENCE_MAX) {
    throw new RangeError(`Expected a sequence number from 0 to ${SEQUENCE_MAX}.`);
  }
  const nonce = Buffer.from(baseNonce);
  const at = NONCE_BYTES - 4;
  nonce.writeUInt32BE((nonce.readUInt32BE(at) ^ sequence) >>> 0, at);
  return nonce;
}

/** ExtractAndExpand, section 4.1. */
function sharedSecret(agreed: Buffer, kemContext: Buffer): Buffer {
  const prk = labeledExtract(KEM_SUITE, NOTHING, 'eae_prk', agreed);
  agreed.fill(0);
  const secret = labeledExpand(
    { suite: KEM_SUITE, secret: prk, label: 'shared_secret', info: kemContext },
    HASH_BYTES,
  );
  prk.fill(0);
  return secret;
}

/** KeySchedule of the base mode, section 5.1. */
function scheduleKeys(shared: Buffer, info: Uint8Array): HpkeKeys {
  const context = Buffer.concat([
    BASE_MODE,
    labeledExtract(SUITE, NOTHING, 'psk_id_hash', NOTHING),
    labeledExtract(SUITE, NOTHING, 'info_hash', info),
  ]);
  const secret = labeledExtract(SUITE, shared, 'secret', NOTHING);
  const derive = (label: string, bytes: number): Buffer =>
    labeledExpand({ suite: SUITE, secret, label, info: context }, bytes);
  const raw = derive('key', AEAD_KEY_BYTES);
  const keys = {
    key: createSecretKey(raw),
    baseNonce: derive('base_nonce', NONCE_BYTES),
    exporterSecret: derive('exp', HASH_BYTES),
  };
  for (const bytes of [raw, secret, shared]) bytes.fill(0);
  return keys;
}

function labeledExtract(suite: Buffer, salt: Uint8Array, label: string, ikm: Uint8Array): Buffer {
  return extract(salt, VERSION, suite, label, ikm);
}

interface Expansion {
  readonly suite: Buffer;
  readonly secret: Buffer;
  readonly label: string;
  readonly info: Uint8Array;
}

function labeledExpand({ suite, secret, label, info }: Expansion, bytes: number): Buffer {
  const length = Buffer.from([bytes >> 8, bytes & 0xff]);
  return expand(secret, Buffer.concat([length, VERSION, suite, Buffer.from(label), info]), bytes);
}
