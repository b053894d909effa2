import { describe, expect, it } from 'vitest';
import { remember, rememberTransform, rememberYes } from './remember.ts';

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

describe('a remembered transform', () => {
  it('makes what the vendors of one event get once, also where no text comes again', () => {
    let count = 0;
    const transform = rememberTransform((value) => {
      count += 1;
      return typeof value === 'string' && value !== 'none' ? `${value}!` : undefined;
    });
    const texts = ['none', ...Array.from({ length: 5000 }, (_, at) => `text ${at}`)];
    for (const text of texts) {
      const made = [1, 2, 3].map(() => transform(text));
      expect(new Set(made)).toEqual(new Set([text === 'none' ? undefined : `${text}!`]));
    }
    expect(count).toBe(texts.length);
  });

  it('looks at no value that is no text, and holds none that is long', () => {
    let count = 0;
    const transform = rememberTransform((value) => {
      count += 1;
      return value;
    });
    const values = [1, null, 'a'.repeat(513)];
    for (const value of values) expect([transform(value), transform(value)]).toEqual([value, value]);
    expect(count).toBe(2 * values.length);
  });
});

describe('a remembered question', () => {
  it('has room for 4,096 texts that come in turns, of which none comes again before all came', () => {
    expect(askedInLastRound(distinct(4096), 3)).toBe(0);
  });

  it('looks no more where the texts are too many to be held', () => {
    expect(askedInLastRound(distinct(20_000), 3)).toBe(20_000);
  });

  it('knows the last text that was answered yes, however long it is, and asks about a no again', () => {
    const long = 'a'.repeat(513);
    expect(askedInLastRound([long, 'a', 'a', 'no', 'no'], 1)).toBe(4);
  });
});

/** Asks about each text in turn, all of them so many times, and gives how often the answer was worked out in the last round. */
function askedInLastRound(texts: readonly string[], rounds: number): number {
  let count = 0;
  const isKnown = rememberYes((text) => {
    count += 1;
    return text !== 'no';
  });
  for (let round = 0; round < rounds; round++) {
    count = 0;
    for (const text of texts) expect(isKnown(text)).toBe(text !== 'no');
  }
  return count;
}

function distinct(length: number): readonly string[] {
  return Array.from({ length }, (_, at) => `text ${at}`);
}
