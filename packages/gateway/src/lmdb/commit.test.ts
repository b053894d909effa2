import { expect, it } from 'vitest';
import { isDiskFull } from './commit.ts';

it.each([
  [
    'no space',
    new Error('Failed.', { cause: Object.assign(new Error('No space left.'), { code: 28 }) }),
    true,
  ],
  ['no space, told at once', Object.assign(new Error('No space left.'), { code: 28 }), true],
  [
    'a broken disk',
    new Error('Failed.', { cause: Object.assign(new Error('Input/output.'), { code: 5 }) }),
    false,
  ],
  ['no reason', new Error('Failed.'), false],
  ['no error', 28, false],
])('a full disk is told from other failures: %s', (_, error, expected) =>
  expect(isDiskFull(error)).toBe(expected),
);
