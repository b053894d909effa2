/** The sum of a comparison: what a reviewer reads first. */
import { ROLES } from './change.ts';
import type { Change, PlanDocument, PrivacyDirection, Role, SemverEffect } from './change.ts';
import { capacityBits } from './capacity.ts';
import { gravestEffect } from './make-change.ts';
import { buildModel } from './model.ts';
import type { Carrier, Model } from './model.ts';

/** A field that reaches a vendor, or does so no more. `event` is null for the context of every event. */
export interface Flow {
  readonly event: string | null;
  readonly vendor: string;
  /** Path of the field, `items[].sku`. */
  readonly field: string;
}

export interface DataMapEntry {
  readonly vendor: string;
  readonly category: string;
}

export interface CapacityChange {
  readonly event: string | null;
  /** Bits over the quasi-identifiers, 0 for an event that is not there. */
  readonly before: number;
  readonly after: number;
}

export interface DiffSummary {
  readonly semver: SemverEffect;
  /** Widening where anything widens, else narrowing where anything narrows. */
  readonly direction: PrivacyDirection;
  readonly roles: readonly Role[];
  readonly newFlows: readonly Flow[];
  readonly endedFlows: readonly Flow[];
  /** Categories that reach a vendor for the first time, or no longer. */
  readonly dataMap: { readonly added: readonly DataMapEntry[]; readonly removed: readonly DataMapEntry[] };
  readonly capacity: readonly CapacityChange[];
}

/** `before` is null where the plan is new. */
export function summariseDiff(
  before: PlanDocument | null,
  after: PlanDocument,
  changes: readonly Change[],
): DiffSummary {
  const [was, is] = [before === null ? null : buildModel(before), buildModel(after)];
  const [old, now] = [was === null ? new Map<string, Flow>() : flowsOf(was), flowsOf(is)];
  return {
    semver: gravestEffect(changes.map((each) => each.semver)),
    direction: directionOf(changes),
    roles: rolesOf(changes),
    newFlows: [...now].flatMap(([key, flow]) => (old.has(key) ? [] : [flow])),
    endedFlows: [...old].flatMap(([key, flow]) => (now.has(key) ? [] : [flow])),
    dataMap: compareMaps(was === null ? new Map() : mapOf(was), mapOf(is)),
    capacity: capacityChangesOf(was, is),
  };
}

/** The roles of all changes together, in the order of `ROLES`. */
export function rolesOf(changes: readonly Change[]): Role[] {
  return ROLES.filter((role) => changes.some((each) => each.roles.includes(role)));
}

/** Widening where anything widens, else narrowing where anything narrows. */
function directionOf(changes: readonly Change[]): PrivacyDirection {
  const ordered: readonly PrivacyDirection[] = ['widening', 'narrowing'];
  return ordered.find((each) => changes.some(({ direction }) => direction === each)) ?? 'neutral';
}

function carriersOf({ context, events }: Model): Carrier[] {
  return [context, ...events.values()];
}

function flowsOf(model: Model): Map<string, Flow> {
  const flows = new Map<string, Flow>();
  for (const { event, reach } of carriersOf(model)) {
    for (const [vendor, paths] of reach()) {
      for (const field of paths) flows.set(JSON.stringify([event, vendor, field]), { event, vendor, field });
    }
  }
  return flows;
}

function mapOf(model: Model): Map<string, DataMapEntry> {
  const entries = carriersOf(model).flatMap((carrier) =>
    [...carrier.reach()].flatMap(([vendor, paths]) => entriesOf(vendor, paths, carrier)),
  );
  return new Map(entries.map((entry) => [`${entry.vendor} ${entry.category}`, entry]));
}

function entriesOf(vendor: string, paths: ReadonlySet<string>, carrier: Carrier): DataMapEntry[] {
  const fields = carrier.fields();
  return [...paths].flatMap((path) =>
    (fields.get(path)?.annotation?.categories ?? []).map((category) => ({ vendor, category })),
  );
}

function compareMaps(
  before: ReadonlyMap<string, DataMapEntry>,
  after: ReadonlyMap<string, DataMapEntry>,
): DiffSummary['dataMap'] {
  return {
    added: [...after].flatMap(([key, entry]) => (before.has(key) ? [] : [entry])),
    removed: [...before].flatMap(([key, entry]) => (after.has(key) ? [] : [entry])),
  };
}

function capacityChangesOf(before: Model | null, after: Model): CapacityChange[] {
  const [was, is] = [before === null ? new Map<string | null, number>() : bitsOf(before), bitsOf(after)];
  const events = new Set([...was.keys(), ...is.keys()]);
  return [...events].flatMap((event): CapacityChange[] => {
    const [old, now] = [was.get(event) ?? 0, is.get(event) ?? 0];
    return old === now ? [] : [{ event, before: old, after: now }];
  });
}

function bitsOf(model: Model): Map<string | null, number> {
  return new Map(carriersOf(model).map((carrier) => [carrier.event, capacityBits(carrier)]));
}
