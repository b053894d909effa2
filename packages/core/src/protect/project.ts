/**
 * The allow-list rebuild: an object is made anew from the fields a vendor may have, each through its transform.
 * What is not planned is never looked at, so it cannot be copied.
 */
import type { Form, Json, JsonObject, SentField } from '../event.ts';
import type { FieldSpec } from '../plan/plan.ts';
import type { CompiledTransform, TransformTools } from './transform.ts';
import { TRANSFORMS } from './transforms/index.ts';

/** Which of the numbered fields were really sent: one bit each, in words of 32. */
export type Presence = Uint32Array;

export type Project = (value: JsonObject, presence: Presence) => JsonObject;
type ProjectValue = (value: Json, presence: Presence) => Json | undefined;

/** What one vendor may have of an object. */
export interface ProjectionRules {
  readonly vendor: string;
  /** Decides whether a leaf may be sent. */
  readonly allows: (field: FieldSpec) => boolean;
  readonly tools: TransformTools;
  /** First part of the paths, `properties` or `context`. */
  readonly prefix: string;
  /** Every leaf that may be sent is added here; its position is its bit. */
  readonly sent: SentField[];
}

/** Compiles the rebuild of one object for one vendor. */
export function compileProjection(root: FieldSpec, rules: ProjectionRules): Project {
  const project = compileObject(root, rules);
  return (value, presence) => {
    const sent = project?.(value, presence);
    return isObject(sent) ? sent : {};
  };
}

function compile(field: FieldSpec, rules: ProjectionRules): ProjectValue | null {
  if (field.type === 'object') return compileObject(field, rules);
  if (field.type === 'array') return compileArray(field, rules);
  return rules.allows(field) ? compileLeaf(field, rules) : null;
}

function compileObject(field: FieldSpec, rules: ProjectionRules): ProjectValue | null {
  const keys: string[] = [];
  const projections: ProjectValue[] = [];
  for (const child of field.children) {
    const project = compile(child, rules);
    if (project === null) continue;
    keys.push(child.key);
    projections.push(project);
  }
  if (keys.length === 0) return null;
  return (value, presence) => {
    if (!isObject(value)) return undefined;
    const rebuilt: Record<string, Json> = {};
    let isEmpty = true;
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at];
      const project = projections[at];
      if (key === undefined || project === undefined) continue;
      const child = value[key];
      if (child === undefined) continue;
      const sent = project(child, presence);
      if (sent === undefined) continue;
      rebuilt[key] = sent;
      isEmpty = false;
    }
    return isEmpty ? undefined : rebuilt;
  };
}

function compileArray(field: FieldSpec, rules: ProjectionRules): ProjectValue | null {
  const project = field.items === null ? null : compile(field.items, rules);
  if (project === null) return null;
  return (value, presence) => {
    if (!Array.isArray(value)) return undefined;
    return value.flatMap((item: Json): Json[] => {
      const sent = project(item, presence);
      return sent === undefined ? [] : [sent];
    });
  };
}

function compileLeaf(field: FieldSpec, rules: ProjectionRules): ProjectValue | null {
  const bound = field.transforms.get(rules.vendor) ?? field.transforms.get('*');
  const transform = bound === undefined ? undefined : TRANSFORMS.get(bound.name);
  const form: Form | null = transform === undefined ? 'clear' : transform.form;
  if (form === null) return null;
  const apply = transform === undefined ? null : transform.compile(bound?.params, rules.tools);
  const bit = rules.sent.length;
  rules.sent.push({
    path: `${rules.prefix}.${field.path}`,
    form,
    categories: field.categories,
    tier: transform === undefined ? field.tier : transform.tierAfter(field.tier),
  });
  return leaf(field, apply, bit);
}

/** The type is checked again here, so that what passed unvalidated in observe mode can still not change its kind. */
function leaf(field: FieldSpec, apply: CompiledTransform | null, bit: number): ProjectValue {
  const type = field.type === 'integer' ? 'number' : field.type;
  const nullable = Array.isArray(field.schema['type']);
  const word = bit >>> 5;
  const mask = 2 ** (bit & 31);
  return (value, presence) => {
    if (typeof value !== type && !(value === null && nullable)) return undefined;
    const sent = apply === null || value === null ? value : apply(value);
    if (sent !== undefined) presence[word] = (presence[word] ?? 0) | mask;
    return sent;
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
