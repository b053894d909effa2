/** `Plan` → `TypedPlan`: which events are written, and the shape of each. */
import { isJsonArray } from '../../event.ts';
import type { Json } from '../../event.ts';
import type { EventSpec, FieldSpec, Plan } from '../plan.ts';
import { splitWords, toSingular } from './naming.ts';
import { inOneLine } from './text.ts';
import type {
  ChoiceShape,
  LeftOut,
  Member,
  ObjectShape,
  Scalar,
  Shape,
  TypedCall,
  TypedEvent,
  TypedPlan,
} from './shape.ts';

export interface TypeOptions {
  /** Only events that this source may send; null for every event. */
  readonly source: string | null;
  /** Default: active and deprecated ones. */
  readonly statuses: readonly EventSpec['status'][];
  /** False leaves descriptions and limits out of the code. */
  readonly withNotes: boolean;
}

/** Chooses the events and gives their shapes. Events without a function are told with the reason. */
export function typePlan(plan: Plan, options: TypeOptions): TypedPlan {
  const events: TypedEvent[] = [];
  const leftOut: LeftOut[] = [];
  for (const event of plan.events.toSorted((left, right) => (left.id < right.id ? -1 : 1))) {
    const typed = typeEvent(event, options);
    if (typeof typed === 'string') leftOut.push({ id: event.id, why: typed });
    else events.push(typed);
  }
  return { id: plan.id, events, leftOut };
}

function typeEvent(event: EventSpec, options: TypeOptions): TypedEvent | LeftOut['why'] {
  if (!options.statuses.includes(event.status)) return 'status';
  if (options.source !== null && !event.sources.includes(options.source)) return 'source';
  const call = typedCall(event);
  if (call === null) return 'alias';
  const unsendable = whyUnsendable(event);
  if (unsendable !== null) return unsendable;
  const root = objectShape(event.fields, splitWords(event.id), options);
  if (root === null) return 'impossible';
  return {
    id: event.id,
    call,
    name: isProfile(event) ? null : event.name,
    isDeprecated: event.status === 'deprecated',
    notes: options.withNotes ? [inOneLine(event.description)] : [],
    root,
  };
}

function isProfile({ call }: EventSpec): boolean {
  return call === 'identify' || call === 'group';
}

function whyUnsendable(event: EventSpec): LeftOut['why'] | null {
  if (event.call === 'track' && event.name === null) return 'nameless';
  return isProfile(event) && !event.operations.includes('set') ? 'operations' : null;
}

function typedCall(event: EventSpec): TypedCall | null {
  return event.call === 'alias' ? null : event.call;
}

/** Null where no value satisfies it. */
function objectShape(field: FieldSpec, words: readonly string[], options: TypeOptions): ObjectShape | null {
  const required = requiredOf(field);
  const members: Member[] = [];
  for (const child of field.children) {
    const shape = shapeOf(child, [...words, ...splitWords(child.key)], options);
    const isRequired = required.has(child.key);
    if (shape === null && isRequired) return null;
    if (shape === null) continue;
    members.push({
      key: child.key,
      shape,
      isRequired,
      isDeprecated: child.deprecated,
      notes: options.withNotes ? notesOf(child) : [],
    });
  }
  return { kind: 'object', members, words };
}

function requiredOf(field: FieldSpec): ReadonlySet<Json> {
  const required = field.schema['required'];
  return new Set(isJsonArray(required) ? required : []);
}

function shapeOf(field: FieldSpec, words: readonly string[], options: TypeOptions): Shape | null {
  const values = closedValues(field);
  if (values !== null) return choiceShape(field, values, words);
  if (field.type === 'object') return objectShape(field, words, options);
  if (field.type === 'array') {
    if (field.items === null) return null;
    const items = shapeOf(field.items, [...words.slice(0, -1), ...toSingular(words.slice(-1))], options);
    return items === null ? null : { kind: 'list', items };
  }
  return { kind: scalarOf(field.type) };
}

/** Values of `enum` and `const` together; null where neither is written. */
function closedValues(field: FieldSpec): readonly Json[] | null {
  const written = field.schema['enum'];
  const listed = isJsonArray(written) ? written : null;
  const constant = field.schema['const'];
  if (constant === undefined) return listed;
  return listed === null || listed.includes(constant) ? [constant] : [];
}

/** The values that the type allows too, each once. */
function choiceShape(
  field: FieldSpec,
  listed: readonly Json[],
  words: readonly string[],
): ChoiceShape | { readonly kind: 'null' } | null {
  const isNullable = listed.includes(null);
  const values = [...new Set(listed)].flatMap((value) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    return isOfType(value, field.type) ? [value] : [];
  });
  if (values.length === 0) return isNullable ? { kind: 'null' } : null;
  const of = scalarOf(field.type);
  return { kind: 'choice', of: isWide(of, values) ? 'number' : of, values, isNullable, words };
}

function isOfType(value: string | number | boolean, type: FieldSpec['type']): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return typeof value === type;
}

/** Whether whole numbers are too large for an integer that every language writes alike. */
function isWide(of: Scalar, values: readonly (string | number | boolean)[]): boolean {
  return of === 'integer' && !values.every((value) => Number.isSafeInteger(value));
}

function scalarOf(type: FieldSpec['type']): Scalar {
  if (type === 'number' || type === 'integer' || type === 'boolean') return type;
  return 'text';
}

/** Keyword → what a comment says of it. */
const LIMITS = [
  ['format', (limit) => `Format: ${limit}.`],
  ['minLength', (limit) => `At least ${limit} ${limit === '1' ? 'character' : 'characters'}.`],
  ['maxLength', (limit) => `At most ${limit} ${limit === '1' ? 'character' : 'characters'}.`],
  ['pattern', (limit) => `Matches ${limit}`],
  ['minimum', (limit) => `At least ${limit}.`],
  ['exclusiveMinimum', (limit) => `More than ${limit}.`],
  ['maximum', (limit) => `At most ${limit}.`],
  ['exclusiveMaximum', (limit) => `Less than ${limit}.`],
  ['multipleOf', (limit) => `A multiple of ${limit}.`],
  ['minItems', (limit) => `At least ${limit} ${limit === '1' ? 'item' : 'items'}.`],
  ['maxItems', (limit) => `At most ${limit} ${limit === '1' ? 'item' : 'items'}.`],
] as const satisfies readonly (readonly [string, (limit: string) => string])[];

function notesOf(field: FieldSpec): string[] {
  const limits = LIMITS.flatMap(([keyword, say]) => {
    const limit = field.schema[keyword];
    return typeof limit === 'string' || typeof limit === 'number' ? [say(String(limit))] : [];
  });
  if (field.schema['uniqueItems'] === true) limits.push('Each item once.');
  const description = field.description === null ? [] : [field.description];
  const lines = [...description, limits.join(' ')].map(inOneLine);
  return lines.filter((line) => line !== '');
}
