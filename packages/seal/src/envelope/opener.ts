/**
 * Opens sealed fields, for the services that may read them. Keeps the keys of the epochs it met last, because finding one costs
 * thirty times what opening a field does; but asks for the private keys each time, so that one taken away counts at once.
 */
import type { KeyObject } from 'node:crypto';
import { NONCE_BYTES, decryptGcm } from './aes-gcm.ts';
import { combineDeks, fieldKey, groupInfo, isCommitted, subjectInfo, takeDek } from './epoch-keys.ts';
import { encodeEpoch, parseHeader } from './header.ts';
import type { GroupHeader, Header, SubjectHeader } from './header.ts';
import { setupReceiver } from './hpke.ts';
import { createKeyCache } from './key-cache.ts';
import type { EpochKey } from './key-cache.ts';
import { isEncodable } from './lengthed.ts';
import type { OpenRefusal } from './open-refusals.ts';
import { bindPlace } from './place.ts';
import type { FieldPlace } from './place.ts';
import { decodeValue } from './plaintext.ts';
import type { JsonValue } from './plaintext.ts';
import { parseSealed } from './sealed-text.ts';
import type { SealedField } from './sealed-text.ts';

export interface OpenerOptions {
  /** The recipient's private key of that name (16 hex digits); null when it is not here. */
  readonly privateKey: (kid: string) => KeyObject | null;
  /** The header stored under that id (32 hex digits); null when there is none. Not asked for texts that carry theirs. */
  readonly header: (headerId: string) => Uint8Array | null;
  /** The subject's private key of that name; `erased` where there is a tombstone. Default: no subject is known. */
  readonly subjectKey?: (kid: string) => KeyObject | 'erased' | null;
  /** How many epochs' keys to keep, from 1. Default: 1,000. */
  readonly epochsMax?: number;
}

export interface Opened {
  readonly kind: 'opened';
  readonly value: JsonValue;
}

export interface OpenRefused {
  readonly kind: 'refused';
  readonly reason: OpenRefusal;
}

export interface Opener {
  /** The value of a sealed text that lies at `place`, or why there is none. Throws only what the functions it was given throw. */
  readonly open: (text: string, place: FieldPlace) => Opened | OpenRefused;
  /** Overwrites the keys that were kept. */
  readonly forget: () => void;
}

const EPOCHS_MAX = 1000;

export function createOpener(options: OpenerOptions): Opener {
  const cache = createKeyCache(options.epochsMax ?? EPOCHS_MAX);
  const open: Opener['open'] = (text, place) => {
    const field = parseSealed(text);
    if (field.kind === 'refused') return field;
    const found = findKey({ options, cache, field, place });
    return typeof found === 'string' ? { kind: 'refused', reason: found } : openField(field, found, place);
  };
  return { open, forget: cache.clear };
}

interface FoundKey {
  readonly header: Header;
  readonly key: KeyObject;
}

function openField(field: SealedField, { header, key }: FoundKey, place: FieldPlace): Opened | OpenRefused {
  const { tenant, recipientGroup, jsonPath } = place;
  const { headerId } = header;
  const aad = bindPlace({ tenant, recipientGroup, headerId, epoch: encodeEpoch(header) }, place)?.(jsonPath);
  // Nothing can have been sealed for a place that is not encodable.
  if (aad === undefined || aad === null) return { kind: 'refused', reason: 'moved-or-altered' };
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(field.counter, NONCE_BYTES - 4);
  const plaintext = decryptGcm({ key, nonce, aad }, field.body);
  if (plaintext === null) return { kind: 'refused', reason: 'moved-or-altered' };
  const decoded = decodeValue(plaintext);
  return decoded === null ? { kind: 'refused', reason: 'no-value' } : { kind: 'opened', ...decoded };
}

interface Search {
  readonly options: OpenerOptions;
  readonly cache: ReturnType<typeof createKeyCache>;
  readonly field: SealedField;
  readonly place: FieldPlace;
}

function findKey(search: Search): FoundKey | OpenRefusal {
  const header = findHeader(search, search.field.headerId, 0);
  if (typeof header === 'string') return header;
  const found = header.kind === 'group' ? findGroupKey(search, header) : findSubjectKey(search, header);
  return typeof found === 'string' ? found : { header, key: found.key };
}

/** `at` is the header's place among those that the text carries. */
function findHeader({ options, field }: Search, headerId: string, at: number): Header | OpenRefusal {
  const bytes = field.headers.length > 0 ? field.headers[at] : options.header(headerId);
  if (bytes === undefined || bytes === null) return 'unknown-header';
  const header = parseHeader(bytes);
  if (typeof header === 'string') return header;
  return header.headerId.toString('hex') === headerId ? header : 'damaged-header';
}

function findGroupKey({ options, cache, place }: Search, header: GroupHeader): EpochKey | OpenRefusal {
  const privateKey = options.privateKey(header.kid);
  if (privateKey === null) return 'unknown-key';
  const { tenant, recipientGroup } = place;
  if (!isEncodable(tenant) || !isEncodable(recipientGroup)) return 'moved-or-altered';
  return cache.get(place, [header], () => {
    const keys = setupReceiver(privateKey, groupInfo(tenant, recipientGroup, header.headerId), header.enc);
    return keys === null ? 'damaged-header' : commitKey(header, takeDek(keys));
  });
}

function findSubjectKey(search: Search, header: SubjectHeader): EpochKey | OpenRefusal {
  const { options, cache, place } = search;
  const subjectKey = options.subjectKey?.(header.kid) ?? null;
  if (subjectKey === 'erased') return 'subject-erased';
  if (subjectKey === null) return 'unknown-subject';
  const groupHeader = findHeader(search, header.groupHeaderId.toString('hex'), 1);
  if (typeof groupHeader === 'string') return groupHeader;
  if (groupHeader.kind !== 'group' || !isOfOneEpoch(header, groupHeader)) return 'damaged-header';
  const group = findGroupKey(search, groupHeader);
  if (typeof group === 'string') return group;
  return cache.get(place, [header, groupHeader], () => {
    const keys = setupReceiver(subjectKey, subjectInfo(place.tenant), header.enc);
    if (keys === null) return 'damaged-header';
    const dek = takeDek(keys);
    const combined = combineDeks(group.dek, dek, header.headerId);
    dek.fill(0);
    return commitKey(header, combined);
  });
}

/** Both headers say the times of their epoch; only those of the field's own header go into its additional data. */
function isOfOneEpoch(header: SubjectHeader, group: GroupHeader): boolean {
  return header.notBefore === group.notBefore && header.notAfter === group.notAfter;
}

/** The commitment comes before the first decryption: a key that the header does not commit to is not used at all. */
function commitKey(header: Header, dek: Buffer): EpochKey | OpenRefusal {
  if (isCommitted(header, dek)) return { dek, key: fieldKey(dek, header.headerId, header.kind) };
  dek.fill(0);
  return 'wrong-commitment';
}
