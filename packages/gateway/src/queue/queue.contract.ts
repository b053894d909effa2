/** What every queue must do. Run by the tests of each implementation; not part of the built gateway's paths. */
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { reviveCleanEvent } from '@headgate/core';
import type { CleanEvent } from '@headgate/core';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { Clock } from '../runtime.ts';
import type { Lane, Lease, Queue } from './queue.ts';

export interface ContractOptions {
  readonly clock: Clock;
  readonly bytesMax: number;
  readonly partitions: number;
  readonly deadMax: number;
}

/** Makes a fresh, empty queue. */
export type QueueMaker = (options: ContractOptions) => Promise<Queue>;

export const LANE: Lane = { vendor: 'mixpanel', environment: 'production' };
const OTHER: Lane = { vendor: 'warehouse', environment: 'staging' };
const ALL = { eventsMax: 1_000_000, bytesMax: 1_000_000_000 };

/** An event whose id is `id`; `subject` picks the partition by its low digits. */
export function eventOf(id: string, subject = '0000000000000000', lane: Lane = LANE): CleanEvent {
  return reviveCleanEvent({
    vendor: lane.vendor,
    environment: lane.environment,
    id,
    call: 'track',
    operation: 'set',
    name: 'Order Completed',
    time: 1_700_000_000_000,
    userId: null,
    anonymousId: `a-${id}`,
    groupId: null,
    previousId: null,
    properties: { note: 'Grüße 🛒\nnext line', total: 1.5 },
    context: {},
    subject,
    fields: 'f1',
  });
}

/** Bytes that the queue counts for an event: its JSON and a newline. */
export function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1;
}

/** An entry that can be told from others by its count. */
export function entryOf(count: number): LedgerEntry {
  return { kind: 'accepted', source: 'web', environment: 'production', day: '2026-01-02', count };
}

/** The ids of a lease, in order. */
export function idsOf(lease: Lease | null): string[] {
  return lease?.events.map(({ id }) => id) ?? [];
}

interface Rig {
  /** Opens a fresh queue, closed after the test. */
  readonly open: (options?: Partial<ContractOptions>) => Promise<Queue>;
  /** What the clock says from now on; 1000 at the start of every test. */
  readonly setTime: (ms: number) => void;
}

/** Declares the contract's tests for one implementation. */
export function describeQueue(name: string, make: QueueMaker): void {
  describe(`${name} keeps the queue contract`, () => {
    let now = 1000;
    const clock: Clock = { now: () => now, sleep: async () => undefined };
    const opened: Queue[] = [];
    const open: Rig['open'] = async (options = {}) => {
      const queue = await make({ clock, bytesMax: 1_000_000, partitions: 1, deadMax: 100, ...options });
      opened.push(queue);
      return queue;
    };
    const setTime = (ms: number): void => {
      now = ms;
    };
    afterEach(async () => {
      now = 1000;
      for (const queue of opened.splice(0)) await queue.close();
    });
    const rig: Rig = { open, setTime };
    describeLeasing(rig);
    describeSettling(rig);
    describeBurying(rig);
    describeWatching(rig);
    describeDraining(rig);
    describeJournal(rig);
    describeLimits(rig);
  });
}

async function append(queue: Queue, ...ids: string[]): Promise<void> {
  expect(
    await queue.append(
      ids.map((id) => eventOf(id)),
      [],
    ),
  ).toBe('stored');
}

function leaseOf(queue: Queue, eventsMax = 1000): Lease {
  const lease = queue.lease(LANE, 0, { ...ALL, eventsMax });
  if (lease === null) throw new Error('Nothing could be leased.');
  return lease;
}

