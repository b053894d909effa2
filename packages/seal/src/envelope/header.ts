/**
 * The header record: what a holder of the private keys needs to find the key of the fields that name it. Big-endian.
 *   version u8 ‖ suite u8 ‖ kid 8 ‖ headerId 16 ‖ enc 32 ‖ commitment 32 ‖ notBefore u64 ‖ notAfter u64
 * Suite 0x01 is for a recipient group; suite 0x11 is for a group and a subject together, `kid` and `enc` being the subject's, and
 * has the headerId of the group's header behind it, 16 bytes more. Suite 0x02 is reserved for a hybrid of X25519 and ML-KEM.
 */
import { X25519_BYTES } from './x25519.ts';

export const VERSION = 1;
export const SUITES = { group: 0x01, subject: 0x11 } as const;
export const HEADER_ID_BYTES = 16;
export const COMMITMENT_BYTES = 32;

const AT = {
  suite: 1,
  kid: 2,
  headerId: 10,
  enc: 26,
  commitment: 58,
  notBefore: 90,
  notAfter: 98,
  group: 106,
} as const;
/** Length of a header of each suite, in bytes. */
export const HEADER_BYTES = { group: AT.group, subject: AT.group + HEADER_ID_BYTES } as const;

interface HeaderFields {
  /** Whose public key `enc` is for: 16 hex digits. */
  readonly kid: string;
  readonly headerId: Buffer;
  readonly enc: Buffer;
  readonly commitment: Buffer;
  /** Unix milliseconds of the epoch's first and last moment. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface GroupHeader extends HeaderFields {
  readonly kind: 'group';
}

export interface SubjectHeader extends HeaderFields {
  readonly kind: 'subject';
  readonly groupHeaderId: Buffer;
}

export type Header = GroupHeader | SubjectHeader;

export type UnreadHeader = 'damaged-header' | 'unknown-version' | 'unknown-suite';

export function encodeHeader(header: Header): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES[header.kind]);
  bytes[0] = VERSION;
  bytes[AT.suite] = SUITES[header.kind];
  bytes.write(header.kid, AT.kid, 'hex');
  bytes.set(header.headerId, AT.headerId);
  bytes.set(header.enc, AT.enc);
  bytes.set(header.commitment, AT.commitment);
  bytes.set(encodeEpoch(header), AT.notBefore);
  if (header.kind === 'subject') bytes.set(header.groupHeaderId, AT.group);
  return bytes;
}

/** `notBefore` and `notAfter` as the header and the additional data of fields hold them: 16 bytes. */
export function encodeEpoch({ notBefore, notAfter }: Pick<Header, 'notBefore' | 'notAfter'>): Buffer {
  const bytes = Buffer.alloc(AT.group - AT.notBefore);
  bytes.writeBigUInt64BE(BigInt(notBefore), 0);
  bytes.writeBigUInt64BE(BigInt(notAfter), AT.notAfter - AT.notBefore);
  return bytes;
}

/** Reads exactly one header, or says what is wrong with the bytes. */
export function parseHeader(input: Uint8Array): Header | UnreadHeader {
  const kind = headerKind(input);
  if (kind !== 'group' && kind !== 'subject') return kind;
  if (input.length !== HEADER_BYTES[kind]) return 'damaged-header';
  const bytes = Buffer.from(input);
  const notBefore = Number(bytes.readBigUInt64BE(AT.notBefore));
  const notAfter = Number(bytes.readBigUInt64BE(AT.notAfter));
  if (!Number.isSafeInteger(notBefore) || !Number.isSafeInteger(notAfter)) return 'damaged-header';
  const fields = {
    kid: bytes.toString('hex', AT.kid, AT.headerId),
    headerId: bytes.subarray(AT.headerId, AT.enc),
    enc: bytes.subarray(AT.enc, AT.enc + X25519_BYTES),
    commitment: bytes.subarray(AT.commitment, AT.commitment + COMMITMENT_BYTES),
    notBefore,
    notAfter,
  };
  return kind === 'group'
    ? { kind, ...fields }
    : { kind, ...fields, groupHeaderId: bytes.subarray(AT.group) };
}

/** Which header the bytes begin with, however many follow. */
export function headerKind(bytes: Uint8Array): Header['kind'] | UnreadHeader {
  if (bytes.length < HEADER_BYTES.group) return 'damaged-header';
  if (bytes[0] !== VERSION) return 'unknown-version';
  if (bytes[AT.suite] === SUITES.group) return 'group';
  return bytes[AT.suite] === SUITES.subject ? 'subject' : 'unknown-suite';
}
