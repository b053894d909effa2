/** The ring as services that open sealed fields use it: unwrapped once, then asked without waiting. */
import type { KeyObject } from 'node:crypto';
import type { KekSecrets } from './kek/kek.ts';
import { openKek } from './kek/open-kek.ts';
import type { LoadSdk } from './kek/load-sdk.ts';
import { unwrapHalf } from './key-maker.ts';
import { expectRing } from './ring-store.ts';
import type { State } from './ring.ts';
import { importPrivateHalf } from './key-pair.ts';

export interface OpenKeyRing {
  readonly tenant: string;
  /** The private key of a recipient kid, whatever its state but destroyed; null where the ring has none. */
  readonly privateKey: (kid: string) => KeyObject | null;
  /** State of a recipient kid, by which a missing key can be told from a destroyed one; null where the ring never had it. */
  readonly stateOf: (kid: string) => State | null;
}

export interface OpenKeyRingOptions {
  /** Directory of the ring. */
  readonly directory: string;
  readonly secrets: KekSecrets;
  /** Default: every group. A service that opens for one group need not hold the keys of another. */
  readonly groups?: readonly string[];
  /** How SDKs of cloud providers are loaded; default `import`. */
  readonly load?: LoadSdk;
}

/**
 * Unwraps the keys of a ring as it is now; a later rotation is seen by opening it again. Rejects with `KeysUnusable` where
 * the ring is missing or damaged, or the KEK does not open it.
 */
export async function openKeyRing(options: OpenKeyRingOptions): Promise<OpenKeyRing> {
  const ring = expectRing(options.directory);
  const kek = await openKek(ring.kek, options.secrets, options.load);
  const keys = new Map<string, KeyObject>();
  const states = new Map<string, State>();
  for (const [group, generations] of ring.groups) {
    if (options.groups?.includes(group) === false) continue;
    for (const generation of generations) {
      states.set(generation.kid, generation.state);
      if (generation.state === 'destroyed') continue;
      const half = await unwrapHalf(kek, ring, group, generation);
      const key = importPrivateHalf(half, generation.publicKey);
      half.fill(0);
      if (key !== null) keys.set(generation.kid, key);
    }
  }
  return {
    tenant: ring.tenant,
    privateKey: (kid) => keys.get(kid) ?? null,
    stateOf: (kid) => states.get(kid) ?? null,
  };
}
