import { describe, expect, it } from 'vitest';
import { encodeLines, keyOf, lineAt, lineOf, lineStarts, pickLines, readKey, splitRuns } from './record.ts';

const VALUES = [{ text: 'plain' }, { text: 'Grüße 🛒' }, { text: 'two\nlines' }, { text: '\ud800 alone' }];
const LINES = VALUES.map(lineOf);
const BYTES = LINES.reduce((sum, line) => sum + line.bytes, 0);

describe('a record', () => {
  it('gives back each line it was made of', () => {
    const record = encodeLines(LINES, BYTES);
    const starts = lineStarts(record);
    const back = VALUES.map((_, index): unknown => JSON.parse(lineAt(record, starts, index).toString()));
    expect(back).toEqual(VALUES);
    expect(record).toHaveLength(BYTES);
  });

  it('is not made when its bytes were counted wrong', () => {
    expect(() => encodeLines(LINES, BYTES + 1)).toThrow('another length');
  });

  it('throws when it ends inside a line or holds too few', () => {
    const record = encodeLines(LINES, BYTES);
    expect(() => lineStarts(record.subarray(0, BYTES - 1))).toThrow('corrupt');
    expect(() => lineAt(record, lineStarts(record), 4)).toThrow('corrupt');
  });

  it('keeps the lines that stay, byte for byte', () => {
    const { value, events } = pickLines(encodeLines(LINES, BYTES), (index) => index % 2 === 1);
    expect(events).toBe(2);
    expect(value.toString()).toBe(`${JSON.stringify(VALUES[1])}\n${JSON.stringify(VALUES[3])}\n`);
  });

  it('has a key that can be read, and only in that form', () => {
    const key = { shard: 3, sequence: 9, events: 2, bytes: 70, storedAt: 1_700_000_000_000 };
    expect(readKey(keyOf(key))).toEqual(key);
    expect(() => readKey([1, 2, 3, 4])).toThrow('corrupt');
  });
});

describe('splitRuns', () => {
  const line = { text: 'x', bytes: 10 };
  it.each([
    { name: 'as many events as a record may hold', count: 3, eventsMax: 3, bytesMax: 1000, expected: [3] },
    { name: 'one event over', count: 4, eventsMax: 3, bytesMax: 1000, expected: [3, 1] },
    { name: 'as many bytes as a record may hold', count: 3, eventsMax: 100, bytesMax: 30, expected: [3] },
    { name: 'one byte over', count: 3, eventsMax: 100, bytesMax: 29, expected: [2, 1] },
    { name: 'lines larger than a record', count: 2, eventsMax: 100, bytesMax: 5, expected: [1, 1] },
    { name: 'nothing', count: 0, eventsMax: 100, bytesMax: 100, expected: [] },
  ])('splits $name', ({ count, eventsMax, bytesMax, expected }) => {
    const runs = splitRuns(
      Array.from({ length: count }, () => line),
      eventsMax,
      bytesMax,
    );
    expect(runs.map((run) => run.lines.length)).toEqual(expected);
    expect(runs.map((run) => run.bytes)).toEqual(expected.map((events) => events * 10));
  });
});
