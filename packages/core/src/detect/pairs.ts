/**
 * The named values inside a text: parameters of URLs and forms, cookies, headers, members of JSON, attributes of logs,
 * columns of SQL and details of database errors. Each `=` and `:` is an anchor; the name before it says what the value is.
 */
import { codeAt, isAlphanumericAt, isSpaceAt } from './characters.ts';
import { nestedMeaning, parameterMeaning } from './key-meaning.ts';
import { MEANING } from './meaning.ts';

/** A value whose name says something: from `start` up to, not with, `end`. */
export interface Pair {
  readonly start: number;
  readonly end: number;
  /** Bits of `MEANING`, not 0. */
  readonly meaning: number;
}

/** Characters of a name, and of a value of several words, at most. */
const NAME_LENGTH_MAX = 64;
const WORDED_LENGTH_MAX = 256;
const QUOTED_LENGTH_MAX = 8192;
/** Words of a name in running text, such as `date of birth: …`. */
const NAME_WORDS_MAX = 3;

const NO_PAIRS: readonly Pair[] = Object.freeze([]);
const COLON = 58;
const EQUALS = 61;
/** What makes another sign of an `=` behind it. */
const COMPARES = '=!<>';
const SLASH = 47;
const SPACE = 32;
const BACKSLASH = 92;
const LETTER_S = 115;
const PRINTED_TYPE = /string\(\d{1,7}\) "/y;
/** Marks apart from `MEANING`: a name whose value is the name of what comes under a `VALUE`. No sum of bits is as large. */
const LABEL = 2 ** 32;
const VALUE = 2 ** 33;
/** What may stand between an anchor and its value. */
const BEFORE_VALUE = ' "\'`(>\\:';
const QUOTES = '"\'`';
/** What a place in degrees is written with. */
const DEGREES = '0123456789.,;/ +-°NSEWO[]()';
/** Names beside which another member says what the value is: `{"field": "email", "value": "…"}`. */
const VALUE_NAMES: ReadonlySet<string> = new Set(['value', 'stringvalue', 'string_value', 'text']);
const LABEL_NAMES: ReadonlySet<string> = new Set([
  'key',
  'field',
  'name',
  'param',
  'property',
  'attribute',
  'label',
]);

/** The same of clicked elements, in one of PostHog's chains: `input:attr__name="email"attr__value="…"`. */
const CHAIN_MARKS: ReadonlyMap<string, number> = new Map([
  ['attr__name', LABEL],
  ['attr__value', VALUE],
]);

