/** What is wrong with a plan, before any gateway runs it: what the parser says, and then what the compiler says. */
import { compileIssues, parsePlan } from '@headgate/core';
import type { Checked, FieldSealer, Issue, Plan, Pseudonymiser, VendorWire } from '@headgate/core';
import type { PlanFiles } from './plan-files.ts';

/** Vendors are not connected here, so any of them may take any event. */
const ANY_WIRE: VendorWire = { accepts: () => true, leavesOut: () => null };

/** For a plan that is only checked: nothing is sent by it, so no key is needed, and none is made. */
export const NO_PSEUDONYMS: Pseudonymiser = {
  token: () => () => '',
  messages: (vendors) => () => vendors.map(() => ''),
  subject: () => '',
  digest: (text) => text,
};

/** Which groups have keys is a matter of the configuration, which `config validate` and `doctor` read: here any of them has. */
const ANY_GROUP: FieldSealer = { faultOf: () => null, begin: () => () => null };

/** All issues of a plan, as if every vendor it names were connected and every group had keys. */
export function checkPlan({ plan, events }: PlanFiles): readonly Issue[] {
  return issuesOf(parsePlan(plan, events));
}

/** All issues of a plan that is parsed: those of the parser, and then those of the compiler. */
export function issuesOf({ value, issues }: Checked<Plan>): readonly Issue[] {
  if (value === null) return issues;
  const vendors = new Map([...value.vendors.keys()].map((name): [string, VendorWire] => [name, ANY_WIRE]));
  return [...issues, ...compileIssues(value, { environment: 'production', vendors, sealer: ANY_GROUP })];
}
