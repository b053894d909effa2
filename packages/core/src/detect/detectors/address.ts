import {
  TAIL_PATTERNS,
  lastTownsEnd,
  numberRestEnd,
  numberSignStart,
  townEnd,
  townStart,
  unitEnd,
} from '../addresses/tail.ts';
import {
  BOXES,
  BOX_OWNERS,
  ENDINGS,
  MONTHS,
  STREET_PARTICLES,
  TYPES_BEFORE,
  TYPES_BEHIND,
  TYPES_BETWEEN,
  WEAK_TYPES_BEFORE,
  WEAK_TYPES_BEHIND,
} from '../addresses/street-words.ts';
import { isWholeAddress } from '../addresses/whole-address.ts';
import { digitsEnd, isDigitAt, isLetterAt, isTokenAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isCapitalAt, isNameLetterAt } from '../names/person-name.ts';
import { NO_NAME_WORDS } from '../names/words.ts';
import { SIGN } from '../signs.ts';

/** Digits of the number of a house or a box at most. */
const NUMBER_LENGTH_MAX = 6;
/** Words of a street's name that are read at most, and letters of one. */
const WORDS_MAX = 6;
const WORD_LENGTH_MAX = 30;
/** Four digits that are a year more often than a post code. */
const RECENT_YEAR_MIN = 2010;
const RECENT_YEAR_MAX = 2039;
const TAIL_WORDS = /[\p{L}\d]+/gu;
/** Behind the number of a second house at the same place, in French. */
const REPEATS: ReadonlySet<string> = new Set(['bis', 'ter', 'quater']);
/** The last day of a month: a larger number behind its name is no date. */
const DAY_MAX = 31;

/**
 * Postal addresses: the value under a key for them, and in running text what is built like one: a number and a street
 * (`12 Baker Street`, `Hauptstraße 5`, `Via Roma 5`), a box at a post office, or words, a number, a post code and a town.
 */
