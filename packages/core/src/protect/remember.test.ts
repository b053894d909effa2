import { describe, expect, it } from 'vitest';
import { remember } from './remember.ts';

describe('the memory for results', () => {
  it.each([
    ['remembers a text of 512 characters', 512, 1],
    ['holds no text of one character more', 513, 2],
  ])('%s', (_, length, computed) => {
    let count = 0;
    const measure = remember((text) => {
      count += 1;
      return text.length;
    }, 10);
    const text = 'a'.repeat(length);
    expect([measure(text), measure(text)]).toEqual([length, length]);
    expect(count).toBe(computed);
  });
});
