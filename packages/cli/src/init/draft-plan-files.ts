/** A plan in files from what the source shows: drafts that no production runs, with a mark wherever a person must decide. */
import { yamlScalar as scalar } from '@headgate/core';
import { printable } from '../print.ts';
import type { MergedEvent } from './merge-events.ts';
import type { Shape } from './read-shape.ts';
import type { KnownSdk } from './sdk-signs.ts';
import { vendorOf } from './vendor-settings.ts';
import { eventIdFor } from '../event-id.ts';

export interface DraftFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly content: string;
}

export const PLAN_DIRECTORY = 'telemetry';
/** The one purpose of a fresh plan. */
const PURPOSE = 'analytics';
/** Undeclared fields count as the highest tier, 4: below this ceiling none of them reaches a vendor, in any environment. */
const CEILING = 2;
const STRING_LENGTH_MAX = 256;
const ITEMS_MAX = 32;

/** `plan.yaml` and a file for each event. */
export function draftPlanFiles(
  sdks: readonly KnownSdk[],
  events: readonly MergedEvent[],
): readonly DraftFile[] {
  const ids = new Set<string>();
  return [
    { path: `${PLAN_DIRECTORY}/plan.yaml`, content: draftPlan(sdks) },
    ...events.map((event) => {
      const id = idFor(event, ids);
      return { path: `${PLAN_DIRECTORY}/events/${id}.yaml`, content: draftEvent(id, event, sdks) };
    }),
  ];
}

/** Names of the vendors that some SDKs send to, each once. */
function vendorsOf(sdks: readonly KnownSdk[]): readonly string[] {
  return [...new Set(sdks.flatMap(({ entry }) => vendorOf(entry.protocol)?.vendor ?? []))];
}

function draftPlan(sdks: readonly KnownSdk[]): string {
  const vendors = vendorsOf(sdks).map(
    (vendor) => `  ${vendor}: { kind: ${vendor}, max_tier: ${CEILING} } # needs review: region, retention`,
  );
  return `# yaml-language-server: $schema=./schemas/plan.schema.json
# Drafted by \`headgate init\`. What is marked "needs review" is a guess or a default for a person to decide.
apiVersion: headgate/v1
kind: plan
id: app
enforcement: { unplanned_field: strip, invalid_field: strip }
purposes:
  # needs review: the legal basis, and the consent category that your SDKs send; without its signal nothing goes on
  ${PURPOSE}: { basis: Consent, category: analytics }
identity: { ids: [anonymous_id] } # needs review: ids travel as pseudonyms that differ by vendor
vendors:
${vendors.join('\n')}
context: { vendors: { ${vendorsOf(sdks)
    .map((vendor) => `${vendor}: '*'`)
    .join(', ')} } } # the minimal profile of what SDKs add, and no more
`;
}

/** Names in camel case are several words too. */
function idFor({ call, name }: MergedEvent, ids: Set<string>): string {
  return eventIdFor((name ?? call).replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'), ids);
}

function draftEvent(id: string, event: MergedEvent, sdks: readonly KnownSdk[]): string {
  const { call, name, sources, fields, file, line } = event;
  const wire = name === null ? `{ call: ${call} }` : `{ call: ${call}, name: ${JSON.stringify(name)} }`;
  const vendors = vendorsOf(sdks.filter(({ source }) => sources.includes(source)));
  return `# yaml-language-server: $schema=../schemas/event.schema.json
# Drafted by \`headgate init\` from ${printable(file)}:${line}. A draft runs in development and staging, not in production.
apiVersion: headgate/v1
kind: event
id: ${id}
version: 1.0.0
wire: ${wire}
description: 'Drafted: say here when it is sent and why.'
status: draft
expires: never
sources: [${sources.map(scalar).join(', ')}]
subjects: [customer] # needs review
purposes: [${PURPOSE}] # needs review
vendors: { ${vendors.map((vendor) => `${vendor}: '*'`).join(', ')} }
schema:${objectLines(fields, 1).join('\n')}
`;
}

/** The lines after `key:`, the first of which ends the key's own. */
function objectLines({ members, isOpen }: Shape & { readonly kind: 'object' }, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const mark = isOpen ? ' # needs review: the code sends more fields than could be read' : '';
  const lines = [mark, `${indent}type: object`];
  if (members.size === 0) return [...lines, `${indent}properties: {}`];
  lines.push(`${indent}properties:`);
  for (const [key, shape] of members) {
    const [first = '', ...rest] = fieldLines(shape, depth + 2);
    lines.push(`${indent}  ${scalar(key)}:${first}`, ...rest);
  }
  return lines;
}

const NO_CATEGORY = ' # needs review: no category, so no vendor gets it';
const NO_TYPE = ' # needs review: no category, so no vendor gets it; the type is a guess';

function fieldLines(shape: Shape, depth: number): string[] {
  const indent = '  '.repeat(depth);
  switch (shape.kind) {
    case 'object':
      return objectLines(shape, depth);
    case 'list': {
      const [first = '', ...rest] = fieldLines(shape.items, depth + 1);
      return [
        '',
        `${indent}type: array`,
        `${indent}maxItems: ${ITEMS_MAX}`,
        `${indent}items:${first}`,
        ...rest,
      ];
    }
    case 'number':
    case 'boolean':
      return [NO_CATEGORY, `${indent}type: ${shape.kind}`];
    case 'text':
    case 'string':
      return [NO_CATEGORY, `${indent}type: string`, `${indent}maxLength: ${STRING_LENGTH_MAX}`];
    case 'unknown':
      return [NO_TYPE, `${indent}type: string`, `${indent}maxLength: ${STRING_LENGTH_MAX}`];
  }
}
