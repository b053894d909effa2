/** Ends epochs of sealing when their time is over, whether or not anything comes to be sealed: their keys must not stay in memory. */
import type { Clock } from '../runtime.ts';
import type { RecipientsInForce } from './recipients-in-force.ts';

/** How long an epoch's key may outlive the epoch. */
const EXPIRE_INTERVAL_MS = 10_000;

export interface EpochTimer {
  /** Once only. */
  start(): void;
  /** Ends every epoch, and the timer. */
  stop(): void;
}

export function createEpochTimer(
  recipients: Pick<RecipientsInForce, 'expire' | 'end'>,
  clock: Pick<Clock, 'sleep'>,
): EpochTimer {
  const stopped = new AbortController();
  const repeat = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      recipients.expire();
      await clock.sleep(EXPIRE_INTERVAL_MS, stopped.signal);
    }
  };
  return {
    // Never rejects: neither does sleep, and expiring does not throw.
    start: () => void repeat(),
    stop: () => {
      stopped.abort();
      recipients.end();
    },
  };
}
