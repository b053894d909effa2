import type { CountryCode } from 'libphonenumber-js/max';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { codeAt, digitsEnd, isDigitAt, isSpaceAt, isWordAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isJudgedByName } from '../national-ids/by-name.ts';
import { WRITTEN_PATTERNS, extensionEnd, isCued, wholeNumber } from '../phones/written.ts';
import { SIGN } from '../signs.ts';

/** Digits of an international number (ITU-T E.164 §6.2.1), and of a number worth asking about. */
const DIGITS_MAX = 15;
const DIGITS_MIN = 7;
/** Shorter national numbers are not to be told from other numbers. */
const NATIONAL_DIGITS_MIN = 9;
/** Numbering plans that a number with its trunk prefix `0` is tried against, the larger plans first. */
const TRUNK_COUNTRIES: readonly CountryCode[] = ['GB', 'DE', 'FR', 'AU', 'JP', 'NL', 'IN'];
const INTERNATIONAL_PREFIXES: readonly string[] = ['00', '011'];
const LETTER_X = 120;
/** How groups of the North American plan are written, the country code aside. */
const NORTH_AMERICAN_GROUPS = '3-3-4';

/**
 * Phone numbers that the numbering plans know (libphonenumber, all types of number): international with `+`, `00` or
 * `011`, national only where the groups are written as phone numbers are. Plain runs of digits are ids, unless a key
 * or a word before them says what they are. Under the name of an identifier, what is as long as that is none.
 */
export const phone: Detector = {
  id: 'phone',
  version: 6,
  kind: 'phone',
  trigger: SIGN.phoneDigits,
  meanings: MEANING.phone,
  patterns: WRITTEN_PATTERNS,
  find,
};

/** A run of digit groups as it stands in the text. */
interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Sizes of the groups joined by `-`: `3-3-4`. */
  readonly shape: string;
  /** The ends of the groups, for trying the number without its last group. */
  readonly ends: readonly number[];
}

function find(text: string, meaning: number, name: string): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0 || isJudgedByName(text, meaning, name)) return NO_SPANS;
  const whole = (meaning & MEANING.phone) === 0 ? null : wholeNumber(text);
  return whole === null ? findNumbers(text) : [whole];
}

function findNumbers(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let index = 0;
  while (index < text.length) {
    if (!isDigitAt(text, index)) {
      index++;
      continue;
    }
    const candidate = readCandidate(text, index);
    const span = candidate === null ? null : phoneSpan(text, candidate);
    if (span !== null) {
      spans ??= [];
      spans.push({ start: span.start, end: extensionEnd(text, span.end) });
    }
    index = candidate === null ? digitsEnd(text, index) : Math.max(candidate.end, spans?.at(-1)?.end ?? 0);
  }
  return spans ?? NO_SPANS;
}

function readCandidate(text: string, start: number): Candidate | null {
  // Behind a `+` the number is sure to begin here, and what follows it may be something else.
  const isInternational = text.charAt(start - 1) === '+';
  if (isTied(text, start - 1) || (!isInternational && !hasDigits(text, start))) return null;
  const ends = groupEnds(text, start);
  if (isInternational) dropCutOff(text, ends);
  const end = ends.at(-1) ?? start;
  const digits = onlyDigits(text, start, end);
  if (digits.length < DIGITS_MIN || isCutOff(text, ends)) return null;
  return { start, end, digits, shape: shapeOf(text, ends), ends };
}

/** Where the groups of a number end, as far as it has room for them. */
function groupEnds(text: string, start: number): number[] {
  const ends: number[] = [];
  let digits = 0;
  for (let index = start; isDigitAt(text, index); index = nextGroup(text, ends.at(-1) ?? index)) {
    const end = digitsEnd(text, index);
    digits += end - index;
    if (digits > DIGITS_MAX) break;
    ends.push(end);
  }
  return ends;
}

function dropCutOff(text: string, ends: number[]): void {
  while (ends.length > 1 && isCutOff(text, ends)) ends.pop();
}

/** Whether the last group goes on with what is in no phone number. */
function isCutOff(text: string, ends: readonly number[]): boolean {
  const end = ends.at(-1) ?? 0;
  return isTiedBehind(text, end) && !(ends.length > 2 && isExtensionAt(text, end));
}

function groupStart(text: string, end: number): number {
  let start = end;
  while (isDigitAt(text, start - 1)) start--;
  return start;
}

function shapeOf(text: string, ends: readonly number[]): string {
  return ends.map((end) => end - groupStart(text, end)).join('-');
}

/** Whether the groups from here on have as many digits as a number has. Told before anything is built: most have not. */
function hasDigits(text: string, start: number): boolean {
  let digits = 0;
  let index = start;
  while (digits <= DIGITS_MAX && isDigitAt(text, index)) {
    const end = digitsEnd(text, index);
    digits += end - index;
    index = nextGroup(text, end);
  }
  return digits >= DIGITS_MIN && digits <= DIGITS_MAX;
}

/** Behind a word, a decimal point or a dash the digits are part of an id or a longer number. */
function isTied(text: string, index: number): boolean {
  const before = text.charAt(index);
  return isWordAt(text, index) || before === '-' || before === '.' || before === ',';
}

function isTiedBehind(text: string, end: number): boolean {
  if (isWordAt(text, end)) return true;
  const after = text.charAt(end);
  return (after === '-' || after === '.' || after === ':' || after === '@') && isWordAt(text, end + 1);
}

