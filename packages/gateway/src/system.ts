/** Time and chance of the real world; tests hand in their own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from './runtime.ts';

export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: async (ms, signal) => {
      // An aborted sleep is over, which is what was asked for; it is no failure.
      await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    },
  };
}

export function createSystemRandom(): Random {
  return { fraction: () => Math.random(), uuid: () => randomUUID() };
}
