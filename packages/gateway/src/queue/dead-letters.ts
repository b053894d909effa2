/**
 * Dead letters on disk: per lane a run of numbers without gaps; when there are too many, or they are too old, the oldest fall off.
 * Format of one: its cause, a space, when it was buried in milliseconds since 1970, a newline, the JSON of its event.
 */
import { reviveCleanEvent } from '@headgate/core';
import type { CleanEvent } from '@headgate/core';
import type { LaneState } from './lanes.ts';
import type { DeathCause } from './queue.ts';
import type { Store, Write } from './store.ts';

/** The JSON text of an event that died, and why. */
export interface Death {
  readonly cause: DeathCause;
  readonly line: Buffer;
}

export interface BuriedLetters {
  readonly writes: readonly Write[];
  /** The lane's counters once the writes are durable. */
  readonly deadFirst: number;
  readonly deadNext: number;
}

/** Writes that bury the dead behind those of the lane, keeping the newest `deadMax`, which is at least 1. */
export function buryLetters(
  store: Store,
  lane: LaneState,
  deaths: readonly Death[],
  { deadMax, now }: { readonly deadMax: number; readonly now: number },
): BuriedLetters {
  const deadNext = lane.deadNext + deaths.length;
  const deadFirst = Math.max(lane.deadFirst, deadNext - deadMax);
  const writes: Write[] = [];
  for (let number = lane.deadFirst; number < Math.min(deadFirst, lane.deadNext); number++) {
    writes.push({ table: store.dead, key: [lane.number, number], value: null });
  }
  deaths.forEach(({ cause, line }, index) => {
    const number = lane.deadNext + index;
    if (number < deadFirst) return;
    const value = Buffer.concat([Buffer.from(`${cause} ${String(now)}\n`), line]);
    writes.push({ table: store.dead, key: [lane.number, number], value });
  });
  return { writes, deadFirst, deadNext };
}

/** The oldest letters of a lane, at most `limit`. */
export function readLetters(
  store: Store,
  lane: LaneState,
  limit: number,
): { readonly event: CleanEvent; readonly cause: DeathCause }[] {
  const letters: { event: CleanEvent; cause: DeathCause }[] = [];
  const range = { start: [lane.number], end: [lane.number + 1], limit };
  for (const { value } of store.dead.getRange(range)) {
    const { cause, end } = readHead(value);
    letters.push({ event: reviveCleanEvent(value.toString('utf8', end + 1)), cause });
  }
  return letters;
}

/** Letters removed in one transaction. */
const FORGOTTEN_MAX = 4096;

/** Writes that remove the letters buried before a time, from the oldest to the first younger one. */
export function forgetLetters(
  store: Store,
  lane: LaneState,
  before: number,
): { readonly writes: readonly Write[]; readonly more: boolean } {
  const writes: Write[] = [];
  const range = { start: [lane.number], end: [lane.number + 1], limit: FORGOTTEN_MAX };
  for (const { key, value } of store.dead.getRange(range)) {
    if (readHead(value).buriedAt >= before) break;
    writes.push({ table: store.dead, key, value: null });
  }
  return { writes, more: writes.length === FORGOTTEN_MAX };
}

/** When the oldest letter of a lane was buried; null when there is none. */
export function oldestLetter(store: Store, lane: LaneState): number | null {
  const range = { start: [lane.number], end: [lane.number + 1], limit: 1 };
  for (const { value } of store.dead.getRange(range)) return readHead(value).buriedAt;
  return null;
}

/** The first line of a letter; `end` is where its newline stands. */
function readHead(value: Buffer): { cause: DeathCause; buriedAt: number; end: number } {
  const end = value.indexOf('\n');
  const [cause = '', at = ''] = value.toString('utf8', 0, end).split(' ');
  if (!/^\d+$/.test(at))
    throw new Error('The queue is corrupt: a dead letter does not say when it was buried.');
  return { cause: readCause(cause), buriedAt: Number(at), end };
}

function readCause(text: string): DeathCause {
  if (text === 'vendor-refused' || text === 'retries-exhausted') return text;
  throw new Error('The queue is corrupt: a dead letter has no known cause.');
}
