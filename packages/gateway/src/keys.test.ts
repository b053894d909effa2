import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFilesIn } from './data-files.ts';
import { openKeys } from './keys.ts';
import type { KeyPaths } from './keys.ts';
import type { Clock, LogLine } from './runtime.ts';

const DAY_MS = 86_400_000;
const DAY = 20_784;

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function pathsOf(keyFile: string | null): KeyPaths {
  return { ...dataFilesIn(directory, keyFile), usualKeys: dataFilesIn(directory).keys };
}

/** A clock that jumps ahead with every sleep and aborts nothing; stops after `sleeps`. */
function leapingClock(start: number, sleeps: number): Clock & { readonly slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return slept.length > sleeps ? new Promise(() => undefined) : Promise.resolve();
    },
  };
}

describe('the keys of a gateway', () => {
  it('follow the clock: each midnight brings a day and takes one, and has the plan compiled anew', async () => {
    const clock = leapingClock(DAY * DAY_MS + 1000, 3 * 144);
    const lines: LogLine[] = [];
    const keys = openKeys(pathsOf(null), clock, { write: (line) => lines.push(line) });
    const token = keys.pseudonymiser.passing?.('mixpanel', 'user', 'exact');
    const first = token?.('u-1', DAY, null);
    expect(first).toMatch(/^p1/);
    const seen: (string | null | undefined)[] = [];
    await new Promise<void>((resolve) => {
      keys.start(async () => {
        seen.push(token?.('u-1', DAY, null));
        if (seen.length === 3) resolve();
        await Promise.resolve();
      });
    });
    keys.stop();
    expect(seen).toEqual([first, null, null]);
    expect(Math.max(...clock.slept)).toBe(600_000);
    expect(lines).toEqual([]);
  });

  it('say so when they cannot be renewed, and go on trying', async () => {
    const clock = leapingClock(DAY * DAY_MS + DAY_MS - 1000, 6);
    let tries = 0;
    const written = new Promise<LogLine>((resolve) => {
      const keys = openKeys(pathsOf(null), clock, { write: resolve });
      keys.start(() => {
        tries += 1;
        return Promise.reject(new Error('The disk is full.'));
      });
    });
    expect(await written).toBe('day-keys-failing');
    expect(tries).toBe(1);
  });

  it('burn for what is bound from then on', () => {
    const keys = openKeys(pathsOf(null), leapingClock(0, 0), { write: () => undefined });
    const before = keys.pseudonymiser.token('mixpanel', 'user', 'exact');
    expect(keys.burn('mixpanel', 'admin-token', 'breach')).toBe(1);
    const after = keys.pseudonymiser.token('mixpanel', 'user', 'exact');
    expect(after('u-1')).not.toBe(before('u-1'));
    const again = openKeys(pathsOf(null), leapingClock(0, 0), { write: () => undefined });
    expect(again.pseudonymiser.token('mixpanel', 'user', 'exact')('u-1')).toBe(after('u-1'));
  });

  it('lie where the configuration says, and are not made anew while the old ones are still in the data', () => {
    const elsewhere = join(directory, 'vault', 'keys.json');
    const open = () => openKeys(pathsOf(elsewhere), leapingClock(0, 0), { write: () => undefined });
    writeFileSync(join(directory, 'keys.json'), '{}', { mode: 0o600 });
    expect(open).toThrow(`Move it to ${elsewhere}`);
    rmSync(join(directory, 'keys.json'));
    const token = open().pseudonymiser.token('mixpanel', 'user', 'exact')('u-1');
    expect(open().pseudonymiser.token('mixpanel', 'user', 'exact')('u-1')).toBe(token);
  });
});
