import { describe, expect, it } from 'vitest';
import { findLeaks } from './find-leaks.ts';
import type { Truth } from './leaks.ts';

const row = { source: 'web', event: 'Order Completed', field: 'note' } as const;
const truth: readonly Truth[] = [
  { ...row, id: 'leak-01', kind: 'email', value: 'ada@mail.example', caughtBy: 'detection' },
  { ...row, id: 'leak-02', kind: 'email', value: 'bo@mail.example', caughtBy: 'unplanned' },
  { ...row, id: 'leak-03', kind: 'name', value: 'Leontyne Marchbanks', caughtBy: 'nothing' },
];

describe('findLeaks', () => {
  it('counts all as caught where nothing is found', () => {
    const recall = findLeaks(truth, [{ name: 'segment', bytes: Buffer.from('{"query":"bread"}') }]);
    expect(recall).toMatchObject({ planted: 3, caught: 3, misses: [] });
  });

  it('names a miss with every place it was found at, and whether it was declared', () => {
    const recall = findLeaks(truth, [
      { name: 'mixpanel', bytes: Buffer.from(`x ${btoa('ada@mail.example')}`) },
      { name: 'data/queue', bytes: Buffer.from('\u0000ada%40mail.example\u0000Leontyne Marchbanks') },
    ]);
    expect(recall.caught).toBe(1);
    expect(recall.misses).toMatchObject([
      { id: 'leak-01', places: ['mixpanel', 'data/queue'], isDeclared: false },
      { id: 'leak-03', places: ['data/queue'], isDeclared: true },
    ]);
    expect(recall.byKind).toEqual([
      { kind: 'email', planted: 2, caught: 1 },
      { kind: 'name', planted: 1, caught: 0 },
    ]);
    expect(recall.byCatch).toEqual([{ caughtBy: 'unplanned', caught: 1 }]);
  });
});
