/** The vendors of the plan with their states. Pure. */
import type { VendorAnswer } from '@headgate/api';
import type { Environment, Plan } from '@headgate/core';

/** The latest change of a vendor's state. */
interface VendorChange {
  readonly state: 'cut' | 'flowing';
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

export interface VendorGrounds {
  readonly plan: Plan;
  readonly environmentsOf: (vendor: string) => readonly Environment[];
  readonly changeOf: (vendor: string) => VendorChange | null;
}

/** Sorted by name. */
export function listVendors(grounds: VendorGrounds): VendorAnswer[] {
  const names = [...grounds.plan.vendors.keys()].toSorted();
  return names.flatMap((name) => describeVendor(name, grounds) ?? []);
}

/** Null when the plan has no such vendor. */
export function describeVendor(name: string, grounds: VendorGrounds): VendorAnswer | null {
  const spec = grounds.plan.vendors.get(name);
  if (spec === undefined) return null;
  const change = grounds.changeOf(name);
  return {
    vendor: name,
    kind: spec.kind,
    environments: [...grounds.environmentsOf(name)],
    ceiling: spec.ceiling,
    state: change?.state ?? 'flowing',
    changed: change === null ? null : { at: change.at, by: change.by, reason: change.reason },
  };
}
