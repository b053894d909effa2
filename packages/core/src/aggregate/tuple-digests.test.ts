import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { isSame, rememberTuples } from './tuple-digests.ts';
import type { Tuple } from './tuple-digests.ts';

/** Remembers with a digest that is the text itself, and says how often it was asked. */
function counted(max: number): { readonly of: (tuple: Tuple) => string; readonly asked: () => number } {
  let asked = 0;
  const of = rememberTuples((text) => {
    asked += 1;
    return text;
  }, max);
  return { of, asked: () => asked };
}

const value = fc.oneof(
  fc.constantFrom('', '-;', '1', '1:1', 'null', 'true', '*', undefined, null, true, false, 0, 1, 10),
  fc.string({ maxLength: 4 }),
  fc.array(fc.constantFrom('a', 1), { maxLength: 2 }),
);
const tuple = fc.array(value, { minLength: 3, maxLength: 3 });

describe('remembered digests of tuples', () => {
  it('are the same when asked for again, and differ for any two tuples', () => {
    const { of } = counted(64);
    fc.assert(
      fc.property(tuple, tuple, (one, other) => {
        const fresh = counted(64).of;
        expect(of(one)).toBe(fresh(one));
        const isAlike = one.every((each, at) => isSame(each, other[at]));
        expect(of(one) === of(other)).toBe(isAlike);
      }),
    );
  });

  it('are made once, up to so many tuples, and anew after one more', () => {
    const { of, asked } = counted(3);
    for (let round = 0; round < 2; round += 1) for (const each of ['a', 'b', 'c']) of(['x', each]);
    expect(asked()).toBe(3);
    of(['x', 'd']);
    of(['x', 'd']);
    expect(asked()).toBe(4);
    of(['x', 'a']);
    expect(asked()).toBe(5);
  });

  it.each<readonly [string, Json, boolean]>([
    ['a text of 512 characters', 'x'.repeat(512), true],
    ['a text of 513', 'x'.repeat(513), false],
    ['a list', ['x'], false],
    ['null', null, true],
  ])('are kept where they stay small: %s', (_, each, isKept) => {
    const { of, asked } = counted(8);
    of([each]);
    of([each]);
    expect(asked()).toBe(isKept ? 1 : 2);
  });
});
