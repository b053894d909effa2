/** Whether something is written like the name of a person. No list of names is asked. */
import { codeAt, isLetterAt, isSpaceAt } from '../characters.ts';
import type { Span } from '../detector.ts';
import { NOBODY, NO_NAME_WORDS, NO_VALUES, PARTICLES, SLUG_WORDS } from './words.ts';

const LENGTH_MAX = 80;
const WORDS_MAX = 7;
/** Letters of one word at most, which bounds how far a text is read. */
const WORD_LENGTH_MAX = 40;
/** Where the scripts of East Asia begin. */
const HAN_MIN = 0x3040;
/** What a word of a name may have inside or behind it: apostrophes, hyphens, the full stop of an initial, middle dots. */
const INNER_MARKS = "'’ʼ‘`´-‐‑.·・";
/** What may part or end words besides: `Last, First`, `(Zoe)`, `"Zoe"`. */
const OUTER_MARKS = ',"“”„()';
/** Beginnings of words that have a capital inside. */
const CAPITAL_PREFIX = /^(?:Mc|Mac|De|Di|Du|La|Le|Lo|Van|Von|Fitz|St|Mb|N|O|D|Al|El|Abd)\p{Lu}\p{Ll}/u;
/** What whoever tries something out calls themselves, beside another word. */
const TEST = 'test';
/** `Acme.io`, which is a company's name. */
const DOMAIN = /^\p{Lu}\p{L}+\.\p{Ll}/u;
const SLUG = /[-.]/u;
const SPLIT = /[\s\u3000]+/u;
const EDGE_MARKS = /^[,"“”„().]{1,3}|[,"“”„().]{1,3}$/gu;

/** A name of two to four characters, or one beside a second word: `王伟`, `佐藤 健太`, `高橋 Haruka`. */
const EAST_ASIAN =
  /^(?=.{2,40}$)(?:[\u3400-\u9fff\uac00-\ud7af]{2,4}|[\u3400-\u9fff\uac00-\ud7af]{1,4}[ \u3000](?:[\u3400-\u9fff\uac00-\ud7af]{1,4}|\p{Lu}[\p{Ll}-]{1,20})|\p{Lu}[\p{Ll}-]{1,20} [\u3400-\u9fff\uac00-\ud7af]{1,4})$/u;

export const NAME_PATTERNS: readonly RegExp[] = [EAST_ASIAN, CAPITAL_PREFIX, DOMAIN, SPLIT, EDGE_MARKS];

/**
 * The value but for white space around it, if it can be a person's name. Null where it cannot. `isCertain`: its key names
 * people only, so that `Page` and `Test` are names too.
 */
export function wholeName(text: string, isCertain = false): Span | null {
  if (text.length > LENGTH_MAX + 20) return null;
  const value = text.trim();
  if (value.length > LENGTH_MAX || !hasNameCharacters(value)) return null;
  const words = value.split(SPLIT);
  if (words.length > WORDS_MAX) return null;
  if (!isCertain && !words.every((word) => isWholeWord(word, words.length))) return null;
  if (words.length === 1 && (isCertain ? NO_VALUES : NOBODY).has(value.toLowerCase())) return null;
  const start = text.indexOf(value);
  return { start, end: start + value.length };
}

/** Whether the whole text is two words of a name or more, each with its capital, or a name in a script of East Asia. */
export function isFullName(text: string): boolean {
  const isEastAsian = codeAt(text, 0) >= HAN_MIN || codeAt(text, text.length - 1) >= HAN_MIN;
  if (isEastAsian) return EAST_ASIAN.test(text) && wholeName(text) !== null;
  if (!text.includes(' ')) return false;
  const read = readName(text, 0, WORDS_MAX);
  return read !== null && read.words > 1 && read.end === text.length;
}

function hasNameCharacters(value: string): boolean {
  let letters = 0;
  for (let index = 0; index < value.length; index++) {
    if (isNameLetterAt(value, index)) letters++;
    else if (
      !isInnerMark(value, index) &&
      !OUTER_MARKS.includes(value.charAt(index)) &&
      !isGapAt(value, index)
    ) {
      return false;
    }
  }
  // One character is a whole family name in Chinese and Korean.
  return letters >= 2 || (letters === 1 && codeAt(value, 0) >= HAN_MIN);
}

