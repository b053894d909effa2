/**
 * How sure a share is that was counted in a sample: the Clopper–Pearson interval ("The use of confidence or fiducial
 * limits illustrated in the case of the binomial", Biometrika 26, 1934). It is exact: it covers the true share in at
 * least the stated part of all samples.
 */

export const CONFIDENCE = 0.95;
const STEPS = 60;
const FRACTION_STEPS_MAX = 500;
const TINY = 1e-300;
const PRECISION = 1e-13;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The interval for `hits` of `trials` at 95 %. Without trials nothing is known: 0 to 1. */
export function clopperPearson(hits: number, trials: number): Interval {
  const tail = (1 - CONFIDENCE) / 2;
  return {
    low: hits === 0 ? 0 : solve((share) => betaPart(share, hits, trials - hits + 1), tail),
    high: hits >= trials ? 1 : solve((share) => betaPart(share, hits + 1, trials - hits), 1 - tail),
  };
}

/** Where a function that rises from 0 to 1 takes a value; halving the interval 60 times leaves less than 1e-18. */
function solve(rising: (share: number) => number, value: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22). */
function betaPart(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast on this side of the mean only; the other side is the complement.
  const isLeft = x < (a + 1) / (a + b + 2);
  return isLeft ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= FRACTION_STEPS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return value;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Stirling's series (DLMF 5.11.1) above 10, and the recurrence below. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at++) shift += Math.log(at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}
