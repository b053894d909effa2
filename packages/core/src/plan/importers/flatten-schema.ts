/** One node of a JSON Schema, of any draft from 04 to 2020-12, with references and combinations taken into it. */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { ReviewRule } from './imported.ts';

/** What a reference stands for; undefined where it is not among the files. */
export type Resolve = (reference: string) => Json | undefined;

export interface FlattenScope {
  /** The whole document, for references of the form `#/definitions/x`. */
  readonly root: Json;
  readonly resolve: Resolve;
  readonly note: (rule: ReviewRule, detail?: string) => void;
  /** Nodes that may still be looked at: alternatives of alternatives grow without end otherwise. */
  readonly budget: { left: number };
}

/** References and combinations within one node. */
const HOPS_MAX = 32;
const NONE: JsonObject = {};

/** The node without `$ref`, `allOf`, `anyOf` and `oneOf`; null where it stands for nothing that can be planned. */
export function flattenSchema(node: Json | undefined, scope: FlattenScope, hops = 0): JsonObject | null {
  if (node === true || node === undefined) return NONE;
  if (!isJsonObject(node)) return null;
  scope.budget.left -= 1;
  if (hops > HOPS_MAX || scope.budget.left < 0) {
    scope.note(hops > HOPS_MAX ? 'recursive-reference' : 'too-large');
    return null;
  }
  const { $ref, allOf, anyOf, oneOf, ...own } = node;
  let flat: JsonObject | null = own;
  if (typeof $ref === 'string') flat = merge(follow($ref, scope, hops), flat, scope);
  for (const part of listOf(allOf)) flat = merge(flat, flattenSchema(part, scope, hops + 1), scope);
  for (const branches of [listOf(anyOf), listOf(oneOf)]) {
    if (branches.length > 0) flat = merge(flat, chooseAmong(branches, scope, hops), scope);
  }
  return flat;
}

function follow(reference: string, scope: FlattenScope, hops: number): JsonObject | null {
  const target = reference.startsWith('#') ? pointedAt(scope.root, reference.slice(1)) : undefined;
  const found = target ?? scope.resolve(reference);
  if (found === undefined) {
    scope.note('unknown-reference');
    return null;
  }
  return flattenSchema(found, scope, hops + 1);
}

/** What a JSON pointer (RFC 6901) in a fragment points at. */
function pointedAt(root: Json, pointer: string): Json | undefined {
  // Not a pointer but the name of an anchor, which no format here has.
  if (pointer !== '' && !pointer.startsWith('/')) return undefined;
  let at: Json | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (isJsonArray(at)) at = at[Number(key)];
    else at = isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** Both hold: keys of both, and of what only one may say the second. Null where either stands for nothing. */
function merge(left: JsonObject | null, right: JsonObject | null, scope: FlattenScope): JsonObject | null {
  if (left === null || right === null) return null;
  const merged: Record<string, Json> = { ...left, ...right };
  if (isJsonObject(left['properties']) && isJsonObject(right['properties'])) {
    merged['properties'] = mergeProperties(left['properties'], right['properties']);
  }
  const required = [...listOf(left['required']), ...listOf(right['required'])];
  if (required.length > 0) merged['required'] = [...new Set(required)];
  // Of two parts one of which is closed, the other's keys are let in: parts are written to be put together.
  if (left['additionalProperties'] === false || right['additionalProperties'] === false) {
    merged['additionalProperties'] = false;
  }
  if (left['not'] !== undefined && right['not'] !== undefined) scope.note('condition', 'not');
  return merged;
}

function mergeProperties(left: JsonObject, right: JsonObject): JsonObject {
  const merged = new Map(Object.entries(left));
  for (const [key, schema] of Object.entries(right)) {
    const other = merged.get(key);
    merged.set(key, other === undefined ? schema : { allOf: [other, schema] });
  }
  return Object.fromEntries(merged);
}

/** One node for a list of alternatives: wider than any of them where it must be, and then noted. */
function chooseAmong(branches: readonly Json[], scope: FlattenScope, hops: number): JsonObject | null {
  const flat = branches
    .map((branch) => flattenSchema(branch, scope, hops + 1))
    .filter((branch) => branch !== null);
  const real = flat.filter((branch) => !isNullOnly(branch));
  if (real.length < flat.length) scope.note('null-allowed');
  const [first, ...others] = real;
  if (first === undefined) return branches.length > 0 && flat.length === 0 ? null : NONE;
  if (others.length === 0) return first;
  if (real.every(isCondition)) {
    scope.note('condition', 'alternatives of required keys');
    return NONE;
  }
  const listed = real.map(valuesOf);
  if (listed.every((values) => values !== null)) {
    const { const: _, ...rest } = first;
    return { ...rest, enum: [...new Set(listed.flatMap((values) => values ?? []))] };
  }
  scope.note('alternatives');
  return real.every((branch) => isJsonObject(branch['properties'])) ? anyOfObjects(real) : first;
}

function isNullOnly({ type, const: only, enum: values }: JsonObject): boolean {
  return type === 'null' || only === null || (isJsonArray(values) && values.every((each) => each === null));
}

/** Whether it says which keys must be there, and nothing of them. */
function isCondition(branch: JsonObject): boolean {
  return Object.keys(branch).every((key) => key === 'required' || key === 'title' || key === 'description');
}

function valuesOf(branch: JsonObject): readonly Json[] | null {
  if (isJsonArray(branch['enum'])) return branch['enum'];
  return branch['const'] === undefined ? null : [branch['const']];
}

function anyOfObjects(branches: readonly JsonObject[]): JsonObject {
  const properties = new Map<string, Json>();
  for (const branch of branches) {
    for (const [key, schema] of Object.entries(
      isJsonObject(branch['properties']) ? branch['properties'] : {},
    )) {
      const other = properties.get(key);
      properties.set(key, other === undefined || same(other, schema) ? schema : { anyOf: [other, schema] });
    }
  }
  const required = branches
    .map((branch) => listOf(branch['required']))
    .reduce((left, right) => left.filter((key) => right.includes(key)));
  const isClosed = branches.every((branch) => branch['additionalProperties'] === false);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    ...(isClosed ? { additionalProperties: false } : {}),
  };
}

function same(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}
