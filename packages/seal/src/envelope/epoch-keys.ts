/**
 * From an encapsulated secret to the key of fields.
 *   DEK = Export("headgate/field-dek/v1", 32) of the HPKE context whose info names tenant, group and epoch
 *   DEK' = HKDF-SHA512(ikm = DEK of the group ‖ DEK of the subject, salt = headerId, info = "headgate/subject-dek/v1", 32)
 *   commitment = HKDF-SHA512(ikm = DEK, salt = headerId, info = "COMMITKEY", 32)
 *   field key = HKDF-SHA512(ikm = DEK, salt = headerId, info = suite u8 ‖ "DERIVEKEY", 32)
 * AES-GCM does not commit to its key: without the commitment a forger could make one ciphertext that opens under two keys to two
 * values. Derived as in the AWS Encryption SDK's committing suites.
 */
import { createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { COMMITMENT_BYTES, SUITES } from './header.ts';
import type { Header } from './header.ts';
import { exportSecret, forgetKeys } from './hpke.ts';
import type { HpkeKeys } from './hpke.ts';
import { concatLengthed } from './lengthed.ts';

const DEK_BYTES = 32;
const DEK_LABEL = Buffer.from('headgate/field-dek/v1');

/** The id of the epoch in a group's `info` is the headerId of its header. */
export function groupInfo(tenant: string, recipientGroup: string, headerId: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from('headgate/seal/v1'), concatLengthed([tenant, recipientGroup]), headerId]);
}

export function subjectInfo(tenant: string): Buffer {
  return Buffer.concat([Buffer.from('headgate/subject/v1'), concatLengthed([tenant])]);
}

/** The DEK of a context, which is forgotten with this. */
export function takeDek(keys: HpkeKeys): Buffer {
  const dek = exportSecret(keys, DEK_LABEL, DEK_BYTES);
  forgetKeys(keys);
  return dek;
}

/** The DEK that takes both private keys to know. */
export function combineDeks(group: Buffer, subject: Buffer, headerId: Uint8Array): Buffer {
  const both = Buffer.concat([group, subject]);
  const dek = derive(both, headerId, Buffer.from('headgate/subject-dek/v1'));
  both.fill(0);
  return dek;
}

export function commitTo(dek: Buffer, headerId: Uint8Array): Buffer {
  return derive(dek, headerId, Buffer.from('COMMITKEY'));
}

/** Whether a header commits to this DEK; takes the same time wherever they differ. */
export function isCommitted({ commitment, headerId }: Header, dek: Buffer): boolean {
  return commitment.length === COMMITMENT_BYTES && timingSafeEqual(commitment, commitTo(dek, headerId));
}

/** The AES-256 key of the fields under a header. */
export function fieldKey(dek: Buffer, headerId: Uint8Array, kind: Header['kind']): KeyObject {
  const raw = derive(dek, headerId, Buffer.concat([Buffer.from([SUITES[kind]]), Buffer.from('DERIVEKEY')]));
  const key = createSecretKey(raw);
  raw.fill(0);
  return key;
}

function derive(ikm: Buffer, salt: Uint8Array, info: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha512', ikm, salt, info, DEK_BYTES));
}
