/** Written schema → `FieldSpec`: references inlined, types settled, the closed subset enforced, tiers derived. */
import type { Json, JsonObject } from '../event.ts';
import type { Issue } from '../issue.ts';
import type { TakenType } from '../protect/transform.ts';
import { readAnnotation } from './annotation.ts';
import type { AnnotationRules } from './annotation.ts';
import { fieldIssues, settleType } from './field-rules.ts';
import { readFreeText } from './free-text.ts';
import type { FieldSpec } from './plan.ts';
import { tierOfField } from './taxonomy/tier.ts';
import type { WrittenAnnotation, WrittenField } from './written.ts';
import type { Locate } from './yaml-places.ts';

/** Nesting of a planned object, references included; a recursive reference runs into it. */
const DEPTH_MAX = 8;

export interface FieldScope {
  readonly file: string;
  readonly locate: Locate;
  readonly rules: AnnotationRules;
  readonly definitions: Readonly<Record<string, WrittenField>>;
  /** Issues found are added here. */
  readonly issues: Issue[];
}

/** Where a written node stands. */
interface Place {
  readonly key: string;
  readonly path: string;
  readonly yamlPath: readonly PropertyKey[];
  readonly depth: number;
  /** Annotation of the nearest ancestor that has one; it holds for everything below it. */
  readonly inherited: WrittenAnnotation | undefined;
}

/** Resolves the root schema of an event or of the context. It must be an object. */
export function resolveFields(
  written: WrittenField,
  yamlPath: readonly PropertyKey[],
  scope: FieldScope,
): FieldSpec {
  const root = resolve(written, { key: '', path: '', yamlPath, depth: 0, inherited: undefined }, scope);
  if (root.type !== 'object') {
    report(scope, yamlPath, {
      rule: 'not-an-object',
      message: 'The schema must describe an object.',
      mend: 'Write type: object with properties.',
    });
  }
  return root;
}

function resolve(written: WrittenField, place: Place, scope: FieldScope): FieldSpec {
  const node = followReference(written, place, scope);
  const type = settleType(node);
  const noted = node['x-headgate'] ?? place.inherited;
  const found = fieldIssues(node, type, noted);
  for (const each of found) {
    report(scope, each.key === null ? place.yamlPath : [...place.yamlPath, each.key], each);
  }
  const annotation = readAnnotation(noted, type, {
    ...scope,
    yamlPath: [...place.yamlPath, 'x-headgate'],
    report: (yamlPath, each) => report(scope, yamlPath, each),
  });
  const isLeaf = type !== 'object' && type !== 'array';
  if (isLeaf && annotation.categories.length === 0) report(scope, place.yamlPath, undeclared(place.path));
  const freeText = readFreeText(node, type, place.path, noted);
  // Where a bound is missing, saying so is enough: its mend is a policy.
  const isBound = !found.some(({ rule }) => rule === 'unbounded-string');
  if (freeText.isAssumed && isBound) report(scope, place.yamlPath, withoutPolicy(place.path));
  const below = { ...place, depth: place.depth + 1, inherited: noted };
  const children = resolveChildren(node, below, scope);
  const items = node.items === undefined ? null : resolveItems(node.items, below, scope);
  return {
    key: place.key,
    path: place.path,
    type,
    schema: plainSchema(node, type, children, items),
    ...notesOf(node, noted),
    categories: annotation.categories,
    expected: annotation.expected,
    onFinding: annotation.onFinding,
    freeText: freeText.policy,
    transforms: annotation.transforms,
    declared: annotation.categories.length > 0,
    tier: isLeaf && annotation.categories.length === 0 ? 4 : tierFor(annotation, scope),
    scan: scanOf(node, type),
    children,
    items,
  };
}

function undeclared(path: string): Found {
  const message = `"${path}" says nothing of its data category, so no vendor gets it in production.`;
  const mend = 'Add x-headgate: { categories: [...] }.';
  return { rule: 'undeclared-field', level: 'warning', message, mend };
}

function withoutPolicy(path: string): Found {
  return {
    rule: 'free-text-without-policy',
    level: 'warning',
    message: `People type into "${path}", going by its name, and the plan does not say what becomes of it, so it is left out.`,
    mend: 'Add free_text to its x-headgate: drop, scan, keep or { truncate: 100 }; or false where nobody types.',
  };
}

function notesOf(
  { description, deprecated }: WrittenField,
  noted: WrittenAnnotation | undefined,
): Pick<FieldSpec, 'description' | 'deprecated' | 'isSpecial'> {
  return {
    description: description ?? null,
    deprecated: deprecated === true,
    isSpecial: noted?.special_category === true,
  };
}

