/**
 * What differs between two plans, and what each difference means: whether it breaks anybody, which way personal data flows,
 * and who must agree. Pure; whatever it cannot read is K06 and asks everyone.
 */
import type { WrittenPlan } from '../written.ts';
import type { Change, PlanDocument } from './change.ts';
import { diffEvent } from './diff-event.ts';
import { diffKeys, unrecognised } from './diff-keys.ts';
import type { Handler, Handlers } from './diff-keys.ts';
import type { DiffFacts } from './facts.ts';
import { capacityChanges } from './kinds/capacity-growth.ts';
import { enforcementChanges } from './kinds/enforcement.ts';
import { eventSetChanges } from './kinds/event-life.ts';
import { fieldChanges, findRenames } from './kinds/field-set.ts';
import { identityChanges } from './kinds/identifier.ts';
import { onDetection, onDetectors, onKeys } from './kinds/keys.ts';
import { factChanges } from './kinds/operation.ts';
import { onEnvironments, onQuarantine, onTaxonomy, onTombstones } from './kinds/plan-policy.ts';
import { reviewerChanges } from './kinds/reviewer.ts';
import { onConsent, onGpc, onNotices, onPurposes, onRegions } from './kinds/purpose.ts';
import { collectParts } from './kinds/known-parts.ts';
import { countExtended } from './kinds/retention.ts';
import { routeChanges } from './kinds/route.ts';
import { onLint, onSuppressions } from './kinds/suppression.ts';
import { onArchives, onVendors } from './kinds/vendor.ts';
import { makeChange } from './make-change.ts';
import type { Place } from './make-change.ts';
import { buildModel, isLive, leavesOf, once } from './model.ts';
import type { Carrier, Model } from './model.ts';
import { isSame } from './same.ts';
import type { Scope } from './scope.ts';

const PLAN: Place = { event: null, pointer: '' };

/** All changes from `before` to `after`, those of the plan first. Without `before` the plan is new, which is one change. */
export function diffPlans(
  before: PlanDocument | null,
  after: PlanDocument,
  facts: DiffFacts = {},
): readonly Change[] {
  if (before === null) return [makeChange('A01', PLAN, `Plan ${after.plan.id} is added.`)];
  const models = { before: buildModel(before), after: buildModel(after) };
  // Which of two events of one id counts is not for the comparison to guess.
  const isDoubled = [before, after].some(
    ({ events }) => new Set(events.map(({ id }) => id)).size < events.length,
  );
  if (isDoubled) return [unrecognised(PLAN)];
  const moves = findMoves(models.before, models.after);
  const liveParts = once(() => collectParts([...models.before.events.values()].filter(isLive)));
  const scope: Scope = { models, facts, liveParts, ...moves, extended: countExtended(models) };
  const found = [
    ...factChanges(scope),
    ...reviewerChanges(facts.reviewers),
    ...planChanges(scope),
    ...eventSetChanges(scope),
    ...[...models.after.events].flatMap(([id, now]) => {
      const was = models.before.events.get(id);
      return was === undefined ? [] : diffEvent({ before: was, after: now }, scope);
    }),
  ];
  if (found.length > 0 || facts.textDiffers !== true) return found;
  return [makeChange('K05', PLAN, 'Only the text of the files differs.')];
}

function planChanges(scope: Scope): Change[] {
  const { before, after } = scope.models;
  const pair = { before: before.plan, after: after.plan };
  const found = diffKeys(pair, HANDLERS, PLAN, scope);
  if (
    !isSame(before.plan.context, after.plan.context) ||
    !isSame(before.plan.taxonomy, after.plan.taxonomy)
  ) {
    const carriers = { before: before.context, after: after.context };
    const contextScope = { ...scope, carriers, renames: findRenames(carriers) };
    const place = { event: null, pointer: '/context' };
    found.push(
      ...fieldChanges(contextScope),
      ...routeChanges({ event: null, pointer: '/context/vendors' }, contextScope),
      ...capacityChanges(carriers, place),
    );
  }
  // Told event by event, where an event takes it over.
  const isTold = !isSame(before.plan.identity, after.plan.identity) && isTakenOver(before, after);
  if (found.length > 0 || isTold || isSame(before.plan, after.plan)) return found;
  return [makeChange('E15', PLAN, 'The plan is written in another way; it means the same.')];
}

/** Whether an event of both plans has no identity of its own. */
function isTakenOver(before: Model, after: Model): boolean {
  return [...after.events].some(([id, { written }]) => {
    return written.identity === undefined && before.events.has(id);
  });
}

/** Leaves that moved between events and the context. */
function findMoves(before: Model, after: Model): Pick<Scope, 'movedToContext' | 'movedFromContext'> {
  if (isSame(before.plan.context, after.plan.context)) {
    return { movedToContext: new Set(), movedFromContext: new Set() };
  }
  const [was, is] = [before.context.fields(), after.context.fields()];
  const come = paths(after.context).filter((path) => !was.has(path));
  const gone = paths(before.context).filter((path) => !is.has(path));
  const left = (path: string): boolean =>
    [...before.events.values()].some((event) => isGone(path, event, after.events.get(event.written.id)));
  const entered = (path: string): boolean =>
    [...after.events.values()].some((event) => isGone(path, event, before.events.get(event.written.id)));
  return { movedToContext: new Set(come.filter(left)), movedFromContext: new Set(gone.filter(entered)) };
}

function paths(carrier: Carrier): string[] {
  return leavesOf(carrier.fields()).map(({ path }) => path);
}

function isGone(path: string, event: Carrier, other: Carrier | undefined): boolean {
  return other !== undefined && event.fields().has(path) && !other.fields().has(path);
}

const elsewhere: Handler<unknown, Scope> = () => null;

const HANDLERS: Handlers<WrittenPlan, Scope> = {
  apiVersion: () => [],
  kind: () => [],
  id: ({ after }, at) => [makeChange('A01', at, `Plan ${after} stands where another plan stood.`)],
  description: (_, at) => [makeChange('E15', at, 'Only what is said about the plan changed.')],
  taxonomy: onTaxonomy,
  enforcement: (pair, at) => enforcementChanges(pair, { before: {}, after: {} }, at),
  environments: onEnvironments,
  purposes: onPurposes,
  gpc: onGpc,
  consent: onConsent,
  detection: onDetection,
  detectors: onDetectors,
  identity: (pair, at) => {
    const found = identityChanges(pair, at);
    return found.length === 0 ? null : found;
  },
  vendors: onVendors,
  context: elsewhere,
  lint: onLint,
  suppressions: onSuppressions,
  quarantine: onQuarantine,
  tombstones: onTombstones,
  keys: onKeys,
  opt_in_regions: onRegions,
  notices: onNotices,
  archives: onArchives,
};
