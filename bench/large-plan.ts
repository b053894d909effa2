/** A plan of many events with ten fields each, as files. */
import type { PlanFile } from '@headgate/core';

const FIELDS = 10;

const PLAN: PlanFile = {
  path: 'plan.yaml',
  text: `apiVersion: headgate/v1
kind: plan
id: large
purposes:
  analytics.reporting.content_performance: { basis: Consent, category: analytics }
identity: { ids: [anonymous_id] }
vendors:
  warehouse: { kind: warehouse, max_tier: 4 }
  mixpanel: { kind: mixpanel, max_tier: 2 }
`,
};

/** `lengthMax`, in characters, bounds the first field of each event. */
export function largePlan(
  events: number,
  lengthMax: number,
): { readonly plan: PlanFile; readonly events: readonly PlanFile[] } {
  return { plan: PLAN, events: Array.from({ length: events }, (_, at) => eventFile(at, lengthMax)) };
}

function eventFile(at: number, lengthMax: number): PlanFile {
  const fields = Array.from(
    { length: FIELDS },
    (_, field) =>
      `    field_${field}: { type: string, maxLength: ${field === 0 ? lengthMax : 20}, x-headgate: { categories: [user.behavior] } }`,
  );
  return {
    path: `events/event_${at}.yaml`,
    text: `apiVersion: headgate/v1
kind: event
id: event_${at}
version: 1.0.0
wire: { call: track, name: Event ${at} }
description: Event ${at} of the bench.
expires: never
sources: [web]
subjects: [customer]
purposes: [analytics.reporting.content_performance]
vendors: { warehouse: '*', mixpanel: [field_0, field_1] }
schema:
  type: object
  properties:
${fields.join('\n')}
`,
  };
}
