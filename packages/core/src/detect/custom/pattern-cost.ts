/**
 * What a pattern can cost at worst: an upper bound on the steps that a backtracking engine takes from one position of the
 * text before it gives up. Patterns under the bound take time linear in the text, whatever the text. Too high an answer
 * refuses a harmless pattern; too low an answer is a bug.
 */
import type { CodePoints } from './code-points.ts';
import { NO_CODE_POINTS, overlap, union } from './code-points.ts';
import type { Pattern } from './pattern.ts';

/** Larger patterns, repeats written out, are not looked into; in characters and boundaries. */
export const PATTERN_SIZE_MAX = 4096;
/** Beyond this it does not matter how dear a pattern is. */
const BEYOND = 1e12;

/** What is left to match from some place of the pattern on. */
interface Rest {
  /** Steps at most, over all the ways to go on. */
  readonly steps: number;
  /** Steps at most to see that the next character cannot start it. */
  readonly refusal: number;
  /** What it may start with. */
  readonly first: CodePoints;
  /** Whether it may match without a character. */
  readonly mayBeEmpty: boolean;
}

const END: Rest = { steps: 0, refusal: 0, first: NO_CODE_POINTS, mayBeEmpty: true };

/** Steps at most from one position. Infinity where nothing bounds them, or the pattern is larger than `PATTERN_SIZE_MAX`. */
export function stepsMaxOf(pattern: Pattern): number {
  if (sizeOf(pattern) > PATTERN_SIZE_MAX) return Infinity;
  const { steps } = before(pattern, END);
  return steps >= BEYOND ? Infinity : steps;
}

/** Characters that a match has at least. */
export function lengthMinOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'set':
      return 1;
    case 'sequence':
      return pattern.items.reduce((sum, item) => sum + lengthMinOf(item), 0);
    case 'choice':
      return Math.min(...pattern.branches.map(lengthMinOf));
    case 'repeat':
      return pattern.min * lengthMinOf(pattern.body);
    case 'boundary':
    case 'look':
    case 'unknown':
      return 0;
  }
}

/** Characters and boundaries with every repeat written out; Infinity where that has no end. */
function sizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'set':
    case 'boundary':
      return 1;
    case 'sequence':
      return pattern.items.reduce((sum, item) => sum + sizeOf(item), 1);
    case 'choice':
      return pattern.branches.reduce((sum, branch) => sum + sizeOf(branch), 1);
    case 'repeat':
      return pattern.max === 0 ? 1 : (1 + sizeOf(pattern.body)) * pattern.max;
    case 'look':
      return 1 + sizeOf(pattern.body);
    case 'unknown':
      return Infinity;
  }
}

/** The pattern and then the rest. */
function before(pattern: Pattern, rest: Rest): Rest {
  switch (pattern.kind) {
    case 'set':
      return { steps: 1 + rest.steps, refusal: 1, first: pattern.set, mayBeEmpty: false };
    case 'sequence':
      return pattern.items.reduceRight((after, item) => before(item, after), rest);
    case 'choice':
      return pattern.branches.map((branch) => before(branch, rest)).reduce(either);
    case 'repeat':
      return repeated(pattern, rest);
    case 'boundary':
      return { ...rest, steps: 1 + rest.steps, refusal: 1 + rest.refusal };
    case 'look': {
      const { steps } = before(pattern.behind ? reversed(pattern.body) : pattern.body, END);
      return { ...rest, steps: 1 + steps + rest.steps, refusal: 1 + steps + rest.refusal };
    }
    case 'unknown':
      return { ...rest, steps: BEYOND };
  }
}

function repeated({ body, min, max }: Pattern & { readonly kind: 'repeat' }, rest: Rest): Rest {
  let after = rest;
  for (let times = max - 1; times >= 0; times -= 1) {
    const once = before(body, after);
    after = times >= min ? either(once, rest) : once;
  }
  return after;
}

/**
 * Two ways to go on. Where the next character can start only one of them, the other is given up at once; where it can start
 * both, a failure of the first means going through the second as well.
 */
function either(left: Rest, right: Rest): Rest {
  const isClear = !left.mayBeEmpty && !right.mayBeEmpty && !overlap(left.first, right.first);
  const steps = isClear
    ? Math.max(left.steps + right.refusal, right.steps + left.refusal)
    : left.steps + right.steps;
  return {
    steps: Math.min(BEYOND, 1 + steps),
    refusal: Math.min(BEYOND, 1 + left.refusal + right.refusal),
    first: union(left.first, right.first),
    mayBeEmpty: left.mayBeEmpty || right.mayBeEmpty,
  };
}

/** As it is matched from its end to its beginning, which is how engines look behind. */
function reversed(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case 'sequence':
      return { ...pattern, items: pattern.items.map(reversed).toReversed() };
    case 'choice':
      return { ...pattern, branches: pattern.branches.map(reversed) };
    case 'repeat':
      return { ...pattern, body: reversed(pattern.body) };
    case 'set':
    case 'boundary':
    case 'look':
    case 'unknown':
      return pattern;
  }
}