export const address: Detector = {
  id: 'address',
  version: 1,
  kind: 'address',
  trigger: SIGN.digit | SIGN.space | SIGN.upper,
  meanings: MEANING.address,
  patterns: [TAIL_WORDS, ...TAIL_PATTERNS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  if ((meaning & MEANING.address) !== 0 && isWholeAddress(text)) return [{ start: 0, end: text.length }];
  let spans: Span[] | null = null;
  let free = 0;
  for (let index = 0; index < text.length; index++) {
    if (!isDigitAt(text, index)) continue;
    const span = addressAround(text, index, free);
    index = span === null ? digitsEnd(text, index) : span.end;
    if (span === null) continue;
    spans ??= [];
    spans.push(span);
    free = span.end;
  }
  return spans ?? NO_SPANS;
}

function addressAround(text: string, number: number, free: number): Span | null {
  const digits = digitsEnd(text, number);
  if (digits - number > NUMBER_LENGTH_MAX || isTokenAt(text, number - 1)) return null;
  const before = text.charAt(number - 1);
  if (isSigned(text, number)) return signedStreet(text, number, digits, free);
  if (before === '.' || before === ':' || before === '=') return null;
  const behind = mayGoOn(text, digits) ? numberFirst(text, number, digits) : null;
  if (behind !== null) return behind;
  return before === ' ' && mayBeNamed(text, number - 1) ? streetFirst(text, number, digits, free) : null;
}

/** The cheap question: whether what may end a sign for a number stands before. */
function isSigned(text: string, number: number): boolean {
  const before = text.charAt(number - 1);
  const mark = before === ' ' ? text.charAt(number - 2) : before;
  return mark !== '' && '.:°º№'.includes(mark);
}

/** `Strada Lipscani nr. 20`, `Bağdat Caddesi No: 163/4`. */
function signedStreet(text: string, number: number, digits: number, free: number): Span | null {
  const sign = numberSignStart(text, number);
  if (sign === number || !', '.includes(text.charAt(sign - 1) || '-')) return null;
  const start = strongStart(text, wordsBefore(text, sign - 1, free));
  return start < 0
    ? null
    : { start: townStart(text, start), end: tailEnd(text, numberRestEnd(text, digits)) };
}

/** The cheap question: whether a letter follows, which numbers of versions, times and lists have not. */
function mayGoOn(text: string, digits: number): boolean {
  const next = text.charAt(digits);
  if (next !== ' ' && next !== ',') return isLetterAt(text, digits) || next === '-' || next === '/';
  return isNameLetterAt(text, digits + 1) || isNameLetterAt(text, digits + 2);
}

/** The cheap question: whether the word before has a capital or is one of a box. */
function mayBeNamed(text: string, end: number): boolean {
  const first = Math.max(0, end - WORD_LENGTH_MAX);
  let start = end;
  while (start > first && isInWord(text, start - 1)) start--;
  if (start === end) return text.charAt(end - 1) === ',';
  if (isCapitalAt(text, start) || text.startsWith('box', start)) return true;
  return TYPES_BETWEEN.has(text.slice(start, end));
}

/** `12 Baker Street`, `12 bis rue de la Paix`. */
function numberFirst(text: string, number: number, digits: number): Span | null {
  const isPlain = text.charAt(digits) === ' ' && isNameLetterAt(text, digits + 2);
  const start = nextWord(text, isPlain ? digits : numberRestEnd(text, digits));
  if (start < 0) return null;
  const end = wordEnd(text, start);
  const word = plainWord(text, start, end);
  if (TYPES_BEFORE.has(word)) return beforeName(text, number, end);
  if (REPEATS.has(word) && text.charAt(end) === ' ') return beforeName(text, number, wordEnd(text, end + 1));
  return isStreetWord(text, start, word) ? behindName(text, number, end) : null;
}

/** Where the word behind a space or a comma begins, or -1. */
function nextWord(text: string, from: number): number {
  const start = text.charAt(from) === ',' ? from + 2 : from + 1;
  return text.charAt(start - 1) === ' ' && isNameLetterAt(text, start) ? start : -1;
}

/** The type of the street behind words of its name, the first of which has been read. */
function behindName(text: string, number: number, firstEnd: number): Span | null {
  let end = firstEnd;
  for (let words = 1; words < WORDS_MAX && text.charAt(end) === ' '; words++) {
    const start = end + 1;
    end = wordEnd(text, start);
    const word = plainWord(text, start, end);
    if (isCapitalAt(text, start)) {
      if (TYPES_BEHIND.has(word)) return { start: number, end: tailEnd(text, end) };
      if (WEAK_TYPES_BEHIND.has(word)) return weakSpan(text, number, end);
    }
    if (!isStreetWord(text, start, word)) return null;
  }
  return null;
}

/** The name behind `rue`: at least one word with a capital. */
function beforeName(text: string, number: number, typeEnd: number): Span | null {
  let end = 0;
  let index = typeEnd;
  for (let words = 0; words < WORDS_MAX && text.charAt(index) === ' '; words++) {
    const next = wordEnd(text, index + 1);
    const isCapital = isCapitalAt(text, index + 1);
    if (!isCapital && !STREET_PARTICLES.has(elided(plainWord(text, index + 1, next)))) break;
    if (isCapital || text.slice(index + 1, next).includes("'")) end = next;
    index = next;
  }
  return end === 0 ? null : { start: number, end: tailEnd(text, end) };
}

/** `l'église` begins with the particle `l`. */
function elided(word: string): string {
  const [first = ''] = word.split("'");
  return first;
}

function weakSpan(text: string, start: number, end: number): Span | null {
  const tail = tailEnd(text, end);
  return tail > end || end === text.length ? { start, end: tail } : null;
}

/** A capitalised word, an ordinal or a particle inside a street's name. */
function isStreetWord(text: string, start: number, word: string): boolean {
  if (isDigitAt(text, start)) return isLetterAt(word, word.length - 1);
  return isCapitalAt(text, start)
    ? !NO_NAME_WORDS.has(word) || word === 'main' || word === 'first'
    : STREET_PARTICLES.has(word);
}

/** `Hauptstraße 5`, `Via Roma 5`, `PO Box 5`, and with what follows an address any capitalised words. */
function streetFirst(text: string, number: number, digits: number, free: number): Span | null {
  const end = numberRestEnd(text, digits);
  if (isTokenAt(text, end) || (text.charAt(end) === '.' && isDigitAt(text, end + 1))) return null;
  const words = wordsBefore(text, number - 1, free);
  const start = strongStart(text, words);
  if (start >= 0) return { start: townStart(text, start), end: tailEnd(text, end) };
  const last = words.at(-1);
  if (last === undefined || !isCapitalAt(text, last.start) || NO_NAME_WORDS.has(last.word)) return null;
  if (isDate(text, last.word, number, digits)) return null;
  const tail = addressTail(text, end);
  return tail === end ? null : { start: nameStart(text, words), end: tail };
}

/** The end of what only follows a street: a unit, or behind a comma or on the next line a post code and a town. */
function addressTail(text: string, end: number): number {
  const unit = unitEnd(text, end);
  if (!',\n'.includes(text.charAt(unit) || ' ')) return unit;
  const tail = townEnd(text, unit);
  return tail > unit && isTown(text.slice(unit, tail)) ? tail : unit;
}

/** No year and no word of a product: `Chrome 120, 2031 Release` is built like an address too. */
function isTown(tail: string): boolean {
  const [first = '', second = ''] = tail.match(TAIL_WORDS) ?? [];
  if (!isDigitAt(first, 0)) return !isYear(tail.slice(-4)) && !NO_NAME_WORDS.has(first.toLowerCase());
  return !isYear(first) && !NO_NAME_WORDS.has(second.toLowerCase());
}

function isYear(code: string): boolean {
  return code.length === 4 && Number(code) >= RECENT_YEAR_MIN && Number(code) <= RECENT_YEAR_MAX;
}

function isDate(text: string, word: string, number: number, digits: number): boolean {
  return MONTHS.has(word) && (digits - number === 4 || Number(text.slice(number, digits)) <= DAY_MAX);
}

interface Word {
  readonly start: number;
  readonly end: number;
  /** In lower case, without a full stop at the end. */
  readonly word: string;
}

/** The words that end here, the first one first; a comma behind the last one is passed over. */
function wordsBefore(text: string, end: number, free: number): readonly Word[] {
  const words: Word[] = [];
  let index = text.charAt(end - 1) === ',' ? end - 1 : end;
  while (words.length < WORDS_MAX) {
    const first = Math.max(free, index - WORD_LENGTH_MAX);
    let start = index;
    while (start > first && isInWord(text, start - 1)) start--;
    if (start === index) break;
    words.unshift({ start, end: index, word: plainWord(text, start, index) });
    if (text.charAt(start - 1) !== ' ') break;
    index = start - 1;
  }
  return words;
}

/** Where an address begins that is known by the words before its number alone, or -1. */
function strongStart(text: string, words: readonly Word[]): number {
  const last = words.at(-1);
  const owner = words.at(-2);
  if (last === undefined) return -1;
  if (BOXES.has(last.word)) {
    if (last.word !== 'box') return isCapitalAt(text, last.start) ? last.start : -1;
    return owner !== undefined && BOX_OWNERS.has(owner.word.replaceAll('.', '')) ? owner.start : -1;
  }
  if (hasEnding(text, last)) return last.start;
  if (TYPES_BETWEEN.has(last.word)) return betweenStart(text, words);
  return typeStart(text, words);
}

function hasEnding(text: string, { start, end, word }: Word): boolean {
  const written = text.charAt(end - 1) === '.' ? `${word}.` : word;
  const ending = ENDINGS.find((each) => written.endsWith(each));
  return ending !== undefined && word.length > ending.length + 1 && isCapitalAt(text, start);
}

/** Where the name begins before a type that stands before the number: `Váci utca 15`. */
function betweenStart(text: string, words: readonly Word[]): number {
  const named = words.slice(0, -1);
  const name = named.at(-1);
  return name !== undefined && isCapitalAt(text, name.start) && !NO_NAME_WORDS.has(name.word)
    ? nameStart(text, named)
    : -1;
}

/** Where the type of a street stands that is written before its name, if only words of a name follow. */
function typeStart(text: string, words: readonly Word[]): number {
  for (let index = words.length - 2; index >= 0; index--) {
    const each = words[index];
    if (each === undefined) return -1;
    const isCapital = isCapitalAt(text, each.start);
    // `via` is a word of English prose too.
    if (TYPES_BEFORE.has(each.word) && (isCapital || each.word !== 'via')) return each.start;
    if (!isCapital && !STREET_PARTICLES.has(each.word)) return -1;
  }
  return -1;
}

/** The first of the capitalised words and particles before the number, or of the type of a street before them. */
function nameStart(text: string, words: readonly Word[]): number {
  let start = words.at(-1)?.start ?? 0;
  for (let index = words.length - 2; index >= 0; index--) {
    const each = words[index];
    if (each === undefined) break;
    if (isCapitalAt(text, each.start) || TYPES_BEFORE.has(each.word)) start = each.start;
    else if (!STREET_PARTICLES.has(each.word) || WEAK_TYPES_BEFORE.has(each.word)) break;
  }
  return start;
}

/** The position after unit, post code and town, as far as they follow. */
function tailEnd(text: string, end: number): number {
  const unit = unitEnd(text, end);
  const town = townEnd(text, unit);
  if (town > unit) return town;
  const towns = lastTownsEnd(text, unit);
  const [first = ''] = text.slice(unit, towns).match(TAIL_WORDS) ?? [];
  return NO_NAME_WORDS.has(first.toLowerCase()) ? unit : towns;
}

function wordEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + WORD_LENGTH_MAX);
  let end = start;
  while (end < limit && (isInWord(text, end) || isDigitAt(text, end))) end++;
  return text.charAt(end - 1) === '.' && !isTokenAt(text, end) && end === text.length ? end - 1 : end;
}

function isInWord(text: string, index: number): boolean {
  return isNameLetterAt(text, index) || "'’-./".includes(text.charAt(index) || ' ');
}

function plainWord(text: string, start: number, end: number): string {
  const word = text.slice(start, end).toLowerCase();
  return word.endsWith('.') ? word.slice(0, -1) : word;
}
