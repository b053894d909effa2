/** What destroying a key makes unreadable, said before it is done. */
import { KeysUnusable } from './keys-unusable.ts';
import { DAY_MS, findGeneration } from './ring.ts';
import type { Generation, Ring } from './ring.ts';
import { bury } from './rotation.ts';

/** What was sealed to this key, and only to it, becomes unreadable for everyone, for ever. */
export interface Destruction {
  readonly kid: string;
  readonly group: string;
  /** From when it was published; null where it never was, and nothing can have been sealed to it. */
  readonly since: number | null;
  /** When the ring stopped publishing it. */
  readonly until: number | null;
  /** Until when a gateway that still has an older recipients file may have sealed, or may yet seal, to it. */
  readonly latest: number | null;
  /** How many fields are sealed to it, where somebody counted. */
  readonly fields: number | null;
}

export type CountSealed = (key: Omit<Destruction, 'fields'>) => Promise<number>;

/** Says what destroying would do. Throws `KeysUnusable` for an active key, a destroyed one and one that is not there. */
export async function foreseeDestruction(ring: Ring, kid: string, count?: CountSealed): Promise<Destruction> {
  const { group, generation } = destroyable(ring, kid);
  const { days, graceDays } = ring.rotation;
  const since = generation.state === 'next' ? null : generation.activeFrom;
  const until = generation.state === 'decrypt-only' && since !== null ? generation.retiredAt : null;
  const latest =
    since === null || until === null ? null : Math.max(since + days * DAY_MS, until) + graceDays * DAY_MS;
  const key = { kid, group, since, until, latest };
  return { ...key, fields: count === undefined ? null : await count(key) };
}

/** The ring without the private half. Throws as `foreseeDestruction` does. */
export function destroyKey(ring: Ring, kid: string, now: number): Ring {
  const { group } = destroyable(ring, kid);
  const generations = (ring.groups.get(group) ?? []).map((each) =>
    each.kid === kid ? bury(each, now) : each,
  );
  return { ...ring, groups: new Map(ring.groups).set(group, generations) };
}

function destroyable(ring: Ring, kid: string): { group: string; generation: Generation } {
  const found = findGeneration(ring, kid);
  if (found === null) {
    throw new KeysUnusable('refused', 'The ring has no key of that kid.', 'See the kids: headgate key list.');
  }
  const { group, generation } = found;
  if (generation.state === 'active') {
    const mend = `Give the group another key first: headgate key rotate ${group} --now.`;
    throw new KeysUnusable('refused', 'The key is active: gateways seal to it.', mend);
  }
  if (generation.state === 'destroyed') {
    throw new KeysUnusable('refused', 'The key is destroyed already.', 'There is nothing left to do.');
  }
  return found;
}
