/**
 * JSON Schema of any draft from 04 to 2020-12 → the closed subset of the plan language. What the subset cannot say becomes
 * a note at its place; nothing is classified, so that no imported field leaves production before a person has declared it.
 */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray, isJsonObject } from '../../event.ts';
import { pointerStep } from '../to-yaml.ts';
import { convertNumber, convertText } from './convert-scalar.ts';
import { flattenSchema } from './flatten-schema.ts';
import type { Resolve } from './flatten-schema.ts';
import type { ReviewNote, ReviewRule } from './imported.ts';

export interface Converted {
  /** An object of the plan language. */
  readonly schema: JsonObject;
  readonly notes: readonly ReviewNote[];
}

/** Nesting and fields that a plan, and one event of it, may have. */
const DEPTH_MAX = 8;
const FIELDS_MAX = 3000;
/** Nodes of a schema that are looked at, references and alternatives included. */
const NODES_MAX = 50_000;
/** Items of a list that had no limit. */
const ITEMS_MAX_GUESS = 100;
const TEXT_LENGTH_MAX = 1000;
const NAME = /^(?!.*[.[\]\p{Cc}]).{1,64}$/u;

const UNRESOLVED: Resolve = () => undefined;
const NONE: ReadonlySet<string> = new Set();
const DESCRIBING = new Set(
  '$schema $id id self $comment $anchor $vocabulary definitions $defs title description default examples example deprecated readOnly writeOnly contentMediaType contentEncoding $supersededBy $supersedes'.split(
    ' ',
  ),
);
const CONDITIONS = new Set(
  'not if then else dependencies dependentRequired dependentSchemas contains minContains maxContains unevaluatedProperties unevaluatedItems propertyNames additionalItems'.split(
    ' ',
  ),
);
const KNOWN = new Set(
  'type properties required additionalProperties patternProperties minProperties maxProperties items prefixItems minItems maxItems uniqueItems enum const minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'.split(
    ' ',
  ),
);

interface State {
  readonly root: Json;
  readonly resolve: Resolve;
  readonly notes: ReviewNote[];
  readonly budget: { left: number };
  readonly ignored: ReadonlySet<string>;
  fields: number;
}

interface Place {
  readonly pointer: string;
  readonly depth: number;
}

type Note = (rule: ReviewRule, detail?: string) => void;

export interface ConvertOptions {
  /** The document that references within it, `#/definitions/x`, point into. Default: the schema itself. */
  readonly root?: Json;
  /** What references to other documents stand for. Default: nothing. */
  readonly resolve?: Resolve;
  /** Keywords of the tool's own that say nothing of what is collected. */
  readonly ignored?: ReadonlySet<string>;
}

/** Converts the schema of one event. */
export function convertSchema(written: Json, options: ConvertOptions = {}): Converted {
  const { root = written, resolve = UNRESOLVED, ignored = NONE } = options;
  const state: State = { root, resolve, ignored, notes: [], budget: { left: NODES_MAX }, fields: 0 };
  const place: Place = { pointer: '/schema', depth: 0 };
  const flat = flattenSchema(written, { ...state, note: noteAt(state, place) });
  const schema = flat === null ? null : convertNode(flat, place, state);
  if (schema?.['type'] === 'object') return { schema, notes: distinct(state.notes) };
  const note: ReviewNote = { rule: 'not-an-object', pointer: '/schema', detail: '' };
  return { schema: { type: 'object', properties: {} }, notes: [note] };
}

function convertNode(node: JsonObject, place: Place, state: State): JsonObject {
  const note = noteAt(state, place);
  noteKeywords(node, state.ignored, note);
  const said = describing(node, note);
  const { type, isNullable } = settle(node, note);
  if (isNullable && node['enum'] === undefined) note('null-allowed');
  if (type === 'object') return { type, ...said, ...convertObject(node, place, state) };
  if (type === 'array') return { type, ...said, ...convertArray(node, place, state) };
  if (type === 'string') return { type, ...said, ...convertText(node, isNullable, note) };
  if (type === 'boolean') return { type, ...said, ...constant(node, note) };
  return { type, ...said, ...convertNumber(node, isNullable, note) };
}

function constant(node: JsonObject, note: Note): JsonObject {
  if (typeof node['const'] === 'boolean') return { const: node['const'] };
  if (isJsonArray(node['enum']) && node['enum'].length === 1 && typeof node['enum'][0] === 'boolean') {
    return { const: node['enum'][0] };
  }
  if (node['const'] !== undefined) note('values-left-out');
  return {};
}

function convertObject(node: JsonObject, place: Place, state: State): JsonObject {
  const note = noteAt(state, place);
  noteOpenness(node, note);
  const written = isJsonObject(node['properties']) ? Object.entries(node['properties']) : [];
  if (written.length > 0 && place.depth >= DEPTH_MAX) {
    note('too-deep');
    return { properties: {} };
  }
  const properties: [string, Json][] = [];
  for (const [key, schema] of written) {
    const converted = convertField(key, schema, place, state);
    if (converted !== null) properties.push([key, converted]);
  }
  const kept = new Set(properties.map(([key]) => key));
  const required = (isJsonArray(node['required']) ? node['required'] : []).filter(
    (key) => typeof key === 'string' && kept.has(key),
  );
  return {
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
    properties: Object.fromEntries(properties),
  };
}

