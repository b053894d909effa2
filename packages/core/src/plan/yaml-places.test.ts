import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from './read-yaml.ts';

describe('a place in a file', () => {
  const { pointerAt } = readYaml('a: 1\nb:\n  - c: 2\n  - [x, y]\n? [k]\n: 3\n', 'plan.yaml', z.unknown());
  it.each([
    [1, 1, '/a'],
    [2, 1, '/b'],
    [3, 5, '/b/0'],
    [4, 6, '/b/1/0'],
    [4, 9, '/b/1/1'],
    [9, 9, ''],
    [0, 0, ''],
  ])('%d:%d is %j', (line, column, pointer) => {
    expect(pointerAt(line, column)).toBe(pointer);
  });

  it('is the whole file where it is no YAML at all', () => {
    expect(readYaml('\t: [', 'plan.yaml', z.unknown()).pointerAt(1, 1)).toBe('');
  });
});
