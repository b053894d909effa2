/** Tells what stands in the place of a secret (`xxxxxxxx`, `your-api-key`, `${TOKEN}`) from a secret. */
import { isDigitAt } from '../characters.ts';

/** Fewest different characters in a real secret of at least `SHORT_LENGTH` characters. */
const DISTINCT_MIN = 5;
const SHORT_LENGTH = 12;
/** A run of one character of this length is a mask; of a digit only if it fills half of the piece. */
const MASK_LENGTH = 7;
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
  'undefined',
];

/** Whether the piece is a mask, a variable or a stand-in rather than a value. */
export function isPlaceholder(text: string, start: number, end: number): boolean {
  if (isMask(text, start, end)) return true;
  const value = text.slice(start, end).toLowerCase();
  return isVariable(value) || STAND_INS.some((standIn) => value.includes(standIn));
}

/** Whether one character fills a good part of the piece, or it has very few different ones. */
function isMask(text: string, start: number, end: number): boolean {
  let run = 1;
  let distinct = 0;
  for (let index = start; index < end; index++) {
    run = index > start && text.charCodeAt(index) === text.charCodeAt(index - 1) ? run + 1 : 1;
    if (run >= MASK_LENGTH && (!isDigitAt(text, index) || run * 2 >= end - start)) return true;
    if (distinct < DISTINCT_MIN && text.indexOf(text.charAt(index), start) === index) distinct++;
  }
  return end - start >= SHORT_LENGTH && distinct < DISTINCT_MIN;
}

/** A reference to a variable of a shell, a template or a program, or a hint in brackets. */
function isVariable(value: string): boolean {
  if (value.includes('${') || value.includes('{{') || value.includes('$(') || value.includes('<%'))
    return true;
  const first = value.charAt(0);
  if ('<[{%*.'.includes(first)) return true;
  return first === '$' && /^\$[a-z_][\w.]*(?:$|[/$])/u.test(value);
}
