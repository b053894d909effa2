import { expect, it } from 'vitest';
import { companyText, positionsByDay } from './by-day.ts';

function text(...ids: string[]): string {
  return companyText(ids.map((id) => ({ id })));
}

it('keeps the order within a day, and names the days that a name can have', () => {
  const times = [0, 86_399_999, 86_400_000, -1, 253_402_300_799_999, 253_402_300_800_000, Number.NaN];
  expect([...positionsByDay(times.map((time) => ({ time })))]).toEqual([
    ['1970-01-01', [0, 1]],
    ['1970-01-02', [2]],
    ['1969-12-31', [3]],
    ['9999-12-31', [4]],
    ['__HIVE_DEFAULT_PARTITION__', [5, 6]],
  ]);
  expect([...positionsByDay([{ time: -62_135_596_800_000 }, { time: -62_135_596_800_001 }]).keys()]).toEqual([
    '0001-01-01',
    '__HIVE_DEFAULT_PARTITION__',
  ]);
});

it('gives the same text for the same events in whatever order, and for no others', () => {
  expect(text('b', 'a')).toBe(text('a', 'b'));
  expect(text('ab')).not.toBe(text('a', 'b'));
  expect(text('a"', 'b')).not.toBe(text('a', '"b'));
});
