/**
 * The YAML of RudderStack's data catalogue, `rudder/v1` and `rudder/v0.1`
 * (https://www.rudderstack.com/docs/rudder-cli/data-catalog-and-tracking-plans/): events, properties and custom types by id,
 * and the JSON Schema that a list of properties stands for.
 */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray, isJsonObject } from '../../event.ts';
import { objectsOf, textOf } from './read-data.ts';

export interface RudderCatalog {
  readonly events: ReadonlyMap<string, JsonObject>;
  readonly properties: ReadonlyMap<string, JsonObject>;
  readonly types: ReadonlyMap<string, JsonObject>;
  /** Rules of all tracking plans. */
  readonly rules: readonly JsonObject[];
}

/** A reference to nothing, which is then noted where it stands. */
const MISSING: JsonObject = { $ref: '#missing' };
/** Custom types within custom types. */
const DEPTH_MAX = 10;
const KINDS: Readonly<Record<string, 'events' | 'properties' | 'types' | 'rules'>> = {
  events: 'events',
  properties: 'properties',
  'custom-types': 'types',
  tp: 'rules',
  'tracking-plan': 'rules',
};

/** Whether a document is one of a catalogue. */
export function isRudderDocument(data: Json | null): data is JsonObject {
  return (
    isJsonObject(data ?? undefined) &&
    data !== null &&
    (textOf(asObject(data), 'version') ?? '').startsWith('rudder/v')
  );
}

export function readCatalog(documents: readonly JsonObject[]): RudderCatalog {
  const found = { events: new Map<string, JsonObject>(), properties: new Map(), types: new Map() };
  const rules: JsonObject[] = [];
  for (const document of documents) {
    const kind = KINDS[textOf(document, 'kind') ?? ''];
    const spec = asObject(document['spec']);
    if (kind === undefined) continue;
    const listed = objectsOf(spec[kind]);
    if (kind === 'rules') rules.push(...listed);
    else for (const each of listed) found[kind].set(textOf(each, 'id') ?? '', each);
  }
  return { ...found, rules };
}

/** The id that a reference names: `#property:sku`, `#/properties/shop/sku`, or either under `$ref`. */
export function idOf(reference: Json | undefined): string {
  const text = isJsonObject(reference) ? reference['$ref'] : reference;
  return typeof text === 'string' ? (/[:/]([^:/]+)$/u.exec(text)?.[1] ?? text) : '';
}

/** The JSON Schema of an object with these properties. */
export function schemaOf(
  listed: Json | undefined,
  isOpen: boolean,
  catalog: RudderCatalog,
  depth = 0,
): JsonObject {
  const properties: [string, Json][] = [];
  const required: string[] = [];
  for (const use of objectsOf(listed)) {
    const property = catalog.properties.get(idOf(use['property'] ?? use));
    const id = idOf(use['property'] ?? use);
    const name = (property === undefined ? null : textOf(property, 'name')) ?? id;
    properties.push([name, property === undefined ? MISSING : propertySchema(property, use, catalog, depth)]);
    if (use['required'] === true) required.push(name);
  }
  return {
    type: 'object',
    additionalProperties: isOpen,
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

function propertySchema(
  property: JsonObject,
  use: JsonObject,
  catalog: RudderCatalog,
  depth: number,
): JsonObject {
  const described = textOf(property, 'description') ?? '';
  const nested = use['properties'];
  if (objectsOf(nested).length > 0 && depth < DEPTH_MAX) {
    const isOpen = use['additional_properties'] === true;
    return { ...schemaOf(nested, isOpen, catalog, depth + 1), description: described };
  }
  return { ...typeSchema(property, catalog, depth), description: described };
}

/** A type is one or several of JSON Schema's, or a reference to a custom type. */
function typeSchema(node: JsonObject, catalog: RudderCatalog, depth: number): JsonObject {
  const written = node['type'] ?? node['types'];
  if (typeof written === 'string' && written.startsWith('#')) return customSchema(written, catalog, depth);
  const types = isJsonArray(written) ? written : typeof written === 'string' ? written.split(/\s*,\s*/u) : [];
  const config = camelCased(asObject(node['config'] ?? node['propConfig'] ?? node['prop_config']));
  const { itemTypes, item_types: _, ...bounds } = config;
  const items = itemsSchema(itemTypes, catalog, depth);
  return { ...(types.length > 0 ? { type: types } : {}), ...bounds, ...(items === null ? {} : { items }) };
}

function itemsSchema(types: Json | undefined, catalog: RudderCatalog, depth: number): JsonObject | null {
  if (!isJsonArray(types)) return null;
  const [first] = types;
  if (typeof first === 'string' && first.startsWith('#')) return customSchema(first, catalog, depth);
  return { type: types };
}

function customSchema(reference: string, catalog: RudderCatalog, depth: number): JsonObject {
  const custom = catalog.types.get(idOf(reference));
  // What stands for itself has no type; that is then noted of the field.
  if (custom === undefined) return MISSING;
  if (depth >= DEPTH_MAX) return {};
  if (objectsOf(custom['properties']).length > 0) {
    const own = schemaOf(custom['properties'], false, catalog, depth + 1);
    return withVariants(own, custom['variants'], catalog, depth + 1);
  }
  return typeSchema(custom, catalog, depth + 1);
}

/** Cases that a member of the object chooses among: alternatives, in JSON Schema. */
export function withVariants(
  own: JsonObject,
  variants: Json | undefined,
  catalog: RudderCatalog,
  depth = 0,
): JsonObject {
  const cases = objectsOf(variants).flatMap((variant) => [
    ...objectsOf(variant['cases']).map((each) => schemaOf(each['properties'], false, catalog, depth)),
    schemaOf(
      isJsonArray(variant['default']) ? variant['default'] : asObject(variant['default'])['properties'],
      false,
      catalog,
      depth,
    ),
  ]);
  return cases.length === 0 ? own : { ...own, anyOf: cases };
}

const CONFIG_WORDS: Readonly<Record<string, string>> = {
  min_length: 'minLength',
  max_length: 'maxLength',
  exclusive_minimum: 'exclusiveMinimum',
  exclusive_maximum: 'exclusiveMaximum',
  multiple_of: 'multipleOf',
  item_types: 'itemTypes',
  min_items: 'minItems',
  max_items: 'maxItems',
  unique_items: 'uniqueItems',
};

function camelCased(config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [CONFIG_WORDS[key] ?? key, value]));
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
