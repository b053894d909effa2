/**
 * The allow-list rebuild: an object is made anew from the fields a vendor may have, each through its transform.
 * What is not planned is never looked at, so it cannot be copied.
 *
 * The rebuild runs for every event and vendor, so it is generated as straight code, once for each plan, event and vendor:
 * about five times as fast as walking the plan. Only key names of the plan go into the code, quoted by JSON.stringify.
 */
import type { JsonObject, SentField } from '../event.ts';
import type { FieldSpec } from '../plan/plan.ts';
import { rememberTransform } from './remember.ts';
import type { Moment } from './epoch.ts';
import type { EventSealing } from './field-sealer.ts';
import type { CompiledTransform, Transform, TransformEffect, TransformTools } from './transform.ts';
import { TRANSFORMS } from './transforms/index.ts';

/** Which of the numbered fields were really sent: one bit each, in words of 32. */
export type Presence = Uint32Array;

/** `sealing` is null where nothing of the event is sealed. */
export type Project = (
  value: JsonObject,
  presence: Presence,
  moment: Moment,
  sealing: EventSealing | null,
) => JsonObject;

/** What one vendor may have of an object. */
export interface ProjectionRules {
  readonly vendor: string;
  /** Decides whether a leaf may be sent. */
  readonly allows: (field: FieldSpec) => boolean;
  readonly tools: TransformTools;
  /** Whether the vendor's pseudonyms are the same from event to event, so that they may be remembered. */
  readonly isStable: boolean;
  /** First part of the paths, `properties` or `context`. */
  readonly prefix: string;
  /** Every leaf that may be sent is added here; its position is its bit. */
  readonly sent: SentField[];
  readonly shared: SharedTransforms;
}

/**
 * Transforms of one event's fields that are the same for every vendor, by field and parameters: the vendors are served one
 * after another, so what was made for the first is there for the next.
 */
export type SharedTransforms = Map<string, CompiledTransform>;

/** The code being written. */
interface Code {
  readonly lines: string[];
  /** What the code calls `apply[n]`. */
  readonly apply: CompiledTransform[];
  names: number;
}

/** Turns an expression into the statement that puts it where it belongs. */
type Store = (expression: string) => string;

/** Compiles the rebuild of one object for one vendor. */
export function compileProjection(root: FieldSpec, rules: ProjectionRules): Project {
  const code: Code = { lines: [], apply: [], names: 0 };
  const path: PathCode = { before: '', literal: rules.prefix };
  emitChildren(root, { source: 'value', target: 'rebuilt', mark: '' }, { code, rules, path });
  const source = `'use strict';
    return (value, presence, moment, sealing) => {
      const rebuilt = {};
      ${code.lines.join('\n')}
      return rebuilt;
    };`;
  // The code is made of the plan alone, which only the operator writes; its names are quoted.
  // oxlint-disable-next-line typescript/no-implied-eval, eslint/no-new-func, typescript/no-unsafe-type-assertion
  const make = new Function('apply', source) as (apply: readonly CompiledTransform[]) => Project;
  return make(code.apply);
}

/** Where the value stands, as an expression: `before` and then the literal. Only what seals looks at positions in arrays. */
interface PathCode {
  readonly before: string;
  readonly literal: string;
}

interface Scope {
  readonly code: Code;
  readonly rules: ProjectionRules;
  readonly path: PathCode;
}

/** Emits the rebuild of every child of an object; `mark` is a statement that says something was sent. */
function emitChildren(
  field: FieldSpec,
  at: { readonly source: string; readonly target: string; readonly mark: string },
  scope: Scope,
): void {
  for (const child of field.children) {
    if (!someLeaf(child, (leaf) => isSent(leaf, scope.rules) || isSealed(leaf, scope.rules))) continue;
    const key = JSON.stringify(child.key);
    const value = name(scope.code);
    scope.code.lines.push(`const ${value} = ${at.source}[${key}];`);
    emit(child, value, {
      ...scope,
      path: { ...scope.path, literal: `${scope.path.literal}.${child.key}` },
      store: (expression) => `${at.target}[${key}] = ${expression};${at.mark}`,
    });
  }
}

function emit(field: FieldSpec, value: string, scope: Scope & { readonly store: Store }): void {
  const { code, store } = scope;
  if (field.type === 'object') {
    const target = name(code);
    const any = name(code);
    code.lines.push(`if (typeof ${value} === 'object' && ${value} !== null && !Array.isArray(${value})) {`);
    code.lines.push(`const ${target} = {}; let ${any} = false;`);
    emitChildren(field, { source: value, target, mark: ` ${any} = true;` }, scope);
    code.lines.push(`if (${any}) { ${store(target)} } }`);
    return;
  }
  if (field.type === 'array' && field.items !== null) {
    emitArray(field.items, value, scope);
    return;
  }
  emitLeaf(field, value, scope);
}

