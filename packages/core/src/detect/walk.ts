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

/** Values nested deeper are cut off; JSON from a parser with a bound is never so deep. */
const DEPTH_MAX = 256;
/** Paths remembered, over all events: emptied when strangers send too many. */
const NODES_MAX = 16_384;
/** Clean texts remembered in each of two generations, and the longest of them, in characters. */
const TEXTS_MAX = 16_384;
const TEXT_LENGTH_MAX = 256;
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

/** What is known of one path, once for all events: decided from names alone, so it holds no value. */
interface Node {
  /** The name that counts: that of the label where there is one. */
  readonly name: string;
  readonly path: string;
  /** Bits of `MEANING`. */
  readonly meaning: number;
  /** Found in the key itself. */
  readonly keyMatches: readonly Match[];
  readonly members: Map<string, Node>;
  items: Node | null;
}

/** The event with everything found replaced by its kind in brackets; itself where nothing was found. */
export type RedactEvent = (event: Json, onFound: OnFound) => Json;

/** Makes a redactor with a bounded memory of paths and of clean texts, which lives as long as the redactor. */
export function createRedactor(): RedactEvent {
  const memory: Memory = { texts: createTextMemory(), nodes: 0, top: topNode() };
  return (event, onFound) => visit({ memory, onFound }, event, memory.top, 0);
}

interface Memory {
  readonly texts: TextMemory;
  /** How many nodes hang from the top. */
  nodes: number;
  top: Node;
}

interface Walk {
  readonly memory: Memory;
  readonly onFound: OnFound;
}

function visit(walk: Walk, value: Json, node: Node, depth: number): Json {
  if (typeof value === 'string') return visitText(walk, value, node);
  if (typeof value === 'number') {
    const matches = scanNumber(value, node.meaning);
    return matches.length === 0 ? value : replaced(walk, node, matches);
  }
  if (value === null || typeof value !== 'object') return value;
  if (depth >= DEPTH_MAX) return null;
  return isJsonArray(value) ? visitItems(walk, value, node, depth) : visitMembers(walk, value, node, depth);
}

function visitText({ memory, onFound }: Walk, text: string, node: Node): string {
  if (memory.texts.isClean(text, node.meaning)) return text;
  const matches = scanText(text, undefined, node.meaning);
  if (matches.length === 0) {
    memory.texts.keep(text, node.meaning);
    return text;
  }
  onFound({ path: node.path, where: 'value' }, matches);
  return redactText(text, matches);
}

/** A number has no room for a part of it, so its kind stands for the whole. */
function replaced({ onFound }: Walk, { path }: Node, matches: readonly Match[]): string {
  onFound({ path, where: 'value' }, matches);
  return `[${matches[0]?.kind ?? ''}]`;
}

function visitItems(walk: Walk, items: readonly Json[], node: Node, depth: number): Json {
  node.items ??= makeNode(node.name, `${node.path}[]`, node.meaning, NO_MATCHES);
  let changed: Json[] | null = null;
  for (let at = 0; at < items.length; at++) {
    const item = items[at] ?? null;
    const left = visit(walk, item, node.items, depth + 1);
    if (left === item) continue;
    changed ??= [...items];
    changed[at] = left;
  }
  return changed ?? items;
}

function visitMembers(walk: Walk, members: JsonObject, node: Node, depth: number): Json {
  // A number whose digits a double cannot hold, as `JSON.rawJSON` gives it.
  const digits = members['rawJSON'];
  if (typeof digits === 'string' && Object.getPrototypeOf(members) === null) {
    const matches = scanText(digits, undefined, node.meaning);
    return matches.length === 0 ? members : replaced(walk, node, matches);
  }
  const label = labelOf(members);
  let changed: [string, Json][] | null = null;
  let at = 0;
  for (const key in members) {
    const value = members[key] ?? null;
    const child = memberOf(walk.memory, node, key, label);
    if (child.keyMatches.length > 0) walk.onFound({ path: child.path, where: 'key' }, child.keyMatches);
    const left = visit(walk, value, child, depth + 1);
    if (left !== value || child.keyMatches.length > 0) {
      changed ??= Object.entries(members);
      changed[at] = [redactText(key, child.keyMatches), left];
    }
    at += 1;
  }
  return changed === null ? members : Object.fromEntries(distinct(changed));
}

function memberOf(memory: Memory, node: Node, key: string, label: string | null): Node {
  const labelled = label !== null && WRAPPERS.has(key);
  // What is under a label lies apart from the keys.
  const place = labelled ? `\n${label}` : key;
  const known = node.members.get(place);
  if (known !== undefined) return known;
  const made = labelled ? labelNode(node, label) : keyNode(node, key);
  // Only what is clean is kept, so nothing personal is remembered.
  if (made.keyMatches.length > 0 || made.path.endsWith('*')) return made;
  if (memory.nodes >= NODES_MAX) {
    memory.nodes = 0;
    memory.top = topNode();
  }
  memory.nodes += 1;
  node.members.set(place, made);
  return made;
}

function topNode(): Node {
  return makeNode('', '', 0, NO_MATCHES);
}

const NO_MATCHES: readonly Match[] = Object.freeze([]);

function keyNode(node: Node, key: string): Node {
  const keyMatches = scanText(key);
  const path = join(node.path, keyMatches.length === 0 ? shapeOf(key) : '*');
  // `{ "email": { "stringValue": … } }`: the wrapper takes the name of what it wraps.
  if (WRAPPERS.has(key) && node.name !== '') return makeNode(node.name, path, node.meaning, keyMatches);
  return makeNode(key, path, meaningOf(key, node.name), keyMatches);
}

function labelNode(node: Node, label: string): Node {
  const clean = scanText(label).length === 0;
  return makeNode(
    label,
    join(node.path, clean ? shapeOf(label) : '*'),
    meaningOf(label, 'attributes'),
    NO_MATCHES,
  );
}

function makeNode(name: string, path: string, meaning: number, keyMatches: readonly Match[]): Node {
  return { name, path, meaning, keyMatches, members: new Map(), items: null };
}

function join(path: string, shape: string): string {
  return path === '' ? shape : `${path}.${shape}`;
}

function shapeOf(key: string): string {
  return FIELD_NAME.test(key) && !IDENTIFIER.test(key) ? key : '*';
}

/** What the sibling of a `value` calls it; null where there is none. */
function labelOf(members: JsonObject): string | null {
  if (members['value'] === undefined && members['values'] === undefined) return null;
  for (const each of LABELS) {
    const label = members[each];
    if (typeof label === 'string') return label;
  }
  return null;
}

interface TextMemory {
  readonly isClean: (text: string, meaning: number) => boolean;
  readonly keep: (text: string, meaning: number) => void;
}

/** Texts lately found clean, each with the meaning under which it was. */
function createTextMemory(): TextMemory {
  let young = new Map<string, number>();
  let old = new Map<string, number>();
  const keep = (text: string, meaning: number): void => {
    if (text.length > TEXT_LENGTH_MAX) return;
    if (young.size >= TEXTS_MAX) [old, young] = [young, new Map()];
    young.set(text, meaning);
  };
  return {
    keep,
    isClean: (text, meaning) => {
      if (text.length > TEXT_LENGTH_MAX) return false;
      if (young.get(text) === meaning) return true;
      if (old.get(text) !== meaning) return false;
      keep(text, meaning);
      return true;
    },
  };
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
