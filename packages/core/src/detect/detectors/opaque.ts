/** Tells what a machine made at random from words, names, numbers and versions. */
import { codeAt } from '../characters.ts';

/** What changes of kind from character to character a random text has at least, in changes per character. */
const CHANGES_MIN = 0.2;
const LETTERS_ONLY_CHANGES_MIN = 0.33;
/** What part of a text is words at most: capitals and the small letters behind them, in runs of so many small ones. */
const WORDED_MAX = 0.6;
const WORD_RUN_MIN = 4;
const LETTERS_ONLY_WORDED_MAX = 0.85;
const LETTERS_ONLY_WORD_RUN_MIN = 2;
const ID_CHARACTERS = '_-+/=.~|:!';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** Whether the text is a UUID (RFC 9562 §4), random or not. */
export function isUuid(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

/**
 * Whether the text has only the characters of tokens, and changes between small letters, capitals and digits as often
 * as random ones do. Names in camel case, paths, dates, versions and slugs change seldom.
 */
export function isOpaque(text: string): boolean {
  let digits = 0;
  let letters = 0;
  let changes = 0;
  let before = 0;
  for (let index = 0; index < text.length; index++) {
    const kind = kindOf(codeAt(text, index));
    if (kind === 0 && !ID_CHARACTERS.includes(text.charAt(index))) return false;
    if (kind === DIGIT) digits++;
    else if (kind !== 0) letters++;
    if (kind !== 0 && before !== 0 && kind !== before) changes++;
    before = kind;
  }
  if (digits + letters < text.length * 0.75) return false;
  const changesMin = digits === 0 ? LETTERS_ONLY_CHANGES_MIN : CHANGES_MIN;
  if (changes < Math.max(2, text.length * changesMin)) return false;
  return !isCamelCase(text, digits > 0);
}

/** Whether most of a text with capitals is words in camel case, as in `ReportSettings_V2B`, which a random text is seldom. */
function isCamelCase(text: string, hasDigits: boolean): boolean {
  const runMin = hasDigits ? WORD_RUN_MIN : LETTERS_ONLY_WORD_RUN_MIN;
  let worded = 0;
  let capitals = 0;
  let run = 0;
  for (let index = 0; index <= text.length; index++) {
    const kind = kindOf(codeAt(text, index));
    if (kind === UPPER) capitals++;
    if (kind === LOWER) {
      run++;
      continue;
    }
    if (run >= runMin) worded += kindOf(codeAt(text, index - run - 1)) === UPPER ? run + 1 : run;
    run = 0;
  }
  return capitals > 0 && worded > text.length * (hasDigits ? WORDED_MAX : LETTERS_ONLY_WORDED_MAX);
}

const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 65 && code <= 90) return UPPER;
  return code >= 48 && code <= 57 ? DIGIT : 0;
}
