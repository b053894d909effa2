/** How an event ends that breaks the plan. */
import type { Outcome } from '../../outcome.ts';

export const VIOLATIONS: ReadonlySet<Outcome> = new Set<Outcome>([
  'malformed',
  'unplanned-event',
  'unplanned-field',
  'invalid-field',
  'expired',
  'personal-data-blocked',
]);
