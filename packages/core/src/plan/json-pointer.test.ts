import { expect, it } from 'vitest';
import { fromPointer, isBelow, toPointer } from './json-pointer.ts';

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
