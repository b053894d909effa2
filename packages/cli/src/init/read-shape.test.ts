import { expect, it } from 'vitest';
import { INIT_LIMITS } from './limits.ts';
import { readArguments } from './read-shape.ts';
import type { Shape } from './read-shape.ts';
import { readTokens } from './read-tokens.ts';

/** Keys with their types: `{ a: number, b?: …}`; `…` marks an object that has more. */
function plain(shape: Shape | undefined): unknown {
  if (shape?.kind === 'list') return [plain(shape.items)];
  if (shape?.kind !== 'object') return shape?.kind;
  const members = [...shape.members].map(([key, each]) => [key, plain(each)]);
  return Object.fromEntries(shape.isOpen ? [...members, ['…', true]] : members);
}

function first(source: string, limits = INIT_LIMITS): unknown {
  const tokens = readTokens(source);
  const open = tokens.findIndex(({ text }) => text === '(');
  return plain(readArguments(tokens, open, limits)[0]);
}

it.each([
  [
    "f({ a: 1, 'b c': 'x', d: `y`, e: true, f: -2.5 })",
    { a: 'number', 'b c': 'text', d: 'text', e: 'boolean', f: 'number' },
  ],
  ['f({ a, b: c.d, e: g(1, 2), })', { a: 'unknown', b: 'unknown', e: 'unknown' }],
  [
    'f({ a: { b: { c: 0 } }, d: [1, 2], e: [] })',
    { a: { b: { c: 'number' } }, d: ['number'], e: ['unknown'] },
  ],
  ['f({ ...rest, a: 1 })', { a: 'number', '…': true }],
  ['f({ [key]: 1, a: 1 })', { a: 'number', '…': true }],
  ['f({ send() { return { z: 1 }; }, a: 1 })', { a: 'number', '…': true }],
  ['f({ a: x ? { y: 1 } : { z: 2 }, b: `is ${x}` })', { a: 'unknown', b: 'string' }],
  ['f({ a: `one ${`two ${{ three: "}" }}`} {`, b: 1 })', { a: 'string', b: 'number' }],
  ['f({ a: /[(},"]/, b: 1 })', { a: 'string', b: 'number' }],
  ['f({ a: 1 /* , c: 2 */, // d: 3\n b: 2 } as const)', { a: 'number', b: 'number' }],
  ["f({ a: 'it\\'s', b: 'caf\\u00e9' })", { a: 'text', b: 'string' }],
  ['f({ a: (x as number), b: 1 })', { a: 'unknown', b: 'number' }],
  ['f({ a: 1', 'unknown'],
])('the shape of %s', (source, expected) => {
  expect(first(source)).toEqual(expected);
});

it('members are read up to the limit, and the object counts as open one beyond', () => {
  const limits = { ...INIT_LIMITS, membersMax: 2 };
  expect(first('f({ a: 1, b: 1 })', limits)).toEqual({ a: 'number', b: 'number' });
  expect(first('f({ a: 1, b: 1, c: 1 })', limits)).toEqual({ a: 'number', b: 'number', '…': true });
});

it('arguments are read up to the limit of tokens, and what goes on beyond is unknown', () => {
  expect(first('f({ a: 1 })', { ...INIT_LIMITS, argumentTokensMax: 5 })).toEqual({ a: 'number' });
  expect(first('f({ a: 1 })', { ...INIT_LIMITS, argumentTokensMax: 4 })).toBe('unknown');
});

it('objects inside each other are read down to the limit, and no deeper', () => {
  const limits = { ...INIT_LIMITS, depthMax: 2 };
  expect(first('f({ a: { b: 1 } })', limits)).toEqual({ a: { b: 'number' } });
  expect(first('f({ a: { b: { c: 1 } } })', limits)).toEqual({ a: { b: { '…': true } } });
  expect(first(`f(${'{ a: ['.repeat(200)}${'] }'.repeat(200)})`, limits)).toEqual({ a: [{ '…': true }] });
});

it('an apostrophe in the text of an element does not swallow what follows', () => {
  const tokens = readTokens("<p>Don't</p>\n<b onClick={() => f('x')}>it's</b>");
  expect(tokens.filter(({ kind }) => kind === 'text').map(({ text, line }) => [text, line])).toEqual([
    ['x', 2],
  ]);
});
