import { createHmac } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDayKeys, readDayKeys } from './day-keys.ts';
import { openKeyFile } from './key-file.ts';
import { createPseudonymiser } from './pseudonymiser.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';

const DAY_MS = 86_400_000;
const DAY = 20_784;
const MIDNIGHT = DAY * DAY_MS;

let directory = '';
let path = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-day-keys-'));
  path = join(directory, 'keys.days.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function pseudonymiserIn(now: number): Pseudonymiser<'exact'> {
  const days = openDayKeys(path, now);
  return createPseudonymiser({
    keys: openKeyFile(join(directory, 'keys.json')),
    dayKeyOf: days.keyOf,
    normaliserOf: () => (value) => value,
  });
}

describe('the keys of days', () => {
  it('are those of today and tomorrow at first, for their owner alone, and the same after a restart', () => {
    const first = openDayKeys(path, MIDNIGHT);
    expect([DAY - 1, DAY, DAY + 1, DAY + 2].map((day) => first.keyOf(day)?.length)).toEqual([
      undefined,
      32,
      32,
      undefined,
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openDayKeys(path, MIDNIGHT).keyOf(DAY)).toEqual(first.keyOf(DAY));
  });

  it('live to the last millisecond of the second day, and not one longer', () => {
    const days = openDayKeys(path, MIDNIGHT);
    const key = days.keyOf(DAY);
    days.roll(MIDNIGHT + 2 * DAY_MS - 1);
    expect(days.keyOf(DAY)).toBe(key);
    expect(days.roll(MIDNIGHT + 2 * DAY_MS)).toBe(true);
    expect(days.keyOf(DAY)).toBeNull();
    expect(key?.every((byte) => byte === 0)).toBe(true);
    expect(days.roll(MIDNIGHT + 2 * DAY_MS)).toBe(false);
  });

  it('that are deleted make no token again, whatever lies on the disk', () => {
    const token = pseudonymiserIn(MIDNIGHT).passing('mixpanel', 'user', 'exact')('u-1', DAY, null);
    const before = readFileSync(path);
    const old = openSync(path, 'r');
    openDayKeys(path, MIDNIGHT + 2 * DAY_MS);

    // The replaced file, still open here, holds zeros alone.
    const left = Buffer.alloc(before.length, 1);
    readSync(old, left, 0, left.length, 0);
    closeSync(old);
    expect(left.every((byte) => byte === 0)).toBe(true);

    const files = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'));
    const secrets = files.flatMap((text) => text.match(/[A-Za-z0-9+/]{43}=/g) ?? []);
    // The root, and the days after: yesterday, today, tomorrow of the new moment that are known by then.
    expect(secrets.length).toBeGreaterThanOrEqual(3);
    expect(candidates(secrets)).not.toContain(token);
    // The same search does find it while the key is there, so it looks in the right places.
    expect(candidates([...secrets, keyIn(before)])).toContain(token);
    const again = pseudonymiserIn(MIDNIGHT + 2 * DAY_MS).passing('mixpanel', 'user', 'exact');
    for (let day = DAY - 3; day < DAY + 6; day += 1) expect(again('u-1', day, null)).not.toBe(token);
  });

  it('are deleted at a start after days of rest, and when the clock is set back', () => {
    openDayKeys(path, MIDNIGHT);
    expect([...readDayKeys(path).keys()]).toEqual([DAY, DAY + 1]);
    openDayKeys(path, MIDNIGHT + 30 * DAY_MS);
    expect([...readDayKeys(path).keys()]).toEqual([DAY + 30, DAY + 31]);
    openDayKeys(path, MIDNIGHT);
    expect([...readDayKeys(path).keys()]).toEqual([DAY, DAY + 1]);
  });

  it.each(['', '{', '{}', '{"version":2,"days":{}}', '{"version":1,"days":{"2026-11-27":"c2hvcnQ="}}'])(
    'are begun anew where the file is damaged: %s',
    (text) => {
      writeFileSync(path, text, { mode: 0o600 });
      expect(openDayKeys(path, MIDNIGHT).keyOf(DAY)?.length).toBe(32);
    },
  );

  it('are refused when others may read them', () => {
    openDayKeys(path, MIDNIGHT);
    chmodSync(path, 0o644);
    expect(() => openDayKeys(path, MIDNIGHT)).toThrow('chmod 600');
  });
});

function keyIn(file: Buffer): string {
  return /"2026-11-27": "([^"]+)"/.exec(file.toString('utf8'))?.[1] ?? '';
}

/** Every token that the secrets give under any label, for any epoch near: what somebody with the disk would try. */
function candidates(secrets: readonly string[]): readonly string[] {
  const part = (text: string): Buffer => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(text.length);
    return Buffer.concat([length, Buffer.from(text)]);
  };
  const tags = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return secrets.flatMap((secret) =>
    ['headgate/pseudo/v1', 'headgate/pseudo-day/v1', 'headgate/pseudo-session/v1'].flatMap((label) =>
      ['0', '1', String(DAY), '2026-11-27'].flatMap((epoch) => {
        const parts = Buffer.concat([part('mixpanel'), part('user'), part(epoch)]);
        const key = createHmac('sha256', Buffer.from(secret, 'base64')).update(label).update(parts).digest();
        const mac = createHmac('sha256', key).update('u-1').digest().subarray(0, 16).toString('base64url');
        return [...tags].map((tag) => `p1${tag}${mac}`);
      }),
    ),
  );
}
