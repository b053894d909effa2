/**
 * Seals fields to the public key of a recipient group, in epochs. The process that seals cannot open: it holds no private key, and
 * forgets an epoch's secrets when the epoch ends.
 */
import { startEpoch } from './epoch.ts';
import type { Epoch, EpochOptions, RunningEpoch } from './epoch.ts';
import type { EpochLimits } from './header-sealer.ts';
import { forgetKeys, setupSender } from './hpke.ts';
import { isEncodable } from './lengthed.ts';
import { X25519_BYTES } from './x25519.ts';

/** Limits of an epoch unless others are given. */
export const EPOCH_LIMITS: EpochLimits = {
  durationMs: 5 * 60_000,
  events: 10_000,
  fields: 2 ** 20,
  subjects: 10_000,
};
/** Nonces count in 32 bits. */
const FIELDS_MAX = 2 ** 32;

export interface SealerOptions extends Omit<EpochOptions, 'limits'> {
  /** Default: `EPOCH_LIMITS`. Whole numbers from 1; at most 2³² fields. */
  readonly limits?: Partial<EpochLimits>;
}

export interface Sealer {
  /**
   * The epoch in force; a new one when the last is over or full, which also ends the last. Store the header of a new one before
   * letting out what is sealed in it: in the same transaction is soon enough.
   */
  readonly epoch: () => Epoch;
  /** Ends the epoch if its time is over. To be called by a timer where events may stay away for long. */
  readonly expire: () => void;
  /** Ends the epoch now. The sealer may be used again. */
  readonly end: () => void;
}

/** Throws on names that are not encodable, on a public key that is none, and on limits out of range. */
export function createSealer({ limits, ...options }: SealerOptions): Sealer {
  const settings: EpochOptions = { ...options, limits: { ...EPOCH_LIMITS, ...limits } };
  check(settings);
  let running: RunningEpoch | null = null;
  const end = (): void => {
    running?.end();
    running = null;
  };
  return {
    epoch: () => {
      if (running?.hasRoom() === true) return running.epoch;
      end();
      const next = startEpoch(settings);
      running = next;
      return next.epoch;
    },
    expire: () => {
      if (running?.isRunning() === false) end();
    },
    end,
  };
}

function check({ tenant, recipientGroup, publicKey, random, limits }: EpochOptions): void {
  if (!isEncodable(tenant) || !isEncodable(recipientGroup)) {
    throw new RangeError(
      'Expected a tenant and a recipient group of at most 65,535 bytes of well-formed text.',
    );
  }
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`Expected limits.${name} to be a whole number from 1.`);
  }
  if (limits.fields > FIELDS_MAX) throw new RangeError(`Expected limits.fields to be at most ${FIELDS_MAX}.`);
  // Fails on a key of small order or of another length now, and not on the first event.
  forgetKeys(setupSender(publicKey, Buffer.alloc(0), random(X25519_BYTES)).keys);
}
