import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../runtime.ts';
import { openDiskQueue } from './disk-queue.ts';
import type { DiskQueueOptions } from './disk-queue.ts';
import { startAppender } from './fixtures/start-appender.ts';
import type { Appender } from './fixtures/start-appender.ts';
import type { Queue } from './queue.ts';
import { describeAgeing } from './ageing.contract.ts';
import { describeQuarantine, quarantinedOf, shapesOf } from './quarantine.contract.ts';
import { LANE, bytesOf, describeQueue, entryOf, eventOf, idsOf } from './queue.contract.ts';

const ALL = { eventsMax: 1_000_000, bytesMax: 1_000_000_000 };
const clock: Clock = { now: () => 5000, sleep: async () => undefined };
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-queue-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function open(directory: string, options: Partial<DiskQueueOptions> = {}): Promise<Queue> {
  const queue = await openDiskQueue({ directory, clock, bytesMax: 10_000_000, partitions: 1, ...options });
  cleanups.push(() => queue.close());
  return queue;
}

function start(...parameters: Parameters<typeof startAppender>): Appender {
  const child = startAppender(...parameters);
  cleanups.push(async () => void (await child.kill()));
  return child;
}

describeAgeing('the disk queue', async (options) => open(await newDirectory(), options));

describeQueue('the disk queue', async (options) => open(await newDirectory(), options));

describeQueue('the disk queue with one event to a record and to a commit', async (options) =>
  open(await newDirectory(), { ...options, recordEventsMax: 1, groupBytesMax: 1 }),
);

describeQuarantine('the disk queue', async (options) => open(await newDirectory(), options));

describe('a reopened disk queue', () => {
  it('has its quarantined events, and never gives a number twice, even after all were removed', async () => {
    const directory = await newDirectory();
    const first = await open(directory);
    await first.append([], [], { add: ['a', 'b'].map((shape) => quarantinedOf(shape)), release: [] });
    const before = first.quarantine.depth();
    await first.close();
    const second = await open(directory);
    expect(second.quarantine.depth()).toEqual(before);
    expect(shapesOf(second)).toEqual(['a', 'b']);
    await second.quarantine.removeBefore(Infinity);
    await second.close();
    const third = await open(directory);
    await third.append([], [], { add: [quarantinedOf('c')], release: [] });
    expect(third.quarantine.records(0, 9).map(({ number }) => number)).toEqual([3]);
  });

  it('has everything: events, counters, dead letters, journal', async () => {
    const directory = await newDirectory();
    const first = await open(directory, { deadMax: 1 });
    first.onAppend({ vendor: 'never-stored', environment: 'production' }, () => undefined);
    await first.append(
      ['a', 'b', 'c', 'd', 'e'].map((id) => eventOf(id)),
      [entryOf(1)],
    );
    await first.append([eventOf('x', '0', { vendor: 'amplitude', environment: 'staging' })], []);
    const lease = first.lease(LANE, 0, { ...ALL, eventsMax: 4 });
    const dead = [1, 2].map((position) => ({ position, cause: 'vendor-refused' as const }));
    if (lease !== null) await first.settle(lease, { keep: [3], dead, entries: [entryOf(2)] });
    first.lease(LANE, 0, ALL);
    const before = first.depth();
    await first.close();

    const second = await open(directory, { deadMax: 1 });
    expect(second.depth()).toEqual(before);
    expect(second.depth()[0]).toMatchObject({ events: 2, dead: 1, deadForgotten: 1, oldestAt: 5000 });
    expect(second.dead(LANE, 9)).toEqual([{ event: eventOf('c'), cause: 'vendor-refused' }]);
    expect(second.journal(0, 9)).toEqual({ entries: [entryOf(1), entryOf(2)], through: 2 });
    await second.append([eventOf('f')], []);
    expect(idsOf(second.lease(LANE, 0, ALL))).toEqual(['d', 'e', 'f']);
  });

  it('never gives a journal position twice, even after everything was trimmed', async () => {
    const directory = await newDirectory();
    const first = await open(directory);
    await first.append([], [entryOf(1), entryOf(2)]);
    await first.trimJournal(2);
    await first.close();
    const second = await open(directory);
    await second.append([], [entryOf(3)]);
    expect(second.journal(2, 9)).toEqual({ entries: [entryOf(3)], through: 3 });
  });

  it('gives positions beyond those that the ledger has read of a queue before it', async () => {
    const queue = await open(await newDirectory(), { journalReadThrough: 41 });
    await queue.append([], [entryOf(1)]);
    expect(queue.journal(41, 9)).toEqual({ entries: [entryOf(1)], through: 42 });
  });

  it('does not bring back trimmed entries of a run that is kept in part', async () => {
    const directory = await newDirectory();
    const first = await open(directory);
    await first.append([], [entryOf(1), entryOf(2), entryOf(3)]);
    await first.trimJournal(2);
    await first.close();
    expect((await open(directory)).journal(0, 9)).toEqual({ entries: [entryOf(3)], through: 3 });
  });

  it('keeps its number of partitions', async () => {
    const directory = await newDirectory();
    await (await open(directory, { partitions: 3 })).close();
    expect((await open(directory, { partitions: 8 })).partitions).toBe(3);
  });

  it('counts what is stored against bytesMax', async () => {
    const directory = await newDirectory();
    const bytesMax = 2 * bytesOf(eventOf('a'));
    const first = await open(directory, { bytesMax });
    await first.append([eventOf('a')], []);
    await first.close();
    const second = await open(directory, { bytesMax });
    expect(await second.append([eventOf('b'), eventOf('c')], [])).toBe('full');
    expect(await second.append([eventOf('b')], [])).toBe('stored');
  });
});

