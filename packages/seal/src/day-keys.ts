/**
 * Keys that pass: one of 32 random bytes for each UTC day, of which nothing else holds a trace.
 *
 * Kept are those of yesterday, today and tomorrow: tomorrow's so that midnight finds it durable, yesterday's for what happened
 * before midnight and comes after it. A day's key is deleted 48 hours after the day began, from memory and from the file, and
 * its tokens can then be made again by nobody. Format: JSON `{ version: 1, days }`, day `YYYY-MM-DD` → base64. The file is
 * written whole (private-file.ts); the one it replaces is overwritten in place first where the file system does that, which a
 * copying one does not. It must stay out of backups, or they keep what is deleted here. A damaged file is begun anew, which
 * costs the continuity of the day.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { readPrivate, writePrivate } from './private-file.ts';

const KEY_BYTES = 32;
const DAY_MS = 86_400_000;

export interface DayKeys {
  /** The key of a UTC day, days since 1970; null where it is not kept. */
  readonly keyOf: (day: number) => Uint8Array | null;
  /** Brings the kept days to this moment, milliseconds since 1970: new keys are durable, old ones gone, when it returns. True where any changed. */
  readonly roll: (now: number) => boolean;
}

/** Opens or makes the file and rolls to this moment. Throws when others may read it or it cannot be written. */
export function openDayKeys(path: string, now: number): DayKeys {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let kept: ReadonlyMap<number, Buffer> = parse(readPrivate(path) ?? '');
  const roll = (moment: number): boolean => {
    const today = Math.floor(moment / DAY_MS);
    const next = new Map<number, Buffer>();
    for (const day of [today - 1, today, today + 1]) {
      const known = kept.get(day);
      if (known !== undefined) next.set(day, known);
      else if (day >= today) next.set(day, randomBytes(KEY_BYTES));
    }
    const gone = [...kept].filter(([day]) => !next.has(day));
    if (gone.length === 0 && next.size === kept.size) return false;
    replace(path, textOf(next));
    for (const [, key] of gone) key.fill(0);
    kept = next;
    return true;
  };
  roll(now);
  return { keyOf: (day) => kept.get(day) ?? null, roll };
}

/** The keys in a file, without rolling or making any: for looking up what is still kept. */
export function readDayKeys(path: string): ReadonlyMap<number, Uint8Array> {
  return parse(readPrivate(path) ?? '');
}

/** Overwrites the bytes of the file that is replaced, once the new one stands in its place. */
function replace(path: string, text: string): void {
  const before = readPrivate(path);
  const old = before === null ? null : openSync(path, 'r+');
  try {
    writePrivate(path, text);
    if (old === null || before === null) return;
    writeSync(old, Buffer.alloc(Buffer.byteLength(before)), 0, Buffer.byteLength(before), 0);
    fsyncSync(old);
  } finally {
    if (old !== null) closeSync(old);
  }
}

function textOf(keys: ReadonlyMap<number, Buffer>): string {
  const days = [...keys].map(([day, key]) => [dateOf(day), key.toString('base64')] as const);
  return `${JSON.stringify({ version: 1, days: Object.fromEntries(days) }, null, 2)}\n`;
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function parse(text: string): Map<number, Buffer> {
  const keys = new Map<number, Buffer>();
  for (const [date, written] of Object.entries(daysOf(text))) {
    const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
    const key = typeof written === 'string' ? Buffer.from(written, 'base64') : Buffer.alloc(0);
    if (Number.isInteger(day) && key.length === KEY_BYTES) keys.set(day, key);
  }
  return keys;
}

function daysOf(text: string): object {
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== 'object' || stored === null || !('version' in stored && 'days' in stored))
      return {};
    const { version, days } = stored;
    return version === 1 && typeof days === 'object' && days !== null ? days : {};
  } catch {
    // Not JSON: begun anew. The parser's message would quote key material.
    return {};
  }
}