function tierFor(annotation: ReturnType<typeof readAnnotation>, { rules }: FieldScope): FieldSpec['tier'] {
  const { categories, written } = annotation;
  const isFreeText = (written?.free_text ?? false) !== false;
  return tierOfField(categories, isFreeText, written?.tier, rules.raisedTiers);
}

function followReference(written: WrittenField, place: Place, scope: FieldScope): WrittenField {
  let node = written;
  for (let hops = 0; node.$ref !== undefined; hops += 1) {
    const name = node.$ref.slice('#/$defs/'.length);
    const target = Object.hasOwn(scope.definitions, name) ? scope.definitions[name] : undefined;
    if (target === undefined || hops > DEPTH_MAX || place.depth > DEPTH_MAX) {
      const rule = target === undefined ? 'unknown-reference' : 'recursive-reference';
      const message =
        target === undefined ? `There is no definition "${name}".` : 'The reference leads back into itself.';
      report(scope, [...place.yamlPath, '$ref'], { rule, message, mend: 'Point it at an entry of $defs.' });
      // Declared, so that the one mistake is not reported as two.
      return { type: 'boolean', 'x-headgate': { categories: ['system'] } };
    }
    const annotation = node['x-headgate'];
    node = annotation === undefined ? target : { ...target, 'x-headgate': annotation };
  }
  return node;
}

function resolveChildren(node: WrittenField, below: Place, scope: FieldScope): FieldSpec[] {
  const entries = Object.entries(node.properties ?? {});
  // The root is no level, and a property of it is the first.
  if (entries.length > 0 && below.depth > DEPTH_MAX) {
    const message = `Expected at most ${DEPTH_MAX} levels of nesting.`;
    report(scope, below.yamlPath, { rule: 'too-deep', message, mend: 'Flatten the object.' });
    return [];
  }
  return entries.map(([key, child]) =>
    resolve(
      child,
      {
        ...below,
        key,
        path: below.path === '' ? key : `${below.path}.${key}`,
        yamlPath: [...below.yamlPath, 'properties', key],
      },
      scope,
    ),
  );
}

function resolveItems(items: WrittenField, below: Place, scope: FieldScope): FieldSpec {
  const place = { ...below, key: '', path: `${below.path}[]`, yamlPath: [...below.yamlPath, 'items'] };
  return resolve(items, place, scope);
}

const KEPT_KEYWORDS = [
  'enum',
  'const',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'required',
] as const satisfies readonly (keyof WrittenField)[];

/** What ajv is given: the keywords that validate, objects closed, no annotation that could reveal internals. */
function plainSchema(
  node: WrittenField,
  type: TakenType,
  children: readonly FieldSpec[],
  items: FieldSpec | null,
): JsonObject {
  const schema: Record<string, Json> = { type: nullable(node) ? [type, 'null'] : type };
  for (const keyword of KEPT_KEYWORDS) {
    const value = node[keyword];
    if (value !== undefined) schema[keyword] = value;
  }
  if (type === 'object') {
    schema['properties'] = Object.fromEntries(children.map((child) => [child.key, child.schema]));
    schema['additionalProperties'] = false;
  }
  if (items !== null) schema['items'] = items.schema;
  return schema;
}

function nullable(node: WrittenField): boolean {
  return node.const === null || (node.enum?.includes(null) ?? false);
}

const CLOSED_FORMATS: ReadonlySet<string> = new Set(['date-time', 'date', 'time', 'uuid']);
/** Below this no payment card number fits (ISO/IEC 7812-1: at least 8 digits in use, 12 in practice). */
const SAFE_INTEGER_MAX = 99_999_999_999;

function scanOf(node: WrittenField, type: TakenType): FieldSpec['scan'] {
  if (node.enum !== undefined || node.const !== undefined) return 'skip';
  if (type === 'string') return CLOSED_FORMATS.has(node.format ?? '') ? 'skip' : 'text';
  if (type !== 'number' && type !== 'integer') return 'skip';
  const largest = node.maximum ?? node.exclusiveMaximum ?? Infinity;
  return largest <= SAFE_INTEGER_MAX ? 'skip' : 'number';
}

type Found = Pick<Issue, 'rule' | 'message' | 'mend'> & { readonly level?: Issue['level'] };

function report(scope: FieldScope, yamlPath: readonly PropertyKey[], found: Found): void {
  const { rule, message, mend, level = 'error' } = found;
  scope.issues.push({ rule, level, message, mend, file: scope.file, ...scope.locate(yamlPath) });
}
