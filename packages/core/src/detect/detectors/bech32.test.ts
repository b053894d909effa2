import { describe, expect, it } from 'vitest';
import { isBech32 } from './bech32.ts';

describe('isBech32', () => {
  // The examples of BIP-173 and BIP-350.
  it.each([
    'a12uel5l',
    'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    'a1lqfn3a',
    'abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx',
  ])('accepts %s', (text) => {
    expect(isBech32(text)).toBe(true);
  });

  it.each([
    'a12uel5m',
    'pzry9x0s0muk',
    '1pzry9x0s0muk',
    'x1b4n0q5v',
    'li1dgmt3',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
    '',
  ])('refuses %s', (text) => {
    expect(isBech32(text)).toBe(false);
  });
});
