/**
 * Regular expressions of the simple kind, `^[A-Z]{2}\d+$`: how many bits they leave room for, and whether one provably
 * matches no more than another. Whatever else may stand in a pattern is not understood here, and then nothing is proved.
 */

/** One place of a pattern: which characters, how often. */
interface Part {
  readonly characters: ReadonlySet<number>;
  readonly min: number;
  readonly max: number;
}

const DIGITS = rangeOf('0', '9');
const WORDS = [...rangeOf('a', 'z'), ...rangeOf('A', 'Z'), ...DIGITS, '_'.charCodeAt(0)];
const PART = /\[((?:\\.|[^\]\\^])+)\]|\\(.)|([^\\^$.*+?()[\]{}|])/y;
const COUNT = /\{(\d+)(,?)(\d*)\}|([?*+])/y;

/** Whether every text that `narrow` matches is matched by `wide`. False where it cannot be proved. */
export function isProvablyWithin(narrow: string, wide: string): boolean {
  const inner = readParts(narrow);
  const outer = readParts(wide);
  if (inner === null || outer?.length !== inner.length) return false;
  return inner.every((part, at) => {
    const around = outer[at];
    if (around === undefined || part.min < around.min || part.max > around.max) return false;
    return [...part.characters].every((each) => around.characters.has(each));
  });
}

/** Bits of the texts it matches, Infinity where they are not bounded; null where the pattern is not understood. */
export function patternBits(pattern: string): number | null {
  const parts = readParts(pattern);
  if (parts === null) return null;
  return parts.reduce((sum, part) => sum + bitsOf(part), 0);
}

function bitsOf({ characters, min, max }: Part): number {
  const each = Math.log2(Math.max(1, characters.size)) * max;
  return min === max ? each : each + Math.log2(max - min + 1);
}

/** Null unless the pattern is anchored at both ends and made of characters, classes and counts alone. */
function readParts(pattern: string): Part[] | null {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return null;
  const text = pattern.slice(1, -1);
  const parts: Part[] = [];
  for (let at = 0; at < text.length;) {
    PART.lastIndex = at;
    const found = PART.exec(text);
    if (found === null) return null;
    const characters = charactersOf(found);
    if (characters === null) return null;
    COUNT.lastIndex = PART.lastIndex;
    const count = COUNT.exec(text);
    at = count === null ? PART.lastIndex : COUNT.lastIndex;
    parts.push({ characters, ...countOf(count) });
  }
  return parts;
}

function countOf(found: RegExpExecArray | null): { min: number; max: number } {
  if (found === null) return { min: 1, max: 1 };
  const [, min = '', comma = '', max = '', sign] = found;
  if (sign === '?') return { min: 0, max: 1 };
  if (sign !== undefined) return { min: sign === '+' ? 1 : 0, max: Infinity };
  return { min: Number(min), max: comma === '' ? Number(min) : max === '' ? Infinity : Number(max) };
}

function charactersOf([, inClass, escaped, plain]: RegExpExecArray): Set<number> | null {
  if (plain !== undefined) return new Set([plain.charCodeAt(0)]);
  if (escaped !== undefined) return escapedCharacters(escaped);
  return classCharacters(inClass ?? '');
}

function classCharacters(text: string): Set<number> | null {
  const all = new Set<number>();
  for (let at = 0; at < text.length; at += 1) {
    const from = text.charAt(at);
    if (from === '\\') {
      at += 1;
      const some = escapedCharacters(text.charAt(at));
      // A range that begins or ends with an escape is left alone.
      if (some === null || text.charAt(at + 1) === '-') return null;
      for (const each of some) all.add(each);
      continue;
    }
    const to = text.charAt(at + 1) === '-' ? text.charAt(at + 2) : '';
    if (to === '\\') return null;
    if (to === '') {
      all.add(from.charCodeAt(0));
      continue;
    }
    for (const each of rangeOf(from, to)) all.add(each);
    at += 2;
  }
  return all;
}

function escapedCharacters(letter: string): Set<number> | null {
  if (letter === 'd') return new Set(DIGITS);
  if (letter === 'w') return new Set(WORDS);
  return /[a-zA-Z0-9]/.test(letter) || letter === '' ? null : new Set([letter.charCodeAt(0)]);
}

function rangeOf(from: string, to: string): number[] {
  const first = from.charCodeAt(0);
  return Array.from({ length: Math.max(0, to.charCodeAt(0) - first + 1) }, (_, at) => first + at);
}