function convertField(key: string, schema: Json, parent: Place, state: State): JsonObject | null {
  const note = noteAt(state, parent);
  if (!NAME.test(key) || key in {}) {
    note('field-name', key.slice(0, 64));
    return null;
  }
  state.fields += 1;
  if (state.fields > FIELDS_MAX) {
    note('too-large');
    return null;
  }
  const place: Place = {
    pointer: `${parent.pointer}/properties/${pointerStep(key)}`,
    depth: parent.depth + 1,
  };
  // What is not planned has no place of its own to be noted at, so its parent tells of it.
  const notes: ReviewNote[] = [];
  const flat = flattenSchema(schema, { ...state, note: noteAt({ ...state, notes }, place) });
  if (flat === null) {
    for (const { rule, detail } of notes) note(rule, detail === '' ? key : `${key}: ${detail}`);
    return null;
  }
  state.notes.push(...notes);
  return convertNode(flat, place, state);
}

function convertArray(node: JsonObject, place: Place, state: State): JsonObject {
  const note = noteAt(state, place);
  const { minItems, maxItems } = node;
  const fewest = isCount(minItems) ? minItems : 0;
  if (!isCount(maxItems)) note('unbounded-array', String(ITEMS_MAX_GUESS));
  return {
    ...(fewest > 0 ? { minItems: fewest } : {}),
    maxItems: isCount(maxItems) ? maxItems : Math.max(ITEMS_MAX_GUESS, fewest),
    ...(node['uniqueItems'] === true ? { uniqueItems: true } : {}),
    items: convertItems(node, place, state),
  };
}

function convertItems(node: JsonObject, place: Place, state: State): JsonObject {
  const note = noteAt(state, place);
  const below: Place = { pointer: `${place.pointer}/items`, depth: place.depth + 1 };
  const written = isJsonArray(node['prefixItems']) ? node['prefixItems'] : node['items'];
  const texts: JsonObject = { type: 'string', maxLength: TEXT_LENGTH_MAX };
  if (written === undefined || below.depth > DEPTH_MAX) {
    note(written === undefined ? 'open-array' : 'too-deep');
    return texts;
  }
  if (isJsonArray(written)) note('tuple');
  const schema = isJsonArray(written) ? { anyOf: written } : written;
  const flat = flattenSchema(schema, { ...state, note: noteAt(state, below) });
  return flat === null ? texts : convertNode(flat, below, state);
}

function isCount(value: Json | undefined): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function noteOpenness(node: JsonObject, note: Note): void {
  const { additionalProperties } = node;
  if (additionalProperties !== false) {
    note('open-object', isJsonObject(additionalProperties) ? 'values of one schema' : '');
  }
  if (isJsonObject(node['patternProperties'])) note('pattern-keys');
  for (const key of ['minProperties', 'maxProperties']) if (node[key] !== undefined) note('key-count', key);
}

function noteKeywords(node: JsonObject, ignored: ReadonlySet<string>, note: Note): void {
  for (const key of Object.keys(node)) {
    if (ignored.has(key)) continue;
    if (KNOWN.has(key) || (DESCRIBING.has(key) && key !== 'default' && !key.startsWith('example'))) continue;
    if (CONDITIONS.has(key)) note('condition', key);
    else if (DESCRIBING.has(key)) note('examples-left-out', key);
    // An annotation of another tool, by the custom of JSON Schema and OpenAPI.
    else if (!key.startsWith('x-')) note('keyword', key.slice(0, 64));
  }
}

function describing(node: JsonObject, note: Note): JsonObject {
  const said: [string, Json][] = [];
  for (const key of ['title', 'description'] as const) {
    const text = node[key];
    if (typeof text !== 'string' || text.trim() === '') continue;
    const line = text.trim().replaceAll(/\s+/gu, ' ');
    if (line.length > TEXT_LENGTH_MAX) note('text-cut', key);
    said.push([key, line.slice(0, TEXT_LENGTH_MAX)]);
  }
  if (node['deprecated'] === true) said.push(['deprecated', true]);
  return Object.fromEntries(said);
}

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'] as const;
type FieldType = (typeof TYPES)[number];

/** The one type that a plan may have of it: what has structure before text, and text before what is narrower. */
function settle(node: JsonObject, note: Note): { readonly type: FieldType; readonly isNullable: boolean } {
  const written = isJsonArray(node['type']) ? node['type'] : [node['type']];
  const isNullable = written.includes('null') || (isJsonArray(node['enum']) && node['enum'].includes(null));
  const types = TYPES.filter((each) => written.includes(each));
  const [first] = types;
  if (first === undefined) return { type: inferred(node, note), isNullable };
  // Every integer is a number.
  const others = types.filter((each) => !(each === 'integer' && types.includes('number')));
  if (others.length === 1) return { type: others[0] ?? first, isNullable };
  const hasStructure = (each: FieldType): boolean =>
    (each === 'object' && isJsonObject(node['properties'])) ||
    (each === 'array' && node['items'] !== undefined);
  const chosen = types.find(hasStructure) ?? (types.includes('string') ? 'string' : first);
  note('mixed-type', types.join(', '));
  return { type: chosen, isNullable };
}

function inferred(node: JsonObject, note: Note): FieldType {
  const sample =
    node['const'] ?? (isJsonArray(node['enum']) ? node['enum'].find((each) => each !== null) : undefined);
  if (typeof sample === 'string' || typeof sample === 'number' || typeof sample === 'boolean') {
    const type = typeof sample;
    return type === 'number' || type === 'boolean' ? type : 'string';
  }
  if (isJsonObject(node['properties'])) return 'object';
  if (node['items'] !== undefined) return 'array';
  note('untyped');
  return 'string';
}

function noteAt(state: State, { pointer }: Place): Note {
  return (rule, detail = '') => void state.notes.push({ rule, pointer, detail });
}

function distinct(notes: readonly ReviewNote[]): readonly ReviewNote[] {
  const seen = new Map(notes.map((note) => [`${note.rule} ${note.pointer} ${note.detail}`, note]));
  return [...seen.values()];
}
