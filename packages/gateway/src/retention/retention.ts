/**
 * Deletes what is older than it may be, and proves it.
 *
 * A store that keeps rows gives one or more classes; each says which of its rows is the oldest, by looking, and deletes what is
 * older than a time. The job asks every class at the start and then every hour. A class that fails is logged, and does not
 * hold up the others. A crash leaves rows that the next run deletes; nothing about retention is stored, so nothing can be wrong.
 */
import { causeOf } from '../runtime.ts';
import type { Clock, Log } from '../runtime.ts';
import { createSerial } from '../serial.ts';

/** The closed list of what is kept. `quarantine` and `sealed` are the names of the stores that hold sealed events. */
export const RETENTION_CLASSES = [
  'queue',
  'dead-letters',
  'journal',
  'ledger',
  'warehouse',
  'k-gate',
  'recent',
  'quarantine',
  'sealed',
] as const;
export type RetentionName = (typeof RETENTION_CLASSES)[number];

export interface RetentionClass {
  readonly name: RetentionName;
  /** Whose rows, where each vendor has a limit of its own; else null. */
  readonly of: string | null;
  /** A row may be as old as this, and not a millisecond older. */
  readonly limitMs: number;
  /** When the oldest row is of, read from the store, in milliseconds since 1970; null when there is none. */
  oldest(): Promise<number | null>;
  /** Deletes the rows that are of before a time; gives back how many. */
  deleteBefore(time: number): Promise<number>;
}

export interface RetentionRow {
  readonly name: RetentionName;
  readonly of: string | null;
  readonly limitMs: number;
  readonly oldestAt: number | null;
  /** Whether the oldest row has outlived its limit and the run that should have deleted it. */
  readonly isOver: boolean;
}

export interface RetentionReport {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly intervalMs: number;
  /** When the last run ended; null before the first. */
  readonly lastRunAt: number | null;
  readonly rows: readonly RetentionRow[];
}

export interface RetentionParts {
  /** Asked anew for every run and report, because plans change. */
  readonly classes: () => Promise<readonly RetentionClass[]>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every deletion. */
  readonly deleted: (name: RetentionName, count: number) => void;
}

export interface Retention {
  /** Runs now and then every hour until stopped. Once only. */
  start(): void;
  /** Ends the job after the run under way. */
  stop(): Promise<void>;
  /** Deletes what is too old in every class. Never rejects. */
  run(): Promise<void>;
  /** Looks at the oldest row of every class. Rejects when a store cannot be read. */
  report(): Promise<RetentionReport>;
}

export const RETENTION_INTERVAL_MS = 3_600_000;

export function createRetention({ classes, clock, log, deleted }: RetentionParts): Retention {
  const serial = createSerial();
  const stopped = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  let lastRunAt: number | null = null;

  const enforce = async (each: RetentionClass, now: number): Promise<void> => {
    try {
      const count = await each.deleteBefore(now - each.limitMs);
      if (count > 0) deleted(each.name, count);
    } catch (error) {
      log.write('retention-failing', { cause: causeOf(error) });
    }
  };
  const runOnce = async (): Promise<void> => {
    const now = clock.now();
    const all = await classes().catch((error: unknown) => {
      log.write('retention-failing', { cause: causeOf(error) });
      return [];
    });
    for (const each of all) await enforce(each, now);
    lastRunAt = clock.now();
  };
  const rowOf = async ({ name, of, limitMs, oldest }: RetentionClass): Promise<RetentionRow> => {
    const oldestAt = await oldest();
    const isOver = oldestAt !== null && clock.now() - oldestAt > limitMs + RETENTION_INTERVAL_MS;
    return { name, of, limitMs, oldestAt, isOver };
  };
  const run = (): Promise<void> => serial(runOnce);
  const repeat = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await run();
      await clock.sleep(RETENTION_INTERVAL_MS, stopped.signal);
    }
  };
  return {
    start: () => {
      loop = repeat();
    },
    stop: async () => {
      stopped.abort();
      await loop;
      await serial(() => Promise.resolve());
    },
    run,
    report: () =>
      serial(async () => {
        const rows: RetentionRow[] = [];
        for (const each of await classes()) rows.push(await rowOf(each));
        return { at: clock.now(), intervalMs: RETENTION_INTERVAL_MS, lastRunAt, rows };
      }),
  };
}
