import { describe, expect, it } from 'vitest';
import { anyOf, needlesOf } from './needles.ts';
import { plantLeaks } from './planted.ts';
import { makeShop } from './shop.ts';

const leaks = plantLeaks();

describe('makeShop', () => {
  it('gives the same messages for the same seed, and others for another', () => {
    const options = { seed: 7, events: 500, leaks };
    expect(makeShop(options)).toEqual(makeShop(options));
    expect(makeShop({ ...options, seed: 8 })).not.toEqual(makeShop(options));
  });

  it.each([100, 3_000])('makes exactly %i messages, every leak among them', (events) => {
    const messages = makeShop({ seed: 1, events, leaks });
    expect(messages).toHaveLength(events);
    const kept = leaks.filter((leak) => messages.some((each) => each.properties === leak.message.properties));
    expect(kept).toHaveLength(leaks.length);
  });

  it('keeps every message within the five days that Mixpanel takes, oldest first', () => {
    const ages = makeShop({ seed: 7, events: 300, leaks }).map((each) => each.minutesAgo);
    expect(Math.max(...ages)).toBeLessThan(5 * 24 * 60);
    expect(ages).toEqual(ages.toSorted((left, right) => right - left));
  });
});

describe('plantLeaks', () => {
  it('plants every value exactly once: no other message holds it', () => {
    const messages = makeShop({ seed: 7, events: 3_000, leaks });
    for (const { id, value } of leaks) {
      const pattern = anyOf(needlesOf(value));
      const holders = messages.filter((each) => pattern.test(JSON.stringify(each)));
      expect([id, holders.length]).toEqual([id, 1]);
    }
  });

  it('gives every leak an id of its own and declares exactly one limit', () => {
    expect(new Set(leaks.map((leak) => leak.id)).size).toBe(leaks.length);
    expect(leaks.filter((leak) => leak.caughtBy === 'nothing').map((leak) => leak.kind)).toEqual(['name']);
  });
});
