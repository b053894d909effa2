/**
 * The TC string of IAB's Transparency and Consent Framework, read as far as purposes are concerned
 * (https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework, "Consent string and vendor list
 * formats v2", edition of April 2025, which is TCF 2.3). Whose vendor a receiver is stays unread: Headgate is none of that list.
 */
import { bitLength, readBits } from './bits.ts';
import { ABSENT, EXPIRED, UNREADABLE } from './reading.ts';
import type { Reading, Signal } from './reading.ts';

/** Purposes 1 to 24 as bits, the first one highest. */
export interface TcfPurposes {
  readonly consents: number;
  /** Purposes for which legitimate interest was shown and not objected to. */
  readonly interests: number;
}

export interface TcfLimits {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long after its last change a string is good; milliseconds. */
  readonly ageMaxMs: number;
}

/** Characters. Published strings have up to some 2,000; what is longer is no string of a person. */
export const TC_STRING_LENGTH_MAX = 8192;
export const TCF_PURPOSES_MAX = 24;

/** TCF 2.2 is policy 4, TCF 2.3 is policy 5; older ones ended on 20 November 2023, and a later one may mean other purposes. */
const POLICIES: readonly number[] = [4, 5];
/** From here on a string without the segment of disclosed vendors is none (IAB Europe: created after 28 February 2026). */
const DISCLOSURE_FROM = Date.UTC(2026, 2, 1);
/** A string of tomorrow was written by a wrong clock, and would outlive its time. */
const AHEAD_MAX_MS = 86_400_000;

/** Offsets of the core segment, in bits. */
const AT = {
  version: 0,
  lastUpdated: 42,
  policy: 132,
  consents: 152,
  interests: 176,
  vendors: 213,
} as const;
const DISCLOSED_VENDORS = 1;

/** What a string says, whenever it is read. */
export interface TcStatement extends TcfPurposes {
  /** Its last change; milliseconds since 1970. */
  readonly updated: number;
}

/** Null for what is no string of TCF 2 in full. */
export type ParseTcString = (text: string) => TcStatement | null;

/** Reads a TC string. Total: what is no string of TCF 2 in full is unreadable. `parse` may remember what it parsed. */
export function readTcString(
  text: string,
  { now, ageMaxMs }: TcfLimits,
  parse: ParseTcString = parseTcString,
): Signal<TcfPurposes> {
  if (text === '') return ABSENT;
  const statement = text.length > TC_STRING_LENGTH_MAX ? null : parse(text);
  if (statement === null || statement.updated > now + AHEAD_MAX_MS) return UNREADABLE;
  return now - statement.updated > ageMaxMs ? EXPIRED : { kind: 'read', of: statement };
}

/** Parses a TC string of at most `TC_STRING_LENGTH_MAX` characters. */
export function parseTcString(text: string): TcStatement | null {
  const [core = '', ...segments] = text.split('.');
  if (!isWholeCore(core)) return null;
  const updated = readBits(core, AT.lastUpdated, 36) * 100;
  const disclosures = countDisclosures(segments);
  if (disclosures === null || (disclosures === 0 && updated >= DISCLOSURE_FROM)) return null;
  if (!POLICIES.includes(readBits(core, AT.policy, 6))) return null;
  const [consents, interests] = [readBits(core, AT.consents, 24), readBits(core, AT.interests, 24)];
  return { updated, consents, interests };
}

/** How many of the segments list disclosed vendors; null where one of them is none, or lists them only in part. */
function countDisclosures(segments: readonly string[]): number | null {
  let count = 0;
  for (const segment of segments) {
    const length = bitLength(segment);
    if (length < 0) return null;
    if (readBits(segment, 0, 3) !== DISCLOSED_VENDORS) continue;
    if (endOfVendors(segment, 3, length) === null) return null;
    count += 1;
  }
  return count;
}

/** What a set of purposes says of those that are asked for, 1-based: every one must be in it. */
export function readingOfPurposes(mask: number, purposes: readonly number[]): Reading {
  if (purposes.length === 0) return 'absent';
  return purposes.every((purpose) => (mask >> (TCF_PURPOSES_MAX - purpose)) % 2 !== 0) ? 'granted' : 'denied';
}

/** Whether version 2 and all fields of the core are there: a text that was cut off somewhere is no statement of anybody. */
function isWholeCore(core: string): boolean {
  const length = bitLength(core);
  if (length < AT.vendors || readBits(core, AT.version, 6) !== 2) return false;
  const consents = endOfVendors(core, AT.vendors, length);
  const interests = consents === null ? null : endOfVendors(core, consents, length);
  if (interests === null) return false;
  return endOfRestrictions(core, interests, length) !== null;
}

/** The bit after a vendor section, which is a field of bits or a list of ranges; null where the text ends before it. */
function endOfVendors(text: string, from: number, length: number): number | null {
  const isRange = readBits(text, from + 16, 1) === 1;
  const end = isRange ? endOfRanges(text, from + 17, length) : from + 17 + readBits(text, from, 16);
  return end === null || end > length ? null : end;
}

function endOfRanges(text: string, from: number, length: number): number | null {
  const count = readBits(text, from, 12);
  let at = from + 12;
  for (let entry = 0; entry < count && at <= length; entry += 1) at += readBits(text, at, 1) === 1 ? 33 : 17;
  return at > length ? null : at;
}

function endOfRestrictions(text: string, from: number, length: number): number | null {
  const count = readBits(text, from, 12);
  let at: number | null = from + 12;
  for (let each = 0; each < count && at !== null; each += 1) at = endOfRanges(text, at + 8, length);
  return at === null || at > length ? null : at;
}
