/** The conditions that an event meets by the most sensitive of its fields. */
import type { Condition } from '../kind-row.ts';
import { tiersMet } from '../make-change.ts';
import { leavesOf } from '../model.ts';
import type { Carrier } from '../model.ts';
import type { Tier } from '../../taxonomy/tier.ts';

export function eventTiers(carrier: Carrier): Condition[] {
  const leaves = leavesOf(carrier.fields());
  const tier = leaves.reduce<Tier>((highest, leaf) => (leaf.tier > highest ? leaf.tier : highest), 1);
  return tiersMet(
    tier,
    leaves.some((leaf) => leaf.annotation?.special_category === true),
  );
}