function isGapAt(text: string, index: number): boolean {
  return isSpaceAt(text, index) || codeAt(text, index) === 0x3000;
}

/** A word of a value under a name's key. Small letters pass there, the words and spellings of code do not. */
function isWholeWord(written: string, count: number): boolean {
  const word = written.replace(EDGE_MARKS, '');
  const lowered = word.toLowerCase();
  if (NO_NAME_WORDS.has(lowered) && !(count > 1 && (PARTICLES.has(lowered) || lowered === TEST)))
    return false;
  if ((word.split('.').length > 2 && word.length > 8) || DOMAIN.test(word)) return false;
  if (count === 1 && isSlug(lowered, word)) return false;
  return !hasInnerCapital(word);
}

/** `mobile-app`, `http.server`: what programs call things of theirs, in small letters. */
function isSlug(lowered: string, word: string): boolean {
  if (lowered !== word || !SLUG.test(word)) return false;
  return word.split(SLUG).some((part) => NO_NAME_WORDS.has(part) || SLUG_WORDS.has(part));
}

/** `HomeScreen` and `checkoutButton`, but neither `McKenzie` nor `O'Brien` nor `LEE`. */
function hasInnerCapital(word: string): boolean {
  if (word === word.toUpperCase() || CAPITAL_PREFIX.test(word)) return false;
  for (let index = 1; index < word.length; index++) {
    if (isCapitalAt(word, index) && isNameLetterAt(word, index - 1)) return true;
  }
  return false;
}

/** A name that was read in running text. */
export interface ReadName {
  readonly end: number;
  readonly words: number;
}

/** Reads capitalised words, initials and particles from the position. Null where no word of a name begins there. */
export function readName(text: string, start: number, wordsMax: number): ReadName | null {
  let end = 0;
  let words = 0;
  let index = start;
  while (words < wordsMax) {
    const next = wordEnd(text, index);
    const word = text.slice(index, next);
    if (isNameWord(text, index, next)) {
      end = next;
      words++;
    } else if (words === 0 || !PARTICLES.has(word)) break;
    if (text.charAt(next) !== ' ') break;
    index = next + 1;
  }
  return words === 0 ? null : { end, words };
}

function wordEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + WORD_LENGTH_MAX);
  let end = start;
  while (end < limit && (isNameLetterAt(text, end) || isJoiner(text, end, start))) end++;
  return end;
}

/** A mark inside a word; a full stop only behind the single letter of an initial. */
function isJoiner(text: string, index: number, start: number): boolean {
  if (!isInnerMark(text, index)) return false;
  if (text.charAt(index) !== '.') return isNameLetterAt(text, index + 1);
  return (
    index > start && (index === start + 1 || !isNameLetterAt(text, index - 2)) && isCapitalAt(text, index - 1)
  );
}

/** `Zoe`, `O'Brien`, `J.`; not `NASA`, `TypeError` or `Dashboard`. */
function isNameWord(text: string, start: number, end: number): boolean {
  if (!isCapitalAt(text, start)) return false;
  if (text.charAt(end - 1) === '.') return true;
  const word = text.slice(start, end);
  if (word.length < 2 || NO_NAME_WORDS.has(word.toLowerCase())) return false;
  return !isAllCapitals(word) && !hasInnerCapital(word);
}

function isAllCapitals(word: string): boolean {
  return word === word.toUpperCase();
}

function isInnerMark(text: string, index: number): boolean {
  return index < text.length && INNER_MARKS.includes(text.charAt(index));
}

/** A letter or combining mark of any script; the symbols among Latin letters and General Punctuation left out. */
export function isNameLetterAt(text: string, index: number): boolean {
  if (isLetterAt(text, index)) return true;
  const code = codeAt(text, index);
  if (code < 0xc0 || Number.isNaN(code) || code === 0xd7 || code === 0xf7) return false;
  return (code < 0x2000 || code >= 0x3005) && !(code >= 0x3008 && code <= 0x3040) && code < 0xff00;
}

/** Whether a capital of a script with two cases is at the position. */
export function isCapitalAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  if (code < 128) return code >= 65 && code <= 90;
  if (code < 0xc0 || code > 0x590 || code === 0xd7) return false;
  const letter = text.charAt(index);
  return letter !== letter.toLowerCase();
}
