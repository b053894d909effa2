/** Texts and numbers of JSON Schema → the plan language: bounds are kept, and made where there were none. */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray } from '../../event.ts';
import type { ReviewRule } from './imported.ts';

type Note = (rule: ReviewRule, detail?: string) => void;

/** Length of a text that had no limit. */
const LENGTH_MAX_GUESS = 1000;
const FORMATS: ReadonlySet<Json | undefined> = new Set(
  'date-time date time uuid uri email ipv4 ipv6'.split(' '),
);

/** The keywords of a text. */
export function convertText(node: JsonObject, isNullable: boolean, note: Note): JsonObject {
  const values = listed(node, isNullable, note, (each) => typeof each === 'string');
  if (values !== null) return values;
  const kept: Record<string, Json> = {};
  for (const key of ['minLength', 'maxLength'] as const) {
    const count = node[key];
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0) kept[key] = count;
  }
  const { pattern, format } = node;
  if (typeof pattern === 'string') {
    if (compiles(pattern)) kept['pattern'] = pattern;
    else note('pattern');
  }
  if (FORMATS.has(format)) kept['format'] = format ?? null;
  else if (typeof format === 'string') note('format', format.slice(0, 40));
  // An expression may let in any length, and e-mail addresses and URLs have none: each gets one of its own.
  const isBounded = ['maxLength', 'format', 'pattern'].some((key) => kept[key] !== undefined);
  if (!isBounded) {
    kept['maxLength'] = LENGTH_MAX_GUESS;
    note('unbounded-string', String(LENGTH_MAX_GUESS));
  }
  return kept;
}

/** The keywords of a number. */
export function convertNumber(node: JsonObject, isNullable: boolean, note: Note): JsonObject {
  const values = listed(node, isNullable, note, (each) => typeof each === 'number');
  if (values !== null) return values;
  const kept: Record<string, Json> = {};
  for (const [key, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const bound = node[key];
    const outer = node[exclusive];
    // Draft 04 says by true or false whether the bound itself is out; later drafts give a bound of its own.
    if (isNumber(bound)) kept[outer === true ? exclusive : key] = bound;
    if (isNumber(outer)) kept[exclusive] = outer;
  }
  const step = node['multipleOf'];
  if (isNumber(step) && step > 0) kept['multipleOf'] = step;
  return kept;
}

function listed(
  node: JsonObject,
  isNullable: boolean,
  note: Note,
  fits: (value: Json) => boolean,
): JsonObject | null {
  const only = node['const'];
  if (only !== undefined && fits(only)) return { const: only };
  if (!isJsonArray(node['enum'])) return null;
  const values = node['enum'].filter(fits);
  if (values.length < node['enum'].filter((each) => each !== null).length) note('values-left-out');
  if (values.length === 0) return null;
  return { enum: [...new Set(values), ...(isNullable && node['enum'].includes(null) ? [null] : [])] };
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
