/** Values that a name is given in running text or code: `name = "value"`, `name: value`, `'name' => 'value'`, `--name value`. */
import { codeAt, isAlphanumericAt, isSpaceAt } from '../characters.ts';
import type { Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { characterSet, isInSet } from './character-set.ts';

/** How much of the line before a value is read as its name, in characters. */
const NAME_REACH = 60;
/** Punctuation and white space between a name and its value at most, on either side of the sign. */
const GAP_MAX = 24;
const VALUE_LENGTH_MAX = 512;
const BEFORE_SIGN = characterSet(' \t"\'`\\])?:|+');
const AFTER_SIGN = characterSet(' \t\r\n=>:|?@([{"\'`\\');
const QUOTES = characterSet('"\'`');
/** What ends a value without quotes, besides white space. */
const UNQUOTED_END = characterSet('"\'`;,&<>)]}\\');
/** What no value begins with: where it does, the quote before it was a closing one. */
const NO_VALUE = characterSet(',;)]}"\'`');
/** What cannot be part of the line's name. */
const NAME_BREAK = characterSet('\n\r;{},');

/** A value and the piece of text before it that names it. */
export interface Assigned extends Span {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly isQuoted: boolean;
}

/** The values that `accepts` takes, in ascending order. */
export function findAssigned(text: string, accepts: (value: Assigned) => boolean): readonly Span[] {
  let spans: Span[] | null = null;
  let free = 0;
  for (let index = nextSign(text, 0); index < text.length; index = nextSign(text, index + 1)) {
    if (index < free) continue;
    const value = assignedAt(text, index);
    if (value === null || !accepts(value)) continue;
    spans ??= [];
    spans.push({ start: value.start, end: value.end });
    free = value.end;
  }
  return spans ?? NO_SPANS;
}

function nextSign(text: string, from: number): number {
  let isOption = false;
  for (let index = from; index < text.length; index++) {
    const code = codeAt(text, index);
    if (code > 61 || (code > 45 && code < 58)) continue;
    if (isOption && code === 32) return index;
    if (code !== 45 || !isOption) isOption = code === 45 && beginsOption(text, index);
    if (isSignAt(text, index, code)) return index;
  }
  return text.length;
}

/** Whether an option such as `--token` begins here: a hyphen behind white space, and no white space behind it. */
function beginsOption(text: string, index: number): boolean {
  return (index === 0 || isSpaceAt(text, index - 1)) && !isSpaceAt(text, index + 1);
}

/** `=` and `:` outside of URLs, `', '` and `('` of calls, and a dash between spaces. */
function isSignAt(text: string, index: number, code: number): boolean {
  if (code === 61) return true;
  if (code === 58) return codeAt(text, index + 1) !== 47;
  if (code === 44) return isQuoteAt(text, index - 1);
  if (code === 40) return isQuoteAt(text, index + 1);
  return code === 45 && codeAt(text, index - 1) === 32 && codeAt(text, index + 1) === 32;
}

function assignedAt(text: string, sign: number): Assigned | null {
  let nameEnd = sign;
  while (nameEnd > sign - GAP_MAX && nameEnd > 0 && isInSet(text, nameEnd - 1, BEFORE_SIGN)) nameEnd--;
  if (!isAlphanumericAt(text, nameEnd - 1)) return null;
  const start = valueStart(text, sign + 1);
  const isQuoted = isQuoteAt(text, start - 1);
  // What follows an equals sign on the next line has a name of its own.
  if (!isQuoted && codeAt(text, sign) === 61 && text.slice(sign, start).includes('\n')) return null;
  const end = valueEnd(text, start, isQuoted);
  return end <= start || isInSet(text, start, NO_VALUE)
    ? null
    : { nameStart: nameStart(text, nameEnd), nameEnd, start, end, isQuoted };
}

function nameStart(text: string, nameEnd: number): number {
  const first = Math.max(0, nameEnd - NAME_REACH);
  let start = nameEnd;
  while (start > first && !isInSet(text, start - 1, NAME_BREAK)) start--;
  return start;
}

/** Behind the sign and the quote. Two quotes of the same kind side by side hold nothing, and stop the search. */
function valueStart(text: string, from: number): number {
  let start = from;
  while (start < from + GAP_MAX && start < text.length && isInSet(text, start, AFTER_SIGN)) {
    start++;
    if (
      isQuoteAt(text, start - 1) &&
      (!opensQuote(text, start) || text.charAt(start) === text.charAt(start - 1))
    ) {
      break;
    }
  }
  return start;
}

function valueEnd(text: string, start: number, isQuoted: boolean): number {
  const limit = Math.min(text.length, start + VALUE_LENGTH_MAX);
  const quote = text.charAt(start - 1);
  let end = start;
  if (isQuoted) {
    while (end < limit && text.charAt(end) !== quote && text.charAt(end) !== '\n') end++;
    return text.charAt(end - 1) === '\\' ? end - 1 : end;
  }
  while (end < limit && !isInSet(text, end, UNQUOTED_END) && !isSpaceAt(text, end)) end++;
  return text.charAt(end - 1) === '.' ? end - 1 : end;
}

/** Whether a quote opens here, escaped or not. */
function opensQuote(text: string, index: number): boolean {
  return isQuoteAt(text, index) || (text.charAt(index) === '\\' && isQuoteAt(text, index + 1));
}

function isQuoteAt(text: string, index: number): boolean {
  return isInSet(text, index, QUOTES);
}
