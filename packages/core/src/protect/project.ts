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
import type { CompiledTransform, TransformTools } from './transform.ts';
import { TRANSFORMS } from './transforms/index.ts';

/** Which of the numbered fields were really sent: one bit each, in words of 32. */
export type Presence = Uint32Array;

export type Project = (value: JsonObject, presence: Presence, moment: Moment) => JsonObject;

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
}

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
  emitChildren(root, { source: 'value', target: 'rebuilt', mark: '' }, { code, rules });
  const source = `'use strict';
    return (value, presence, moment) => {
      const rebuilt = {};
      ${code.lines.join('\n')}
      return rebuilt;
    };`;
  // The code is made of the plan alone, which only the operator writes; its names are quoted.
  // oxlint-disable-next-line typescript/no-implied-eval, eslint/no-new-func, typescript/no-unsafe-type-assertion
  const make = new Function('apply', source) as (apply: readonly CompiledTransform[]) => Project;
  return make(code.apply);
}

interface Scope {
  readonly code: Code;
  readonly rules: ProjectionRules;
}

/** Emits the rebuild of every child of an object; `mark` is a statement that says something was sent. */
function emitChildren(
  field: FieldSpec,
  at: { readonly source: string; readonly target: string; readonly mark: string },
  scope: Scope,
): void {
  for (const child of field.children) {
    if (!sendsAnything(child, scope.rules)) continue;
    const key = JSON.stringify(child.key);
    const value = name(scope.code);
    scope.code.lines.push(`const ${value} = ${at.source}[${key}];`);
    emit(child, value, {
      ...scope,
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
    const target = name(code);
    const item = name(code);
    code.lines.push(`if (Array.isArray(${value})) { const ${target} = []; for (const ${item} of ${value}) {`);
    emit(field.items, item, { ...scope, store: (expression) => `${target}.push(${expression});` });
    code.lines.push(`} ${store(target)} }`);
    return;
  }
  emitLeaf(field, value, scope);
}

/** The type is checked again here, so that what passed unvalidated in observe mode can still not change its kind. */
function emitLeaf(field: FieldSpec, value: string, scope: Scope & { readonly store: Store }): void {
  const { code, rules, store } = scope;
  const transform = transformOf(field, rules.vendor);
  const bit = rules.sent.length;
  rules.sent.push({
    path: `${rules.prefix}.${field.path}`,
    form: transform?.definition.form ?? 'clear',
    categories: field.categories,
    tier: transform === null ? field.tier : transform.definition.tierAfter(field.tier),
  });
  const mark = `presence[${bit >>> 5}] |= ${2 ** (bit & 31)};`;
  const type = field.type === 'integer' ? 'number' : field.type;
  if (Array.isArray(field.schema['type'])) {
    code.lines.push(`if (${value} === null) { ${store('null')} ${mark} } else`);
  }
  if (transform === null) {
    code.lines.push(`if (typeof ${value} === '${type}') { ${store(value)} ${mark} }`);
    return;
  }
  const sent = name(code);
  const apply = `apply[${code.apply.length}]`;
  const compiled = transform.definition.compile(transform.params, rules.tools);
  const isFixed = rules.isStable || transform.definition.form !== 'pseudonym';
  code.apply.push(isFixed ? rememberTransform(compiled) : compiled);
  code.lines.push(`if (typeof ${value} === '${type}') { const ${sent} = ${apply}(${value}, moment);`);
  code.lines.push(`if (${sent} !== undefined) { ${store(sent)} ${mark} } }`);
}

function name(code: Code): string {
  code.names += 1;
  return `v${code.names}`;
}

function transformOf(
  field: FieldSpec,
  vendor: string,
): {
  readonly definition: typeof TRANSFORMS extends ReadonlyMap<string, infer T> ? T : never;
  readonly params: unknown;
} | null {
  const bound = field.transforms.get(vendor) ?? field.transforms.get('*');
  const definition = bound === undefined ? undefined : TRANSFORMS.get(bound.name);
  return bound === undefined || definition === undefined ? null : { definition, params: bound.params };
}

/** Whether any leaf at or below the field may be sent to the vendor. */
function sendsAnything(field: FieldSpec, rules: ProjectionRules): boolean {
  if (field.type === 'object') return field.children.some((child) => sendsAnything(child, rules));
  if (field.type === 'array') return field.items !== null && sendsAnything(field.items, rules);
  return rules.allows(field) && transformOf(field, rules.vendor)?.definition.form !== null;
}
