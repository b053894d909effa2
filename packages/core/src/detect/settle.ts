/** Lays findings of one text beside each other. */
import type { Span } from './detector.ts';

/** A finding and its place in the list of detectors: of two that overlap, the one with the smaller rank wins. */
export interface Ranked extends Span {
  readonly rank: number;
}

/** Up to so many findings are laid beside each other one by one. */
const FEW = 12;

/**
 * Of findings that overlap, the strongest keeps its span and the others what is left over: ascending, not overlapping, and
 * covering what the given ones cover. `length` is that of the text.
 */
export function settle<F extends Ranked>(found: readonly F[], length: number): readonly F[] {
  if (found.length === 1) return found;
  return found.length <= FEW ? settleFew(found) : settleMany(found, length);
}

/** Lays down the strongest first, and of each further one the gaps that are left. */
function settleFew<F extends Ranked>(found: readonly F[]): readonly F[] {
  const strongestFirst = found.toSorted((left, right) => left.rank - right.rank || left.start - right.start);
  const laid: F[] = [];
  for (const each of strongestFirst) {
    let from = each.start;
    let at = laid.findIndex(({ end }) => end > from);
    if (at < 0) at = laid.length;
    while (from < each.end) {
      const next = laid[at];
      const end = next === undefined ? each.end : Math.min(each.end, next.start);
      if (end > from) {
        laid.splice(at, 0, { ...each, start: from, end });
        at += 1;
      }
      if (next === undefined) break;
      from = Math.max(from, next.end);
      at += 1;
    }
  }
  return joined(laid);
}

/** Neighbours of the same detector that touch are one match. */
function joined<F extends Ranked>(laid: readonly F[]): readonly F[] {
  const matches: F[] = [];
  for (let at = 0; at < laid.length; at++) {
    const first = laid[at];
    if (first === undefined) break;
    while (laid[at + 1]?.rank === first.rank && laid[at + 1]?.start === laid[at]?.end) at++;
    matches.push({ ...first, end: laid[at]?.end ?? first.end });
  }
  return matches;
}

/**
 * Paints the weakest first, so that the strongest end up on top, and reads the colours off. No detector paints a character
 * twice, because thousands of findings inside one base64 run all have the span of that run.
 */
function settleMany<F extends Ranked>(found: readonly F[], length: number): readonly F[] {
  const strongestLast = found.toSorted((left, right) => right.rank - left.rank || left.start - right.start);
  const owners = new Int32Array(length);
  let painted = 0;
  strongestLast.forEach(({ rank, start, end }, index) => {
    if (rank !== strongestLast[index - 1]?.rank) painted = 0;
    owners.fill(index + 1, Math.max(start, painted), Math.max(end, painted));
    painted = Math.max(end, painted);
  });
  const matches: F[] = [];
  let start = 0;
  while (start < length) {
    const owner = strongestLast[(owners[start] ?? 0) - 1];
    let end = start + 1;
    while (end < length && strongestLast[(owners[end] ?? 0) - 1]?.rank === owner?.rank) end++;
    if (owner !== undefined) matches.push({ ...owner, start, end });
    start = end;
  }
  return matches;
}
