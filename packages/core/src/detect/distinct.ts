/** The keys of a redacted object. */
import type { Json } from '../event.ts';

/** Redacted keys may have become equal: the later ones are numbered, so that no member is lost. */
export function distinct(members: readonly [string, Json][]): readonly [string, Json][] {
  const taken = new Set<string>();
  return members.map(([key, value]) => {
    let free = key;
    for (let number = 2; taken.has(free); number++) free = `${key} ${number}`;
    taken.add(free);
    return [free, value];
  });
}
