/** Tells what stands in the place of a secret (`xxxxxxxx`, `your-api-key`, `${TOKEN}`) from a secret. */
import { codeAt, isDigitAt } from '../characters.ts';
import { isOpaque } from './opaque.ts';

/** Fewest different characters in a real secret of at least `SHORT_LENGTH` characters. */
const DISTINCT_MIN = 5;
const SHORT_LENGTH = 12;
const RANDOM_LENGTH_MIN = 20;
/** A run of one character of this length is a mask; of a digit only if it fills half of the piece. */
const MASK_LENGTH = 7;
/** What masks are made of: three of them in a row are one where they fill more than half of the piece. */
const FILLERS = 'xX*#\u2022\u00b7';
const FILLER_LENGTH_MIN = 3;
/** How documents write what the reader is to fill in. In lower case. */
const STAND_INS: readonly string[] = [
  'your-',
  'your_',
  'yourapi',
  'yourtoken',
  'yoursecret',
  'yourpassword',
  'my_api',
  'placeholder',
  'redacted',
  'filtered',
  'changeme',
  'change_me',
  'replace',
  'insert',
  'abcdefghij',
  'not-set',
  'dummy',
  'goes_here',
  'goes-here',
  'goeshere',
  'fill_in',
  'fill-in',
  'notreal',
  'not_a_real',
  'not-a-real',
  'undefined',
];

/** How shells, templates and Ruby put a value into a text. */
const INTERPOLATIONS: readonly string[] = ['${', '{{', '$(', '#{', '<%'];

/** Whether the piece is a mask, a variable or a stand-in rather than a value. */
export function isPlaceholder(text: string, start: number, end: number): boolean {
  if (isMask(text, start, end)) return true;
  // Jenkins writes what it has encrypted in braces.
  if (text.charAt(start) === '{' && isRandom(text.slice(start + 1, end - 1))) return false;
  const value = text.slice(start, end).toLowerCase();
  return isVariable(value) || STAND_INS.some((standIn) => value.includes(standIn));
}

/** Whether a text that is written like a variable is too long and mixed to be the name of one. */
function isRandom(text: string): boolean {
  return text.length >= RANDOM_LENGTH_MIN && isOpaque(text);
}

/** Whether one character fills a good part of the piece, or it has very few different ones. */
export function isMask(text: string, start: number, end: number): boolean {
  let run = 1;
  let distinct = 0;
  for (let index = start; index < end; index++) {
    run = index > start && codeAt(text, index) === codeAt(text, index - 1) ? run + 1 : 1;
    if (run >= FILLER_LENGTH_MIN && isMaskRun(text, index, run, end - start)) return true;
    if (distinct < DISTINCT_MIN && text.indexOf(text.charAt(index), start) === index) distinct++;
  }
  return end - start >= SHORT_LENGTH && distinct < DISTINCT_MIN;
}

/** Whether a run of one character that ends at the index makes a mask of a piece of this length. */
function isMaskRun(text: string, index: number, run: number, length: number): boolean {
  if (run * 2 > length && FILLERS.includes(text.charAt(index))) return true;
  return run >= MASK_LENGTH && (!isDigitAt(text, index) || run * 2 >= length);
}

/** A reference to a variable of a shell, a template or a program, or a hint in brackets. */
function isVariable(value: string): boolean {
  if (INTERPOLATIONS.some((sign) => value.includes(sign))) return true;
  const first = value.charAt(0);
  if ('<[{%*.'.includes(first) || value.startsWith('&lt;') || /^@@\w+@@$/u.test(value)) return true;
  return first === '$' && /^\$[a-z_][\w.]*(?:$|[/$[]|->|::)/u.test(value);
}
