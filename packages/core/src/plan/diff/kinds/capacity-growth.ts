/** Kind D24: an event that comes to tell people apart. */
import type { Change } from '../change.ts';
import { CAPACITY_BUDGET_BITS, CAPACITY_GROWTH_BITS, capacityBits } from '../capacity.ts';
import type { Pair } from '../diff-keys.ts';
import { makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import type { Carrier } from '../model.ts';

/** A carrier that is new is only held to the budget. */
export function capacityChanges({ before, after }: Pair<Carrier | null>, place: Place): Change[] {
  const was = before === null ? 0 : capacityBits(before);
  const is = after === null ? 0 : capacityBits(after);
  const crosses = was <= CAPACITY_BUDGET_BITS && is > CAPACITY_BUDGET_BITS;
  const grows = before !== null && is - was > CAPACITY_GROWTH_BITS;
  if (!crosses && !grows) return [];
  const words = `What tells people apart grows from ${was.toFixed(1)} to ${is.toFixed(1)} bits; the budget is ${CAPACITY_BUDGET_BITS}.`;
  return [makeChange('D24', place, words)];
}