/** As in `.user-name:not(.is-hidden)` and `#password:first-child`. */
const PSEUDO_CLASS = /:(?:(?:not|is|where|has|nth-[a-z-]{1,16})\(|(?:first|last|only)-(?:child|of-type))/y;
/** Of the name of a resource of AWS up to where its type ends. */
const RESOURCE_LENGTH_MAX = 96;

const BESIDE_VALUE =
  /\s{0,2}[\\"']{1,8}[^"'\\]{1,64}[\\"']{1,8}\s{0,2},\s{0,2}[\\"']{1,8}(?:value|values|stringValue|string_value|text)[\\"']/y;

const DIRECTORY_USER = /uid=[^,=\s]{1,64}, ?(?:ou|dc|cn|o)=/iuy;

/** Values that may hold pairs of their own, and how many of them in one text are read into. */
const CONTAINERS = MEANING.cookies | MEANING.userText | MEANING.prompt;
const CONTAINERS_MAX = 8;

/** What may be several words when no quotes hold it together. */
const WORDED =
  MEANING.name |
  MEANING.address |
  MEANING.authorization |
  MEANING.cookies |
  MEANING.seedPhrase |
  MEANING.phone |
  MEANING.birthDate |
  MEANING.card |
  MEANING.coordinates |
  MEANING.bankAccount |
  MEANING.nationalId;

/** Of those, what may be several words behind an equals sign with spaces around it. */
const SPACED = MEANING.name | MEANING.address | MEANING.phone;

/** What has been read of a text. */
interface Reading {
  readonly text: string;
  pairs: Pair[] | null;
  /** What the last label says of the value that follows it. */
  label: number;
  /** Nothing before this is looked at again. */
  free: number;
  containers: number;
}

/** The pairs with a meaning, in ascending order; linear in the text. */
export function findPairs(text: string): readonly Pair[] {
  const reading: Reading = { text, pairs: null, label: 0, free: 0, containers: 0 };
  let equals = -1;
  let colon = -1;
  for (let from = 0; ; from = Math.max(Math.min(equals, colon) + 1, reading.free)) {
    if (equals < from) equals = indexOrEnd(text, '=', from);
    if (colon < from) colon = indexOrEnd(text, ':', from);
    if (equals < colon) readPair(reading, equals, parameterBefore(text, equals, reading.free));
    else if (colon < text.length) readPair(reading, colon, memberBefore(text, colon, reading.free));
    else return reading.pairs ?? NO_PAIRS;
  }
}

function indexOrEnd(text: string, mark: string, from: number): number {
  const index = text.indexOf(mark, from);
  return index < 0 ? text.length : index;
}

/** `name` is what the name before the anchor means: bits of `MEANING`, `LABEL`, `VALUE` or 0. */
function readPair(reading: Reading, anchor: number, name: number): void {
  const { text } = reading;
  const meaning = name === VALUE ? reading.label : name;
  if (meaning === 0) return;
  const [start, end] = valueAfter(text, anchor, meaning);
  if (name === LABEL) {
    reading.label = nestedMeaning(text.slice(start, Math.min(end, start + NAME_LENGTH_MAX)));
    return;
  }
  if (end <= start) return;
  reading.pairs ??= [];
  reading.pairs.push({ start, end, meaning });
  // What holds pairs of its own is read into, a few times only, since strangers choose how many there are.
  if ((meaning & CONTAINERS) === 0 || ++reading.containers > CONTAINERS_MAX) reading.free = end;
}

/** What the name before an `=` means. What compares gives no value. */
function parameterBefore(text: string, anchor: number, free: number): number {
  if (codeAt(text, anchor + 1) === EQUALS || COMPARES.includes(text.charAt(anchor - 1) || ' ')) return 0;
  const [start, end] = nameBefore(text, anchor, free);
  if (start === end) return 0;
  const name = text.slice(start, end);
  if (name.startsWith('attr__')) return CHAIN_MARKS.get(name) ?? nestedMeaning(name);
  if (name.length === 3 && isDirectoryUser(text, start, anchor)) return MEANING.username;
  // A step in the path of an element, as Heap writes it: `@form;[name=login];`.
  if (name.startsWith('[') && text.charAt(start - 1) === ';') return 0;
  return isParameterStart(codeAt(text, start - 1)) ? parameterMeaning(name) : nestedMeaning(name);
}

/** `uid=zoe,ou=people`: the user in the name of an entry of a directory (RFC 4519 §2.39). */
function isDirectoryUser(text: string, start: number, anchor: number): boolean {
  DIRECTORY_USER.lastIndex = start;
  return DIRECTORY_USER.test(text) && DIRECTORY_USER.lastIndex > anchor;
}

/** What the name before a colon means; `https://` and `::` follow none. */
function memberBefore(text: string, anchor: number, free: number): number {
  const next = codeAt(text, anchor + 1);
  if (next === COLON || next === SLASH) return 0;
  const [start, end] = nameBefore(text, anchor, free);
  if (start === end) return 0;
  const name = text.slice(start, end);
  const isLabel = LABEL_NAMES.has(name);
  // `name` may be a person's too.
  if (isLabel && isBesideValue(text, anchor)) return LABEL;
  const meaning = nestedMeaning(name);
  if (meaning !== 0) return isNoMember(text, start, anchor) ? 0 : meaning;
  if (isLabel) return LABEL;
  if (VALUE_NAMES.has(name)) return VALUE;
  const isInText = codeAt(text, start - 1) === SPACE && end === anchor;
  return isInText ? phraseMeaning(text, start, end, Math.max(free, anchor - NAME_LENGTH_MAX)) : 0;
}

/**
 * Whether the colon parts the name of a resource of AWS (`arn:aws:secretsmanager:…:secret:db`), begins a pseudo-class of CSS,
 * or stands behind what was summed (`checksum/secret`).
 */
function isNoMember(text: string, start: number, anchor: number): boolean {
  PSEUDO_CLASS.lastIndex = anchor;
  if (PSEUDO_CLASS.test(text)) return true;
  if (codeAt(text, start - 1) === SLASH) return text.endsWith('checksum', start - 1);
  if (codeAt(text, start - 1) !== COLON) return false;
  const before = text.slice(Math.max(0, start - RESOURCE_LENGTH_MAX), start);
  const resource = before.lastIndexOf('arn:');
  return resource >= 0 && !/\s/u.test(before.slice(resource));
}

/** Whether the next member says what the value of this one is called: `{"name": "email", "value": "…"}`, escaped or not. */
function isBesideValue(text: string, anchor: number): boolean {
  BESIDE_VALUE.lastIndex = anchor + 1;
  return BESIDE_VALUE.test(text);
}

/** The span of the name that ends before the anchor; an empty one where there is none. */
function nameBefore(text: string, anchor: number, free: number): readonly [number, number] {
  const first = Math.max(free, anchor - NAME_LENGTH_MAX);
  let end = anchor;
  while (end > first && isBetween(codeAt(text, end - 1))) end--;
  let start = end;
  while (start > first && (isNamePart(codeAt(text, start - 1)) || isInName(text, start - 1))) start--;
  return [start, end];
}

/** What stands before the name of a parameter: `?`, `&`, `#` or `;`. */
function isParameterStart(code: number): boolean {
  return code === 63 || code === 38 || code === 35 || code === 59;
}

/** `Date of birth: …`: the words before the last one, up to three in all. */
function phraseMeaning(text: string, start: number, end: number, first: number): number {
  let from = start;
  for (let words = 1; words < NAME_WORDS_MAX && text.charAt(from - 1) === ' '; words++) {
    let word = from - 1;
    while (word > first && isAlphanumericAt(text, word - 1)) word--;
    if (word === from - 1) return 0;
    from = word;
    const meaning = nestedMeaning(text.slice(from, end));
    if (meaning !== 0) return meaning;
  }
  return 0;
}

/** What may stand between a name and its anchor: `email = `, `"email": `, `(email)=`, `\"email\":`. */
function isBetween(code: number): boolean {
  return (
    code === SPACE || code === 34 || code === 39 || code === 96 || code === 41 || code === 92 || code === 93
  );
}

/** The apostrophe between letters beyond ASCII, as in Ukrainian. */
function isInName(text: string, index: number): boolean {
  return codeAt(text, index) === 39 && codeAt(text, index - 1) >= 0xc0 && codeAt(text, index + 1) >= 0xc0;
}

/** Letters, digits, `_`, `-`, `.`, `$`, `[` and letters beyond ASCII. */
function isNamePart(code: number): boolean {
  if (code >= 0xc0) return true;
  const lowered = code | 32;
  if ((lowered >= 97 && lowered <= 122) || (code >= 48 && code <= 57)) return true;
  return code === 95 || code === 45 || code === 46 || code === 36 || code === 91;
}

/** The span of the value after the anchor. */
function valueAfter(text: string, anchor: number, meaning: number): readonly [number, number] {
  const start = behindType(text, valueStart(text, anchor + 1));
  const opener = text.charAt(start - 1);
  if (opener !== '' && QUOTES.includes(opener) && start - 1 > anchor)
    return [start, quotedEnd(text, start, opener)];
  // What is inside an object or a list has names of its own.
  if (text.charAt(start) === '{' || text.charAt(start) === '[') return [start, start];
  if (opener === '(') return [start, endAt(text, start, ')', QUOTED_LENGTH_MAX)];
  return [start, bareEnd(text, start, { anchor, meaning })];
}

interface Named {
  readonly anchor: number;
  readonly meaning: number;
}

/** The end of a value without quotes or brackets around it. */
function bareEnd(text: string, start: number, { anchor, meaning }: Named): number {
  // Behind a name in quotes, as JSON has them, what has none itself is a number.
  const isLine = codeAt(text, anchor) === COLON && !QUOTES.includes(text.charAt(anchor - 1) || ' ');
  const isWorded = (meaning & WORDED) !== 0 && (isLine || (meaning & MEANING.cookies) !== 0);
  if (isWorded) return wordedEnd(text, start, meaning);
  const isSpaced = (meaning & SPACED) !== 0 && isSpacedAt(text, anchor);
  return isSpaced ? spacedEnd(text, start) : plainEnd(text, start, meaning);
}

/** `string(5) "Ellis"`, as PHP prints what it holds: the value begins behind the type. */
function behindType(text: string, start: number): number {
  if (codeAt(text, start) !== LETTER_S || !text.startsWith('string(', start)) return start;
  PRINTED_TYPE.lastIndex = start;
  return PRINTED_TYPE.test(text) ? PRINTED_TYPE.lastIndex : start;
}

/** Whether an equals sign has spaces on both sides, as in files of settings and in records that are printed. */
function isSpacedAt(text: string, anchor: number): boolean {
  return codeAt(text, anchor - 1) === SPACE && codeAt(text, anchor + 1) === SPACE;
}

function spacedEnd(text: string, start: number): number {
  const end = wordedEnd(text, start, SPACED);
  const comma = text.indexOf(',', start);
  return comma < 0 || comma > end ? end : comma;
}

function valueStart(text: string, from: number): number {
  const limit = Math.min(text.length, from + 8);
  let start = from;
  while (start < limit && BEFORE_VALUE.includes(text.charAt(start)) && !isInQuotes(text, start)) start++;
  return start;
}

/** Whether a quote stands before what is itself no quote: `"(11) 98765-4321"` begins with a parenthesis. */
function isInQuotes(text: string, index: number): boolean {
  return QUOTES.includes(text.charAt(index - 1)) && '(>:'.includes(text.charAt(index));
}

/** Up to the closing quote. Where the opening one is escaped, in JSON within a string, the closing one is too. */
function quotedEnd(text: string, start: number, quote: string): number {
  const isEscaped = codeAt(text, start - 2) === BACKSLASH;
  const limit = Math.min(text.length, start + QUOTED_LENGTH_MAX);
  let end = start;
  while (end < limit && text.charAt(end) !== quote) {
    if (codeAt(text, end) !== BACKSLASH) end += 1;
    else if (isEscaped && text.charAt(end + 1) === quote) break;
    else end += 2;
  }
  return Math.min(end, limit);
}

function endAt(text: string, start: number, stop: string, most: number): number {
  const found = text.indexOf(stop, start);
  const limit = Math.min(text.length, start + most);
  return found < 0 || found > limit ? limit : found;
}

function wordedEnd(text: string, start: number, meaning: number): number {
  if ((meaning & MEANING.coordinates) !== 0) return degreesEnd(text, start);
  const limit = Math.min(text.length, start + WORDED_LENGTH_MAX);
  const stops = (meaning & (MEANING.cookies | MEANING.authorization)) === 0 ? '\n\r;|&"<>{}' : '\n\r"<>';
  let end = start;
  while (end < limit && !stops.includes(text.charAt(end))) end++;
  if ((meaning & (MEANING.name | MEANING.address)) !== 0) end = nextMember(text, start, end);
  while (end > start && isSpaceAt(text, end - 1)) end--;
  return end;
}

/** Where the next member begins in a record as Go prints it (`{Name:Zoe Jones Email:zoe@…}`): a word with a colon right behind it. */
function nextMember(text: string, start: number, end: number): number {
  let colon = start;
  while (colon < end && codeAt(text, colon) !== COLON) colon++;
  if (colon === end || isSpaceAt(text, colon + 1)) return end;
  let word = colon;
  while (word > start && isAlphanumericAt(text, word - 1)) word--;
  return word > start && isSpaceAt(text, word - 1) ? word : end;
}

/** Behind the degrees of one half of a place, the name of the other may stand. */
function degreesEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + WORDED_LENGTH_MAX);
  let end = start;
  while (end < limit && DEGREES.includes(text.charAt(end))) end++;
  while (end > start && ', '.includes(text.charAt(end - 1))) end--;
  return end;
}

/** The mark in `O'Brien`, which no encoding of URLs takes away. */
function isApostrophe(text: string, index: number): boolean {
  return text.charAt(index) === "'" && isAlphanumericAt(text, index - 1) && isAlphanumericAt(text, index + 1);
}

function plainEnd(text: string, start: number, meaning: number): number {
  const stops = (meaning & MEANING.parameter) === 0 ? '&#;,"\'<>\\)}|' : '&#;"\'<>\\';
  const limit = Math.min(text.length, start + QUOTED_LENGTH_MAX);
  let end = start;
  while (
    end < limit &&
    (!stops.includes(text.charAt(end)) || isApostrophe(text, end)) &&
    !isSpaceAt(text, end)
  )
    end++;
  return end;
}
