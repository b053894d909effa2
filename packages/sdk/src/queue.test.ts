import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from './event.ts';
import { createQueue, sizeOf } from './queue.ts';

const message: Entry['message'] = {
  type: 'track',
  messageId: 'm',
  timestamp: '2026-11-27T00:00:00.000Z',
  context: { library: { name: 'l', version: '1' }, consent: { categoryPreferences: {} } },
};
const entry = (at: number, bytes: number): Entry => ({ message, bytes, at });
const ats = (entries: readonly Entry[]): number[] => entries.map(({ at }) => at);

describe('a queue', () => {
  it('holds as many as its bound, and drops the oldest for one more', () => {
    const queue = createQueue(3, 1_000);
    expect(ats(queue.add([entry(1, 1), entry(2, 1), entry(3, 1)]))).toEqual([]);
    expect(ats(queue.add([entry(4, 1)]))).toEqual([1]);
    expect(ats(queue.take(Infinity, Infinity))).toEqual([2, 3, 4]);
  });

  it('holds as many bytes as its bound, and drops the oldest for one more', () => {
    const queue = createQueue(100, 10);
    expect(ats(queue.add([entry(1, 4), entry(2, 6)]))).toEqual([]);
    expect(ats(queue.add([entry(3, 1)]))).toEqual([1]);
    expect(queue.bytes()).toBe(7);
  });

  it('drops of what comes back first what is oldest', () => {
    const queue = createQueue(3, 1_000);
    queue.add([entry(3, 1), entry(4, 1)]);
    expect(ats(queue.add([entry(1, 1), entry(2, 1)], true))).toEqual([1]);
    expect(ats(queue.take(2, Infinity))).toEqual([2, 3]);
  });

  it('gives nothing where not even the first fits', () => {
    const queue = createQueue(3, 1_000);
    queue.add([entry(1, 5), entry(2, 1)]);
    expect(queue.take(Infinity, 4)).toEqual([]);
    expect(queue.count()).toBe(2);
  });

  it('never holds more than its bounds, keeps the order, and loses nothing that it does not say', () => {
    const add = fc.record({
      kind: fc.constant('add' as const),
      sizes: fc.array(fc.nat(12), { maxLength: 6 }),
    });
    const take = fc.record({ kind: fc.constant('take' as const), count: fc.nat(5), bytes: fc.nat(30) });
    const back = fc.record({ kind: fc.constant('back' as const) });
    fc.assert(
      fc.property(fc.array(fc.oneof(add, take, back)), (steps) => {
        const queue = createQueue(7, 40);
        let next = 0;
        let out: readonly Entry[] = [];
        const gone: number[] = [];
        let isWithin = true;
        for (const step of steps) {
          if (step.kind === 'add')
            gone.push(...ats(queue.add(step.sizes.map((size) => entry(next++, size)))));
          if (step.kind === 'take') {
            gone.push(...ats(out));
            out = queue.take(step.count, step.bytes);
            isWithin &&= out.length <= step.count && sizeOf(out) <= step.bytes;
          }
          if (step.kind === 'back') {
            gone.push(...ats(queue.add(out, true)));
            out = [];
          }
          expect(queue.count()).toBeLessThanOrEqual(7);
          expect(queue.bytes()).toBeLessThanOrEqual(40);
        }
        expect(isWithin).toBe(true);
        const left = ats(queue.take(Infinity, Infinity));
        expect(left).toEqual(left.toSorted((one, other) => one - other));
        expect(queue.bytes()).toBe(0);
        const all = [...gone, ...ats(out), ...left].toSorted((one, other) => one - other);
        expect(all).toEqual(Array.from({ length: next }, (_, at) => at));
      }),
    );
  });
});
