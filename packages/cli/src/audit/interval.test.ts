import { describe, expect, it } from 'vitest';
import { clopperPearson } from './interval.ts';

describe('the interval of Clopper and Pearson', () => {
  // With no hits, and with hits alone, it has a closed form: 1 - (α/2)^(1/n).
  it.each([10, 100, 100_000])('is the closed form without hits in %i trials', (trials) => {
    const { low, high } = clopperPearson(0, trials);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(1 - 0.025 ** (1 / trials), 10);
    expect(clopperPearson(trials, trials)).toMatchObject({ high: 1 });
    expect(clopperPearson(trials, trials).low).toBeCloseTo(0.025 ** (1 / trials), 10);
  });

  it.each([
    [1, 10],
    [5, 10],
    [3, 200],
    [40, 90],
  ])('leaves 2.5 %% of samples beyond either end: %i of %i', (hits, trials) => {
    const { low, high } = clopperPearson(hits, trials);
    expect(1 - binomial(hits - 1, trials, low)).toBeCloseTo(0.025, 8);
    expect(binomial(hits, trials, high)).toBeCloseTo(0.025, 8);
  });

  it('knows nothing without trials', () => expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 }));
});

/** The chance of at most so many hits, by adding up. */
function binomial(hitsMax: number, trials: number, share: number): number {
  let term = (1 - share) ** trials;
  let sum = term;
  for (let hits = 1; hits <= hitsMax; hits++) {
    term *= ((trials - hits + 1) / hits) * (share / (1 - share));
    sum += term;
  }
  return sum;
}
