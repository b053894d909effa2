import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogLine } from '../runtime.ts';
import { openCohortFile } from './cohort-file.ts';
import type { CohortFile } from './cohort-file.ts';

const START = Date.parse('2026-11-24T00:00:00Z');
const RULE = { k: 10, l: 0, windowMs: 30 * 86_400_000 };

let directory = '';
let path = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-cohorts-'));
  path = join(directory, 'cohorts.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

let lines: LogLine[] = [];
/** A clock whose sleeps end when told to. */
const sleeper = (): {
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  wake: () => void;
  ms: number[];
} => {
  let wake = (): void => undefined;
  const ms: number[] = [];
  return {
    ms,
    wake: () => wake(),
    sleep: (each, signal) =>
      new Promise((resolve) => {
        ms.push(each);
        wake = resolve;
        if (signal?.aborted === true) resolve();
        signal?.addEventListener('abort', () => resolve());
      }),
  };
};

const openFile = (clock = sleeper(), entriesMax = 1000): Promise<CohortFile> =>
  openCohortFile({
    path,
    clock,
    entriesMax,
    saveIntervalMs: 60_000,
    log: { write: (line) => void lines.push(line) },
  });

function see(file: CohortFile, count: number, cohort = 'c0ffee'): boolean {
  let open = false;
  for (let at = 0; at < count; at += 1) {
    open = file.cohorts.admits({ cohort, subject: `s${at}`, sensitive: null, now: START }, RULE);
  }
  return open;
}

describe('the file of the k-gate', () => {
  it('brings back what was saved', async () => {
    const first = await openFile();
    see(first, 10);
    await first.save();
    const second = await openFile();
    expect([...second.cohorts.records()]).toEqual([...first.cohorts.records()]);
    expect(see(second, 1)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('knows less, never more, after a crash', async () => {
    const first = await openFile();
    see(first, 9);
    await first.save();
    expect(see(first, 10)).toBe(true);
    // No stop: what came since the last writing is gone.
    const second = await openFile();
    expect(see(second, 9)).toBe(false);
  });

  it('is written when something changed, at every interval and at the end', async () => {
    const clock = sleeper();
    const file = await openFile(clock);
    file.start();
    clock.wake();
    await file.save();
    expect(readdirSync(directory)).toEqual([]);
    see(file, 3);
    clock.wake();
    await expect.poll(() => readdirSync(directory)).toEqual(['cohorts.jsonl']);
    see(file, 5);
    await file.stop();
    expect(clock.ms.every((each) => each === 60_000)).toBe(true);
    expect([...(await openFile()).cohorts.records()][0]?.subjects).toHaveLength(5);
  });

  it('keeps no more than there is room for', async () => {
    const first = await openFile();
    see(first, 10);
    await first.save();
    expect((await openFile(sleeper(), 9)).cohorts.size()).toBe(9);
  });

  it('stays as it was when it cannot be written, and says so', async () => {
    lines = [];
    const file = await openFile();
    see(file, 3);
    await file.save();
    const before = readFileSync(path, 'utf8');
    see(file, 4);
    rmSync(directory, { recursive: true });
    await expect(file.save()).rejects.toThrow();
    await file.stop();
    expect(lines).toEqual(['cohorts-failing']);
    expect(before).toContain('"s2"');
  });

  it.each([
    ['is empty', ''],
    ['has another head', '{"format":"headgate-cohorts/2"}\n'],
    ['has a line that is no JSON', '{"format":"headgate-cohorts/1"}\n["a",1'],
    ['has a line of another form', '{"format":"headgate-cohorts/1"}\n["a",1,[["s",2]]]\n'],
    ['has a time that is none', '{"format":"headgate-cohorts/1"}\n["a",1,[["s","2"]],[]]\n'],
  ])('is refused when it %s', async (_, text) => {
    writeFileSync(path, text);
    await expect(openFile()).rejects.toThrow('is not what a gateway writes');
  });
});
