/**
 * The one pass over the characters of a string that every scan begins with. It gives a set of signs as bits of one
 * number; a detector or a decoded layer runs only where all signs of its trigger are set, so most strings are done
 * after this pass. Nothing is allocated.
 */

import { codeAt, isDigitAt } from './characters.ts';
import { referenceLength } from './character-references.ts';

export const SIGN = {
  digit: 1 << 0,
  at: 1 << 1,
  percent: 1 << 2,
  plus: 1 << 3,
  dot: 1 << 4,
  colon: 1 << 5,
  equals: 1 << 6,
  dash: 1 << 7,
  /** Space, tab or line break. */
  space: 1 << 8,
  /** Capitals and small letters of ASCII, or enough characters beyond it for words of another alphabet. */
  upper: 1 << 9,
  lower: 1 << 10,
  backslash: 1 << 11,
  /** A letter that is no hexadecimal digit: absent from hashes, trace ids and UUIDs. */
  beyondHex: 1 << 12,
  slash: 1 << 13,
  /** A code unit above 127. */
  beyondAscii: 1 << 14,
  /** At least 9 or 13 digits with nothing but the usual separators of phone and card numbers between them. */
  digits9: 1 << 15,
  digits13: 1 << 16,
  /** As `digits9`, or at least 7 digits and a `+` somewhere. */
  phoneDigits: 1 << 17,
  /** A run of at least 12 or 16 letters, digits, `_` and `-`. */
  token12: 1 << 18,
  token16: 1 << 19,
  /** Enough white space, or enough characters beyond ASCII, for a dozen words. */
  wordy: 1 << 20,
  /** At least three dots behind a digit. */
  dottedDigits: 1 << 21,
  /** Two colons side by side, or at least seven. */
  ipv6Colons: 1 << 22,
  /** An `=`, a `<`, or a colon that follows no digit and begins no `://`: what may part a name from its value. */
  pair: 1 << 23,
  /** At least 6 digits with separators only between them, or a digit in a text with a run of 15 beyond hexadecimal. */
  idShape: 1 << 24,
  /** A space or an equals sign: what stands between a name and its value in text, but seldom in identifiers. */
  phrase: 1 << 25,
  /** A character reference of HTML: `&#64;`, `&amp;`. */
  reference: 1 << 26,
} as const;

/** White space that a text of a dozen words has at least. */
const SPACES_MIN = 11;
/** Characters beyond ASCII from which a text without spaces (Chinese, Japanese) may be long-form. */
const BEYOND_ASCII_MIN = 40;
/** Characters beyond ASCII that may be words of an alphabet with capitals of its own, such as the Cyrillic and the Greek one. */
const ALPHABET_MIN = 6;
/** Dots of an IPv4 address, and colons of an IPv6 address that leaves no group out. */
const DOTS_MIN = 3;
const COLONS_MIN = 7;

// Marks that only the pass itself needs; they share the number with the signs and are cut off at the end. The first two are
// the uppermost bits, because a shift to the right then makes a mask of each.
const WORD = 1 << 31;
const KEEPS_DIGITS = 1 << 30;
/** What stands beside the character, or how often it comes, decides. */
const HAS_NEIGHBOURS = 1 << 29;
const ALL_SIGNS = (1 << 27) - 1;
const LETTERS_AND_DIGITS = SIGN.digit | SIGN.beyondHex;

/** Narrow and non-breaking spaces and dashes stand between digits, so what is beyond ASCII never breaks them. */
const BEYOND_ASCII = SIGN.beyondAscii | KEEPS_DIGITS | HAS_NEIGHBOURS;
/** The full-width `@` stands for the other in addresses. */
const WIDE_AT = 0xff20;
const AMPERSAND = 38;
const DOT = 46;
const COLON = 58;
const SLASH = 47;
const MARKS = makeMarks();

/**
 * The signs of a text. Linear, no allocation. Runs are counted without branches, which the processor would often guess
 * wrong in mixed text.
 */