function describeLeasing({ open }: Rig): void {
  it('leases exactly what was appended, in order, across many appends', async () => {
    const queue = await open();
    await Promise.all([append(queue, 'a', 'b'), append(queue, 'c')]);
    await append(queue, 'd');
    const lease = leaseOf(queue);
    expect(lease.events).toEqual(['a', 'b', 'c', 'd'].map((id) => eventOf(id)));
    expect(lease).toMatchObject({ lane: LANE, partition: 0, storedAt: 1000 });
  });

  it('gives the events of one subject to one partition, and each partition only its own', async () => {
    const queue = await open({ partitions: 4 });
    const events = Array.from({ length: 32 }, (_, n) =>
      eventOf(`e${n}`, `000000000000000${(n % 8).toString(16)}`),
    );
    await queue.append(events, []);
    for (let partition = 0; partition < 4; partition++) {
      const expected = events.filter((_, n) => (n % 8) % 4 === partition).map(({ id }) => id);
      expect(idsOf(queue.lease(LANE, partition, ALL))).toEqual(expected);
    }
  });

  it('has one lease out per partition and none for an empty or unknown one', async () => {
    const queue = await open();
    expect(queue.lease(LANE, 0, ALL)).toBeNull();
    await append(queue, 'a', 'b');
    const lease = leaseOf(queue, 1);
    expect(queue.lease(LANE, 0, ALL)).toBeNull();
    expect(queue.lease(OTHER, 0, ALL)).toBeNull();
    expect(queue.lease(LANE, 1, ALL)).toBeNull();
    await queue.settle(lease, { keep: [], dead: [], entries: [] });
    expect(idsOf(queue.lease(LANE, 0, ALL))).toEqual(['b']);
  });

  it.each([
    ['at the bytes of two events', 2, 2 * bytesOf(eventOf('a'))],
    ['one byte under two events', 1, 2 * bytesOf(eventOf('a')) - 1],
    ['under one event, which goes alone', 1, 1],
  ])('limits a lease %s', async (_name, count, bytesMax) => {
    const queue = await open();
    await append(queue, 'a', 'b', 'c');
    expect(queue.lease(LANE, 0, { eventsMax: 10, bytesMax })?.events).toHaveLength(count);
  });
}

function describeSettling({ open }: Rig): void {
  it('keeps, buries and finishes what a settlement says, at once', async () => {
    const queue = await open();
    await append(queue, 'a', 'b', 'c', 'd', 'e', 'f');
    await queue.settle(leaseOf(queue, 5), {
      keep: [1, 4],
      dead: [
        { position: 2, cause: 'vendor-refused' },
        { position: 0, cause: 'retries-exhausted' },
      ],
      entries: [entryOf(7)],
    });
    expect(queue.dead(LANE, 10)).toEqual([
      { event: eventOf('a'), cause: 'retries-exhausted' },
      { event: eventOf('c'), cause: 'vendor-refused' },
    ]);
    expect(queue.depth()).toMatchObject([{ events: 3, dead: 2, bytes: 3 * bytesOf(eventOf('b')) }]);
    expect(queue.journal(0, 10)).toEqual({ entries: [entryOf(7)], through: 1 });
    expect(idsOf(leaseOf(queue))).toEqual(['b', 'e', 'f']);
  });

  it('keeps order when everything is kept, and what is appended meanwhile comes after', async () => {
    const queue = await open();
    await append(queue, 'a', 'b');
    const lease = leaseOf(queue);
    await Promise.all([append(queue, 'c'), queue.settle(lease, { keep: [1, 0], dead: [], entries: [] })]);
    expect(idsOf(leaseOf(queue))).toEqual(['a', 'b', 'c']);
  });

  it('rejects a settlement of a lease that is not out or with wrong positions', async () => {
    const queue = await open();
    await append(queue, 'a', 'b');
    const lease = leaseOf(queue);
    for (const keep of [[2], [-1], [0.5], [0, 0]]) {
      await expect(queue.settle(lease, { keep, dead: [], entries: [] })).rejects.toThrow('position');
    }
    await queue.settle(lease, { keep: [], dead: [], entries: [] });
    await expect(queue.settle(lease, { keep: [], dead: [], entries: [] })).rejects.toThrow('not out');
  });
}

