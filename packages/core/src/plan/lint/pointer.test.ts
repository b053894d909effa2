import { describe, expect, it } from 'vitest';
import { fromPointer, isBelow, pointerFinder, toPointer } from './pointer.ts';

it.each([
  [[], ''],
  [['schema', 'properties', 'a/b~c', 0], '/schema/properties/a~1b~0c/0'],
  [[''], '/'],
])('the path %j is the pointer %j, and back', (path, pointer) => {
  expect(toPointer(path)).toBe(pointer);
  expect(fromPointer(pointer)).toEqual(path.map(String));
});

it.each([
  ['/a/b', '/a', true],
  ['/a', '/a', true],
  ['/ab', '/a', false],
  ['/a', '', true],
])('%s is at or below %s: %s', (pointer, above, answer) => {
  expect(isBelow(pointer, above)).toBe(answer);
});

describe('a place in a file', () => {
  const find = pointerFinder('a: 1\nb:\n  - c: 2\n  - [x, y]\n? [k]\n: 3\n');
  it.each([
    [1, 1, '/a'],
    [2, 1, '/b'],
    [3, 5, '/b/0'],
    [4, 6, '/b/1/0'],
    [4, 9, '/b/1/1'],
    [9, 9, ''],
    [0, 0, ''],
  ])('%d:%d is %j', (line, column, pointer) => {
    expect(find(line, column)).toBe(pointer);
  });

  it('is the whole file where it is no YAML at all', () => {
    expect(pointerFinder('\t: [')(1, 1)).toBe('');
  });
});
