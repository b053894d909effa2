/**
 * The plan's events as self-describing JSON Schemas of Iglu (https://docs.snowplow.io/docs/fundamentals/schemas/), in the draft
 * that Iglu reads, draft 04, at the paths of a static registry. Undeclared fields are in it: it says what may be sent, not who gets it.
 */
import type { Json, JsonObject } from '../../event.ts';
import type { FieldSpec } from '../plan.ts';
import type { CatalogueEvent, Exporter } from './exported.ts';

const META_SCHEMA = 'http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#';
/** What one minor version is worth where the earlier versions are not known; no event has a thousand patches of one. */
const MINOR_STEP = 1000;

export const iglu: Exporter = {
  gives: 'schemas/<vendor>/<event>/jsonschema/<version>: a static registry of Iglu',
  write: ({ events }, { vendor, versions }) =>
    events
      .filter(({ spec }) => spec.status !== 'retired')
      .map((event) => {
        const name = event.spec.id.replaceAll('.', '_');
        const version = schemaVersion(event.spec.version, versions.get(event.spec.id));
        const self = { vendor, name, format: 'jsonschema', version };
        return {
          name: `schemas/${vendor}/${name}/jsonschema/${version}`,
          content: `${JSON.stringify(toSchema(event, self), null, 2)}\n`,
        };
      }),
};

/**
 * SemVer → SchemaVer. MODEL is the major version, at least 1; REVISION is 0; ADDITION counts the earlier versions of that
 * major one. Where those are not known it keeps their order with room between: 1.2.3 is 1-0-2003.
 */
export function schemaVersion(version: string, known?: readonly string[]): string {
  const own = numbersOf(version);
  const [major = 0, minor = 0, patch = 0] = own;
  const model = Math.max(1, major);
  if (known === undefined) return `${model}-0-${minor * MINOR_STEP + patch}`;
  const earlier = [...new Set(known)].map(numbersOf).filter((other) => {
    // 0.x and 1.x share a model, so the first come before the second.
    return Math.max(1, other[0] ?? 0) === model && compare(other, own) < 0;
  });
  return `${model}-0-${earlier.length}`;
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [at, number] of left.entries()) {
    const order = number - (right[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function toSchema({ spec, descriptions }: CatalogueEvent, self: JsonObject): JsonObject {
  return { $schema: META_SCHEMA, self, description: spec.description, ...nodeOf(spec.fields, descriptions) };
}

function nodeOf(field: FieldSpec, descriptions: ReadonlyMap<string, string>): JsonObject {
  const description = field.path === '' ? '' : (descriptions.get(field.path) ?? '');
  const node: Record<string, Json> = description === '' ? {} : { description };
  for (const [key, value] of Object.entries(field.schema)) {
    if (key === 'properties') {
      node[key] = Object.fromEntries(field.children.map((child) => [child.key, nodeOf(child, descriptions)]));
    } else if (key === 'items' && field.items !== null) node[key] = nodeOf(field.items, descriptions);
    else Object.assign(node, inDraft4(key, value));
  }
  return node;
}

/** Draft 04 has no `const`, and says by true that a bound itself is out. */
function inDraft4(key: string, value: Json): JsonObject {
  if (key === 'const') return { enum: [value] };
  if (key === 'exclusiveMinimum') return { minimum: value, exclusiveMinimum: true };
  if (key === 'exclusiveMaximum') return { maximum: value, exclusiveMaximum: true };
  return { [key]: value };
}
