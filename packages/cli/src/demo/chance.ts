/** Repeatable chance: the same seed gives the same shop on every machine. Not for anything secret. */

export interface Chance {
  /** A number in [0, 1). */
  fraction(): number;
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number;
  /** One of the items. */
  pick<T extends readonly [unknown, ...unknown[]]>(items: T): T[number];
  /** True with this probability. */
  isHit(probability: number): boolean;
}

/** Marsaglia's xorshift with 32 bits of state (https://www.jstatsoft.org/article/view/v008i14). */
export function createChance(seed: number): Chance {
  // Zero is the one state it never leaves; the multiplication sets small seeds far apart.
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1;
  const fraction = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const whole = (below: number): number => Math.floor(fraction() * below);
  return {
    fraction,
    whole,
    pick: (items) => items[whole(items.length)],
    isHit: (probability) => fraction() < probability,
  };
}
