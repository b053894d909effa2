/**
 * One event of any shape, without a plan: every string, number and key is looked at, and what is around a value says what
 * its name means. Key/value lists (OTLP attributes, form fields) are read as the members that they stand for.
 */
import type { Json, JsonObject } from '../event.ts';
import { isJsonArray } from '../event.ts';
import type { Match } from './detector.ts';
import { meaningOf } from './key-meaning.ts';
import { redactText, scanNumber, scanText } from './scan.ts';

/** Where in an event something was found. Keys that look like names of fields are spelled out, array positions are `[]`, other keys `*`. */
export interface Place {
  readonly path: string;
  readonly where: 'value' | 'key';
}

/** Told of what was found. Called for each value or key once. */
export type OnFound = (place: Place, matches: readonly Match[]) => void;

interface Walk {
  readonly path: string[];
  readonly onFound: OnFound;
}

/** The names around a value: its own, and that of the object it is in. */
interface Names {
  readonly name: string;
  readonly parent: string;
}

/** Values nested deeper are cut off; JSON from a parser with a bound is never so deep. */
const DEPTH_MAX = 256;
/** Keys repeat from event to event, so what is known of one is kept; emptied when full. */
const KNOWN_KEYS_MAX = 8192;
const FIELD_NAME = /^[$@_]{0,3}\p{L}[\p{L}\p{M}0-9_$.:@/ -]{0,63}$/u;
/** An identifier, a time or a hash in a key: four digits in a row are in hardly any name. */
const IDENTIFIER = /\d{4}|^[0-9a-f-]{16,}$/iu;
/** Members whose object says by another member what they are. */
const LABELS = ['key', 'field', 'name', 'param', 'header', 'attribute', 'property'] as const;
const WRAPPERS: ReadonlySet<string> = new Set([
  'value',
  'stringValue',
  'string_value',
  'intValue',
  'arrayValue',
  'values',
]);
const TOP: Names = { name: '', parent: '' };

interface KnownKey {
  readonly shape: string;
  readonly matches: readonly Match[];
}

const knownKeys = new Map<string, KnownKey>();

/** The event with everything found replaced by its kind in brackets; itself where nothing was found. */
export function redactEvent(event: Json, onFound: OnFound): Json {
  return visit({ path: [], onFound }, event, TOP);
}

function visit(walk: Walk, value: Json, names: Names): Json {
  if (typeof value === 'string') return visitText(walk, value, names);
  if (typeof value === 'number') return visitNumber(walk, value, names);
  if (value === null || typeof value !== 'object') return value;
  if (walk.path.length >= DEPTH_MAX) return null;
  return isJsonArray(value) ? visitItems(walk, value, names) : visitMembers(walk, value, names);
}

function visitText(walk: Walk, text: string, { name, parent }: Names): string {
  const matches = scanText(text, undefined, meaningOf(name, parent));
  if (matches.length === 0) return text;
  walk.onFound({ path: pathOf(walk), where: 'value' }, matches);
  return redactText(text, matches);
}

function visitNumber(walk: Walk, value: number, { name, parent }: Names): Json {
  const matches = scanNumber(value, meaningOf(name, parent));
  const [first] = matches;
  if (first === undefined) return value;
  walk.onFound({ path: pathOf(walk), where: 'value' }, matches);
  return `[${first.kind}]`;
}

function visitItems(walk: Walk, items: readonly Json[], names: Names): Json {
  walk.path.push('[]');
  let changed: Json[] | null = null;
  for (const [at, item] of items.entries()) {
    const left = visit(walk, item, names);
    if (left === item) continue;
    changed ??= [...items];
    changed[at] = left;
  }
  walk.path.pop();
  return changed ?? items;
}

function visitMembers(walk: Walk, members: JsonObject, names: Names): Json {
  const label = labelOf(members);
  let changed: [string, Json][] | null = null;
  let at = 0;
  for (const key of Object.keys(members)) {
    const value = members[key] ?? null;
    const known = knowKey(key);
    const isWrapped = WRAPPERS.has(key) && (label !== null || names.name !== '');
    walk.path.push(isWrapped && label !== null ? knowKey(label).shape : known.shape);
    if (known.matches.length > 0) walk.onFound({ path: pathOf(walk), where: 'key' }, known.matches);
    const left = visit(
      walk,
      value,
      isWrapped ? wrappedNames(label, names) : { name: key, parent: names.name },
    );
    walk.path.pop();
    if (left !== value || known.matches.length > 0) {
      changed ??= Object.entries(members);
      changed[at] = [redactText(key, known.matches), left];
    }
    at += 1;
  }
  return changed === null ? members : Object.fromEntries(distinct(changed));
}

function wrappedNames(label: string | null, names: Names): Names {
  return label === null ? names : { name: label, parent: 'attributes' };
}

/** What the sibling of a `value` calls it; null where there is none. */
function labelOf(members: JsonObject): string | null {
  if (!('value' in members) && !('values' in members)) return null;
  for (const each of LABELS) {
    const label = members[each];
    if (typeof label === 'string') return label;
  }
  return null;
}

/** Redacted keys may have become equal: the later ones are numbered, so that no member is lost. */
function distinct(members: readonly [string, Json][]): readonly [string, Json][] {
  const taken = new Set<string>();
  return members.map(([key, value]) => {
    let free = key;
    for (let number = 2; taken.has(free); number++) free = `${key} ${number}`;
    taken.add(free);
    return [free, value];
  });
}

function knowKey(key: string): KnownKey {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  const matches = scanText(key);
  const isName = matches.length === 0 && FIELD_NAME.test(key) && !IDENTIFIER.test(key);
  const made: KnownKey = { shape: isName ? key : '*', matches };
  if (knownKeys.size >= KNOWN_KEYS_MAX) knownKeys.clear();
  // Only what is clean is kept, so nothing personal is remembered.
  if (matches.length === 0) knownKeys.set(key, made);
  return made;
}

function pathOf({ path }: Walk): string {
  return path.join('.').replaceAll('.[]', '[]');
}
