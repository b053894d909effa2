import { array, assert, integer, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { settle } from './settle.ts';
import type { Ranked } from './settle.ts';

const LENGTH = 40;

/** One rank a character, as if every finding were painted over the weaker ones; -1 where there is none. */
function painted(found: readonly Ranked[]): readonly number[] {
  const ranks = Array.from({ length: LENGTH }, () => -1);
  for (const { rank, start, end } of found.toSorted((left, right) => right.rank - left.rank))
    ranks.fill(rank, start, end);
  return ranks;
}

const someFound = record({ rank: nat(5), start: nat(LENGTH - 1), length: integer({ min: 1, max: 12 }) }).map(
  ({ rank, start, length }) => ({ rank, start, end: Math.min(LENGTH, start + length) }),
);

for (const [name, max] of [
  ['few', 12],
  ['many', 40],
] as const) {
  test(`the strongest of ${name} findings keeps its span, and nothing found stays uncovered`, () => {
    assert(
      property(array(someFound, { minLength: 1, maxLength: max }), (found) => {
        const settled = settle(found, LENGTH);
        expect(painted(settled)).toEqual(painted(found));
        for (const [at, each] of settled.entries()) {
          const before = settled[at - 1];
          if (before === undefined) continue;
          expect(before.end).toBeLessThanOrEqual(each.start);
          // Neighbours of one detector are one.
          expect(before.end === each.start && before.rank === each.rank).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
}
