import { isLetterAt, isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { type Assigned, findAssigned } from './assigned.ts';
import { nameWords } from './name-words.ts';
import { VALUE_PATTERNS, isKeyedPassword, isSpokenPassword } from './password-value.ts';
import { orderSpans } from './spans.ts';

/** The middles of `password`, `passwd` and `pwd` in both cases: where none is, nothing else is looked at. */
const MARKS: readonly string[] = ['ass', 'ASS', 'wd', 'WD'];
/** The word behind its first letter, which comes in both cases. */
const SPELLINGS: readonly string[] = ['assword', 'ASSWORD'];
/** What code reads a password from. */
const CODE =
  /^(?:ConvertTo|Get|Read)-[a-z]+$|^(?:[a-z]+\.env|os\.(?:environ|getenv)|env|request|req|config|settings)[.[(]/iu;
/** How a name of a password ends. */
const NAMES: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pwd',
  'pass',
  'passphrase',
  'passcode',
  'userpass',
]);
/** Verbs before the name, of functions that are given the name of a password and return it: `get_password('mail')`. */
const GETTERS: ReadonlySet<string> = new Set(['get', 'fetch', 'read', 'find', 'lookup']);
/** Words between the name and its value that change nothing. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(['string', 'str', 'value', 'is', 'text', 'plain', 'const']);
/** What stands between the word and the password in prose: `the password for user "x" is "y"`. */
const SPOKEN =
  /[ \t]{1,4}(?:(?:for|of)[ \t][^\n]{1,24}[ \t])?(?:is[ \t]|was[ \t])?(["'`])?([^\s"'`]{4,64})/uy;

/**
 * Passwords: any value under a key that says password, except states, dates, counts and stand-ins; and in running text
 * what a password is said to be, as in `pwd=…`, `"password": "…"` and `the password is '…'`.
 */
export const password: Detector = {
  id: 'password',
  version: 2,
  kind: 'password',
  trigger: SIGN.phrase | SIGN.beyondHex,
  meanings: MEANING.password,
  patterns: [SPOKEN, CODE, ...VALUE_PATTERNS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  if ((meaning & MEANING.password) !== 0) {
    return isKeyedPassword(text) && !CODE.test(text) ? [{ start: 0, end: text.length }] : NO_SPANS;
  }
  if (!MARKS.some((mark) => text.includes(mark))) return NO_SPANS;
  const assigned = findAssigned(text, (value) => isPassword(text, value));
  const spoken = findSpoken(text);
  return spoken.length === 0 ? assigned : orderSpans([...assigned, ...spoken]);
}

function isPassword(text: string, { nameStart, nameEnd, start, end, isQuoted }: Assigned): boolean {
  const words = nameWords(text, nameStart, nameEnd);
  let last = words.length - 1;
  while (last > 0 && EMPTY_WORDS.has(words[last] ?? '')) last--;
  const name = words[last] ?? '';
  if (!NAMES.has(name) || GETTERS.has(words[last - 1] ?? '')) return false;
  const value = text.slice(start, end);
  return isSpokenPassword(value, isQuoted || isWholeLine(text, nameEnd, end));
}

/** Whether the value ends its line and an equals sign gives it, as in files of settings: it needs no quotes. */
function isWholeLine(text: string, nameEnd: number, end: number): boolean {
  let index = nameEnd;
  while (isSpaceAt(text, index)) index++;
  return text.charAt(index) === '=' && (end === text.length || '\r\n;&'.includes(text.charAt(end)));
}

function findSpoken(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (const spelling of SPELLINGS) {
    for (let mark = text.indexOf(spelling); mark >= 0; mark = text.indexOf(spelling, mark + 1)) {
      const span = spokenAt(text, mark);
      if (span === null) continue;
      spans ??= [];
      spans.push(span);
    }
  }
  return spans ?? NO_SPANS;
}

function spokenAt(text: string, mark: number): Span | null {
  const end = mark + 'assword'.length;
  if (isLetterAt(text, end)) return null;
  SPOKEN.lastIndex = end;
  const [found, quote = '', value = ''] = SPOKEN.exec(text) ?? [];
  if (found === undefined) return null;
  const spoken = quote === '' ? value.replace(/[.,;)]+$/u, '') : value;
  if (!isSpokenPassword(spoken, quote !== '') || (quote === '' && !/\d/u.test(spoken))) return null;
  const start = end + found.length - value.length;
  return { start, end: start + spoken.length };
}
