/** Who must agree to a change of a plan. */
import { ROLES } from '../diff/change.ts';
import type { PlanDocument, Role } from '../diff/change.ts';
import { canonicalJson } from './canonical-json.ts';

/** The union over all differences; of a first plan, over everything that it brings. */
export function rolesForChange(before: PlanDocument | null, after: PlanDocument): readonly Role[] {
  return before !== null && canonicalJson(before) === canonicalJson(after) ? [] : ROLES;
}
