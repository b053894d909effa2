import { digitsEnd, isAlphanumericAt, isDigitAt, isSpaceAt, isWordAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';

/** The first three numbers of a version are at most the one, its last is at most the other; so low are few addresses. */
const VERSION_NUMBER_MAX = 31;
const LAST_VERSION_NUMBER_MAX = 99;
/** The first octet of the private block (RFC 1918 §3) whose addresses look most like versions. */
const PRIVATE_OCTET = 10;
/** How far before an address its path's beginning is looked for. */
const PATH_LENGTH_MAX = 256;
/** What has no address says so (RFC 1122 §3.2.1.3), and what sends events sets to have none kept. */
const UNSPECIFIED = '0.0.0.0';
const ADDRESS_NAMES = ['ip', 'addr', 'address', 'host', 'from'];
const VERSION_NAMES = [' v', '"v', '?v', '&v', 'ver', 'version', 'release', 'build'];

/**
 * IPv4 addresses in dotted form (RFC 6943 §3.1.1). Not versions: after a `v`, after a product name as in
 * `Chrome/120.0.0.0`, ending in `.0.0.0`, or with small numbers only. Loopback, unspecified addresses and net masks
 * tell of nobody.
 */
export const ipv4: Detector = {
  id: 'ipv4',
  version: 2,
  kind: 'ip',
  trigger: SIGN.dottedDigits,
  meanings: MEANING.ip,
  patterns: [],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  const isAnnounced = (meaning & MEANING.ip) !== 0;
  if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
  let spans: Span[] | null = null;
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
    if (!isDigitAt(text, dot - 1) || !isDigitAt(text, dot + 1)) continue;
    const start = octetStart(text, dot);
    const end = addressEnd(text, start);
    if (end > 0 && (isAnnounced ? isWhole(text, start, end) : isAddress(text, start, end))) {
      spans ??= [];
      spans.push({ start, end });
    }
    dot = dottedEnd(text, dot);
  }
  return spans ?? NO_SPANS;
}

function octetStart(text: string, dot: number): number {
  let start = dot - 1;
  while (start > dot - 3 && isDigitAt(text, start - 1)) start--;
  return start;
}

/** The position after four numbers of 0 to 255 without leading zeros, or 0. */
function addressEnd(text: string, start: number): number {
  let index = start;
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0 && text.charAt(index++) !== '.') return 0;
    const end = digitsEnd(text, index);
    const length = end - index;
    if (length === 0 || length > 3 || (length > 1 && text.charAt(index) === '0')) return 0;
    if (Number(text.slice(index, end)) > 255) return 0;
    index = end;
  }
  return index;
}

/** The last dot of this run of digits and dots, so that no dot is looked at twice. */
function dottedEnd(text: string, dot: number): number {
  let last = dot;
  for (let index = dot + 1; isDigitAt(text, index) || text.charAt(index) === '.'; index++) {
    if (text.charAt(index) === '.') last = index;
  }
  return last;
}

function isAddress(text: string, start: number, end: number): boolean {
  if (!endsFreely(text, end) || !isHost(text, start, end)) return false;
  const before = text.charAt(start - 1);
  if (isWordAt(text, start - 1) || before === '.' || before === '-' || before === '+') return false;
  if (before === '/') return isHostOfUrl(text, start) || isPathSegment(text, start, end);
  return (
    !looksLikeVersion(text, start, end) || isNamed(text, start, ADDRESS_NAMES) || text.charAt(end) === ':'
  );
}

/** Under a key for addresses everything else of their form is one, loopback and low numbers too. */
function isWhole(text: string, start: number, end: number): boolean {
  if (text.slice(start, end) === UNSPECIFIED) return false;
  return endsFreely(text, end) && !isWordAt(text, start - 1) && text.charAt(start - 1) !== '.';
}

function endsFreely(text: string, end: number): boolean {
  if (isWordAt(text, end)) return false;
  const after = text.charAt(end);
  return !((after === '.' || after === '-' || after === '+') && isAlphanumericAt(text, end + 1));
}

function isHost(text: string, start: number, end: number): boolean {
  const first = octetAt(text, start);
  if (first === 0 || first === 127 || text.startsWith('255.255.', start)) return false;
  return !text.slice(start, end).endsWith('.0.0.0');
}

function octetAt(text: string, start: number): number {
  return Number(text.slice(start, digitsEnd(text, start)));
}

function looksLikeVersion(text: string, start: number, end: number): boolean {
  if (isNamed(text, start, VERSION_NAMES)) return true;
  if (octetAt(text, start) === PRIVATE_OCTET) return false;
  const last = text.lastIndexOf('.', end - 1) + 1;
  return largeOctets(text, start, last) === 0 && octetAt(text, last) <= LAST_VERSION_NUMBER_MAX;
}

function largeOctets(text: string, start: number, end: number): number {
  let large = 0;
  for (let index = start; index < end; index = digitsEnd(text, index) + 1) {
    if (octetAt(text, index) > VERSION_NUMBER_MAX) large++;
  }
  return large;
}

function isHostOfUrl(text: string, start: number): boolean {
  return text.charAt(start - 2) === '/';
}

/** `/lookup/203.0.113.7`: in a path or URL, not behind product names, and hardly a version. */
function isPathSegment(text: string, start: number, end: number): boolean {
  const first = Math.max(0, start - PATH_LENGTH_MAX);
  let index = start - 1;
  while (index > first && !isSpaceAt(text, index - 1) && text.charAt(index - 1) !== '"') index--;
  const path = text.slice(index, start);
  return (path.charAt(0) === '/' || path.includes('://')) && largeOctets(text, start, end) >= 2;
}

/** `ip=`, `"addr":"`, `version `: whether a word right before the number ends like one of the names. */
function isNamed(text: string, start: number, names: readonly string[]): boolean {
  let index = start - 1;
  while (index >= 0 && start - index < 5 && ' ="\':[('.includes(text.charAt(index))) index--;
  if (index === start - 1) return false;
  const word = text.slice(Math.max(0, index - 7), index + 1).toLowerCase();
  return names.some((name) => word.endsWith(name));
}
