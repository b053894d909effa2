/** What is wrong with a plan, before any gateway runs it: what the parser says, and then what the compiler says. */
import { compilePlan, parsePlan } from '@headgate/core';
import type { Accepts, Issue } from '@headgate/core';
import type { PlanFiles } from './plan-files.ts';

/** All issues of a plan. It is compiled as if every vendor it names were connected and took every event. */
export function checkPlan({ plan, events }: PlanFiles): readonly Issue[] {
  const parsed = parsePlan(plan, events);
  if (parsed.value === null) return parsed.issues;
  const vendors = new Map(
    [...parsed.value.vendors.keys()].map((name): [string, Accepts] => [name, () => true]),
  );
  const compiled = compilePlan(parsed.value, {
    id: 'checked',
    environment: 'production',
    vendors,
    // Nothing is sent by a plan that is only checked, so no key is needed, and none is made.
    pseudonymiser: { token: () => () => '', subject: () => '', digest: (text) => text },
  });
  return [...parsed.issues, ...compiled.issues];
}
