/** JSON text from strangers → a value, with its nesting bounded before anything recursive can meet it. */
import { isJsonArray } from '../event.ts';
import type { Json } from '../event.ts';

export type ParsedJson =
  | { readonly kind: 'parsed'; readonly value: Json }
  | { readonly kind: 'refused'; readonly refusal: 'bad-json' | 'too-deep' };

const BAD_JSON: ParsedJson = Object.freeze({ kind: 'refused', refusal: 'bad-json' });
const TOO_DEEP: ParsedJson = Object.freeze({ kind: 'refused', refusal: 'too-deep' });

const SPACE = 0x20;
const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Parses `text` per RFC 8259, a leading byte order mark aside. Of equal keys the last wins; `__proto__` and
 * `constructor` become own data; 1e400 becomes `Infinity`; lone surrogates stay. Never throws.
 * `depthMax` is the deepest nesting of arrays and objects that is taken.
 */
export function parseJson(text: string, depthMax: number): ParsedJson {
  const json = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  if (hasMoreOpeners(json, depthMax) && isDeeper(json, depthMax)) return TOO_DEEP;
  try {
    const value: Json = JSON.parse(json);
    return { kind: 'parsed', value };
  } catch {
    return BAD_JSON;
  }
}

/**
 * Whether an object in the text has a key twice, so that a member of the text is not in the value, which is what
 * `JSON.parse` made of it. Linear.
 */
export function hasRepeatedKey(text: string, value: Json): boolean {
  const members = membersOf(value);
  // What looks like a member may also stand in a string, so only too many of them are looked at closely.
  return seemingMembers(text) > members && writtenMembers(text) > members;
}

function membersOf(value: Json): number {
  const waiting: Json[] = [value];
  let members = 0;
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    // A number that is kept as it was written is an object, and its member is in no text.
    if (typeof each !== 'object' || each === null || Object.getPrototypeOf(each) === null) continue;
    const inner = isJsonArray(each) ? each : Object.values(each);
    if (!isJsonArray(each)) members += inner.length;
    for (const one of inner) if (typeof one === 'object' && one !== null) waiting.push(one);
  }
  return members;
}

/** Colons behind a quote: no fewer than members. */
function seemingMembers(text: string): number {
  let members = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) <= SPACE) before -= 1;
    if (text.charCodeAt(before) === QUOTE) members += 1;
  }
  return members;
}

/** Colons outside strings. */
function writtenMembers(text: string): number {
  let members = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index + 1);
    else if (code === COLON) members += 1;
  }
  return members;
}

/** Text with no more opening brackets than levels cannot be too deep. They are sought natively: most texts have few. */
function hasMoreOpeners(text: string, depthMax: number): boolean {
  let openers = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      openers += 1;
      if (openers > depthMax) return true;
    }
  }
  return false;
}

/** One pass over the text, strings skipped. Right for every valid JSON text; the others are refused later anyway. */
function isDeeper(text: string, depthMax: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index + 1);
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
    }
  }
  return false;
}

/**
 * Index of the quote that closes the string begun before `start`, or the text's length. Quotes are sought natively,
 * which is faster than a loop over the characters of a string; each backslash is looked at once.
 */
function endOfString(text: string, start: number): number {
  let from = start;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let last = quote - 1;
    while (last >= from && text.charCodeAt(last) === BACKSLASH) last -= 1;
    const backslashes = quote - 1 - last;
    if (backslashes % 2 === 0) return quote;
    from = quote + 1;
  }
}
