/**
 * The sender's half of HPKE (RFC 9180), base mode, as far as sealing needs it: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, and
 * nothing but the export of a secret. By WebCrypto.
 */
import { concat, u16 } from './bytes.ts';
import type { Bytes } from './bytes.ts';

export interface Encapsulated {
  /** 32 bytes for the recipient. */
  readonly enc: Bytes;
  /** 32 bytes that the recipient alone can know, by their label (section 5.3). */
  readonly exportSecret: (label: string) => Promise<Bytes>;
}

const KEM = concat('KEM', u16(0x20));
const SUITE = concat('HPKE', u16(0x20), u16(0x01), u16(0x02));
const NOTHING = new Uint8Array(0);
const HASH_BYTES = 32;
const CURVE = { name: 'X25519' } as const;

/** Rejects where the public key is none, or of small order. */
export async function encapsulate(publicKey: Bytes, info: Bytes): Promise<Encapsulated> {
  const recipient = await crypto.subtle.importKey('raw', publicKey, CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  if (!('privateKey' in own)) throw new TypeError('expected a pair of keys');
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const shared = await crypto.subtle.deriveBits({ ...CURVE, public: recipient }, own.privateKey, 256);
  const prk = await labeledExtract(KEM, NOTHING, 'eae_prk', new Uint8Array(shared));
  const secret = await labeledExpand(KEM, prk, 'shared_secret', concat(enc, publicKey));
  const exporter = await exporterSecret(secret, info);
  return { enc, exportSecret: (label) => labeledExpand(SUITE, exporter, 'sec', concat(label)) };
}

/** The key schedule (section 5.1), without the key and nonce that are not used. */
async function exporterSecret(shared: Bytes, info: Bytes): Promise<Bytes> {
  const context = concat(
    Uint8Array.of(0),
    await labeledExtract(SUITE, NOTHING, 'psk_id_hash', NOTHING),
    await labeledExtract(SUITE, NOTHING, 'info_hash', info),
  );
  const secret = await labeledExtract(SUITE, shared, 'secret', NOTHING);
  return labeledExpand(SUITE, secret, 'exp', context);
}

function labeledExtract(suite: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> {
  return hmac(salt.length === 0 ? new Uint8Array(HASH_BYTES) : salt, concat('HPKE-v1', suite, label, ikm));
}

/** 32 bytes, which is one block of HKDF-Expand. */
function labeledExpand(suite: Bytes, prk: Bytes, label: string, info: Bytes): Promise<Bytes> {
  return hmac(prk, concat(u16(HASH_BYTES), 'HPKE-v1', suite, label, info, Uint8Array.of(1)));
}

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}
