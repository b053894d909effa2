/**
 * Sealed fields as texts. A field record is
 *   version u8 ‖ headerId 16 ‖ counter u32 ‖ ciphertext ‖ tag 16
 * `hg1.` and its base64url (RFC 4648, section 5, without padding) is a field whose header lies in a store; `hg1h.` and the base64url of
 * header, group's header if there is one, and field is a field that carries them along.
 */
import { TAG_BYTES } from './aes-gcm.ts';
import { HEADER_BYTES, HEADER_ID_BYTES, VERSION, headerKind, parseHeader } from './header.ts';
import type { Header, UnreadHeader } from './header.ts';
import { isPaddedSize } from './plaintext.ts';

const FIELD_PREFIX = 'hg1.';
const CARRYING_PREFIX = 'hg1h.';
const BODY_AT = 1 + HEADER_ID_BYTES + 4;
/** The longest record: both headers, and a field with the largest plaintext, 131,072 bytes. */
const RECORD_BYTES_MAX = HEADER_BYTES.group + HEADER_BYTES.subject + BODY_AT + 131_072 + TAG_BYTES;
const DIGITS_MAX = Math.ceil((RECORD_BYTES_MAX * 4) / 3);

export interface SealedField {
  readonly kind: 'field';
  /** 32 hex digits. */
  readonly headerId: string;
  readonly counter: number;
  /** Ciphertext and tag. */
  readonly body: Buffer;
  /** The header that came along and the group's, if any, in this order. */
  readonly headers: readonly Buffer[];
}

export interface NoSealedField {
  readonly kind: 'refused';
  readonly reason: 'not-sealed' | 'malformed' | UnreadHeader;
}

/** The text of a field from its parts. */
export function fieldText(headerId: Uint8Array, counter: number, body: Uint8Array): string {
  const record = Buffer.allocUnsafe(BODY_AT + body.length);
  record[0] = VERSION;
  record.set(headerId, 1);
  record.writeUInt32BE(counter, BODY_AT - 4);
  record.set(body, BODY_AT);
  return FIELD_PREFIX + record.toString('base64url');
}

/** Whether a text is a sealed field by its form: nothing is decrypted, so anybody can write one. */
export function isSealed(text: string): boolean {
  return parseSealed(text).kind === 'field';
}

/** Id of the header that a text names and does not carry: 32 hex digits; null where there is none to look up. */
export function headerIdOf(text: string): string | null {
  const field = parseSealed(text);
  return field.kind === 'field' && field.headers.length === 0 ? field.headerId : null;
}

/**
 * The same field as a text that carries its header, for readers without a store of headers; a field sealed to a subject needs the
 * subject's header and the group's, in this order. Null when the text is no field of that header.
 */
export function carryHeaders(text: string, ...headers: readonly Uint8Array[]): string | null {
  const bytes = text.startsWith(FIELD_PREFIX) ? fromDigits(text.slice(FIELD_PREFIX.length)) : null;
  if (bytes === null) return null;
  const carrying = CARRYING_PREFIX + Buffer.concat([...headers, bytes]).toString('base64url');
  return isSealed(carrying) ? carrying : null;
}

/** Reads a sealed field of either form, or says why the text is none. Never throws. */
export function parseSealed(text: string): SealedField | NoSealedField {
  if (text.startsWith(FIELD_PREFIX)) {
    const bytes = fromDigits(text.slice(FIELD_PREFIX.length));
    return bytes === null ? refuse('malformed') : parseField(bytes, []);
  }
  if (!text.startsWith(CARRYING_PREFIX)) return refuse('not-sealed');
  const bytes = fromDigits(text.slice(CARRYING_PREFIX.length));
  return bytes === null ? refuse('malformed') : parseCarrying(bytes);
}

function parseCarrying(bytes: Buffer): SealedField | NoSealedField {
  const first = takeHeader(bytes);
  if (typeof first === 'string') return refuse(first);
  const headers = [first.bytes];
  let { rest } = first;
  if (first.header.kind === 'subject') {
    const second = takeHeader(rest);
    if (typeof second === 'string') return refuse(second);
    if (second.header.kind !== 'group' || !second.header.headerId.equals(first.header.groupHeaderId)) {
      return refuse('malformed');
    }
    headers.push(second.bytes);
    rest = second.rest;
  }
  const field = parseField(rest, headers);
  if (field.kind === 'refused') return field;
  return field.headerId === first.header.headerId.toString('hex') ? field : refuse('malformed');
}

interface TakenHeader {
  readonly header: Header;
  readonly bytes: Buffer;
  readonly rest: Buffer;
}

function takeHeader(input: Buffer): TakenHeader | UnreadHeader {
  const kind = headerKind(input);
  if (kind !== 'group' && kind !== 'subject') return kind;
  const bytes = input.subarray(0, HEADER_BYTES[kind]);
  const header = parseHeader(bytes);
  return typeof header === 'string' ? header : { header, bytes, rest: input.subarray(bytes.length) };
}

/** Reads a field record. */
function parseField(bytes: Buffer, headers: readonly Buffer[]): SealedField | NoSealedField {
  if (bytes.length < BODY_AT + TAG_BYTES) return refuse('malformed');
  if (bytes[0] !== VERSION) return refuse('unknown-version');
  if (!isPaddedSize(bytes.length - BODY_AT - TAG_BYTES)) return refuse('malformed');
  return {
    kind: 'field',
    headerId: bytes.toString('hex', 1, 1 + HEADER_ID_BYTES),
    counter: bytes.readUInt32BE(BODY_AT - 4),
    body: bytes.subarray(BODY_AT),
    headers,
  };
}

/** The bytes of base64url; null unless these are the very digits that the bytes are written with. */
function fromDigits(digits: string): Buffer | null {
  if (digits.length > DIGITS_MAX) return null;
  const bytes = Buffer.from(digits, 'base64url');
  return bytes.toString('base64url') === digits ? bytes : null;
}

function refuse(reason: NoSealedField['reason']): NoSealedField {
  return { kind: 'refused', reason };
}
