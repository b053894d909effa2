import { describe, expect, it } from 'vitest';
import { bucket } from './bucket.ts';

describe('a band', () => {
  it.each([
    [-1, '<0'],
    [0, '0-20'],
    [19.99, '0-20'],
    [20, '20-50'],
    [50, '50+'],
    [1e9, '50+'],
    [Number.NaN, undefined],
    [Infinity, undefined],
  ])('of %d is %j', (value, band) => {
    expect(bucket(value, [0, 20, 50])).toBe(band);
  });

  it.each([[[]], [[1, 1]], [[2, 1]], [[0, Infinity]], [[Number.NaN]]])('has no bounds %j', (bounds) => {
    expect(() => bucket(1, bounds)).toThrow(RangeError);
  });
});
