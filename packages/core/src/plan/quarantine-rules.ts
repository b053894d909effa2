/** Quarantine seals events for people who can open them: a plan that quarantines anything names their group. */
import type { Issue } from '../issue.ts';
import { allFields } from './plan-rules.ts';
import type { Enforcement, EventSpec, FieldSpec, Plan } from './plan.ts';
import { issue } from './read-yaml.ts';
import type { YamlFile } from './read-yaml.ts';
import type { WrittenEvent, WrittenPlan } from './written.ts';

type Quarantining = Pick<Plan, 'enforcement' | 'detection' | 'context' | 'events'>;

/** Whether an event may be quarantined under this plan, in any environment. */
export function quarantines(plan: Quarantining): boolean {
  return placesIn(plan).length > 0 || plan.events.some((spec) => placesInEvent(spec).length > 0);
}

/** Every place that asks for quarantine while no group is named. */
export function quarantineIssues(
  plan: Plan,
  file: YamlFile<WrittenPlan>,
  events: readonly { readonly file: YamlFile<WrittenEvent>; readonly spec: EventSpec }[],
): Issue[] {
  if (plan.quarantine !== null && plan.quarantine.to !== null) return [];
  const inPlan = placesIn(plan).map((place) => missing(file, place));
  return [
    ...inPlan,
    ...events.flatMap(({ file: eventFile, spec }) =>
      placesInEvent(spec).map((place) => missing(eventFile, place)),
    ),
  ];
}

function missing({ file, locate }: YamlFile<unknown>, place: string): Issue {
  const message = 'Events are to be quarantined, but the plan names no group to seal them to.';
  const mend = 'Name it as quarantine.to in plan.yaml, or use reject, strip or block.';
  return { ...issue(file, 'quarantine-without-steward', message, mend), ...locate([place]) };
}

function placesIn({ enforcement, detection, context }: Quarantining): string[] {
  return [
    ...(Object.values(enforcement).some(asks) ? ['enforcement'] : []),
    ...(Object.values(detection).includes('quarantine') ? ['detection'] : []),
    ...(context !== null && hasField(context.fields) ? ['context'] : []),
  ];
}

function placesInEvent({ enforcement, fields }: EventSpec): string[] {
  return [...(asks(enforcement) ? ['enforcement'] : []), ...(hasField(fields) ? ['schema'] : [])];
}

function asks(enforcement: Partial<Enforcement>): boolean {
  return Object.values(enforcement).includes('quarantine');
}

function hasField(fields: FieldSpec): boolean {
  return allFields(fields).some(({ onFinding }) => onFinding === 'quarantine');
}
