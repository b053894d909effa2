/** What a change of a plan amounts to, and who must agree to it. */
import { ROLES } from '../diff/change.ts';
import type { Role } from '../diff/change.ts';
import { diffPlans } from '../diff/diff-plans.ts';
import { directionOf, rolesOf } from '../diff/summarise.ts';
import { gravestEffect } from '../diff/make-change.ts';
import type { Reviewed } from './admit-plan.ts';
import type { ChangeSummary } from './lock.ts';

/** The union over all differences, of the plan and of its reviewers; none where only words differ that owners may change alone. */
export function rolesForChange(before: Reviewed | null, after: Reviewed): readonly Role[] {
  return summariseChange(before, after).roles;
}

/**
 * The sum of all differences: the gravest effect, the widest direction, every role. A first plan, and a change that no approval
 * can cover, ask everyone.
 */
export function summariseChange(before: Reviewed | null, after: Reviewed): ChangeSummary {
  const reviewers =
    before === null ? {} : { reviewers: { before: before.reviewers, after: after.reviewers } };
  const changes = diffPlans(before?.document ?? null, after.document, reviewers);
  const semver = gravestEffect(changes.map((each) => each.semver));
  return {
    semver,
    direction: directionOf(changes),
    kinds: changes.map(({ kind }) => kind),
    roles: before === null || semver === 'refused' ? ROLES : rolesOf(changes),
  };
}
