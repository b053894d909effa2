import { describe, expect, it } from 'vitest';
import { PEOPLE_MIN } from './columns.ts';
import { risesOver, baselineOf } from './compare.ts';
import type { LinkableEvent, Stream } from './linkable.ts';
import { measurePairs } from './measure.ts';
import type { Join, Level, Measure } from './measure.ts';

const START = Date.parse('2026-11-23T00:00:00Z');
const HOUR_MS = 3_600_000;
const EVENTS = 400;
const PEOPLE = 40;

interface Shape {
  readonly vendor: string;
  readonly stepMs?: number;
  /** More values of an event, by its number. */
  readonly fields?: (at: number) => Record<string, string>;
  readonly gets?: (at: number) => boolean;
}

/** People come in turn, one event a quarter of an hour, in one of four sizes. */
function stream({ vendor, stepMs = 1000, fields = () => ({}), gets = () => true }: Shape): Stream {
  const events = Array.from({ length: EVENTS }, (_, at): LinkableEvent => {
    const person = `person ${at % PEOPLE}`;
    const time = START + at * (HOUR_MS / 4) + ((at * 7) % 60) * 1000;
    const values = { userId: `s:${vendor} ${person}`, size: `s:${'SMLX'[at % 4] ?? ''}`, ...fields(at) };
    return {
      origin: at,
      person,
      token: `${vendor} ${person}`,
      time: Math.floor(time / stepMs) * stepMs,
      what: 'track Seen',
      values: new Map(Object.entries(values).map(([path, value]) => [path, [value]])),
    };
  });
  return { vendor, timeStepMs: stepMs, events: events.filter(({ origin }) => gets(origin)) };
}

function measure(left: Stream, right: Stream, join: Join, level: Level | null = null): Measure {
  const [pair] = measurePairs([left, right]);
  const found = pair?.measures.find((each) => each.join === join && each.level === level);
  if (found === undefined) throw new Error(`There is no ${join} at ${level}.`);
  return found;
}

const a = (shape: Omit<Shape, 'vendor'> = {}): Stream => stream({ vendor: 'a', ...shape });
const b = (shape: Omit<Shape, 'vendor'> = {}): Stream => stream({ vendor: 'b', ...shape });

/** Everyone of the first so many has an order of their own. */
function crowd(people: number): Omit<Shape, 'vendor'> {
  return { fields: (at) => ({ order: `s:o-${at}` }), gets: (at) => at < people };
}

describe('a join on ids', () => {
  it('links nothing where every id is of one vendor alone', () => {
    expect(measure(a(), b(), 'ids')).toMatchObject({ events: 0, people: 0, precision: null });
  });

  it('links all that a value in common leads to, whatever its path', () => {
    const left = a({ fields: (at) => ({ order: `s:o-${at}` }) });
    const right = b({ fields: (at) => ({ 'context.ref': `s:o-${at}` }) });
    expect(measure(left, right, 'ids')).toMatchObject({ events: 1, people: 1, precision: 1 });
  });

  it.each([
    ['a moment to the millisecond', (at: number) => `n:${START + at * 1001}`, 1],
    ['a large number', (at: number) => `n:${10_000 + at}`, 1],
    ['a number below', (at: number) => `n:${9_999 - at}`, 0],
    ['a fraction', (at: number) => `n:${10_000.5 + at}`, 0],
    ['a value of several people', (at: number) => `s:${at % 20}`, 0],
  ])('takes %s for what it is', (_, value, events) => {
    const shape = { fields: (at: number) => ({ field: value(at) }) };
    expect(measure(a(shape), b(shape), 'ids').events).toBe(events);
  });

  it('needs a crowd to say anything', () => {
    expect(measure(a(crowd(PEOPLE_MIN)), b(crowd(PEOPLE_MIN)), 'ids').events).toBe(1);
    expect(measure(a(crowd(PEOPLE_MIN - 1)), b(crowd(PEOPLE_MIN - 1)), 'ids').events).toBe(0);
  });
});

describe('a join on time', () => {
  it('links what has a moment of its own, and nothing once moments are shared', () => {
    expect(measure(a(), b(), 'time', '1s')).toMatchObject({ events: 1, people: 1, precision: 1 });
    expect(measure(a(), b(), 'time', '1h')).toMatchObject({ events: 0, people: 0, precision: null });
  });

  it('is no finer than the coarser of the two', () => {
    const [pair] = measurePairs([a({ stepMs: 60_000 }), b({ stepMs: HOUR_MS })]);
    expect(new Set(pair?.measures.map(({ level }) => level))).toEqual(new Set([null, '1h', '1d']));
  });

  it('counts a false link as claimed, not as linked', () => {
    const left = a({ gets: (at) => at === 0 || at === 1 });
    const moved = b({ gets: (at) => at === 0 || at === 1 });
    const right = { ...moved, events: moved.events.map((event) => ({ ...event, origin: 1 - event.origin })) };
    expect(measure(left, right, 'time', '1s')).toMatchObject({ events: 0, people: 0, precision: 0 });
  });

  it('with the fields in common links more than alone', () => {
    const alone = measure(a(), b(), 'time', '1h');
    const both = measure(a(), b(), 'time+quasi', '1h');
    expect(both).toMatchObject({ events: 1, precision: 1 });
    expect(alone.events).toBe(0);
    // Every size once an hour, and many times a day.
    expect(measure(a(), b(), 'time+quasi', '1d').events).toBe(0);
  });

  it('compares no field that has other values at the other vendor', () => {
    const left = a({ fields: (at) => ({ order: `s:a-${at}` }) });
    const right = b({ fields: (at) => ({ order: `s:b-${at}` }) });
    expect(measure(left, right, 'quasi')).toMatchObject({ events: 0, precision: null });
  });
});

describe('a join of people', () => {
  it('finds them by all that they did, where no single event does', () => {
    expect(measure(a(), b(), 'time+quasi', '1d').people).toBeLessThan(0.2);
    const days = { fields: (at: number) => ({ shelf: `s:${(at % PEOPLE) % 7}` }) };
    expect(measure(a(days), b(days), 'people', '1d')).toMatchObject({ events: 1, people: 1, precision: 1 });
  });

  it('claims nobody where two fit equally well', () => {
    const [left, right] = [a({ gets: (at) => at < 8 }), b({ gets: (at) => at < 8 })];
    expect(measure(left, right, 'people', '1d')).toMatchObject({ people: 0, precision: null });
  });
});

describe('the ratchet', () => {
  const clean = measurePairs([a(), b()]);
  const leaky = { fields: (at: number) => ({ order: `s:o-${at}` }) };
  const leaked = measurePairs([a(leaky), b(leaky)]);

  it('holds for what it was written of, and tells what rose', () => {
    expect(risesOver(clean, baselineOf(clean), 0)).toEqual([]);
    expect(risesOver(leaked, baselineOf(clean), 0)).toContainEqual({
      pair: 'a + b',
      join: 'ids',
      level: null,
      of: 'events',
      before: 0,
      after: 1,
    });
    expect(risesOver(clean, baselineOf(leaked), 0)).toEqual([]);
  });

  it('lets pass what is within the tolerance, and not more', () => {
    const before = {
      'a + b': { ...baselineOf(clean)['a + b'], 'time+quasi 1h': { events: 0.75, people: 1 } },
    };
    expect(risesOver(clean, before, 0.25)).toEqual([]);
    expect(risesOver(clean, before, 0.249)).toHaveLength(1);
  });

  it('counts a pair that it does not know as risen from nothing', () => {
    expect(risesOver(clean, {}, 0).length).toBeGreaterThan(0);
  });
});
