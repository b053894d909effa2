/** Makes and unwraps the keys of a ring with its KEK. Private halves are cleared as soon as they are wrapped or imported. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { WRAPPED_BYTES, contextOf } from './kek/kek.ts';
import type { Kek } from './kek/kek.ts';
import { KeysUnusable } from './keys-unusable.ts';
import type { FreshKey, KeptGeneration, Ring } from './ring.ts';
import { importPrivateHalf, makeKeyPair } from './key-pair.ts';

/** Stands for the group in the context of a ring's check; no group can have this name. */
const CHECK = '@check';

/** The check of a new ring, by which another KEK is noticed. */
export async function makeCheck(kek: Kek, tenant: string): Promise<string> {
  return wrapSurely(kek, randomBytes(WRAPPED_BYTES), contextOf(tenant, CHECK, ''));
}

/** Rejects with `KeysUnusable` where the KEK is not the one that the ring was made with. */
export async function checkKek(kek: Kek, ring: Ring): Promise<void> {
  const secret = await kek.unwrap(ring.check, contextOf(ring.tenant, CHECK, ''));
  secret.fill(0);
}

/** A new key pair for a group, its private half wrapped, and unwrapped once to prove it. */
export async function makeFreshKey(kek: Kek, tenant: string, group: string): Promise<FreshKey> {
  const { kid, publicKey, privateHalf } = makeKeyPair();
  return { kid, publicKey, wrapped: await wrapSurely(kek, privateHalf, contextOf(tenant, group, kid)) };
}

/** Wraps, proves that it can be unwrapped, and clears the secret. */
export async function wrapSurely(kek: Kek, secret: Buffer, context: string): Promise<string> {
  try {
    const wrapped = await kek.wrap(secret, context);
    const again = await kek.unwrap(wrapped, context);
    const isSame = again.length === secret.length && timingSafeEqual(again, secret);
    again.fill(0);
    if (isSame) return wrapped;
  } finally {
    secret.fill(0);
  }
  const message = 'What the KEK wrapped does not come back the same.';
  throw new KeysUnusable('denied', message, 'Check its key and type; nothing was changed.');
}

/** The private half of a generation: 32 bytes, to be cleared. Rejects where it does not belong to the public half. */
export async function unwrapHalf(
  kek: Kek,
  ring: Pick<Ring, 'tenant'>,
  group: string,
  { kid, publicKey, wrapped }: KeptGeneration,
): Promise<Buffer> {
  const half = await kek.unwrap(wrapped, contextOf(ring.tenant, group, kid));
  if (importPrivateHalf(half, publicKey) !== null) return half;
  half.fill(0);
  const message = `The private half of ${kid} does not belong to its public half.`;
  throw new KeysUnusable('damaged', message, 'Bring the ring back from a backup: headgate key restore.');
}
