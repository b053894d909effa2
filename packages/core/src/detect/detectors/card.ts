import { codeAt, digitsEnd, isAlphanumericAt, isDigitAt, isWordAt } from '../characters.ts';
import { hasCueBefore, makeCues } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { passesLuhn } from '../number-forms/check-digits.ts';
import { SIGN } from '../signs.ts';

/** Digits of a primary account number (ISO/IEC 7812-1). */
const DIGITS_MIN = 13;
const DIGITS_MAX = 19;
const ZERO_FRACTION = '.0';
/** The groups in which cards are printed and typed; digits per group. */
const GROUPINGS: readonly (readonly number[])[] = [
  [4, 4, 4, 4, 3],
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
  [4, 4, 4, 1],
];
/** First and last leading digits of each network's issuer range, and the lengths it issues. As published by each
 * network and gathered at https://en.wikipedia.org/wiki/Payment_card_number (read 2026-11). */
const RANGES: readonly (readonly [first: string, last: string, lengths: readonly number[]])[] = [
  ['4', '4', [13, 16, 19]],
  ['51', '55', [16]],
  ['2221', '2720', [16]],
  ['34', '34', [15]],
  ['37', '37', [15]],
  ['6011', '6011', [16, 17, 18, 19]],
  ['644', '659', [16, 17, 18, 19]],
  ['622126', '622925', [16, 17, 18, 19]],
  ['300', '305', [14, 16, 19]],
  ['309', '309', [14, 16, 19]],
  ['36', '36', [14, 16, 19]],
  ['38', '39', [14, 16, 19]],
  ['3528', '3589', [16, 17, 18, 19]],
  ['62', '62', [16, 17, 18, 19]],
  ['9792', '9792', [16]],
  ['81', '82', [16]],
  ['508', '508', [16]],
  ['60', '60', [16]],
  ['2200', '2205', [16, 17, 18, 19]],
  ['5018', '5020', [13, 14, 15, 16, 17, 18, 19]],
  ['5038', '5038', [13, 14, 15, 16, 17, 18, 19]],
  ['5893', '5893', [13, 14, 15, 16, 17, 18, 19]],
  ['6304', '6304', [13, 14, 15, 16, 17, 18, 19]],
  ['6759', '6763', [13, 14, 15, 16, 17, 18, 19]],
];

const CUES = makeCues([
  'card',
  'creditcard',
  'cardnumber',
  'cc',
  'ccn',
  'visa',
  'uatp',
  'karte',
  'tarjeta',
  'carte',
  'carta',
  'cartão',
]);

/** Payment card numbers: an issuer's range, its length and the Luhn check digit (ISO/IEC 7812-1 Annex B). */
export const card: Detector = {
  id: 'card',
  version: 3,
  kind: 'card',
  trigger: SIGN.digits13,
  meanings: MEANING.card,
  patterns: [],
  find,
};

/**
 * Whether the digits are a card number wherever they stand. Thirteen digits are more often an article number (EAN-13) or
 * a time than one of Visa's old cards, so they are not.
 */
export function isCardNumber(digits: string): boolean {
  if (digits.length <= DIGITS_MIN || digits.length > DIGITS_MAX) return false;
  return isIssued(digits) && passesLuhn(digits);
}

/** Whether they are one where a cue or a key says so: old Visa cards and the air travel plan (UATP) as well. */
function isAnnouncedCard(digits: string): boolean {
  const isTravelPlan = digits.length === 15 && digits.startsWith('1');
  return (isTravelPlan || isIssued(digits)) && passesLuhn(digits);
}

function find(text: string, meaning: number): readonly Span[] {
  const isAnnounced = (meaning & MEANING.card) !== 0;
  if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
  let spans: Span[] | null = null;
  let index = 0;
  while (index < text.length) {
    if (!isDigitAt(text, index)) {
      index++;
      continue;
    }
    const end = cardEnd(text, index, isAnnounced);
    if (end > 0) {
      spans ??= [];
      spans.push({ start: index, end });
    }
    index = end > 0 ? end : digitsEnd(text, index);
  }
  return spans ?? NO_SPANS;
}