/** `x12` right behind a number. */
function isExtensionAt(text: string, end: number): boolean {
  return (codeAt(text, end) | 32) === LETTER_X && isDigitAt(text, end + 1);
}

/** Where the next group begins behind one separator, or two with a bracket among them. */
function nextGroup(text: string, end: number): number {
  let index = end;
  while (index < end + 3 && isSeparatorAt(text, index)) index++;
  return index === end + 1 || isBracketed(text, end, index) ? index : end;
}

function isBracketed(text: string, start: number, end: number): boolean {
  const between = text.slice(start, end);
  return between.includes('(') || between.includes(')');
}

function isSeparatorAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  if ((code >= 0x2010 && code <= 0x2013) || '-.()/'.includes(text.charAt(index) || ' ')) return true;
  return isSpaceAt(text, index) && code !== 10 && code !== 13;
}

function phoneSpan(text: string, candidate: Candidate): Span | null {
  const lead = leadingMark(text, candidate.start);
  if (text.charAt(candidate.start - lead) === '+' && lead > 0) {
    if (isWordAt(text, candidate.start - lead - 1)) return null;
    return internationalSpan(text, candidate, lead) ?? cuedSpan(text, candidate, lead);
  }
  const prefixed = prefixedSpan(candidate) ?? nationalSpan(text, candidate);
  if (prefixed !== null) return prefixed;
  return cuedSpan(text, candidate, lead);
}

/** Where no plan knows the number, a word before it may say what it is. */
function cuedSpan(text: string, { start, end, digits, ends }: Candidate, lead: number): Span | null {
  return isCued(text, start, digits, ends.length) ? { start: start - lead, end } : null;
}

/** How many characters before the first digit belong to the number: `+`, `(` or `+(`. */
function leadingMark(text: string, start: number): number {
  const before = text.charAt(start - 1);
  if (before === '+') return 1;
  if (before !== '(') return 0;
  return text.charAt(start - 2) === '+' ? 2 : 1;
}

/** Tries the number as it stands, then without its last groups, which may be an extension or another number. */
function internationalSpan(text: string, candidate: Candidate, lead: number): Span | null {
  const { start, ends } = candidate;
  for (let count = ends.length; count > 0 && count > ends.length - 3; count--) {
    const end = ends[count - 1] ?? start;
    const digits = onlyDigits(text, start, end);
    const isKnown = digits.startsWith('1') && hasNorthAmericanDigits(digits.slice(1));
    if (isKnown || isValid(`+${digits}`)) return { start: start - lead, end };
  }
  return null;
}

function onlyDigits(text: string, start: number, end: number): string {
  let digits = '';
  for (let index = start; index < end; index++) if (isDigitAt(text, index)) digits += text.charAt(index);
  return digits;
}

/** Behind the prefixes for international calls of most countries, and of North America (ITU-T E.164, "dialling procedures"). */
function prefixedSpan({ digits, start, end, ends }: Candidate): Span | null {
  if (ends.length < 2) return null;
  const prefix = INTERNATIONAL_PREFIXES.find((each) => digits.startsWith(each));
  return prefix !== undefined && isValid(`+${digits.slice(prefix.length)}`) ? { start, end } : null;
}

function nationalSpan(text: string, candidate: Candidate): Span | null {
  const { digits, shape, start, end, ends } = candidate;
  if (digits.length < NATIONAL_DIGITS_MIN || ends.length < 2) return null;
  if (shape === NORTH_AMERICAN_GROUPS || shape === `1-${NORTH_AMERICAN_GROUPS}`) {
    if (!isNorthAmerican(text, candidate)) return null;
    return { start: text.charAt(start - 1) === '(' ? start - 1 : start, end };
  }
  if (!hasTrunkShape(text, candidate)) return null;
  return TRUNK_COUNTRIES.some((country) => isValid(digits, country)) ? { start, end } : null;
}

/**
 * Written with dashes, dots or brackets it need not be an assigned number; with spaces only it may be something else.
 */
function isNorthAmerican(text: string, { start, end, digits }: Candidate): boolean {
  if (!hasNorthAmericanDigits(digits.slice(-10))) return false;
  const written = text.slice(start, end);
  if (written.includes('-') || written.includes('.') || text.charAt(start - 1) === '(') return true;
  return isValid(digits, 'US');
}

/** Neither area nor exchange begins with 0 or 1 (NANPA, https://www.nanpa.com, "About the NANP"). */
function hasNorthAmericanDigits(digits: string): boolean {
  return digits.length === 10 && digits.charAt(0) >= '2' && digits.charAt(3) >= '2';
}

/** `020 7946 0958`, `06 12 34 56 78`: a trunk `0` in a first group of two to five digits. */
function hasTrunkShape(text: string, { digits, start, ends }: Candidate): boolean {
  const first = (ends[0] ?? start) - start;
  if (!digits.startsWith('0') || digits.startsWith('00') || first < 2 || first > 5) return false;
  return !isDigitAt(text, start - 2) || text.charAt(start - 1) !== ' ';
}

function isValid(number: string, country?: CountryCode): boolean {
  const parsed =
    country === undefined ? parsePhoneNumberFromString(number) : parsePhoneNumberFromString(number, country);
  return parsed?.isValid() === true;
}
