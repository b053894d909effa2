/**
 * Carries the queue's journal into the ledger, off the way of any answer.
 *
 * One slice is carried at a time: read after the ledger's position, applied in one transaction that stores the new
 * position, then trimmed from the queue. A crash between the last two leaves entries in the journal that the ledger
 * already has; they lie at or before its position, are not read again, and are trimmed by the next carry.
 * A slice that cannot be applied stays in the journal and is tried again.
 */
import { causeOf } from '../runtime.ts';
import type { Clock, Log } from '../runtime.ts';
import type { LedgerEntry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { createSerial } from '../serial.ts';

/** The part of the queue that the pump needs; said again here so that the ledger knows nothing of queues. */
export interface Inbox {
  journal(
    after: number,
    limit: number,
  ): { readonly entries: readonly LedgerEntry[]; readonly through: number };
  trimJournal(through: number): Promise<void>;
}

export interface LedgerPumpOptions {
  readonly queue: Inbox;
  readonly ledger: Pick<Ledger, 'position' | 'apply'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Log;
  /** Between two looks at the journal. Default 1,000. */
  readonly intervalMs?: number;
  /** Entries applied in one transaction. Default 20,000. */
  readonly entriesMax?: number;
}

export interface LedgerPump {
  /** Carries every `intervalMs` until stopped. Once only. */
  start(): void;
  /** Ends the carrying after the slice under way. What is left stays in the journal. */
  stop(): Promise<void>;
  /** Carries all that the journal holds now, also after `stop`. 'behind' when that failed: then it was logged, and the numbers are old. */
  flush(): Promise<'current' | 'behind'>;
}

const INTERVAL_MS = 1_000;
const ENTRIES_MAX = 20_000;

export function createLedgerPump(options: LedgerPumpOptions): LedgerPump {
  const intervalMs = options.intervalMs ?? INTERVAL_MS;
  const serial = createSerial();
  const stopped = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  let trimmed = 0;

  /** Carries slices until one is not full, which is the end of the journal as it was then, or until the signal. */
  async function carry(signal: AbortSignal | null): Promise<'current' | 'behind'> {
    const { queue, ledger, entriesMax = ENTRIES_MAX } = options;
    try {
      let full = true;
      while (full) {
        const slice = queue.journal(ledger.position(), entriesMax);
        if (slice.entries.length > 0) await ledger.apply(slice.entries, slice.through);
        await trim(ledger.position());
        full = slice.entries.length >= entriesMax && signal?.aborted !== true;
      }
      return 'current';
    } catch (error) {
      options.log.write('ledger-failing', { cause: causeOf(error) });
      return 'behind';
    }
  }

  async function trim(through: number): Promise<void> {
    if (through <= trimmed) return;
    await options.queue.trimJournal(through);
    trimmed = through;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await serial(() => carry(stopped.signal));
      await options.clock.sleep(intervalMs, stopped.signal);
    }
  }

  return {
    start() {
      loop = run();
    },
    async stop() {
      stopped.abort();
      await loop;
      await serial(() => Promise.resolve());
    },
    flush: () => serial(() => carry(null)),
  };
}
