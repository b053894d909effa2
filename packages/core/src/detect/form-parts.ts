/** The fields of forms as browsers and curl send them, in parts with a name each (RFC 7578 §4.2). */
import { nestedMeaning } from './key-meaning.ts';
import type { Pair } from './pairs.ts';

/** What every part has. */
export const FORM_DATA = 'form-data;';
/** The name of a part, in the line of its disposition. A file is no field. */
const NAME = /form-data;[^\r\n]{0,64}?\bname="([^"\r\n]{1,64})"[^\r\n]{0,64}/uy;
/** The empty line between the head of a part and its value, behind other headers perhaps. */
const HEAD_END = /(?:\r?\n[\w-]{1,40}:[^\r\n]{0,200}){0,3}\r?\n\r?\n/uy;
const VALUE_LENGTH_MAX = 8192;

/** The patterns above, for the check against catastrophic backtracking. */
export const FORM_PATTERNS: readonly RegExp[] = [NAME, HEAD_END];

const NO_PAIRS: readonly Pair[] = Object.freeze([]);

/** The values of the fields whose names say something, in ascending order. */
export function findFormParts(text: string): readonly Pair[] {
  let pairs: Pair[] | null = null;
  for (let at = text.indexOf(FORM_DATA); at >= 0; at = text.indexOf(FORM_DATA, at + 1)) {
    const pair = readPart(text, at);
    if (pair === null) continue;
    pairs ??= [];
    pairs.push(pair);
  }
  return pairs ?? NO_PAIRS;
}

function readPart(text: string, at: number): Pair | null {
  NAME.lastIndex = at;
  const [head = '', name = ''] = NAME.exec(text) ?? [];
  const meaning = name === '' || head.includes('filename') ? 0 : nestedMeaning(name);
  if (meaning === 0) return null;
  HEAD_END.lastIndex = at + head.length;
  if (!HEAD_END.test(text)) return null;
  const start = HEAD_END.lastIndex;
  const boundary = text.indexOf('\n--', start);
  let end = boundary < 0 ? text.length : boundary;
  if (text.charAt(end - 1) === '\r') end--;
  return end <= start || end - start > VALUE_LENGTH_MAX ? null : { start, end, meaning };
}