/** A list of which nothing is sent leaves nothing behind, not even that it was there. */
function emitArray(items: FieldSpec, value: string, scope: Scope & { readonly store: Store }): void {
  const { code, rules, store } = scope;
  const target = name(code);
  const item = name(code);
  const at = someLeaf(items, (leaf) => isSealed(leaf, rules)) ? name(code) : null;
  code.lines.push(
    `if (Array.isArray(${value})) { const ${target} = []; ${at === null ? '' : `let ${at} = -1;`}`,
  );
  code.lines.push(`for (const ${item} of ${value}) { ${at === null ? '' : `${at} += 1;`}`);
  emit(items, item, {
    ...scope,
    path: at === null ? scope.path : itemPath(scope.path, at),
    store: (expression) => `${target}.push(${expression});`,
  });
  code.lines.push(`} ${someLeaf(items, (leaf) => isSent(leaf, rules)) ? store(target) : ''} }`);
}

function itemPath({ before, literal }: PathCode, at: string): PathCode {
  return { before: `${before}${JSON.stringify(`${literal}[`)} + ${at} + `, literal: ']' };
}

/** The type is checked again here, so that what passed unvalidated in observe mode can still not change its kind. */
function emitLeaf(field: FieldSpec, value: string, scope: Scope & { readonly store: Store }): void {
  const { code, rules, store } = scope;
  const transform = transformOf(field, rules.vendor);
  const form = transform === null ? 'clear' : transform.effect.form;
  const type = field.type === 'integer' ? 'number' : field.type;
  if (transform !== null && form === null) {
    // Nothing is sent: it is sealed, and stays inside.
    code.lines.push(`if (typeof ${value} === '${type}') ${applied(transform, value, field, scope)};`);
    return;
  }
  const bit = rules.sent.length;
  rules.sent.push({
    path: `${rules.prefix}.${field.path}`,
    form: form ?? 'clear',
    categories: field.categories,
    tier: transform === null ? field.tier : transform.effect.tierAfter(field.tier),
  });
  const mark = `presence[${bit >>> 5}] |= ${2 ** (bit & 31)};`;
  if (Array.isArray(field.schema['type'])) {
    code.lines.push(`if (${value} === null) { ${store('null')} ${mark} } else`);
  }
  if (transform === null) {
    code.lines.push(`if (typeof ${value} === '${type}') { ${store(value)} ${mark} }`);
    return;
  }
  const sent = name(code);
  const applies = applied(transform, value, field, scope);
  code.lines.push(`if (typeof ${value} === '${type}') { const ${sent} = ${applies};`);
  code.lines.push(`if (${sent} !== undefined) { ${store(sent)} ${mark} } }`);
}

/** The expression that puts the value through the transform. Sealing is never remembered: no two texts are the same. */
function applied(transform: Bound, value: string, field: FieldSpec, { code, rules, path }: Scope): string {
  const apply = `apply[${code.apply.length}]`;
  if (transform.definition.seals) {
    code.apply.push(transform.definition.compile(transform.params, rules.tools));
    return `${apply}(${value}, moment, sealing, ${path.before}${JSON.stringify(path.literal)})`;
  }
  code.apply.push(compiled(transform, field, rules));
  return `${apply}(${value}, moment)`;
}

function compiled(
  { definition, params, effect }: Bound,
  field: FieldSpec,
  rules: ProjectionRules,
): CompiledTransform {
  if (effect.form === 'pseudonym') {
    const apply = definition.compile(params, rules.tools);
    return rules.isStable ? rememberTransform(apply) : apply;
  }
  const key = JSON.stringify([rules.prefix, field.path, definition.name, params]);
  const known = rules.shared.get(key) ?? rememberTransform(definition.compile(params, rules.tools));
  rules.shared.set(key, known);
  return known;
}

function name(code: Code): string {
  code.names += 1;
  return `v${code.names}`;
}

interface Bound {
  readonly definition: Transform;
  readonly params: unknown;
  readonly effect: TransformEffect;
}

function transformOf(field: FieldSpec, vendor: string): Bound | null {
  const bound = field.transforms.get(vendor) ?? field.transforms.get('*');
  const definition = bound === undefined ? undefined : TRANSFORMS.get(bound.name);
  if (bound === undefined || definition === undefined) return null;
  return { definition, params: bound.params, effect: definition.effect(bound.params) };
}

function someLeaf(field: FieldSpec, holds: (leaf: FieldSpec) => boolean): boolean {
  if (field.type === 'object') return field.children.some((child) => someLeaf(child, holds));
  if (field.type === 'array') return field.items !== null && someLeaf(field.items, holds);
  return holds(field);
}

/** Whether the vendor may get the leaf in any form. */
function isSent(leaf: FieldSpec, rules: ProjectionRules): boolean {
  return rules.allows(leaf) && transformOf(leaf, rules.vendor)?.effect.form !== null;
}

function isSealed(leaf: FieldSpec, rules: ProjectionRules): boolean {
  return rules.allows(leaf) && transformOf(leaf, rules.vendor)?.definition.seals === true;
}