function describeBurying({ open }: Rig): void {
  it('keeps the newest dead letters and counts the forgotten', async () => {
    const queue = await open({ deadMax: 2 });
    for (const ids of [['a'], ['b'], ['c', 'd', 'e']]) {
      await append(queue, ...ids);
      const dead = ids.map((_, position) => ({ position, cause: 'vendor-refused' as const }));
      await queue.settle(leaseOf(queue), { keep: [], dead, entries: [] });
    }
    expect(queue.dead(LANE, 10).map(({ event }) => event.id)).toEqual(['d', 'e']);
    expect(queue.dead(LANE, 1).map(({ event }) => event.id)).toEqual(['d']);
    expect(queue.depth()).toMatchObject([{ dead: 2, deadForgotten: 3, events: 0 }]);
  });

  it('buries the dead of several partitions that settle together', async () => {
    const queue = await open({ partitions: 2 });
    await queue.append([eventOf('a', '0'), eventOf('b', '1')], []);
    const leases = [0, 1].map((partition) => queue.lease(LANE, partition, ALL));
    await Promise.all(
      leases.map(async (lease) => {
        if (lease === null) throw new Error('Nothing could be leased.');
        await queue.settle(lease, {
          keep: [],
          dead: [{ position: 0, cause: 'vendor-refused' }],
          entries: [],
        });
      }),
    );
    expect(queue.dead(LANE, 10).map(({ event }) => event.id)).toEqual(['a', 'b']);
  });
}

function describeWatching({ open, setTime }: Rig): void {
  it('reports the depth of every lane that was used', async () => {
    const queue = await open({ partitions: 2 });
    expect(queue.depth()).toEqual([]);
    queue.onAppend({ vendor: 'unused', environment: 'production' }, () => undefined);
    await queue.append([eventOf('a', '0')], []);
    setTime(2000);
    await queue.append([eventOf('b', '1'), eventOf('c', '1', OTHER)], []);
    const rest = { dead: 0, deadForgotten: 0 };
    const bytes = bytesOf(eventOf('a', '0'));
    expect(queue.depth()).toEqual([
      { lane: LANE, events: 2, bytes: 2 * bytes, oldestAt: 1000, ...rest },
      { lane: OTHER, events: 1, bytes: bytesOf(eventOf('c', '1', OTHER)), oldestAt: 2000, ...rest },
    ]);
    const lease = queue.lease(LANE, 0, ALL);
    expect(queue.depth()[0]).toMatchObject({ events: 2 });
    if (lease !== null) await queue.settle(lease, { keep: [], dead: [], entries: [] });
    expect(queue.depth()[0]).toMatchObject({ events: 1, bytes, oldestAt: 2000 });
  });

  it('calls back after appends to the lane until told to stop', async () => {
    const queue = await open();
    let calls = 0;
    const stop = queue.onAppend(LANE, () => {
      calls++;
    });
    await queue.append([eventOf('x', '0', OTHER)], []);
    await turn();
    expect(calls).toBe(0);
    await append(queue, 'a', 'b');
    await turn();
    expect(calls).toBe(1);
    stop();
    await append(queue, 'c');
    await turn();
    expect(calls).toBe(1);
  });
}

