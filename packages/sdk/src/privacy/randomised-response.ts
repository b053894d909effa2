/**
 * k-ary randomised response (Warner 1965; Kairouz, Bonawitz and Ramage, https://arxiv.org/abs/1602.07387 §2): an answer is given truly with
 * e^ε / (e^ε + k − 1), else one of the other answers, each equally likely. Whoever sees one answer learns at most ε about the true one.
 *
 * Discrete: the chances are `weight : 1 : 1 : …` in whole numbers of 2^-20, the weight rounded down, and a draw is a whole number by
 * the CSPRNG without bias; no floating point stands between a chance and its draw. So the true ε is ln of a fraction of whole numbers, and
 * never above the one stated.
 */
import { fillRandom, uniform } from './uniform.ts';
import type { FillRandom } from './uniform.ts';

export interface RandomisedResponse {
  /**
   * The answer to send. Ask once for each person and question and keep what came: ε adds up, and who answers the same question n times has
   * told n·ε. Throws a RangeError for a value that is not in the list.
   */
  readonly respond: (value: string) => string;
  /** What is really spent: at most the ε asked for. */
  readonly epsilon: number;
  /** The chance of the true answer. */
  readonly truthChance: number;
  /** For the analyst: how many people hold each value, from how many answered so. Values without a count have none. */
  readonly estimate: (counts: Readonly<Record<string, number>>) => readonly Estimate[];
}

export interface Estimate {
  readonly value: string;
  /** Unbiased; can be negative, or more than all. Cutting it off is for display, not for sums. */
  readonly people: number;
  /**
   * Standard error by the noise alone, at the estimate: about two thirds of all estimates lie within it, 95 % within 1.96 of it. That these
   * people are a sample of others is not in it.
   */
  readonly standardError: number;
}

const UNIT = 2 ** 20;
/** Below it nobody learns anything from fewer than a hundred thousand answers. */
const EPSILON_MIN = 0.01;
/** Above it the true answer is nearly always given, and the weights would not be exact. */
const EPSILON_MAX = 8;
const VALUES_MAX = 1_000;

export interface ResponseOptions {
  /** Every possible answer, 2 to 1,000. Public: they are fixed before anybody is asked. */
  readonly values: readonly string[];
  /** 0.01 to 8. */
  readonly epsilon: number;
}

/** Throws a RangeError where values or ε are out of bounds. `fill` is for tests. */
export function randomisedResponse(
  { values, epsilon }: ResponseOptions,
  fill: FillRandom = fillRandom,
): RandomisedResponse {
  const others = values.length - 1;
  if (others < 1 || values.length > VALUES_MAX || new Set(values).size < values.length)
    throw new RangeError(`values must be 2 to ${VALUES_MAX}, all different`);
  if (!(epsilon >= EPSILON_MIN && epsilon <= EPSILON_MAX))
    throw new RangeError(`epsilon must be ${EPSILON_MIN} to ${EPSILON_MAX}`);
  const weight = weightOf(epsilon);
  const total = weight + others * UNIT;
  const truthChance = weight / total;
  return {
    respond: (value) => {
      const truth = values.indexOf(value);
      if (truth < 0) throw new RangeError('the value is not among those that were listed');
      const drawn = uniform(total, fill);
      if (drawn < weight) return value;
      const other = Math.floor((drawn - weight) / UNIT);
      return values[other < truth ? other : other + 1] ?? value;
    },
    epsilon: Math.log(weight / UNIT),
    truthChance,
    estimate: (counts) => estimate(values, counts, { truth: truthChance, other: UNIT / total }),
  };
}

/**
 * How many units the truth weighs: e^ε of them, rounded down. `Math.exp` may be off by some units in the last place
 * (ECMA-262 §21.3.2.14 leaves it to the implementation), so a trillionth is taken off before.
 */
function weightOf(epsilon: number): number {
  return Math.max(UNIT, Math.floor(UNIT * Math.exp(epsilon) * (1 - 1e-12)));
}

interface Chances {
  readonly truth: number;
  /** Of each single other answer. */
  readonly other: number;
}

function estimate(
  values: readonly string[],
  counts: Readonly<Record<string, number>>,
  { truth, other }: Chances,
): readonly Estimate[] {
  const asked = values.map((value) => (Object.hasOwn(counts, value) ? (counts[value] ?? 0) : 0));
  const all = asked.reduce((sum, each) => sum + each, 0);
  return values.map((value, at) => {
    const people = ((asked[at] ?? 0) - all * other) / (truth - other);
    const holders = Math.min(Math.max(people, 0), all);
    const variance = holders * truth * (1 - truth) + (all - holders) * other * (1 - other);
    return { value, people, standardError: Math.sqrt(variance) / (truth - other) };
  });
}
