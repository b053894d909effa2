/**
 * Has something done at a time, once. State: the one time that is waited for; a later one replaces it. A crash forgets it.
 */
import { causeOf } from './runtime.ts';
import type { Clock, Log } from './runtime.ts';

export interface Alarm {
  /** Milliseconds since 1970; null for never. */
  set(at: number | null): void;
}

/** Timers cannot be set for much longer than 24 days. */
const SLEEP_MS_MAX = 86_400_000;

/** A `ring` that rejects is a bug, and logged as one. */
export function createAlarm(ring: () => Promise<unknown>, clock: Clock, log: Log): Alarm {
  let waiting = new AbortController();
  const wait = async (at: number, signal: AbortSignal): Promise<void> => {
    try {
      while (!signal.aborted && clock.now() < at) {
        await clock.sleep(Math.min(at - clock.now(), SLEEP_MS_MAX), signal);
      }
      if (!signal.aborted) await ring();
    } catch (error) {
      log.write('request-failed', { cause: causeOf(error) });
    }
  };
  return {
    set: (at) => {
      waiting.abort();
      if (at === null) return;
      waiting = new AbortController();
      // Never rejects: what fails within is logged there.
      void wait(at, waiting.signal);
    },
  };
}
