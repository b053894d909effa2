import { isDigitAt, isHexAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NEVER, NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { NAME_PATTERNS, isNameLetterAt, wholeName } from '../names/person-name.ts';
import { NOBODY } from '../names/words.ts';
import { REFERENCE_PATTERNS, isReference } from './reference.ts';

const LENGTH_MIN = 3;
const LENGTH_MAX = 40;
/** Digits of a year of birth. */
const DIGITS_MAX = 4;
const HEXADECIMAL_LENGTH_MIN = 8;

/** `user_284213`, `u_544436`, `acct-12`, `guest7`: a word for a user, and a number. */
const NUMBERED =
  /^@?(?:u|id|uid|usr|user|users|cust|customer|client|acct|account|acc|member|guest|anon|anonymous|visitor|test|tester|demo|player|bot|device|contact|lead|org|tenant|team|emp|employee|admin)[._-]?\d+$/iu;
/** A name that people can say has a vowel and no long row of consonants. */
const UNSPEAKABLE = /^[^aeiouy]+$|[bcdfghjklmnpqrstvwxz]{6}/iu;
/** What stands behind the word in `user:password` and the like, where documents show the form of a login. */
const OTHER_HALVES: ReadonlySet<string> = new Set(
  'password pass passwd pwd token secret apikey api_key email'.split(' '),
);
/** Parts of the names of programs and groups; `readonly_user` and `form.user` are neither anybody's. */
const GROUP_WORDS: ReadonlySet<string> = new Set(
  'team teams service services svc bot ops squad app api system admin group ci worker job daemon account'.split(
    ' ',
  ),
);
/** Capitals and digits with a letter behind a digit: ids that services give, such as Slack's `U012AB3CD`. */
const GIVEN = /^(?=.{8,}$)[A-Z]+\d[A-Z\d]*[A-Z][A-Z\d]*$/u;
const PARTS = /[._-]+/u;
const LATIN = /^[\x21-\x7e]+$/u;

/** Logins and handles that tell who somebody is, `zoe.jones` or `zjones42`. Opaque ids and shared accounts are none. */
export const username: Detector = {
  id: 'username',
  version: 4,
  kind: 'name',
  trigger: NEVER,
  meanings: MEANING.username,
  patterns: [NUMBERED, UNSPEAKABLE, GIVEN, PARTS, LATIN, ...NAME_PATTERNS, ...REFERENCE_PATTERNS],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.username) === 0 || text.length > LENGTH_MAX * 2) return NO_SPANS;
  const value = text.trim();
  if (value.includes(' ')) {
    const whole = wholeName(text);
    return whole === null ? NO_SPANS : [whole];
  }
  if (!isHandle(value)) return NO_SPANS;
  const start = text.indexOf(value);
  return [{ start, end: start + value.length }];
}

function isHandle(value: string): boolean {
  if (value.length < LENGTH_MIN || value.length > LENGTH_MAX || !isWritten(value)) return false;
  if (NUMBERED.test(value) || GIVEN.test(value) || NOBODY.has(value.toLowerCase())) return false;
  if (OTHER_HALVES.has(value.toLowerCase()) || isReference(value)) return false;
  return !isPrograms(value.toLowerCase().split(PARTS)) && !(LATIN.test(value) && UNSPEAKABLE.test(value));
}

function isPrograms(parts: readonly string[]): boolean {
  return parts.length > 1 && (parts.at(-1) === 'user' || parts.some((part) => GROUP_WORDS.has(part)));
}

/** Mostly letters, the first place and three in a row among them; few digits, and `.`, `_` or `-` inside. */
function isWritten(value: string): boolean {
  const start = value.startsWith('@') ? 1 : 0;
  if (!isNameLetterAt(value, start)) return false;
  let letters = 0;
  let digits = 0;
  let row = 0;
  let longestRow = 0;
  for (let index = start; index < value.length; index++) {
    if (isNameLetterAt(value, index)) {
      letters++;
      longestRow = Math.max(longestRow, ++row);
      continue;
    }
    row = 0;
    if (isDigitAt(value, index)) digits++;
    else if (!'._-'.includes(value.charAt(index))) return false;
  }
  if (longestRow < LENGTH_MIN || digits > DIGITS_MAX || letters <= digits) return false;
  return digits === 0 || !isHexadecimal(value);
}

function isHexadecimal(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (!isHexAt(value, index)) return false;
  return value.length >= HEXADECIMAL_LENGTH_MIN;
}