function describeDraining({ open }: Rig): void {
  it('drains what is not leased and journals the count', async () => {
    const queue = await open({ partitions: 2 });
    await queue.append(
      ['a', 'b', 'c', 'd'].map((id) => eventOf(id, '0')),
      [],
    );
    await queue.append([eventOf('e', '1'), eventOf('x', '0', OTHER)], []);
    const lease = queue.lease(LANE, 0, { ...ALL, eventsMax: 2 });
    expect(await queue.drain(LANE, (events) => [entryOf(events)])).toBe(3);
    expect(queue.journal(0, 10).entries).toEqual([entryOf(3)]);
    expect(queue.depth().map(({ events }) => events)).toEqual([2, 1]);
    expect(queue.lease(LANE, 1, ALL)).toBeNull();
    if (lease !== null) await queue.settle(lease, { keep: [1], dead: [], entries: [] });
    expect(idsOf(leaseOf(queue))).toEqual(['b']);
  });

  it('drains an empty or unknown lane without an entry', async () => {
    const queue = await open();
    expect(await queue.drain(LANE, (events) => [entryOf(events)])).toBe(0);
    await append(queue, 'a');
    await queue.settle(leaseOf(queue), { keep: [], dead: [], entries: [] });
    expect(await queue.drain(LANE, (events) => [entryOf(events)])).toBe(0);
    expect(queue.journal(0, 10).entries).toEqual([]);
  });

  it('leases again after a drain', async () => {
    const queue = await open();
    await append(queue, 'a');
    await queue.drain(LANE, () => []);
    await append(queue, 'b');
    expect(idsOf(leaseOf(queue))).toEqual(['b']);
  });
}

function describeJournal({ open }: Rig): void {
  it('reads the journal in pages by position and forgets what is trimmed', async () => {
    const queue = await open();
    await queue.append([], [entryOf(1), entryOf(2), entryOf(3)]);
    await queue.append([eventOf('a')], [entryOf(4)]);
    expect(queue.journal(0, 2)).toEqual({ entries: [entryOf(1), entryOf(2)], through: 2 });
    expect(queue.journal(2, 10)).toEqual({ entries: [entryOf(3), entryOf(4)], through: 4 });
    expect(queue.journal(4, 10)).toEqual({ entries: [], through: 4 });
    await queue.trimJournal(2);
    expect(queue.journal(0, 10)).toEqual({ entries: [entryOf(3), entryOf(4)], through: 4 });
    await queue.trimJournal(99);
    await queue.append([], [entryOf(5)]);
    expect(queue.journal(0, 10)).toEqual({ entries: [entryOf(5)], through: 5 });
  });
}

function describeLimits({ open }: Rig): void {
  it('takes an append that reaches bytesMax, refuses one that passes it, and gives space back', async () => {
    const bytes = bytesOf(eventOf('a'));
    const queue = await open({ bytesMax: 2 * bytes + bytesOf(entryOf(1)) });
    expect(await queue.append([eventOf('a')], [entryOf(1)])).toBe('stored');
    expect(await queue.append([eventOf('b'), eventOf('c')], [])).toBe('full');
    expect(await queue.append([eventOf('b')], [])).toBe('stored');
    expect(await queue.append([], [entryOf(1)])).toBe('full');
    expect(queue.depth()).toMatchObject([{ events: 2 }]);
    await queue.settle(leaseOf(queue, 1), { keep: [], dead: [], entries: [] });
    await queue.trimJournal(1);
    expect(await queue.append([eventOf('c')], [entryOf(2)])).toBe('stored');
    expect(idsOf(leaseOf(queue))).toEqual(['b', 'c']);
  });

  it('is full by one byte too few', async () => {
    const queue = await open({ bytesMax: bytesOf(eventOf('a')) - 1 });
    expect(await queue.append([eventOf('a')], [])).toBe('full');
    expect(queue.depth()).toEqual([]);
  });

  it('never passes bytesMax when many append at once', async () => {
    const bytes = bytesOf(eventOf('a0'));
    const queue = await open({ bytesMax: 5 * bytes });
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, n) => queue.append([eventOf(`a${n}`)], [])),
    );
    expect(answers.filter((answer) => answer === 'stored')).toHaveLength(5);
    expect(queue.depth()).toMatchObject([{ events: 5, bytes: 5 * bytes }]);
  });

  it('refuses everything after close', async () => {
    const queue = await open();
    await append(queue, 'a');
    await queue.close();
    await expect(queue.append([eventOf('b')], [])).rejects.toThrow('closed');
    expect(queue.lease(LANE, 0, ALL)).toBeNull();
  });
}
