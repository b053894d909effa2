import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomisedResponse } from './randomised-response.ts';
import { uniform } from './uniform.ts';
import type { FillRandom } from './uniform.ts';

/** Chi-square is above it once in a million times, by degrees of freedom: 1 is erfc(√(x/2)), the even ones are e^(-x/2) Σ (x/2)^i / i!. */
const CHI_SQUARE_MAX: Readonly<Record<number, number>> = { 1: 23.928, 2: 27.631, 4: 33.377, 6: 38.258 };

function chiSquare(counts: readonly number[], chances: readonly number[]): number {
  const all = counts.reduce((sum, each) => sum + each, 0);
  return counts.reduce((sum, count, at) => {
    const expected = all * (chances[at] ?? 0);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

/** Gives out these words in turn. */
function wordsOf(words: readonly number[]): FillRandom {
  let at = 0;
  return (array) => {
    for (let place = 0; place < array.length; place += 1) array[place] = words[at++] ?? 0;
  };
}

const listOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `v${at}`);

/** What somebody whose answer is `b` says at this draw. */
const answerAt = (drawn: number): string =>
  randomisedResponse({ values: ['a', 'b', 'c'], epsilon: 1 }, wordsOf([drawn, 0])).respond('b');

describe('a uniform number', () => {
  it('is each as likely as the others', () => {
    const counts = Array.from({ length: 7 }, () => 0);
    for (let draw = 0; draw < 70_000; draw += 1) {
      const drawn = uniform(7);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    const chances = counts.map(() => 1 / 7);
    expect(chiSquare(counts, chances)).toBeLessThan(CHI_SQUARE_MAX[6] ?? 0);
  });

  it('is drawn again in the last, incomplete round, and only there', () => {
    // 2^53 - 1 is the greatest draw; of 3 it lies behind the last whole round, 2^53 - 2 - 2^53 % 3 does not.
    const greatest = [0xff_ff_ff_ff, 0xff_ff_ff_ff];
    expect(Number.MAX_SAFE_INTEGER % 3).toBe(1);
    expect(uniform(3, wordsOf([...greatest, 5, 0]))).toBe(2);
    expect(uniform(3, wordsOf([0xff_ff_ff_fd, 0xff_ff_ff_ff]))).toBe(2);
    expect(uniform(2, wordsOf(greatest))).toBe(1);
  });

  it.each([0, -1, 1.5, 2 ** 53, Number.NaN])('has no end %d', (end) => {
    expect(() => uniform(end)).toThrow(RangeError);
  });
});

describe('randomised response', () => {
  const epsilons = fc.double({ min: 0.01, max: 8, noNaN: true });

  it('spends no more than was asked for, and hardly less', () => {
    fc.assert(
      fc.property(epsilons, fc.integer({ min: 2, max: 1_000 }), (epsilon, count) => {
        const made = randomisedResponse({ values: listOf(count), epsilon });
        expect(made.epsilon).toBeLessThanOrEqual(epsilon);
        expect(made.epsilon).toBeGreaterThan(epsilon - 1e-6);
        const ideal = Math.exp(epsilon) / (Math.exp(epsilon) + count - 1);
        expect(made.truthChance).toBeCloseTo(ideal, 5);
      }),
    );
  });

  it('the odds of the truth against any other answer are whole numbers, and never above e^ε', () => {
    // Every boundary draw: the last that is true, and the first and last of each other answer.
    const { respond, epsilon } = randomisedResponse({ values: ['a', 'b', 'c'], epsilon: 1 });
    const unit = 2 ** 20;
    const weight = Math.round(Math.exp(epsilon) * unit);
    expect(weight).toBe(Math.floor(unit * Math.E));
    expect(
      [0, weight - 1, weight, weight + unit - 1, weight + unit, weight + 2 * unit - 1].map(answerAt),
    ).toEqual(['b', 'b', 'a', 'a', 'c', 'c']);
    expect(['a', 'b', 'c']).toContain(respond('b'));
  });

  it.each([
    [['yes', 'no'], 0.5],
    [['yes', 'no'], 2],
    [['a', 'b', 'c'], 1],
    [['a', 'b', 'c', 'd', 'e'], 3],
  ])('answers %j at ε %d with the chances it states', (values, epsilon) => {
    const { respond, truthChance } = randomisedResponse({ values, epsilon });
    const [truth = ''] = values;
    const counts = new Map(values.map((value) => [value, 0]));
    for (let draw = 0; draw < 60_000; draw += 1) {
      const answer = respond(truth);
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
    }
    const other = (1 - truthChance) / (values.length - 1);
    const chances = values.map((value) => (value === truth ? truthChance : other));
    expect(chiSquare([...counts.values()], chances)).toBeLessThan(CHI_SQUARE_MAX[values.length - 1] ?? 0);
  });

  it.each([
    [['a'], 1],
    [['a', 'a'], 1],
    [listOf(1_001), 1],
    [['a', 'b'], 0.009],
    [['a', 'b'], 8.001],
    [['a', 'b'], Number.NaN],
  ])('refuses values and ε out of bounds (case %#)', (values, epsilon) => {
    expect(() => randomisedResponse({ values, epsilon })).toThrow(RangeError);
  });

  it('takes values and ε at their bounds', () => {
    expect(randomisedResponse({ values: listOf(1_000), epsilon: 8 }).epsilon).toBeLessThanOrEqual(8);
    expect(randomisedResponse({ values: ['a', 'b'], epsilon: 0.01 }).epsilon).toBeLessThanOrEqual(0.01);
  });

  it('does not answer for a value that was not listed, and does not repeat it', () => {
    const { respond } = randomisedResponse({ values: ['a', 'b'], epsilon: 1 });
    expect(() => respond('secret')).toThrow(/^(?!.*secret)/);
  });
});

describe('the estimate', () => {
  const HELD = { a: 6_000, b: 3_000, c: 1_000 };
  const values = Object.keys(HELD);

  function ask(epsilon: number) {
    const made = randomisedResponse({ values, epsilon });
    const counts: Record<string, number> = {};
    for (const [value, people] of Object.entries(HELD)) {
      for (let at = 0; at < people; at += 1) {
        const answer = made.respond(value);
        counts[answer] = (counts[answer] ?? 0) + 1;
      }
    }
    return made.estimate(counts);
  }

  it('is exact where the counts are the expected ones', () => {
    const made = randomisedResponse({ values, epsilon: 1 });
    const other = (1 - made.truthChance) / 2;
    const counts = Object.fromEntries(
      Object.entries(HELD).map(([value, people]) => [
        value,
        people * made.truthChance + (10_000 - people) * other,
      ]),
    );
    expect(made.estimate(counts).map(({ people }) => Math.round(people * 1e6) / 1e6)).toEqual(
      Object.values(HELD),
    );
    expect(made.estimate({}).map(({ people }) => people)).toEqual([0, 0, 0]);
  });

  it('lies within five standard errors, and its standard error is that of many rounds', () => {
    const rounds = Array.from({ length: 60 }, () => ask(1));
    for (const [at, people] of Object.values(HELD).entries()) {
      const found = rounds.map((round) => round[at] ?? { people: 0, standardError: 0 });
      for (const each of found) {
        expect(Math.abs(each.people - people)).toBeLessThan(5.5 * each.standardError);
      }
      const spread = Math.sqrt(found.reduce((sum, each) => sum + (each.people - people) ** 2, 0) / 60);
      const stated = found.reduce((sum, each) => sum + each.standardError, 0) / 60;
      expect(spread / stated).toBeGreaterThan(0.6);
      expect(spread / stated).toBeLessThan(1.5);
    }
  });
});
