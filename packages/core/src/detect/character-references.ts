/** Character references of HTML (https://html.spec.whatwg.org/#character-references), of single UTF-16 code units. */
import { codeAt, isDigitAt, isHexAt } from './characters.ts';

/** The names that writers of HTML use for what stands in addresses, URLs and JSON. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
  ['commat', '@'],
  ['period', '.'],
  ['colon', ':'],
  ['equals', '='],
  ['sol', '/'],
  ['lowbar', '_'],
  ['plus', '+'],
  ['hyphen', '-'],
  ['dash', '-'],
]);
/** Characters of the longest reference that is read, `&` and `;` included: `&#x0040;`, with room for more zeros. */
const LENGTH_MAX = 11;
const HASH = 35;
const LOWER_X = 120;
const SEMICOLON = 59;
const UNIT_MAX = 0xffff;

/** The length of the reference that begins at an `&`; 0 where there is none. */
export function referenceLength(text: string, index: number): number {
  const limit = Math.min(text.length, index + LENGTH_MAX);
  let end = index + 3;
  while (end < limit && codeAt(text, end) !== SEMICOLON) end++;
  return end >= limit || decode(text, index, end) === null ? 0 : end + 1 - index;
}

/** The character that a reference of this length stands for. */
export function readReference(text: string, index: number, length: number): string {
  return decode(text, index, index + length - 1) ?? '';
}

function decode(text: string, index: number, end: number): string | null {
  if (codeAt(text, index + 1) !== HASH) return NAMED.get(text.slice(index + 1, end)) ?? null;
  const isHex = (codeAt(text, index + 2) | 32) === LOWER_X;
  const from = index + (isHex ? 3 : 2);
  if (from === end) return null;
  for (let at = from; at < end; at++) if (!(isHex ? isHexAt(text, at) : isDigitAt(text, at))) return null;
  const unit = Number.parseInt(text.slice(from, end), isHex ? 16 : 10);
  return unit > 0 && unit <= UNIT_MAX ? String.fromCharCode(unit) : null;
}