describe('the directory of a disk queue', () => {
  it('is refused to a second opener while the first has it, and free after close', async () => {
    const directory = await newDirectory();
    const first = await open(directory);
    await expect(open(directory)).rejects.toThrow(`in use by process ${String(process.pid)}`);
    expect(await first.append([eventOf('a')], [])).toBe('stored');
    await first.close();
    expect((await open(directory)).depth()).toMatchObject([{ events: 1 }]);
  });

  it('is refused while another process has it', async () => {
    const directory = await newDirectory();
    const child = start(directory);
    await child.printed(1);
    await expect(open(directory)).rejects.toThrow(`in use by process ${String(child.pid)}`);
    await child.kill();
    await expect(open(directory)).resolves.toBeDefined();
  });

  it('holds the JSON of the clean events', async () => {
    const directory = await newDirectory();
    const queue = await open(directory);
    await queue.append([eventOf('marked-id')], []);
    const files = await Promise.all(
      (await readdir(directory)).map((name) => readFile(join(directory, name))),
    );
    expect(Buffer.concat(files).includes(JSON.stringify(eventOf('marked-id')))).toBe(true);
  });
});

describe('records', () => {
  it('split at their limits without changing order, and one event larger than a record is kept whole', async () => {
    const queue = await open(await newDirectory(), { recordEventsMax: 3, recordBytesMax: 2000 });
    const large = { ...eventOf('large'), properties: { text: 'ä'.repeat(50_000) } };
    const events = [...Array.from({ length: 10 }, (_, n) => eventOf(`e${n}`)), large, eventOf('last')];
    await queue.append(events, []);
    for (const expected of [events.slice(0, 5), events.slice(5, 10), events.slice(10)]) {
      const lease = queue.lease(LANE, 0, { ...ALL, eventsMax: 5 });
      expect(lease?.events).toEqual(expected);
      if (lease !== null) await queue.settle(lease, { keep: [], dead: [], entries: [] });
    }
    expect(queue.depth()).toMatchObject([{ events: 0, bytes: 0 }]);
  });

  it('are drained completely when there are more of them than one round takes', async () => {
    const queue = await open(await newDirectory(), { recordEventsMax: 1 });
    await queue.append(
      Array.from({ length: 5000 }, (_, n) => eventOf(`e${n}`)),
      [],
    );
    const lease = queue.lease(LANE, 0, { ...ALL, eventsMax: 4500 });
    const counts: number[] = [];
    const entries = (events: number): [] => {
      counts.push(events);
      return [];
    };
    expect(await queue.drain(LANE, entries)).toBe(500);
    if (lease !== null) await queue.settle(lease, { keep: [...lease.events.keys()], dead: [], entries: [] });
    expect(await queue.drain(LANE, entries)).toBe(4500);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5000);
    expect(queue.depth()).toMatchObject([{ events: 0 }]);
  });
});

describe('a failed commit', () => {
  it('rejects its appends and stores nothing of them; what was stored before stays, and space freed is used', async () => {
    const directory = await newDirectory();
    // The file size limit stands in for a full disk; bash counts it in blocks of 1,024 bytes.
    const child = start(directory, { fileKilobytesMax: 600 });
    const lines = await child.ended();
    const stored = lines.filter((line) => line.startsWith('stored ')).map((line) => line.slice(7));
    expect(lines).toContain('rejected');
    expect(lines).toContain('stored after-settle');
    const queue = await open(directory);
    const ids = idsOf(queue.lease(LANE, 0, ALL));
    expect(ids).toEqual(stored.filter((id) => id !== stored[0]));
  });
});

describe('kill -9', () => {
  const rounds = Number(process.env['HEADGATE_KILL_ROUNDS'] ?? 10);

  it(
    `loses nothing that was acknowledged and keeps its order, ${String(rounds)} times over`,
    { timeout: 20_000 + rounds * 2000 },
    async () => {
      const directory = await newDirectory();
      const acknowledged: string[] = [];
      for (let round = 0; round < rounds; round++) {
        const child = start(directory, { prefix: `r${String(round)}` });
        await child.printed(1 + Math.floor(Math.random() * 40));
        acknowledged.push(...(await child.kill()).map((line) => line.slice(7)));
      }
      const queue = await open(directory);
      const ids = idsOf(queue.lease(LANE, 0, ALL));
      const found = new Map(ids.map((id, index) => [id, index]));
      expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
      const order = acknowledged.map((id) => found.get(id) ?? -1);
      expect(order).toEqual(order.toSorted((left, right) => left - right));
      expect(found.size).toBe(ids.length);
    },
  );
});
