import { describe, expect, it } from 'vitest';
import type { Clock, LogLine } from '../runtime.ts';
import { RETENTION_INTERVAL_MS, createRetention } from './retention.ts';
import type { Retention, RetentionClass } from './retention.ts';

const NOW = Date.parse('2026-11-24T00:00:00Z');

/** A store of rows that are only times. */
function storeOf(rows: number[], limitMs: number): RetentionClass & { rows: number[] } {
  const store = {
    rows,
    name: 'queue' as const,
    of: null,
    limitMs,
    oldest: async (): Promise<number | null> => (store.rows.length === 0 ? null : Math.min(...store.rows)),
    deleteBefore: async (time: number): Promise<number> => {
      const before = store.rows.length;
      store.rows = store.rows.filter((at) => at >= time);
      return before - store.rows.length;
    },
  };
  return store;
}

interface Rig {
  readonly retention: Retention;
  readonly lines: LogLine[];
  readonly deleted: [string, number][];
  /** Lets time pass and wakes who sleeps until then. */
  readonly pass: (ms: number) => Promise<void>;
}

function open(classes: readonly RetentionClass[]): Rig {
  let now = NOW;
  let sleepers: { until: number; wake: () => void }[] = [];
  const lines: LogLine[] = [];
  const deleted: [string, number][] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        sleepers.push({ until: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => resolve());
        if (signal?.aborted === true) resolve();
      }),
  };
  const retention = createRetention({
    classes: async () => classes,
    clock,
    log: { write: (line) => void lines.push(line) },
    deleted: (name, count) => void deleted.push([name, count]),
  });
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    for (const { until, wake } of sleepers) if (until <= now) wake();
    sleepers = sleepers.filter(({ until }) => until > now);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { retention, lines, deleted, pass };
}

describe('retention', () => {
  it('deletes what is older than the limit by a millisecond, and nothing that is at it', async () => {
    const store = storeOf([NOW - 1001, NOW - 1000, NOW - 999, NOW], 1000);
    const { retention, deleted } = open([store]);
    await retention.run();
    expect(store.rows).toEqual([NOW - 1000, NOW - 999, NOW]);
    expect(deleted).toEqual([['queue', 1]]);
  });

  it('runs at the start and every hour, until stopped', async () => {
    const store = storeOf([NOW - 2000], 1000);
    const { retention, pass } = open([store]);
    retention.start();
    await pass(0);
    expect(store.rows).toEqual([]);
    store.rows = [NOW];
    await pass(RETENTION_INTERVAL_MS - 1);
    expect(store.rows).toEqual([NOW]);
    await pass(1);
    expect(store.rows).toEqual([]);
    await retention.stop();
    store.rows = [NOW];
    await pass(10 * RETENTION_INTERVAL_MS);
    expect(store.rows).toEqual([NOW]);
  });

  it('does not let a store that fails hold up the others', async () => {
    const store = storeOf([NOW - 2000], 1000);
    const failing: RetentionClass = {
      ...storeOf([], 1),
      deleteBefore: () => Promise.reject(new Error('disk')),
    };
    const { retention, lines } = open([failing, store]);
    await retention.run();
    expect(store.rows).toEqual([]);
    expect(lines).toEqual(['retention-failing']);
  });

  it('reports the oldest row of each class, and calls it over once a run should have deleted it', async () => {
    const atMost = NOW - 1000 - RETENTION_INTERVAL_MS;
    const classes = [storeOf([], 1000), storeOf([NOW, atMost], 1000), storeOf([atMost - 1], 1000)];
    const { retention } = open(classes);
    const { rows, lastRunAt } = await retention.report();
    expect(lastRunAt).toBeNull();
    expect(rows.map(({ oldestAt, isOver }) => [oldestAt, isOver])).toEqual([
      [null, false],
      [atMost, false],
      [atMost - 1, true],
    ]);
    await retention.run();
    const after = await retention.report();
    expect(after.lastRunAt).toBe(NOW);
    expect(after.rows.map(({ oldestAt }) => oldestAt)).toEqual([null, NOW, null]);
  });
});
