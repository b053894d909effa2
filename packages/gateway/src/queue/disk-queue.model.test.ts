/** The disk queue against plain lists: any mix of steps and restarts must leave both with the same contents. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDiskQueue } from './disk-queue.ts';
import type { Lease, Queue } from './queue.ts';
import { LANE, bytesOf, entryOf, eventOf, idsOf } from './queue.contract.ts';

const PARTITIONS = 2;
const FATES = ['keep', 'dead', 'done'] as const;
type Fate = (typeof FATES)[number];

type Step =
  | { readonly kind: 'append'; readonly counts: number[] }
  | { readonly kind: 'lease'; readonly partition: number; readonly eventsMax: number }
  | { readonly kind: 'settle'; readonly partition: number; readonly fates: Fate[] }
  | { readonly kind: 'drain' }
  | { readonly kind: 'reopen' };

const PARTITION = fc.nat(PARTITIONS - 1);
const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      counts: fc.array(fc.nat(9), { maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('lease' as const),
      partition: PARTITION,
      eventsMax: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      partition: PARTITION,
      fates: fc.array(fc.constantFrom(...FATES), { minLength: 8, maxLength: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drain' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);

interface World {
  readonly open: () => Promise<Queue>;
  queue: Queue;
  readonly waiting: string[][];
  readonly leases: (Lease | null)[];
  readonly dead: string[];
  journalled: number;
  serial: number;
}

/** The last digit of the id is the subject, and so decides the partition. */
function modelEvent(id: string): ReturnType<typeof eventOf> {
  return eventOf(id, id.slice(-1));
}

async function take(world: World, step: Step): Promise<void> {
  switch (step.kind) {
    case 'append':
      return append(world, step.counts);
    case 'lease':
      return lease(world, step.partition, step.eventsMax);
    case 'settle':
      return settle(world, step.partition, step.fates);
    case 'drain':
      return drain(world);
    case 'reopen':
      await world.queue.close();
      world.queue = await world.open();
      world.leases.fill(null);
  }
}

async function append(world: World, counts: readonly number[]): Promise<void> {
  const batches = counts.map((count) => Array.from({ length: count }, () => `e${String(world.serial++)}`));
  await Promise.all(batches.map((ids) => world.queue.append(ids.map(modelEvent), [entryOf(ids.length)])));
  for (const id of batches.flat()) world.waiting[Number(id.slice(-1)) % PARTITIONS]?.push(id);
  world.journalled += counts.length;
}

function lease(world: World, partition: number, eventsMax: number): void {
  const got = world.queue.lease(LANE, partition, { eventsMax, bytesMax: 1_000_000 });
  const free = world.leases[partition] === null;
  expect(idsOf(got)).toEqual(free ? world.waiting[partition]?.slice(0, eventsMax) : []);
  world.leases[partition] ??= got;
}

async function settle(world: World, partition: number, fates: readonly Fate[]): Promise<void> {
  const held = world.leases[partition] ?? null;
  if (held === null) return;
  const ids = idsOf(held);
  const positions = (fate: Fate): number[] => [...ids.keys()].filter((position) => fates[position] === fate);
  const idsWith = (fate: Fate): string[] => ids.filter((_, position) => fates[position] === fate);
  const dead = positions('dead').map((position) => ({ position, cause: 'retries-exhausted' as const }));
  await world.queue.settle(held, { keep: positions('keep'), dead, entries: [entryOf(1)] });
  world.journalled++;
  world.dead.push(...idsWith('dead'));
  world.waiting[partition]?.splice(0, ids.length, ...idsWith('keep'));
  world.leases[partition] = null;
}

async function drain(world: World): Promise<void> {
  const gone = world.waiting.map(
    (ids, partition) => ids.splice(idsOf(world.leases[partition] ?? null).length).length,
  );
  expect(await world.queue.drain(LANE, () => [])).toBe(gone.reduce((sum, count) => sum + count, 0));
}

function compare({ queue, waiting, dead, journalled }: World): void {
  const all = waiting.flat();
  const depth = queue.depth()[0] ?? { events: 0, bytes: 0 };
  expect(depth.events).toBe(all.length);
  expect(depth.bytes).toBe(all.reduce((sum, id) => sum + bytesOf(modelEvent(id)), 0));
  expect(queue.dead(LANE, 10_000).map(({ event }) => event.id)).toEqual(dead);
  expect(queue.journal(0, 10_000)).toMatchObject({ through: journalled, entries: { length: journalled } });
}

it('holds what a plain list would hold, through any mix of steps and restarts', async () => {
  // A failure prints the seed and path with which fast-check finds it again.
  const outcome = await fc.check(
    fc.asyncProperty(fc.array(STEP, { minLength: 5, maxLength: 40 }), async (steps) => {
      const directory = await mkdtemp(join(tmpdir(), 'headgate-queue-'));
      const clock = { now: () => 5000, sleep: async () => undefined };
      const options = { directory, clock, bytesMax: 10_000_000, partitions: PARTITIONS, recordEventsMax: 4 };
      const open = (): Promise<Queue> => openDiskQueue(options);
      const lists = { waiting: [[], []], leases: [null, null], dead: [], journalled: 0, serial: 0 };
      const world: World = { open, queue: await open(), ...lists };
      try {
        for (const step of steps) {
          await take(world, step);
          compare(world);
        }
      } finally {
        await world.queue.close();
        await rm(directory, { recursive: true, force: true });
      }
    }),
    { numRuns: 60 },
  );
  expect(outcome.failed ? fc.defaultReportMessage(outcome) : '').toBe('');
});
