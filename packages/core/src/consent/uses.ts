/** How data uses lie in each other: `analytics.reporting` is within `analytics`. */
import type { Use } from '../plan/taxonomy/uses.ts';

/** Whether a use is `parent` or one of the uses below it. */
export function isWithin(use: Use, parent: Use): boolean {
  return use === parent || use.startsWith(`${parent}.`);
}

/** Whether one of two uses is within the other: what is said of a part is said of the whole as well. */
export function overlaps(one: Use, other: Use): boolean {
  return isWithin(one, other) || isWithin(other, one);
}
