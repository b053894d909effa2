/**
 * Seals a value where it is typed, to the public key of a recipient group: neither the gateway nor a vendor can read it, nor the page
 * itself afterwards. The text carries its header (`hg1h.`), in the format of `@headgate/seal/envelope`, whose opener opens it.
 *
 * Each value has an encapsulation and so a key of its own, under which nothing else is ever sealed: no counter to keep, no state.
 */
import { base64url, concat, u16 } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { encapsulate } from './hpke.ts';
import { concatLengthed } from './lengthed.ts';
import { encodeValue } from './plaintext.ts';
import type { SealableValue } from './plaintext.ts';

export interface SealerOptions {
  /** The group's 32 raw bytes. Whoever can change it on the way to the page can read what is sealed: ship it with the app's code. */
  readonly publicKey: Bytes;
  /** As the opener will say them; parts of what a sealed text is bound to. */
  readonly tenant: string;
  readonly recipientGroup: string;
  readonly source: string;
}

/** Where the value belongs. It opens only for who says the same place. */
export interface SealPlace {
  readonly eventName: string;
  /** Path of the field in its event. */
  readonly jsonPath: string;
  /**
   * An id that who opens it will know. Not the SDK's message id: the gateway gives every vendor another one. Default empty, which leaves
   * events of one name exchangeable.
   */
  readonly eventId?: string;
}

export interface Sealer {
  /** Rejects with a RangeError where the value is no JSON or longer than 65,535 bytes: then there is nothing to send. */
  readonly seal: (value: SealableValue, place: SealPlace) => Promise<string>;
}

const VERSION = 1;
const SUITE = 0x01;
const PREFIX = 'hg1h.';
const KEY_BYTES = 32;
const HEADER_ID_BYTES = 16;
const KID_BYTES = 8;
const COUNTER = new Uint8Array(4);
/** 64 bits of zeros and the counter. */
const NONCE = new Uint8Array(12);

/** Throws a RangeError where the key has not 32 bytes. */
export function createSealer(options: SealerOptions): Sealer {
  if (options.publicKey.length !== KEY_BYTES) throw new RangeError(`publicKey must have ${KEY_BYTES} bytes`);
  return { seal: (value, place) => seal(options, value, place) };
}

async function seal(options: SealerOptions, value: SealableValue, place: SealPlace): Promise<string> {
  const plaintext = encodeValue(value);
  const { publicKey, tenant, recipientGroup } = options;
  const headerId = crypto.getRandomValues(new Uint8Array(HEADER_ID_BYTES));
  const info = concat('headgate/seal/v1', concatLengthed([tenant, recipientGroup]), headerId);
  const { enc, exportSecret } = await encapsulate(publicKey, info);
  const dek = await exportSecret('headgate/field-dek/v1');
  // The epoch's first and last moment: it is over when the value is sealed.
  const now = u64(Date.now());
  const epoch = concat(now, now);
  const head = Uint8Array.of(VERSION, SUITE);
  const kid = await kidOf(publicKey);
  const commitment = await derive(dek, headerId, concat('COMMITKEY'));
  const raw = await derive(dek, headerId, concat(Uint8Array.of(SUITE), 'DERIVEKEY'));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const additionalData = bind(options, place, headerId, epoch);
  const body = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: NONCE, additionalData }, key, plaintext);
  const header = concat(head, kid, headerId, enc, commitment, epoch);
  const field = concat(Uint8Array.of(VERSION), headerId, COUNTER, new Uint8Array(body));
  return PREFIX + base64url(concat(header, field));
}

/** The place as additional data: the count, and each entry behind its length, in the order of keys. */
function bind(options: SealerOptions, place: SealPlace, headerId: Bytes, epoch: Bytes): Bytes {
  const { tenant, recipientGroup, source } = options;
  const { eventName, eventId = '', jsonPath } = place;
  const entries = [
    ['epoch', epoch],
    ['eventId', eventId],
    ['eventName', eventName],
    ['fmt', 'hg1'],
    ['headerId', headerId],
    ['jsonPath', jsonPath],
    ['recipientGroup', recipientGroup],
    ['source', source],
    ['tenant', tenant],
  ] as const;
  return concat(u16(entries.length), concatLengthed(entries.flat()));
}

async function kidOf(publicKey: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey)).slice(0, KID_BYTES);
}

/** HKDF-SHA512, 32 bytes. */
async function derive(dek: Bytes, salt: Bytes, info: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', dek, 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-512', salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 8 * KEY_BYTES));
}

function u64(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}
