/**
 * Pseudonyms. For a vendor v, domain d and epoch e:
 *   K = HMAC-SHA256(root, "headgate/pseudo/v1" ‖ len‖v ‖ len‖d ‖ len‖e), len being two bytes, big-endian
 *   token = "p1" ‖ epochTag ‖ base64url(HMAC-SHA256(K, normalised value)[0..16])
 * A token has 128 bits; tokens of two vendors, domains or epochs cannot be linked without the root key.
 *
 * Message ids are new with every event, so they are not worth remembering and must be cheap. One HMAC-SHA512 serves three
 * vendors: its output is cut into 132-bit pieces, which tell as little of each other as separate MACs would.
 *   K = HMAC-SHA256(root, "headgate/message/v1" ‖ (len‖vendor ‖ len‖epoch) of each of the three)
 *   piece i = "m1" ‖ base64url digits [22 i, 22 i + 22) of HMAC-SHA512(K, message id)
 */
import { createHash, createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { normaliserOf } from '@headgate/core';
import type { Pseudonymiser } from '@headgate/core';
import { createTextHmac } from './hmac.ts';
import type { KeyRing } from './key-file.ts';

const LABEL = 'headgate/pseudo/v1';
const MESSAGE_LABEL = 'headgate/message/v1';
const PIECE_DIGITS = 22;
const PIECES = 3;
/** No vendor can have this name: the plan's names start with a letter. */
const INTERNAL = '@internal';
const EPOCH_TAGS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** 22 base64url digits hold 132 bits: the last digit's low four bits lie beyond the 128 and are cleared. */
const TOKEN_DIGITS = 21;
const SUBJECT_BYTES = 8;

/** Binds the pseudonym functions to a key ring. */
export function createPseudonymiser(keys: KeyRing): Pseudonymiser {
  const subjectMac = createTextHmac('sha256', deriveKey(keys.root, LABEL, [INTERNAL, 'subject', '0']));
  return {
    token: (vendor, domain, normaliser) => {
      const epoch = keys.epochOf(vendor);
      const mac = createTextHmac('sha256', deriveKey(keys.root, LABEL, [vendor, domain, String(epoch)]));
      const prefix = `p1${EPOCH_TAGS.charAt(epoch % EPOCH_TAGS.length)}`;
      if (normaliser === 'exact') return (value) => prefix + firstBits(mac(value));
      const normalise = normaliserOf(normaliser);
      return (value) => prefix + firstBits(mac(normalise(value)));
    },
    messages: (vendors) => compileMessages(keys, vendors),
    subject: (identity) => Buffer.from(subjectMac(identity), 'base64url').toString('hex', 0, SUBJECT_BYTES),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  };
}

function compileMessages(keys: KeyRing, vendors: readonly string[]): (id: string) => readonly string[] {
  const macs = Array.from({ length: Math.ceil(vendors.length / PIECES) }, (_, at) => {
    const served = vendors.slice(at * PIECES, (at + 1) * PIECES);
    const names = served.flatMap((vendor) => [vendor, String(keys.epochOf(vendor))]);
    return createTextHmac('sha512', deriveKey(keys.root, MESSAGE_LABEL, names));
  });
  return (id) => {
    const digests = macs.map((mac) => mac(id));
    return vendors.map((_, at) => {
      const from = (at % PIECES) * PIECE_DIGITS;
      return `m1${(digests[Math.floor(at / PIECES)] ?? '').slice(from, from + PIECE_DIGITS)}`;
    });
  };
}

function deriveKey(root: KeyObject, label: string, parts: readonly string[]): Uint8Array {
  const hmac = createHmac('sha256', root).update(label);
  for (const part of parts) {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest();
}

/** The base64url of the first 16 of 32 bytes, cut from that of all of them. */
function firstBits(digest: string): string {
  const last = EPOCH_TAGS.indexOf(digest.charAt(TOKEN_DIGITS)) & 0b110000;
  return digest.slice(0, TOKEN_DIGITS) + EPOCH_TAGS.charAt(last);
}
