import { describe, expect, it } from 'vitest';
import { climb, heightOf, longestChain } from './ladder.ts';
import type { Ladder } from './ladder.ts';

const CITIES = new Map([
  ['Bonn', 'NRW'],
  ['Köln', 'NRW'],
  ['NRW', 'DE'],
]);

describe('a ladder', () => {
  it.each<[string, Ladder | undefined, readonly unknown[]]>([
    ['Chrome 120.0.6099.1', 'version', ['Chrome 120', 'Chrome', '*']],
    ['120.0.1', 'version', ['120', '*', '*']],
    ['curl', 'version', ['curl', 'curl', '*']],
    ['de-AT', 'language', ['de', '*']],
    ['zh_Hant_TW', 'language', ['zh', '*']],
    ['1', 'language', ['*', '*']],
    ['news.shop.example', 'domain', ['shop.example', '*']],
    ['https://news.shop.co.uk/u/anna?q=1', 'domain', ['shop.co.uk', '*']],
    ['anna.smith', 'domain', ['*', '*']],
    ['Bonn', CITIES, ['NRW', 'DE', '*']],
    ['NRW', CITIES, ['DE', '*', '*']],
    ['Paris', CITIES, ['*', '*', '*']],
    ['SE', undefined, ['*']],
  ])('leads up from %s by %s', (value, ladder, rungs) => {
    expect(heightOf(ladder)).toBe(rungs.length);
    expect(climb(value, 0, ladder)).toBe(value);
    expect(rungs.map((_, at) => climb(value, at + 1, ladder))).toEqual(rungs);
  });

  it('of texts knows no other values', () => {
    expect(climb(5, 1, 'version')).toBe('*');
    expect(climb(5, 1, new Map([['5', 'few']]))).toBe('few');
  });

  it('that leads round has no end', () => {
    expect(
      longestChain(
        new Map([
          ['a', 'b'],
          ['b', 'a'],
        ]),
      ),
    ).toBe(Infinity);
  });
});
