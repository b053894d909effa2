import { describe, expect, it } from 'vitest';
import type { Batch } from '../ingest/collect.ts';
import type { Release } from '../ingest/store.ts';
import { quarantinedOf } from '../queue/quarantine.contract.ts';
import type { QuarantinedEvent } from '../queue/quarantined.ts';
import { createMemoryQueue } from '../queue/memory-queue.ts';
import type { Queue } from '../queue/queue.ts';
import { createPlanUsage } from '../snapshot/plan-usage.ts';
import { createSnapshotHolder } from '../snapshot/snapshot.ts';
import type { PlanInForce } from '../snapshot/snapshot.ts';
import { QUARANTINE_LIMITS } from './limits.ts';
import { receivedOf } from './received.contract.ts';
import { macOf } from './recognise.ts';
import { createReview } from './review.ts';
import type { QuarantineReview, Replay } from './review.ts';

const PLAN: PlanInForce = {
  id: 'test',
  vendors: [],
  quarantineTo: 'steward',
  decide: () => {
    throw new Error('The release of these tests decides.');
  },
  fieldSet: () => undefined,
  usage: createPlanUsage(),
};

interface Rig {
  readonly queue: Queue;
  readonly review: QuarantineReview;
  /** Source, protocol and messages of every release. */
  readonly releases: string[];
  readonly counted: [string, number][];
  /** How the plan, or the queue, answers from now on. */
  answer: 'stored' | 'full' | 'refuse-odd';
}

let now = 1000;

async function open(limits = QUARANTINE_LIMITS): Promise<Rig> {
  const clock = { now: () => now, sleep: async () => undefined };
  const queue = createMemoryQueue({ clock, bytesMax: 1e9 });
  const releases: string[] = [];
  const counted: Rig['counted'] = [];
  const release: Release = async (batch: Batch, protocol, numbers) => {
    releases.push([batch.source.id, protocol, ...batch.events.map(({ id }) => id)].join(' '));
    if (rig.answer === 'full') return 'full';
    const isOdd = (number: number): boolean => rig.answer === 'refuse-odd' && number % 2 === 1;
    await queue.append([], [], { add: [], release: numbers.filter((number) => !isOdd(number)) });
    return numbers.map((number) =>
      isOdd(number) ? { kind: 'refused', outcome: 'unplanned-event' } : { kind: 'accepted' },
    );
  };
  const snapshots = createSnapshotHolder({
    id: 'test',
    plans: { development: PLAN, staging: PLAN, production: PLAN },
    sources: [],
    canary: null,
  });
  const review = createReview({
    quarantine: queue.quarantine,
    release,
    snapshots,
    clock,
    log: { write: () => undefined },
    limits,
    counted: (result, count) => void counted.push([result, count]),
  });
  const rig: Rig = { queue, review, releases, counted, answer: 'stored' };
  return rig;
}

/** The payload of a message; its number is that of its record. */
function replayOf(number: number, id = `m-${String(number)}`): Replay {
  return { number, proof: 'AAAA', json: JSON.stringify(receivedOf({ id })) };
}

function heldOf(number: number, shape = 'a', protocol = 'segment', source = 'web'): QuarantinedEvent {
  const { head, texts } = quarantinedOf(shape);
  const from = { id: source, environment: 'production' } as const;
  return { head: { ...head, protocol, source: from, mac: macOf(replayOf(number)) }, texts };
}

async function hold(queue: Queue, ...events: readonly QuarantinedEvent[]): Promise<void> {
  await queue.append([], [], { add: events, release: [] });
}

