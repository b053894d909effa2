/** Who must agree to a change of a plan. */
import { ROLES } from '../diff/change.ts';
import type { Role } from '../diff/change.ts';
import { diffPlans } from '../diff/diff-plans.ts';
import { rolesOf } from '../diff/summarise.ts';
import type { Reviewed } from './admit-plan.ts';

/**
 * The union over all differences, of the plan and of its reviewers; none where nothing differs, or only words that the owners
 * of an event may change alone. A first plan, and a change that no approval can cover, ask everyone.
 */
export function rolesForChange(before: Reviewed | null, after: Reviewed): readonly Role[] {
  if (before === null) return ROLES;
  const reviewers = { before: before.reviewers, after: after.reviewers };
  const changes = diffPlans(before.document, after.document, { reviewers });
  return changes.some(({ semver }) => semver === 'refused') ? ROLES : rolesOf(changes);
}
