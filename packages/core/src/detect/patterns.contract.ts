/** What the tests ask of every regular expression that strangers' texts are matched with. */
import { checkSync } from 'recheck';

/**
 * Whether a pattern can be made to backtrack without bound: `safe`, `vulnerable` or `unknown`. Without its limits of time,
 * since on a busy machine a pattern that takes long to run is reported as one that takes many steps.
 */
export function backtracking({ source, flags }: Pick<RegExp, 'source' | 'flags'>): string {
  return checkSync(source, flags, { incubationTimeout: null, seedingTimeout: null }).status;
}
