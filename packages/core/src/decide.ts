/** The way of one event through the plan in force: consent → validate → detect → protect per vendor → sample → route. */
import { isWithin } from './consent/uses.ts';
import type { CleanEvent, Operation, ReceivedEvent } from './event.ts';
import type { Finding } from './detect/detector.ts';
import type { SealedEvent } from './protect/field-sealer.ts';
import type { Outcome, QuarantineCause } from './outcome.ts';
import type { CompiledPlan, CompiledVendor, Remark } from './plan/compiled-plan.ts';
import type { Use } from './plan/taxonomy/uses.ts';

export type VendorDecision =
  | { readonly kind: 'routed'; readonly vendor: string; readonly event: CleanEvent }
  | { readonly kind: 'ended'; readonly vendor: string; readonly outcome: Outcome };

/** What became of one event, once for each vendor of its environment. */
export interface Decision {
  /** Id of the planned event, or null. */
  readonly planned: string | null;
  readonly findings: readonly Finding[];
  readonly remarks: readonly Remark[];
  readonly vendors: readonly VendorDecision[];
  /** What was sealed of it; null where nothing was. To be durable before any clean event of it. */
  readonly sealed: SealedEvent | null;
  /**
   * Set when the plan says to seal the event for review: every vendor then ends as `quarantined`. Where it cannot be sealed, each ends
   * as this instead.
   */
  readonly quarantine: QuarantineCause | null;
  /** Set when a stage threw: every vendor then ends as `internal`. */
  readonly cause: unknown;
}

const NO_FINDINGS: readonly Finding[] = Object.freeze([]);
const NO_REMARKS: readonly Remark[] = Object.freeze([]);

/** Decides one event. Never throws: a stage that does ends the event as `internal`, with the cause. */
export function decide(event: ReceivedEvent, plan: CompiledPlan): Decision {
  try {
    const planned = plan.find(event);
    if (planned === undefined) {
      return plan.unplannedEvent === 'quarantine'
        ? hold(plan, null, 'unplanned-event', NO_REMARKS)
        : endAll(plan, null, 'unplanned-event', NO_REMARKS);
    }

    const { uses, remarks: denials } = planned.consent(event);
    if (uses.length === 0) return endAll(plan, planned.id, 'consent-denied', denials);

    const valid = planned.validate(event);
    if (valid.kind !== 'keep') {
      const end = valid.kind === 'hold' ? hold : endAll;
      return end(plan, planned.id, valid.outcome, join(denials, valid.remarks));
    }

    const detected = planned.detect(valid.kept);
    const remarks = join(join(denials, valid.remarks), detected.remarks);
    if (detected.withheld !== null) {
      const end = detected.withheld === 'quarantine' ? hold : endAll;
      return { ...end(plan, planned.id, 'personal-data-blocked', remarks), findings: detected.findings };
    }

    const identified = plan.identify(event);
    const sampled = planned.samples(identified.subject, event.id);
    const sealing = planned.seal === null ? null : planned.seal(event, identified);
    const vendors = planned.vendors.map((each): VendorDecision => {
      const outcome = endingFor(each, { operation: event.operation, uses, sampled });
      if (outcome !== null) return { kind: 'ended', vendor: each.vendor, outcome };
      const clean = each.protect(valid.kept, detected, identified, sealing);
      return { kind: 'routed', vendor: each.vendor, event: clean };
    });
    const sealed = sealing === null ? null : sealing.sealed();
    const { findings } = detected;
    return { planned: planned.id, findings, remarks, vendors, sealed, quarantine: null, cause: null };
  } catch (cause) {
    return { ...endAll(plan, null, 'internal', NO_REMARKS), cause };
  }
}

/** Why this vendor does not get the event, if it does not. Sampling comes before the costly rebuild. */
function endingFor(each: CompiledVendor, of: EventFacts): Outcome | null {
  const never = each.never[of.operation];
  if (never !== undefined) return never;
  const serves = each.uses;
  if (serves !== null && !of.uses.some((use) => serves.some((served) => isWithin(use, served)))) {
    return 'consent-denied';
  }
  return of.sampled ? null : 'sampled-out';
}

interface EventFacts {
  readonly operation: Operation;
  readonly uses: readonly Use[];
  readonly sampled: boolean;
}

function endAll(
  plan: CompiledPlan,
  planned: string | null,
  outcome: Outcome,
  remarks: readonly Remark[],
): Decision {
  const vendors = plan.vendors.map((vendor) => ({ kind: 'ended', vendor, outcome }) as const);
  return { planned, findings: NO_FINDINGS, remarks, vendors, sealed: null, quarantine: null, cause: null };
}

function hold(
  plan: CompiledPlan,
  planned: string | null,
  quarantine: QuarantineCause,
  remarks: readonly Remark[],
): Decision {
  return { ...endAll(plan, planned, 'quarantined', remarks), quarantine };
}

function join(left: readonly Remark[], right: readonly Remark[]): readonly Remark[] {
  if (left.length === 0) return right;
  return right.length === 0 ? left : [...left, ...right];
}
