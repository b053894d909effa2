import { assert, constantFrom, integer, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainShape } from './plain-shape.ts';
import { scanText } from './scan.ts';

describe('a plain shape', () => {
  it.each([
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    '0F8FAD5B-D9CB-469F-A165-70867728950E',
    '2026-11-24T10:00:00Z',
    '2026-11-24T10:00:00.000000+01:00',
    '2026-11-24T10:00:00.000000000+01:00',
    '00f067aa0ba902b7',
    '4bf92f3577b34da6a3ce929d0e0e4736',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ])('is %s', (text) => {
    expect(isPlainShape(text)).toBe(true);
  });

  it.each([
    ['0f8fad5b-d9cb-469f-a165_70867728950e', 'another character where a dash stands'],
    ['0f8fad5b-d9cb-469f-a165-7086772895og', 'a letter that is no digit'],
    ['0f8fad5b-d9cb-469f-a165-70867728950é', 'a letter beyond ASCII'],
    ['2026-11-24T10:00:0', 'a time that is cut off'],
    ['2026-11-24 10:00:00Z', 'a time without its T'],
    ['2026-11-24T10:00:00 a@b.example', 'more than a time'],
    ['4111111111111111', 'digits alone, which may be a card'],
    ['BE68539007547034', 'an account number in hexadecimal digits'],
    ['00f067aa0ba902b', 'a digit too few'],
    ['00f067aa0ba902b7a', 'a digit too many'],
  ])('is not %s: %s', (text) => {
    expect(isPlainShape(text)).toBe(false);
  });

  it('holds nothing that a scan of hexadecimal digits would have found in longer text', () => {
    const digits = constantFrom(...Array.from(`${'0123456789'.repeat(4)}abcdef`));
    const digest = tuple(constantFrom(16, 32, 40, 64), integer({ min: 0, max: 15 })).chain(([length, at]) =>
      string({ unit: digits, minLength: length - 1, maxLength: length - 1 }).map(
        (text) => `${text.slice(0, at)}c${text.slice(at)}`,
      ),
    );
    assert(
      property(digest, (text) => {
        expect(isPlainShape(text)).toBe(true);
        // Behind a word the shape is no shape any more, so everything is looked for.
        expect(scanText(`build ${text}`)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
