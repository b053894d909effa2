/**
 * The keys of pseudonyms: the key file, and beside it the keys of days. States: opened → rolling → stopped.
 *
 * Rolling brings the keys of days past each midnight (UTC), and has the plan compiled anew, so that nothing made from a deleted
 * key stays in memory. A roll that cannot be written is tried again; events never wait for it, they go without the identifiers
 * whose key is not there.
 */
import { normaliserOf } from '@headgate/core';
import type { Pseudonymiser } from '@headgate/core';
import { createPseudonymiser, openDayKeys, openKeyFile } from '@headgate/seal';
import { existsSync } from 'node:fs';
import { causeOf } from './runtime.ts';
import type { Clock, Log } from './runtime.ts';

export interface KeyPaths {
  readonly keys: string;
  readonly dayKeys: string;
  /** Where the key file lies if nothing else is said. */
  readonly usualKeys: string;
}

export interface Keys {
  readonly pseudonymiser: Pseudonymiser;
  /** Starts a new epoch for a vendor, stored when it returns, and gives its number. For what is compiled from then on. */
  burn(vendor: string, by: string, reason: string): number;
  /** Follows the clock; `changed` is called after every roll that changed something. */
  start(changed: () => Promise<void>): void;
  stop(): void;
}

const DAY_MS = 86_400_000;
/** A machine that slept must not keep a key for much longer. */
const SLEEP_MS_MAX = 600_000;

/** Opens or makes both files. Throws when others may read them, the key file is damaged, or it seems to have been left behind. */
export function openKeys(paths: KeyPaths, clock: Clock, log: Log): Keys {
  if (paths.keys !== paths.usualKeys && !existsSync(paths.keys) && existsSync(paths.usualKeys)) {
    throw new Error(
      `The key file is still at ${paths.usualKeys}, and a new one would break every pseudonym. Move it to ${paths.keys}`,
    );
  }
  const keys = openKeyFile(paths.keys);
  const days = openDayKeys(paths.dayKeys, clock.now());
  const pseudonymiser = createPseudonymiser({ keys, dayKeyOf: days.keyOf, normaliserOf });
  const stopping = new AbortController();
  const follow = async (changed: () => Promise<void>): Promise<void> => {
    while (!stopping.signal.aborted) {
      const now = clock.now();
      await clock.sleep(Math.min(DAY_MS - (now % DAY_MS), SLEEP_MS_MAX), stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        if (days.roll(clock.now())) await changed();
      } catch (error) {
        log.write('day-keys-failing', { cause: causeOf(error) });
      }
    }
  };
  return {
    pseudonymiser,
    burn: (vendor, by, reason) => keys.burn(vendor, { at: clock.now(), by, reason }),
    // Never rejects: what fails within is logged there.
    start: (changed) => void follow(changed),
    stop: () => stopping.abort(),
  };
}
