/**
 * Pseudonyms. For a vendor v, domain d and epoch e:
 *   K = HMAC-SHA256(root, "headgate/pseudo/v1" ‖ len‖v ‖ len‖d ‖ len‖e), len being two bytes, big-endian
 *   token = "p1" ‖ epochTag ‖ base64url(HMAC-SHA256(K, normalised value)[0..16])
 * A token has 128 bits; tokens of two vendors, domains or epochs cannot be linked without the root key.
 */
import { createHash, createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { normaliserOf } from '@headgate/core';
import type { Pseudonymiser } from '@headgate/core';
import { createTextHmac } from './hmac.ts';
import type { KeyRing } from './key-file.ts';

const LABEL = 'headgate/pseudo/v1';
/** No vendor can have this name: the plan's names start with a letter. */
const INTERNAL = '@internal';
const EPOCH_TAGS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** 22 base64url digits hold 132 bits: the last digit's low four bits lie beyond the 128 and are cleared. */
const TOKEN_DIGITS = 21;
const SUBJECT_BYTES = 8;

/** Binds the pseudonym functions to a key ring. */
export function createPseudonymiser(keys: KeyRing): Pseudonymiser {
  const subjectMac = createTextHmac(
    deriveKey(keys.root, { vendor: INTERNAL, domain: 'subject', epoch: '0' }),
  );
  return {
    token: (vendor, domain, normaliser) => {
      const epoch = keys.epochOf(vendor);
      const mac = createTextHmac(deriveKey(keys.root, { vendor, domain, epoch: String(epoch) }));
      const prefix = `p1${EPOCH_TAGS.charAt(epoch % EPOCH_TAGS.length)}`;
      if (normaliser === 'exact') return (value) => prefix + firstBits(mac(value));
      const normalise = normaliserOf(normaliser);
      return (value) => prefix + firstBits(mac(normalise(value)));
    },
    subject: (identity) => Buffer.from(subjectMac(identity), 'base64url').toString('hex', 0, SUBJECT_BYTES),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  };
}

interface KeyName {
  readonly vendor: string;
  readonly domain: string;
  readonly epoch: string;
}

function deriveKey(root: KeyObject, name: KeyName): Uint8Array {
  const hmac = createHmac('sha256', root).update(LABEL);
  for (const part of [name.vendor, name.domain, name.epoch]) {
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