// oxlint-disable-next-line complexity -- everything is counted in one loop, because a second one would double the cost.
export function readSigns(text: string): number {
  let seen = 0;
  let word = 0;
  let longestWord = 0;
  let digits = 0;
  let mostDigits = 0;
  let spaces = 0;
  let beyondAscii = 0;
  let dots = 0;
  let colons = 0;
  const { length } = text;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    const mark = code < 128 ? (MARKS[code] ?? 0) : BEYOND_ASCII;
    seen |= mark;
    word = (word + 1) & (mark >> 31);
    longestWord = Math.max(longestWord, word);
    digits = (digits + (mark & SIGN.digit)) & ((mark << 1) >> 31);
    mostDigits = Math.max(mostDigits, digits);
    spaces += mark & SIGN.space;
    if ((mark & HAS_NEIGHBOURS) === 0) continue;
    if (code === DOT) dots += isDigitAt(text, index - 1) ? 1 : 0;
    else if (code === COLON) {
      colons += codeAt(text, index - 1) === COLON ? COLONS_MIN : 1;
      seen |= !isDigitAt(text, index - 1) && codeAt(text, index + 1) !== SLASH ? SIGN.pair : 0;
    } else if (code === AMPERSAND) seen |= referenceLength(text, index) > 0 ? SIGN.reference : 0;
    else {
      beyondAscii++;
      seen |= code === WIDE_AT ? SIGN.at : 0;
    }
  }
  let signs = seen & ALL_SIGNS;
  if (mostDigits >= 6) signs |= digitSigns(mostDigits, seen);
  else if (longestWord >= 15 && (signs & LETTERS_AND_DIGITS) === LETTERS_AND_DIGITS) signs |= SIGN.idShape;
  if (longestWord >= 12) signs |= longestWord < 16 ? SIGN.token12 : SIGN.token12 | SIGN.token16;
  if (spaces >= SPACES_MIN * SIGN.space || beyondAscii >= BEYOND_ASCII_MIN) signs |= SIGN.wordy;
  if (beyondAscii >= ALPHABET_MIN) signs |= SIGN.upper | SIGN.lower;
  if ((seen & (SIGN.space | SIGN.equals)) !== 0) signs |= SIGN.phrase;
  if (dots >= DOTS_MIN) signs |= SIGN.dottedDigits;
  if (colons >= COLONS_MIN) signs |= SIGN.ipv6Colons;
  return signs;
}

function digitSigns(digits: number, seen: number): number {
  if (digits < 9)
    return digits < 7 || (seen & SIGN.plus) === 0 ? SIGN.idShape : SIGN.idShape | SIGN.phoneDigits;
  return SIGN.idShape | SIGN.phoneDigits | SIGN.digits9 | (digits >= 13 ? SIGN.digits13 : 0);
}

function makeMarks(): Int32Array {
  const marks = new Int32Array(128);
  const mark = (characters: string, bits: number): void => {
    for (const character of characters) marks[character.charCodeAt(0)] = bits;
  };
  mark('0123456789', SIGN.digit | WORD | KEEPS_DIGITS);
  mark('ABCDEF', SIGN.upper | WORD);
  mark('GHIJKLMNOPQRSTUVWXYZ', SIGN.upper | SIGN.beyondHex | WORD);
  mark('abcdef', SIGN.lower | WORD);
  mark('ghijklmnopqrstuvwxyz', SIGN.lower | SIGN.beyondHex | WORD);
  mark('@', SIGN.at);
  mark('%', SIGN.percent);
  mark('+', SIGN.plus);
  mark('&', HAS_NEIGHBOURS);
  mark('.', SIGN.dot | KEEPS_DIGITS | HAS_NEIGHBOURS);
  mark(':', SIGN.colon | HAS_NEIGHBOURS);
  mark('=', SIGN.equals | SIGN.pair);
  mark('<', SIGN.pair);
  mark('-', SIGN.dash | WORD | KEEPS_DIGITS);
  mark('_', WORD);
  mark(' \t\n\r', SIGN.space | KEEPS_DIGITS);
  mark('()', KEEPS_DIGITS);
  mark('/', SIGN.slash | KEEPS_DIGITS);
  mark('\\', SIGN.backslash);
  return marks;
}
