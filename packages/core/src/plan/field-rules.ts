/** The rules of the closed JSON Schema subset, for one node. Pure; the caller knows where the node stands. */
import type { TakenType } from '../protect/transform.ts';
import type { WrittenAnnotation, WrittenField } from './written.ts';

export interface FieldIssue {
  readonly rule: string;
  readonly message: string;
  readonly mend: string;
  /** Keyword at fault; null where it is the node as a whole. */
  readonly key: string | null;
}

const KEYWORDS_BY_TYPE = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  boolean: [],
  object: ['properties', 'required'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
} as const satisfies Readonly<Record<TakenType, readonly (keyof WrittenField)[]>>;

const TYPED_KEYWORDS = Object.values(KEYWORDS_BY_TYPE).flat();

/** The type of a node: as written, or read off `const` and `enum`. */
export function settleType(node: WrittenField): TakenType {
  if (node.type !== undefined) return node.type;
  const sample = node.const ?? node.enum?.find((each) => each !== null);
  if (typeof sample === 'number') return 'number';
  if (typeof sample === 'boolean') return 'boolean';
  if (sample === undefined && node.properties !== undefined) return 'object';
  return sample === undefined && node.items !== undefined ? 'array' : 'string';
}

/** Every breach of the subset at this node. */
export function fieldIssues(
  node: WrittenField,
  type: TakenType,
  annotation: WrittenAnnotation | undefined,
): FieldIssue[] {
  return [
    ...misplacedKeywords(node, type),
    ...(type === 'string' ? stringIssues(node, annotation) : []),
    ...(type === 'object' ? objectIssues(node) : []),
    ...(type === 'array' ? arrayIssues(node) : []),
  ];
}

function misplacedKeywords(node: WrittenField, type: TakenType): FieldIssue[] {
  const allowed: readonly string[] = KEYWORDS_BY_TYPE[type];
  const present = TYPED_KEYWORDS.filter((keyword) => node[keyword] !== undefined);
  return present
    .filter((keyword) => !allowed.includes(keyword))
    .map((keyword) => ({
      rule: 'misplaced-keyword',
      message: `"${keyword}" has no effect on type ${type}.`,
      mend: 'Remove it, or correct the type.',
      key: keyword,
    }));
}

function stringIssues(node: WrittenField, annotation: WrittenAnnotation | undefined): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const bounds = [node.enum, node.const, node.pattern, node.format, node.maxLength];
  if (bounds.every((bound) => bound === undefined) && (annotation?.free_text ?? false) === false) {
    issues.push({
      rule: 'unbounded-string',
      message: 'A string needs enum, const, pattern, format or maxLength.',
      mend: 'Bound it, or say what becomes of what people type: x-headgate: { free_text: scan }.',
      key: null,
    });
  }
  if (node.pattern !== undefined && !compiles(node.pattern)) {
    issues.push({
      rule: 'bad-pattern',
      message: 'The pattern is not a valid regular expression (ECMA-262, unicode).',
      mend: 'Correct the pattern.',
      key: 'pattern',
    });
  }
  return issues;
}

function objectIssues(node: WrittenField): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const names = Object.keys(node.properties ?? {});
  if (node.properties === undefined) {
    issues.push({
      rule: 'open-object',
      message: 'An object must name its properties.',
      mend: 'Add properties; objects are always closed.',
      key: null,
    });
  }
  for (const missing of (node.required ?? []).filter((name) => !names.includes(name))) {
    issues.push({
      rule: 'unknown-required',
      message: `"${missing}" is required but not among the properties.`,
      mend: 'Plan the property, or do not require it.',
      key: 'required',
    });
  }
  for (const name of names.filter((each) => !isSafeName(each))) {
    issues.push({
      rule: 'bad-field-name',
      message: `"${name}" cannot name a field.`,
      mend: 'Use 1 to 64 characters without . [ ] and no name of Object.prototype.',
      key: 'properties',
    });
  }
  return issues;
}

function arrayIssues(node: WrittenField): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (node.items === undefined) {
    issues.push({
      rule: 'open-array',
      message: 'An array must describe its items.',
      mend: 'Add items.',
      key: null,
    });
  }
  if (node.maxItems === undefined) {
    issues.push({
      rule: 'unbounded-array',
      message: 'An array needs maxItems.',
      mend: 'Bound it.',
      key: null,
    });
  }
  return issues;
}

/** Planned names are read off parsed objects directly, so none may be inherited from Object.prototype. */
function isSafeName(name: string): boolean {
  return name.length > 0 && name.length <= 64 && !/[.[\]\p{Cc}]/u.test(name) && !(name in {});
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
