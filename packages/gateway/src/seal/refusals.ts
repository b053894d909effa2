/**
 * Counts the fields that could not be sealed, and logs them without flooding the log: at once, and then once a minute.
 *
 * State: for each group and reason, when it was logged last and how many came since. Groups are those of the plan and reasons are
 * a closed list, so there are as many as the plan allows.
 */
import type { Log } from '../runtime.ts';
import type { FieldRefusal } from './field-sealer.ts';

export interface Refusals {
  readonly refused: (group: string, reason: FieldRefusal) => void;
  /** Logs what has come since it was logged last. For a timer and the end. */
  readonly flush: () => void;
}

export interface RefusalsParts {
  readonly log: Log;
  readonly now: () => number;
  readonly count: (group: string, reason: FieldRefusal) => void;
}

const LOG_INTERVAL_MS = 60_000;

interface Seen {
  readonly group: string;
  readonly reason: FieldRefusal;
  loggedAt: number;
  waiting: number;
}

export function createRefusals({ log, now, count }: RefusalsParts): Refusals {
  const all = new Map<string, Seen>();
  const write = (seen: Seen): void => {
    log.write('sealing-failing', { group: seen.group, cause: seen.reason, count: seen.waiting });
    seen.loggedAt = now();
    seen.waiting = 0;
  };
  return {
    refused: (group, reason) => {
      count(group, reason);
      const name = `${group} ${reason}`;
      const seen = all.get(name) ?? { group, reason, loggedAt: -Infinity, waiting: 0 };
      all.set(name, seen);
      seen.waiting += 1;
      if (now() - seen.loggedAt >= LOG_INTERVAL_MS) write(seen);
    },
    flush: () => {
      for (const seen of all.values()) {
        if (seen.waiting > 0 && now() - seen.loggedAt >= LOG_INTERVAL_MS) write(seen);
      }
    },
  };
}
