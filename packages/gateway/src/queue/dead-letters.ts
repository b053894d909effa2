/** Dead letters on disk: per lane a run of numbers without gaps; when there are too many the oldest fall off. */
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
  deadMax: number,
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
    const value = Buffer.concat([Buffer.from(`${cause}\n`), line]);
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
    const end = value.indexOf('\n');
    letters.push({
      event: reviveCleanEvent(value.toString('utf8', end + 1)),
      cause: readCause(value.toString('utf8', 0, end)),
    });
  }
  return letters;
}

function readCause(text: string): DeathCause {
  if (text === 'vendor-refused' || text === 'retries-exhausted') return text;
  throw new Error('The queue is corrupt: a dead letter has no known cause.');
}
