/** The ring as services that open sealed fields use it: unwrapped once, then asked without waiting. */
import type { KeyObject } from 'node:crypto';
import type { Kek, KekSecrets } from './kek/kek.ts';
import { openKek } from './kek/open-kek.ts';
import type { LoadSdk } from './kek/load-sdk.ts';
import { unwrapHalf } from './key-maker.ts';
import { expectRing } from './ring-store.ts';
import { importPrivateHalf } from './key-pair.ts';
import type { Ring, State } from './ring.ts';

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
export async function openKeyRing({
  directory,
  secrets,
  groups,
  load,
}: OpenKeyRingOptions): Promise<OpenKeyRing> {
  const ring = expectRing(directory);
  return unwrapKeyRing(ring, await openKek(ring.kek, secrets, load), groups);
}

/** As `openKeyRing`, of a ring that was read and with its KEK at hand. */
export async function unwrapKeyRing(ring: Ring, kek: Kek, groups?: readonly string[]): Promise<OpenKeyRing> {
  const keys = new Map<string, KeyObject>();
  const states = new Map<string, State>();
  for (const [group, generations] of ring.groups) {
    if (groups?.includes(group) === false) continue;
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
