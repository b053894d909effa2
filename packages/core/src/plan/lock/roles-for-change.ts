/** What a change of a plan amounts to, and who must agree to it. */
import { ROLES } from '../diff/change.ts';
import type { Change, Role, RoleCounts } from '../diff/change.ts';
import { diffPlans } from '../diff/diff-plans.ts';
import { KINDS } from '../diff/kinds.ts';
import { rolesOf, summariseDiff } from '../diff/summarise.ts';
import type { Reviewed } from './admit-plan.ts';
import type { Asked } from './judge-reviews.ts';
import type { ChangeSummary } from './lock.ts';

/** Expiry → never: somebody has to be named who watches the event. */
const ENDLESS = 'J03';

/**
 * Nobody where nothing differs, or only words that the owners of an event may change alone and owners are not asked. A first
 * plan, and a change that no approval can cover, ask every role.
 */
export function askedForChange(before: Reviewed | null, after: Reviewed): Asked {
  if (before === null) return { roles: ROLES, owners: [], min: {}, needsMonitor: false };
  const changes = changesOf(before, after);
  const owners = before.reviewers.owner_approvals === true ? ownersOf(changes, before, after) : [];
  const needsMonitor = changes.some(({ kind }) => kind === ENDLESS);
  return { roles: rolesOfAll(changes), owners, min: minOf(changes), needsMonitor };
}

/** The most that any of the kinds asks of a role. */
function minOf(changes: readonly Change[]): RoleCounts {
  const found: Partial<Record<Role, number>> = {};
  const kinds = new Set(changes.map(({ kind }) => kind));
  for (const [id, { min = {} }] of Object.entries(KINDS)) {
    if (!kinds.has(id)) continue;
    for (const role of ROLES) {
      if ((min[role] ?? 1) > (found[role] ?? 1)) found[role] = min[role] ?? 1;
    }
  }
  return found;
}

/** Of every event with a change that no role is asked for: who owns it, and where that changes, who is to own it. */
function ownersOf(changes: readonly Change[], before: Reviewed, after: Reviewed): readonly string[] {
  const teams = new Set<string>();
  for (const { event, kind, roles } of changes) {
    if (event === null || roles.length > 0) continue;
    const [was, is] = [teamOf(before, event), teamOf(after, event)];
    for (const team of kind === 'E13' ? [was, is] : [was ?? is]) if (team !== undefined) teams.add(team);
  }
  return [...teams].toSorted();
}

function teamOf({ document }: Reviewed, event: string): string | undefined {
  return document.events.find(({ id }) => id === event)?.owners?.team;
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
