/** What a change of a plan amounts to, and who must agree to it. */
import { ROLES } from '../diff/change.ts';
import type { PlanDocument, Role } from '../diff/change.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ChangeSummary } from './lock.ts';

/** The union over all differences; of a first plan, over everything that it brings. */
export function rolesForChange(before: PlanDocument | null, after: PlanDocument): readonly Role[] {
  return summariseChange(before, after).roles;
}

/** The sum of all differences: the gravest effect, the widest direction, every role. */
export function summariseChange(before: PlanDocument | null, after: PlanDocument): ChangeSummary {
  if (before !== null && canonicalJson(before) === canonicalJson(after)) {
    return { semver: 'none', direction: 'neutral', kinds: [], roles: [] };
  }
  return { semver: 'major', direction: 'widening', kinds: ['K06'], roles: ROLES };
}
