import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { createChecks } from './compile-validation.ts';
import { pareDown, without } from './pare-down.ts';

const TAGS = { type: 'array', maxItems: 2, items: { type: 'string' } };
const CLOSED = { type: 'object', properties: { tags: TAGS }, additionalProperties: false };
const OPEN = { type: 'object', properties: { tags: TAGS } };

describe('a value pared down', () => {
  it.each<[string, Json, Json, boolean]>([
    ['keeps an array that is as long as it may be', { tags: ['a', 'b'] }, { tags: ['a', 'b'] }, false],
    ['keeps one item more than allowed', { tags: ['a', 'b', 'c', 'd'] }, { tags: ['a', 'b', 'c'] }, false],
    ['loses what is unplanned', { tags: [], ana: 1 }, { tags: [] }, true],
    ['loses an own __proto__', JSON.parse('{"__proto__":1}'), {}, true],
    ['keeps null and wrong types', { tags: null }, { tags: null }, false],
  ])('%s', (_, value, known, hasUnplanned) => {
    expect(pareDown(value, CLOSED)).toEqual({ known, hasUnplanned });
  });

  it('has nothing unplanned where the object is open', () => {
    expect(pareDown({ ip: 1 }, OPEN)).toEqual({ known: {}, hasUnplanned: false });
  });
});

describe('what explains a fault', () => {
  it('names as many faults as the schema has room for, however many the value has', () => {
    const { explain } = createChecks()(CLOSED);
    const unplanned = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`ana${at}`, at]));
    expect(explain(unplanned)).toEqual([{ rule: 'unplanned-field', pointer: '', path: '' }]);
    const long = explain({ tags: Array.from({ length: 5000 }, () => 1) });
    expect(long.map(({ path }) => path)).toEqual(['tags', 'tags[]', 'tags[]', 'tags[]']);
  });
});

describe('a value without what pointers name', () => {
  it.each([
    ['one key', ['/a'], { b: [{ c: 1, d: 2 }, 3], 'e/~': 4 }],
    ['an item, whose place stays', ['/b/0'], { a: 0, b: [null, 3], 'e/~': 4 }],
    ['keys at several depths', ['/b/0/c', '/a'], { b: [{ d: 2 }, 3], 'e/~': 4 }],
    ['a key after one below it', ['/b/0/c', '/b'], { a: 0, 'e/~': 4 }],
    ['a key before one below it', ['/b', '/b/0/c'], { a: 0, 'e/~': 4 }],
    ['an escaped key', ['/e~1~0'], { a: 0, b: [{ c: 1, d: 2 }, 3] }],
    ['everything', [''], {}],
    ['what is not there', ['/x/y', '/a/z'], { a: 0, b: [{ c: 1, d: 2 }, 3], 'e/~': 4 }],
  ])('lacks %s', (_, pointers, left) => {
    expect(without({ a: 0, b: [{ c: 1, d: 2 }, 3], 'e/~': 4 }, pointers)).toEqual(left);
  });

  it('keeps an own __proto__ as data', () => {
    const value = JSON.parse('{"a":1,"__proto__":{"b":2}}');
    expect(Object.keys(without(value, ['/a']))).toEqual(['__proto__']);
  });
});
