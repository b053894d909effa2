/** Wakes whoever waits. State: how often it rang, and who waits now. */
import type { Clock } from '../runtime.ts';

export interface Bell {
  /** How often it rang; read before work that a ring in the meantime would make stale. */
  readonly rings: number;
  ring(): void;
  /**
   * Resolves when it rings, after `ms` where that is a number, or at once when it rang since `rings` was read.
   * Whoever wakes looks again at what it waited for.
   */
  wait(ms: number | null, rings?: number): Promise<void>;
}

export function createBell(clock: Clock): Bell {
  const sleepers = new Set<AbortController>();
  let rings = 0;
  return {
    get rings() {
      return rings;
    },
    ring: () => {
      rings += 1;
      for (const sleeper of sleepers) sleeper.abort();
      sleepers.clear();
    },
    wait: async (ms, since = rings) => {
      if (since !== rings) return;
      const sleeper = new AbortController();
      sleepers.add(sleeper);
      await (ms === null ? untilAborted(sleeper.signal) : clock.sleep(ms, sleeper.signal));
      sleepers.delete(sleeper);
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
