import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log, LogLine } from '../runtime.ts';
import type { LedgerEntry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { openLedger } from './open-ledger.ts';
import { createLedgerPump } from './pump.ts';

const ENTRY = {
  kind: 'accepted',
  source: 'web',
  environment: 'production',
  day: '2026-01-10',
  count: 1,
} as const satisfies LedgerEntry;

let directory = '';
let ledger: Ledger;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-pump-'));
  ledger = await openLedger({ path: join(directory, 'ledger.duckdb'), clock: { now: () => 0 } });
});
afterEach(async () => {
  await ledger.close();
  await rm(directory, { recursive: true, force: true });
});

/** A journal in memory, with the queue's own rule: positions start at 1 and are never given twice. */
function createJournal(count: number): {
  entries: { position: number; entry: LedgerEntry }[];
  journal: (after: number, limit: number) => { entries: LedgerEntry[]; through: number };
  trimJournal: (through: number) => Promise<void>;
} {
  const entries = Array.from({ length: count }, (_, index) => ({
    position: index + 1,
    entry: ENTRY as LedgerEntry,
  }));
  return {
    entries,
    journal(after, limit) {
      const slice = entries.filter(({ position }) => position > after).slice(0, limit);
      return { entries: slice.map(({ entry }) => entry), through: slice.at(-1)?.position ?? after };
    },
    async trimJournal(through) {
      while (entries[0] !== undefined && entries[0].position <= through) entries.shift();
    },
  };
}

const clock = {
  sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
    await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  },
};

function createLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  return { lines, write: (line) => lines.push(line) };
}

async function accepted(): Promise<number> {
  return (await ledger.balance())[0]?.accepted ?? 0;
}

describe('the ledger pump', () => {
  it.each([0, 1, 4, 5, 6, 11])('carries and trims a journal of %i entries in slices of 5', async (count) => {
    const queue = createJournal(count);
    const pump = createLedgerPump({ queue, ledger, clock, log: createLog(), entriesMax: 5 });

    expect(await pump.flush()).toBe('current');
    expect(await accepted()).toBe(count);
    expect(ledger.position()).toBe(count);
    expect(queue.entries).toEqual([]);
  });

  it('carries by itself while it runs, and stops', async () => {
    const queue = createJournal(3);
    const pump = createLedgerPump({ queue, ledger, clock, log: createLog(), intervalMs: 1 });
    pump.start();
    while (queue.entries.length > 0) await setTimeout(1);
    await pump.stop();
    queue.entries.push({ position: 4, entry: ENTRY });

    expect(await accepted()).toBe(3);
    expect(await pump.flush()).toBe('current');
    expect(await accepted()).toBe(4);
  });

  it('counts once what a crash left between applying and trimming, and trims it', async () => {
    const queue = createJournal(3);
    const { entries, through } = queue.journal(0, 10);
    await ledger.apply(entries, through);
    const pump = createLedgerPump({ queue, ledger, clock, log: createLog() });

    expect(await pump.flush()).toBe('current');
    expect(await accepted()).toBe(3);
    expect(queue.entries).toEqual([]);
  });

  it('keeps the journal and logs when the ledger cannot be written, and catches up later', async () => {
    const queue = createJournal(2);
    const log = createLog();
    let broken = true;
    const failing = {
      position: () => ledger.position(),
      apply: (entries: readonly LedgerEntry[], through: number) =>
        broken ? Promise.reject(new Error('disk full')) : ledger.apply(entries, through),
    };
    const pump = createLedgerPump({ queue, ledger: failing, clock, log });

    expect(await pump.flush()).toBe('behind');
    expect(log.lines).toEqual(['ledger-failing']);
    expect(queue.entries).toHaveLength(2);
    broken = false;
    expect(await pump.flush()).toBe('current');
    expect(await accepted()).toBe(2);
  });
});
