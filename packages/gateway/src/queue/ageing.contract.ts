/** What every queue must do with what is too old. Run by the tests of each implementation. */
import { afterEach, describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../ledger/entry.ts';
import { LANE, entryOf, eventOf, idsOf } from './queue.contract.ts';
import type { QueueMaker } from './queue.contract.ts';
import type { Lane, Queue } from './queue.ts';

const OTHER: Lane = { vendor: 'warehouse', environment: 'staging' };
const ALL = { eventsMax: 1_000_000, bytesMax: 1_000_000_000 };

/** Declares the contract's tests for one implementation. */
export function describeAgeing(name: string, make: QueueMaker): void {
  describe(`${name} lets go of what is too old`, () => {
    let now = 1000;
    const opened: Queue[] = [];
    const open = async (): Promise<Queue> => {
      const clock = { now: () => now, sleep: async () => undefined };
      const queue = await make({ clock, bytesMax: 1_000_000, partitions: 2, deadMax: 100 });
      opened.push(queue);
      return queue;
    };
    const appendAt = async (queue: Queue, at: number, ids: readonly string[], lane = LANE): Promise<void> => {
      now = at;
      await queue.append(
        ids.map((id) => eventOf(id, '0', lane)),
        [],
      );
    };
    const buryAt = async (queue: Queue, at: number, id: string, lane = LANE): Promise<void> => {
      await appendAt(queue, at, [id], lane);
      const lease = queue.lease(lane, 0, ALL);
      if (lease === null) throw new Error('Nothing could be leased.');
      const dead = [{ position: 0, cause: 'vendor-refused' as const }];
      await queue.settle(lease, { keep: [], dead, entries: [] });
    };
    afterEach(async () => {
      now = 1000;
      for (const queue of opened.splice(0)) await queue.close();
    });

    it('discards what was stored before a time, and nothing that was stored then', async () => {
      const queue = await open();
      await appendAt(queue, 1000, ['a', 'b']);
      await appendAt(queue, 1001, ['c']);
      await appendAt(queue, 1000, ['x'], OTHER);
      const asked: [string, number][] = [];
      const entries = (lane: Lane, events: number): LedgerEntry[] => {
        asked.push([lane.vendor, events]);
        return [entryOf(events)];
      };
      expect(await queue.discard(1000, entries)).toBe(0);
      expect(await queue.discard(1001, entries)).toBe(3);
      expect(asked).toEqual([
        ['mixpanel', 2],
        ['warehouse', 1],
      ]);
      expect(queue.journal(0, 10).entries).toEqual([entryOf(2), entryOf(1)]);
      expect(idsOf(queue.lease(LANE, 0, ALL))).toEqual(['c']);
    });

    it('leaves what is leased, which is discarded once it came back', async () => {
      const queue = await open();
      await appendAt(queue, 1000, ['a', 'b', 'c']);
      const lease = queue.lease(LANE, 0, { ...ALL, eventsMax: 2 });
      expect(await queue.discard(5000, () => [])).toBe(1);
      if (lease !== null) await queue.settle(lease, { keep: [0, 1], dead: [], entries: [] });
      expect(await queue.discard(5000, () => [])).toBe(2);
      expect(queue.depth()).toMatchObject([{ events: 0, oldestAt: null }]);
    });

    it('tells when the oldest dead letter was buried, and forgets those before a time', async () => {
      const queue = await open();
      expect(queue.deadSince()).toBeNull();
      await buryAt(queue, 1000, 'a');
      await buryAt(queue, 2000, 'b');
      await buryAt(queue, 1500, 'x', OTHER);
      expect(queue.deadSince()).toBe(1000);
      expect(await queue.forgetDead(1000)).toBe(0);
      expect(await queue.forgetDead(1001)).toBe(1);
      expect(queue.deadSince()).toBe(1500);
      expect(queue.dead(LANE, 10).map(({ event }) => event.id)).toEqual(['b']);
      expect(queue.depth().map(({ dead, deadForgotten }) => [dead, deadForgotten])).toEqual([
        [1, 1],
        [1, 0],
      ]);
      expect(await queue.forgetDead(5000)).toBe(2);
      await buryAt(queue, 6000, 'd');
      expect(queue.dead(LANE, 10).map(({ event }) => event.id)).toEqual(['d']);
    });
  });
}
