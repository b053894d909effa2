/** Keys for tests that need no private half. */
import { createHash } from 'node:crypto';
import { kidOf } from '../kid.ts';
import type { FreshKey } from './ring.ts';

/** A key of 32 bytes that are those of no pair, always the same for a seed. */
export function freshKey(seed: number): FreshKey {
  const bytes = createHash('sha256').update(`public key ${seed}`).digest();
  const kid = kidOf(bytes);
  return { kid, publicKey: bytes.toString('base64url'), wrapped: `wrapped of ${kid}` };
}
