/** The display name of a mailbox (RFC 5322 §3.4): `Zoe Jones <zoe@shop.example>`, `"Jones, Zoe" <zoe@shop.example>`. */
import { isSpaceAt } from '../characters.ts';
import type { Span } from '../detector.ts';
import { isNameLetterAt, readName, wholeName } from './person-name.ts';

/** Characters of the address, and of the name, at most. */
const ADDRESS_LENGTH_MAX = 256;
const NAME_LENGTH_MAX = 80;
/** Words of a name without quotes at most. */
const WORDS_MAX = 4;
const QUOTES = '"\'';

/** The names before addresses in angle brackets, in ascending order. */
export function findMailboxNames(text: string): Span[] {
  const spans: Span[] = [];
  for (let open = text.indexOf('<'); open >= 0; open = text.indexOf('<', open + 1)) {
    const name = isAddressBehind(text, open) ? nameBefore(text, open) : null;
    if (name !== null) spans.push(name);
  }
  return spans;
}

/** Whether an at sign and the closing bracket follow, and neither white space nor another opening one before them. */
function isAddressBehind(text: string, open: number): boolean {
  let hasAt = false;
  const limit = Math.min(text.length, open + ADDRESS_LENGTH_MAX);
  for (let index = open + 1; index < limit; index++) {
    const character = text.charAt(index);
    if (character === '>') return hasAt;
    if (character === '<' || isSpaceAt(text, index)) return false;
    hasAt ||= character === '@';
  }
  return false;
}

function nameBefore(text: string, open: number): Span | null {
  let end = open;
  while (isSpaceAt(text, end - 1)) end--;
  const quote = text.charAt(end - 1);
  return quote !== '' && QUOTES.includes(quote) ? quotedName(text, end - 1) : wordsBefore(text, end);
}

function quotedName(text: string, end: number): Span | null {
  const start = text.lastIndexOf(text.charAt(end), end - 1) + 1;
  if (start === 0 || end - start > NAME_LENGTH_MAX) return null;
  const name = wholeName(text.slice(start, end));
  return name === null ? null : { start: start + name.start, end: start + name.end };
}

/** As many capitalised words as stand before the position, with the particles among them. */
function wordsBefore(text: string, end: number): Span | null {
  let found: Span | null = null;
  let start = end;
  while (end - start < NAME_LENGTH_MAX) {
    while (start > 0 && !isSpaceAt(text, start - 1) && isNamePart(text, start - 1)) start--;
    if (readName(text, start, WORDS_MAX)?.end === end) found = { start, end };
    if (text.charAt(start - 1) !== ' ' || !isNamePart(text, start - 2)) break;
    start -= 1;
  }
  return found;
}

function isNamePart(text: string, index: number): boolean {
  return isNameLetterAt(text, index) || "'’.-".includes(text.charAt(index) || ' ');
}