/** The position after the card number that begins with this run of digits, or 0. */
function cardEnd(text: string, start: number, isAnnounced: boolean): number {
  if (isWordAt(text, start - 1) || isJoined(text, start - 1, -1)) return 0;
  const end = digitsEnd(text, start);
  const length = end - start;
  if (length >= DIGITS_MIN) {
    if (length > DIGITS_MAX || goesOn(text, end)) return 0;
    const digits = text.slice(start, end);
    if (isCardNumber(digits) && !mayBeId(text, start, end)) return end;
    if (!isAnnouncedCard(digits)) return 0;
    return isAnnounced || hasCueBefore(text, start, CUES) ? end : 0;
  }
  return length === 4 ? groupedEnd(text, start) : 0;
}

/**
 * Whether it is an id as often as a card. Of 19 digits: many programs number spans, jobs and machines with 64 bits, and Visa
 * and Diners hardly issue any of that length. Or a colon ties it to another number as long that is no card: FullStory numbers
 * a session by a visitor and a visit.
 */
function mayBeId(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length === DIGITS_MAX && '34'.includes(text.charAt(start))) return true;
  return (
    (text.charAt(end) === ':' && isOtherHalf(text, end + 1, length)) ||
    (text.charAt(start - 1) === ':' && isOtherHalf(text, start - 1 - length, length))
  );
}

function isOtherHalf(text: string, start: number, length: number): boolean {
  if (start < 0 || isDigitAt(text, start - 1) || digitsEnd(text, start) !== start + length) return false;
  return !isCardNumber(text.slice(start, start + length));
}

/** Whether the number goes on behind the position, and not only with the fraction of a table that took a column for fractions: `4111111111111111.0`. */
function goesOn(text: string, index: number): boolean {
  if (text.length === index + ZERO_FRACTION.length && text.endsWith(ZERO_FRACTION)) return false;
  return isWordAt(text, index) || isJoined(text, index, 1);
}

/** Whether a `-` or `.` ties the number to a letter or, for `.`, to more digits: then it is part of an id. */
function isJoined(text: string, index: number, step: -1 | 1): boolean {
  const joint = text.charAt(index);
  if (joint === '.') return isDigitAt(text, index + step);
  return joint === '-' && isAlphanumericAt(text, index + step);
}

function groupedEnd(text: string, start: number): number {
  const separator = codeAt(text, start + 4);
  if (!isSeparator(separator)) return 0;
  for (const grouping of GROUPINGS) {
    const digits = readGroups(text, start, grouping);
    if (digits === '' || !isCardNumber(digits)) continue;
    return start + digits.length + grouping.length - 1;
  }
  return 0;
}

/** The digits, when the groups stand here with one and the same separator and nothing goes on behind them. */
function readGroups(text: string, start: number, grouping: readonly number[]): string {
  const separator = text.charAt(start + 4);
  let digits = '';
  let index = start;
  for (const size of grouping) {
    if (index > start && text.charAt(index++) !== separator) return '';
    if (digitsEnd(text, index) !== index + size) return '';
    digits += text.slice(index, index + size);
    index += size;
  }
  return isWordAt(text, index) || isJoined(text, index, 1) ? '' : digits;
}

/** Space, `-`, `.`, no-break and narrow no-break space, and the dashes of U+2010–2013. */
function isSeparator(code: number): boolean {
  return code === 32 || code === 45 || code === 46 || code === 0xa0 || code === 0x202f || isDash(code);
}

function isDash(code: number): boolean {
  return code >= 0x2010 && code <= 0x2013;
}

function isIssued(digits: string): boolean {
  for (const [first, last, lengths] of RANGES) {
    const head = digits.slice(0, first.length);
    if (head >= first && head <= last && lengths.includes(digits.length)) return true;
  }
  return false;
}