describe('a replay', () => {
  it('releases in the order of acceptance, whatever the order it was asked in, one source and protocol at a time', async () => {
    const { queue, review, releases, counted } = await open();
    await hold(
      queue,
      heldOf(1),
      heldOf(2),
      heldOf(3, 'a', 'mixpanel'),
      heldOf(4, 'a', 'mixpanel', 'app'),
      heldOf(5),
    );
    const results = await review.replay([5, 3, 1, 4, 2].map((number) => replayOf(number)));
    expect(releases).toEqual([
      'web segment m-1 m-2',
      'web mixpanel m-3',
      'app mixpanel m-4',
      'web segment m-5',
    ]);
    expect(results.map(({ number, result }) => `${number} ${result}`)).toEqual(
      [1, 2, 3, 4, 5].map((number) => `${number} replayed`),
    );
    expect(counted).toEqual([['replayed', 5]]);
    expect(queue.quarantine.depth().records).toBe(0);
  });

  it('leaves what the plan refuses, what is altered, and what is not there', async () => {
    const rig = await open();
    const { queue, review } = rig;
    await hold(queue, heldOf(1), heldOf(2), heldOf(3), heldOf(4));
    rig.answer = 'refuse-odd';
    const asked = [replayOf(1), replayOf(2), replayOf(4, 'other'), replayOf(9), replayOf(2)];
    expect(await review.replay(asked)).toEqual([
      { number: 1, result: 'refused', outcome: 'unplanned-event' },
      { number: 2, result: 'gone', outcome: null },
      { number: 2, result: 'replayed', outcome: null },
      { number: 4, result: 'altered', outcome: null },
      { number: 9, result: 'gone', outcome: null },
    ]);
    expect(queue.quarantine.records(0, 9).map(({ number }) => number)).toEqual([1, 3, 4]);
  });

  it('lets nothing overtake what waits for room', async () => {
    const rig = await open();
    const { queue, review, releases } = rig;
    await hold(queue, heldOf(1), heldOf(2, 'a', 'mixpanel'));
    rig.answer = 'full';
    const results = await review.replay([replayOf(1), replayOf(2)]);
    expect(results.map(({ result }) => result)).toEqual(['waiting', 'waiting']);
    expect(releases).toEqual(['web segment m-1']);
    expect(queue.quarantine.depth().records).toBe(2);
  });

  it('comes one after another: of two at once, the second finds nothing', async () => {
    const { queue, review } = await open();
    await hold(queue, heldOf(1));
    const both = await Promise.all([review.replay([replayOf(1)]), review.replay([replayOf(1)])]);
    expect(both.flat().map(({ result }) => result)).toEqual(['replayed', 'gone']);
  });
});

describe('looking through the quarantine', () => {
  it('adds up what has one shape, the most frequent first', async () => {
    const { queue, review } = await open();
    await hold(queue, heldOf(1, 'a'), heldOf(2, 'b'));
    now = 2000;
    await hold(queue, heldOf(3, 'b'));
    now = 1000;
    const { shapes, depth } = await review.list();
    expect(shapes.map(({ shape, events, firstAt, lastAt }) => [shape, events, firstAt, lastAt])).toEqual([
      ['b', 2, 1000, 2000],
      ['a', 1, 1000, 1000],
    ]);
    expect(depth.records).toBe(3);
    expect(shapes.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(depth.bytes);
  });

  it('goes on beyond a slice of heads', async () => {
    const { queue, review } = await open();
    await hold(queue, ...Array.from({ length: 2001 }, (_, at) => heldOf(at + 1, at === 2000 ? 'b' : 'a')));
    expect((await review.list()).shapes.map(({ events }) => events)).toEqual([2000, 1]);
    const page = await review.page({ shape: 'b', after: 0, limit: 9 });
    expect(page).toMatchObject({ records: [{ number: 2001 }], next: null });
  });

  it.each([
    ['at the records of a page', { pageRecordsMax: 3 }, 9, [1, 2, 3]],
    ['one record over', { pageRecordsMax: 2 }, 9, [1, 2]],
    ['at the bytes of two', { pageBytesMax: 2 * bytesOfOne() }, 9, [1, 2]],
    ['one byte under two', { pageBytesMax: 2 * bytesOfOne() - 1 }, 9, [1]],
    ['under one, which comes alone', { pageBytesMax: 1 }, 9, [1]],
    ['at what was asked for', {}, 2, [1, 2]],
  ])('gives a page %s', async (_, limits, limit, expected) => {
    const { queue, review } = await open({ ...QUARANTINE_LIMITS, ...limits });
    await hold(queue, heldOf(1), heldOf(2), heldOf(3));
    const { records, next } = await review.page({ shape: null, after: 0, limit });
    expect(records.map(({ number }) => number)).toEqual(expected);
    expect(next).toBe(expected.length === 3 ? null : expected.at(-1));
    const rest = await review.page({ shape: null, after: expected.at(-1) ?? 0, limit: 9 });
    expect(rest.records[0]?.number).toBe(expected.length === 3 ? undefined : expected.length + 1);
  });

  it('discards one shape and nothing else', async () => {
    const { queue, review, counted } = await open();
    await hold(queue, heldOf(1, 'a'), heldOf(2, 'b'), heldOf(3, 'a'));
    expect(await review.discard('a')).toBe(2);
    expect(await review.discard('a')).toBe(0);
    expect(queue.quarantine.records(0, 9).map(({ number }) => number)).toEqual([2]);
    expect(counted).toEqual([['discarded', 2]]);
  });
});

function bytesOfOne(): number {
  const { head, texts } = heldOf(1);
  return JSON.stringify(head).length + 1 + (texts[0]?.length ?? 0) + 1;
}
