/** Sets of code points, for questions about patterns: may these two start with the same character? */

/** Ranges in ascending order, not overlapping, both ends included. */
export type CodePoints = readonly (readonly [first: number, last: number])[];

const LAST = 0x10ffff;

export const NO_CODE_POINTS: CodePoints = Object.freeze([]);
export const ALL_CODE_POINTS: CodePoints = Object.freeze([[0, LAST] as const]);
export const DIGITS: CodePoints = Object.freeze([[48, 57] as const]);
export const WORD: CodePoints = Object.freeze([
  [48, 57] as const,
  [65, 90] as const,
  [95, 95] as const,
  [97, 122] as const,
]);
/** `\s` of ECMA-262 §22.2.2.9: WhiteSpace and LineTerminator. */
export const SPACES: CodePoints = Object.freeze([
  [9, 13] as const,
  [32, 32] as const,
  [0xa0, 0xa0] as const,
  [0x1680, 0x1680] as const,
  [0x2000, 0x200a] as const,
  [0x2028, 0x2029] as const,
  [0x202f, 0x202f] as const,
  [0x205f, 0x205f] as const,
  [0x3000, 0x3000] as const,
  [0xfeff, 0xfeff] as const,
]);

/** All that is in either. */
export function union(left: CodePoints, right: CodePoints): CodePoints {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const merged: [number, number][] = [];
  for (const [first, last] of [...left, ...right].toSorted((a, b) => a[0] - b[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** All that is not in the set. */
export function complement(set: CodePoints): CodePoints {
  const rest: [number, number][] = [];
  let from = 0;
  for (const [first, last] of set) {
    if (first > from) rest.push([from, first - 1]);
    from = last + 1;
  }
  if (from <= LAST) rest.push([from, LAST]);
  return rest;
}

/** Whether any code point is in both. */
export function overlap(left: CodePoints, right: CodePoints): boolean {
  let at = 0;
  for (const [first, last] of left) {
    while ((right[at]?.[1] ?? Infinity) < first) at += 1;
    if ((right[at]?.[0] ?? Infinity) <= last) return true;
  }
  return false;
}
