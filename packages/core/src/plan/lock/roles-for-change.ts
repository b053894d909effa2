/** What a change of a plan amounts to, and who must agree to it. */
import { ROLES } from '../diff/change.ts';
import type { Change, Role } from '../diff/change.ts';
import { diffPlans } from '../diff/diff-plans.ts';
import { rolesOf, summariseDiff } from '../diff/summarise.ts';
import type { Reviewed } from './admit-plan.ts';
import type { ChangeSummary } from './lock.ts';

/**
 * The union over all differences, of the plan and of its reviewers; none where nothing differs, or only words that the owners
 * of an event may change alone. A first plan, and a change that no approval can cover, ask everyone.
 */
export function rolesForChange(before: Reviewed | null, after: Reviewed): readonly Role[] {
  return before === null ? ROLES : rolesOfAll(changesOf(before, after));
}

/** The sum of all differences: the gravest effect, the widest direction, every kind and role. */
export function summariseChange(before: Reviewed | null, after: Reviewed): ChangeSummary {
  if (before === null) return { semver: 'minor', direction: 'widening', kinds: ['A01'], roles: ROLES };
  const changes = changesOf(before, after);
  const { semver, direction } = summariseDiff(before.document, after.document, changes);
  return { semver, direction, kinds: changes.map(({ kind }) => kind), roles: rolesOfAll(changes) };
}

/** Every difference, that of the reviewers included. */
export function changesOf(before: Reviewed, after: Reviewed): readonly Change[] {
  const reviewers = { before: before.reviewers, after: after.reviewers };
  return diffPlans(before.document, after.document, { reviewers });
}

function rolesOfAll(changes: readonly Change[]): readonly Role[] {
  return changes.some(({ semver }) => semver === 'refused') ? ROLES : rolesOf(changes);
}
