import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STEPS_MAX } from './custom-detector.ts';
import { PATTERN_SIZE_MAX, lengthMinOf, stepsMaxOf } from './pattern-cost.ts';
import { backtracking } from '../patterns.contract.ts';
import { readPattern } from './pattern.ts';
import type { Pattern } from './pattern.ts';

const stepsOf = (source: string): number => stepsMaxOf(readPattern(source));

/**
 * What people write for the numbers of their own organisation. Short repeats, because recheck takes long ones for endless:
 * it calls `[a-z]{1,32}\.internal` polynomial.
 */
const CHEAP = [
  String.raw`ACME-\d{6}`,
  String.raw`\bEMP[0-9]{4,8}\b`,
  String.raw`(?<![A-Z])[A-Z]{2,4}-\d{4,10}(?!\d)`,
  String.raw`cust_[0-9a-z]{8,32}`,
  String.raw`(?:north|south|east|west)-\d{2}\.corp\.example`,
  String.raw`[a-z0-9]{1,16}\.internal`,
  String.raw`ref:\s{0,3}[^\s,]{4,12},`,
  String.raw`\p{L}{1,20}#\d{4}`,
  String.raw`^\u0041\x42\cJ[\]\-a\\]{1,3}?$`,
  String.raw`\u{1F600}\ud83d\ude00[^\d]{1,4}\d`,
];

const DEAR = [
  String.raw`(a+)+$`,
  String.raw`\d+`,
  String.raw`ACME-\d*x`,
  String.raw`(?:a|a){30}b`,
  String.raw`(?:a?){50}a{50}`,
  String.raw`(?:\w{1,30}){1,30}!`,
  String.raw`\d{1,40}\d{1,40}\d{1,40}x`,
  String.raw`(?:[a-z]{1,9}_?){1,9}!`,
  String.raw`(a)\1`,
  String.raw`(?<x>a)\k<x>`,
  String.raw`(?i:a)b`,
  String.raw`(?<=(?:a|a){12})b`,
  String.raw`(?:\p{L}{1,30}\p{N}{1,30}){1,30}!`,
];

describe('the steps of a pattern', () => {
  it.each(CHEAP)('are few: %s', (source) => {
    expect(stepsOf(source)).toBeLessThanOrEqual(STEPS_MAX);
    expect(backtracking({ source, flags: 'u' })).toBe('safe');
  });

  it.each(DEAR)('are too many, or without bound: %s', (source) => {
    expect(stepsOf(source)).toBeGreaterThan(STEPS_MAX);
  });

  it('are added up where the next character tells two ways apart, and multiplied where it does not', () => {
    expect(stepsOf('a{1,20}-b{1,20}-c')).toBeLessThan(150);
    expect(stepsOf('a{1,20}a{1,20}-')).toBeGreaterThan(1000);
  });

  it.each([
    [PATTERN_SIZE_MAX, true],
    [PATTERN_SIZE_MAX + 1, false],
  ])('are counted in a pattern of %d characters: %s', (size, isCounted) => {
    expect(Number.isFinite(stepsOf('a'.repeat(size - 1)))).toBe(isCounted);
  });

  it.each([
    ['a', 1],
    ['a{3,9}|bc', 2],
    ['(?=abc)', 0],
    ['a?|b', 0],
    [String.raw`^\b$`, 0],
  ])('come with the least length of a match: %s has %d', (source, length) => {
    expect(lengthMinOf(readPattern(source))).toBe(length);
  });
});

/** A backtracking matcher that counts: what is asked of it is the pattern, a place, and what to do after a match. */
function countSteps(pattern: Pattern, text: string): number {
  let steps = 0;
  const walk = (node: Pattern, at: number, next: (at: number) => boolean): boolean => {
    steps += 1;
    switch (node.kind) {
      case 'set': {
        const code = text.codePointAt(at);
        return code !== undefined && node.set.some(([a, b]) => code >= a && code <= b) && next(at + 1);
      }
      case 'sequence': {
        steps -= 1;
        const from = (index: number, place: number): boolean => {
          const item = node.items[index];
          return item === undefined ? next(place) : walk(item, place, (then) => from(index + 1, then));
        };
        return from(0, at);
      }
      case 'choice':
        steps -= 1;
        return node.branches.some((branch) => walk(branch, at, next));
      case 'repeat': {
        steps -= 1;
        const more = (times: number, place: number): boolean =>
          (times < node.max && walk(node.body, place, (then) => more(times + 1, then))) ||
          (times >= node.min && next(place));
        return more(0, at);
      }
      case 'boundary':
        return next(at);
      case 'look':
        return walk(node.body, at, () => true) && next(at);
      case 'unknown':
        return false;
    }
  };
  walk(pattern, 0, () => false);
  return steps;
}

const { source: anySource } = fc.letrec<{ source: string }>((tie) => ({
  source: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', String.raw`\b`, String.raw`\w`),
    fc.tuple(tie('source'), tie('source')).map(([left, right]) => left + right),
    fc.tuple(tie('source'), tie('source')).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie('source'), fc.nat({ max: 2 }), fc.nat({ max: 3 }))
      .map(([body, min, more]) => `(?:${body}){${min},${min + more}}`),
    tie('source').map((body) => `(?=${body})`),
  ),
}));

describe('the bound', () => {
  it('is never under what a backtracking engine takes', () => {
    fc.assert(
      fc.property(
        anySource,
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }),
        (source, text) => {
          const pattern = readPattern(source);
          const bound = stepsMaxOf(pattern);
          fc.pre(bound < 20_000);
          expect(countSteps(pattern, text)).toBeLessThanOrEqual(bound);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
