/**
 * Pseudonyms. For a vendor v, domain d and epoch e:
 *   K = HMAC-SHA256(root, "headgate/pseudo/v1" ‖ len‖v ‖ len‖d ‖ len‖e), len being two bytes, big-endian
 *   token = "p1" ‖ epochTag ‖ base64url(HMAC-SHA256(K, normalised value)[0..16])
 * A token has 128 bits; tokens of two vendors, domains or epochs cannot be linked without the root key.
 *
 * Tokens that pass are under the random key D of a UTC day instead (day-keys.ts), so that they end with it:
 *   daily:   K = HMAC-SHA256(D, "headgate/pseudo-day/v1" ‖ …), the same parts; the token as above, its tag that of the day
 *   session: K = HMAC-SHA256(D, "headgate/pseudo-session/v1" ‖ …); the MAC is of length ‖ ":" ‖ session id ‖ normalised value,
 *            the length in UTF-16 code units, in decimal digits
 *
 * Message ids are new with every event, so they are not worth remembering and must be cheap. One HMAC-SHA512 serves three
 * vendors: its output is cut into 132-bit pieces, which tell as little of each other as separate MACs would.
 *   K = HMAC-SHA256(root, "headgate/message/v1" ‖ (len‖vendor ‖ len‖epoch) of each of the three)
 *   piece i = "m1" ‖ base64url digits [22 i, 22 i + 22) of HMAC-SHA512(K, message id)
 */
import { createHash, createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createTextHmac } from './hmac.ts';
import type { KeyRing } from './key-file.ts';

const LABEL = 'headgate/pseudo/v1';
const DAY_LABEL = 'headgate/pseudo-day/v1';
const SESSION_LABEL = 'headgate/pseudo-session/v1';
const MESSAGE_LABEL = 'headgate/message/v1';
const PIECE_DIGITS = 22;
const PIECES = 3;
/** No vendor can have this name: the plan's names start with a letter. */
const INTERNAL = '@internal';
const EPOCH_TAGS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** 22 base64url digits hold 132 bits: the last digit's low four bits lie beyond the 128 and are cleared. */
const TOKEN_DIGITS = 21;
const SUBJECT_BYTES = 8;

/** Gives the function that brings spellings of an identifier together, by its name. */
export type NormaliserOf<N extends string> = (name: N) => (value: string) => string;

/** Keys of UTC days, counted from 1970; null where that of a day is not kept. */
export type DayKeyOf = (day: number) => Uint8Array | null;

/** The keyed functions that stand between raw identifiers and vendors. */
export interface Pseudonymiser<N extends string> {
  /** Stable tokens of one vendor and domain, in the vendor's epoch when it was bound. */
  readonly token: (vendor: string, domain: string, normaliser: N) => (value: string) => string;
  /** Tokens of a day, or of a session within it; null where the key of the day is not kept. */
  readonly passing: (
    vendor: string,
    domain: string,
    normaliser: N,
  ) => (value: string, day: number, session: string | null) => string | null;
  readonly messages: (vendors: readonly string[]) => (id: string) => readonly string[];
  /** 16 hex digits, of a domain that no vendor ever gets. */
  readonly subject: (identity: string) => string;
  /** SHA-256 as lower-case hex; never for event values. */
  readonly digest: (text: string) => string;
}

/** Where the keys are and how identifiers are spelt. */
export interface PseudonymiserParts<N extends string> {
  readonly keys: KeyRing;
  /** Default: no key of any day is kept. */
  readonly dayKeyOf?: DayKeyOf;
  readonly normaliserOf: NormaliserOf<N>;
}

/** Binds the pseudonym functions to their keys. */
export function createPseudonymiser<N extends string>(parts: PseudonymiserParts<N>): Pseudonymiser<N> {
  const { keys, normaliserOf, dayKeyOf = () => null } = parts;
  const subjectMac = createTextHmac('sha256', deriveKey(keys.root, LABEL, [INTERNAL, 'subject', '0']));
  return {
    token: (vendor, domain, normaliser) => {
      const epoch = keys.epochOf(vendor);
      return stableToken(keys.root, { vendor, domain, epoch }, normaliserOf(normaliser));
    },
    passing: (vendor, domain, normaliser) => {
      const epoch = keys.epochOf(vendor);
      return passingToken(dayKeyOf, { vendor, domain, epoch }, normaliserOf(normaliser));
    },
    messages: (vendors) => compileMessages(keys, vendors),
    subject: (identity) => Buffer.from(subjectMac(identity), 'base64url').toString('hex', 0, SUBJECT_BYTES),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  };
}

interface TokenScope {
  readonly vendor: string;
  readonly domain: string;
  readonly epoch: number;
}

/** The stable token function of any epoch of a vendor, past ones too. */
export function stableToken(
  root: KeyObject,
  { vendor, domain, epoch }: TokenScope,
  normalise: (value: string) => string,
): (value: string) => string {
  const mac = createTextHmac('sha256', deriveKey(root, LABEL, [vendor, domain, String(epoch)]));
  const prefix = `p1${EPOCH_TAGS.charAt(epoch % EPOCH_TAGS.length)}`;
  return (value) => prefix + firstBits(mac(normalise(value)));
}

/** Binds one day after the other, as they come; what was bound under a key falls with it. */
function passingToken(
  dayKeyOf: DayKeyOf,
  { vendor, domain, epoch }: TokenScope,
  normalise: (value: string) => string,
): (value: string, day: number, session: string | null) => string | null {
  const parts = [vendor, domain, String(epoch)];
  const bound = new Map<number, BoundDay>();
  const macsOf = (day: number): BoundDay | null => {
    const key = dayKeyOf(day);
    const known = bound.get(day);
    if (key !== null && known?.key === key) return known;
    for (const each of bound.keys()) if (dayKeyOf(each) === null) bound.delete(each);
    if (key === null) return null;
    const macs = {
      key,
      day: createTextHmac('sha256', deriveKey(key, DAY_LABEL, parts)),
      session: createTextHmac('sha256', deriveKey(key, SESSION_LABEL, parts)),
    };
    bound.set(day, macs);
    return macs;
  };
  return (value, day, session) => {
    const macs = macsOf(day);
    if (macs === null) return null;
    const text = normalise(value);
    const mac = session === null ? macs.day(text) : macs.session(`${session.length}:${session}${text}`);
    return `p1${EPOCH_TAGS.charAt(day % EPOCH_TAGS.length)}${firstBits(mac)}`;
  };
}

interface BoundDay {
  readonly key: Uint8Array;
  readonly day: (text: string) => string;
  readonly session: (text: string) => string;
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

function deriveKey(root: KeyObject | Uint8Array, label: string, parts: readonly string[]): Uint8Array {
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
