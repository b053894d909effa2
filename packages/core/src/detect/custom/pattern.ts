/**
 * Reads a regular expression (ECMA-262 §22.2, unicode mode) into a tree, so that its cost can be known before it runs.
 * Only for sources that `new RegExp(source, 'u')` accepts: syntax is not judged here.
 */
import type { CodePoints } from './code-points.ts';
import { ALL_CODE_POINTS, DIGITS, NO_CODE_POINTS, SPACES, WORD, complement, union } from './code-points.ts';

export type Pattern =
  | { readonly kind: 'set'; readonly set: CodePoints }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly branches: readonly Pattern[] }
  /** `max` is Infinity where nothing bounds it. */
  | { readonly kind: 'repeat'; readonly body: Pattern; readonly min: number; readonly max: number }
  /** `^`, `$`, `\b` and `\B`. */
  | { readonly kind: 'boundary' }
  | { readonly kind: 'look'; readonly body: Pattern; readonly behind: boolean }
  /** What the tree cannot tell the cost of: what an earlier group matched, a group under flags of its own. */
  | { readonly kind: 'unknown' };

interface Reader {
  readonly source: string;
  at: number;
}

/** The tree of a valid source. Sets that only Unicode's tables could tell (`\p{…}`) count as every character. */
export function readPattern(source: string): Pattern {
  return readChoice({ source, at: 0 });
}

function peek(reader: Reader): string {
  return reader.source.charAt(reader.at);
}

function take(reader: Reader, expected: string): boolean {
  if (!reader.source.startsWith(expected, reader.at)) return false;
  reader.at += expected.length;
  return true;
}

function readChoice(reader: Reader): Pattern {
  const branches = [readSequence(reader)];
  while (take(reader, '|')) branches.push(readSequence(reader));
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : { kind: 'choice', branches };
}

function readSequence(reader: Reader): Pattern {
  const items: Pattern[] = [];
  while (reader.at < reader.source.length && peek(reader) !== '|' && peek(reader) !== ')') {
    items.push(readRepeat(reader, readAtom(reader)));
  }
  return { kind: 'sequence', items };
}

function readRepeat(reader: Reader, body: Pattern): Pattern {
  const written = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/uy;
  written.lastIndex = reader.at;
  const found = written.exec(reader.source);
  if (found === null) return body;
  reader.at = written.lastIndex;
  // A lazy one tries the same ways in another order.
  take(reader, '?');
  const [mark, low = '', comma, high = ''] = found;
  if (low === '')
    return { kind: 'repeat', body, min: mark === '+' ? 1 : 0, max: mark === '?' ? 1 : Infinity };
  const min = Number(low);
  const open = high === '' ? Infinity : Number(high);
  return { kind: 'repeat', body, min, max: comma === undefined ? min : open };
}

const BOUNDARIES = ['^', '$', String.raw`\b`, String.raw`\B`] as const;
const LOOKS = [
  ['(?=', false],
  ['(?!', false],
  ['(?<=', true],
  ['(?<!', true],
] as const;

function readAtom(reader: Reader): Pattern {
  for (const boundary of BOUNDARIES) if (take(reader, boundary)) return { kind: 'boundary' };
  for (const [mark, behind] of LOOKS) {
    if (take(reader, mark)) return { kind: 'look', body: closed(reader), behind };
  }
  if (take(reader, '(')) return readGroup(reader);
  if (take(reader, '[')) return { kind: 'set', set: readClass(reader) };
  if (take(reader, '.')) return { kind: 'set', set: ALL_CODE_POINTS };
  if (!take(reader, '\\')) return { kind: 'set', set: single(readCodePoint(reader)) };
  const reference = /[1-9]\d*|k<[^>]*>/uy;
  reference.lastIndex = reader.at;
  if (!reference.test(reader.source)) return { kind: 'set', set: readEscape(reader) };
  reader.at = reference.lastIndex;
  return { kind: 'unknown' };
}

/** What stands behind `(`, where it is no look around: `?:`, `?i:`, `?<name>`, or the group itself. */
function readGroup(reader: Reader): Pattern {
  const head = /\?(?:([a-z-]*):|<[^>]*>)/uy;
  head.lastIndex = reader.at;
  const found = head.exec(reader.source);
  if (found !== null) reader.at = head.lastIndex;
  const body = closed(reader);
  return (found?.[1] ?? '') === '' ? body : { kind: 'unknown' };
}

function closed(reader: Reader): Pattern {
  const body = readChoice(reader);
  take(reader, ')');
  return body;
}

function readClass(reader: Reader): CodePoints {
  const isNegated = take(reader, '^');
  let set: CodePoints = NO_CODE_POINTS;
  while (reader.at < reader.source.length && !take(reader, ']')) {
    const first = readMember(reader);
    const isRange = peek(reader) === '-' && reader.source.charAt(reader.at + 1) !== ']' && first.length === 1;
    if (!isRange) {
      set = union(set, first);
      continue;
    }
    take(reader, '-');
    const last = readMember(reader);
    set = union(set, [[first[0]?.[0] ?? 0, last[0]?.[1] ?? 0]]);
  }
  // What stands for more than it holds must not lose anything by being turned round.
  if (!isNegated) return set;
  return set.some(([first, end]) => first === 0 && end > 0xffff) ? ALL_CODE_POINTS : complement(set);
}

function readMember(reader: Reader): CodePoints {
  return take(reader, '\\') ? readEscape(reader) : single(readCodePoint(reader));
}

const CLASSES: Readonly<Record<string, CodePoints>> = {
  d: DIGITS,
  D: complement(DIGITS),
  w: WORD,
  W: complement(WORD),
  s: SPACES,
  S: complement(SPACES),
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, b: 8, 0: 0 };

/** What stands behind a backslash. */
function readEscape(reader: Reader): CodePoints {
  const mark = String.fromCodePoint(readCodePoint(reader));
  const known = CLASSES[mark];
  if (known !== undefined) return known;
  if (mark === 'p' || mark === 'P') {
    while (reader.at < reader.source.length && !take(reader, '}')) reader.at += 1;
    return ALL_CODE_POINTS;
  }
  if (mark === 'c') return single(readCodePoint(reader) % 32);
  if (mark === 'x') return single(readHex(reader, 2));
  if (mark === 'u') return single(readUnicode(reader));
  return single(CONTROLS[mark] ?? mark.codePointAt(0) ?? 0);
}

function readUnicode(reader: Reader): number {
  if (take(reader, '{')) {
    const end = reader.source.indexOf('}', reader.at);
    const code = Number.parseInt(reader.source.slice(reader.at, end), 16);
    reader.at = end + 1;
    return code;
  }
  const high = readHex(reader, 4);
  const low = /\\u(d[c-f][0-9a-f]{2})/iuy;
  low.lastIndex = reader.at;
  const pair = high >= 0xd800 && high <= 0xdbff ? low.exec(reader.source) : null;
  if (pair === null) return high;
  reader.at = low.lastIndex;
  return (high - 0xd800) * 0x400 + (Number.parseInt(pair[1] ?? '', 16) - 0xdc00) + 0x1_0000;
}

function readHex(reader: Reader, length: number): number {
  const code = Number.parseInt(reader.source.slice(reader.at, reader.at + length), 16);
  reader.at += length;
  return code;
}

function readCodePoint(reader: Reader): number {
  const code = reader.source.codePointAt(reader.at) ?? 0;
  reader.at += code > 0xffff ? 2 : 1;
  return code;
}

function single(code: number): CodePoints {
  return [[code, code]];
}
