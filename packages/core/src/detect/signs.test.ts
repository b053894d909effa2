import { describe, expect, it } from 'vitest';
import { readSigns, SIGN } from './signs.ts';

const names = (text: string) =>
  Object.entries(SIGN)
    .filter(([, bit]) => (readSigns(text) & bit) !== 0)
    .map(([name]) => name);

describe('readSigns', () => {
  it.each<[string, keyof typeof SIGN, string]>([
    ['abcdefghijkl', 'token12', 'abcdefghijk abcdefghijk'],
    ['abcdefghijklmno9', 'token16', 'abcdefghijklmno'],
    ['123 456-789', 'digits9', '123 456-78'],
    ['1234 5678 9012 3', 'digits13', '1234 5678 9012 x3'],
    ['+1234567', 'phoneDigits', '+123456'],
    ['1.1.1.1', 'dottedDigits', '1.1.1'],
    ['a::b', 'ipv6Colons', 'a:b:c'],
    ['1:2:3:4:5:6:7:8', 'ipv6Colons', '1:2:3:4:5:6:7'],
    ['a b c d e f g h i j k l', 'wordy', 'a b c d e f g h i j k'],
    ['é'.repeat(40), 'wordy', 'é'.repeat(39)],
    ['dead-beef-g', 'beyondHex', 'dead-beef-0'],
    ['a b', 'phrase', 'a-b'],
    ['a=b', 'phrase', 'a:b'],
    ['Привет', 'upper', 'Приве'],
  ])('sets the sign at its limit and not below: %s', (text, sign, below) => {
    expect(names(text)).toContain(sign);
    expect(names(below)).not.toContain(sign);
  });

  it('sets nothing for an empty text', () => {
    expect(readSigns('')).toBe(0);
  });
});
