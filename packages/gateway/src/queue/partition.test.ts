import { describe, expect, it } from 'vitest';
import { partitionOf } from './partition.ts';

describe('partitionOf', () => {
  it.each([
    ['0000000000000000', 4, 0],
    ['0000000000000007', 4, 3],
    ['ffffffffff00000a', 16, 10],
    ['FFFFFFFFFF00000A', 16, 10],
    // Only the low 24 bits count: 0xffffff is 16,777,215.
    ['0123456789ffffff', 1000, 215],
    ['0', 4, 0],
    ['', 4, 0],
    ['not hex!', 1, 0],
  ])('puts %s of %i partitions into %i', (subject, partitions, expected) => {
    expect(partitionOf(subject, partitions)).toBe(expected);
  });

  it('spreads subjects over all partitions', () => {
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < 4000; n++) {
      const subject = ((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(16, '0');
      counts[partitionOf(subject, 4)] = (counts[partitionOf(subject, 4)] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(900);
  });
});
