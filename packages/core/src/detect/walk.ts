/**
 * One event of any shape, without a plan: every string, number and key is looked at, and what is around a value says what
 * its name means. Key/value lists (OTLP attributes, form fields) are read as the members that they stand for.
 */
import type { Json, JsonObject } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';
import { isBesideOtherHalf, isPlaceList, listedHalves, otherHalvesOf, replacementOf } from './degrees.ts';
import type { Match } from './detector.ts';
import { coordinates } from './detectors/coordinates.ts';
import { longText } from './detectors/long-text.ts';
import { distinct } from './distinct.ts';
import { isRoleName, meaningOf } from './key-meaning.ts';
import { LABELLED, labelOf } from './labels.ts';
import { MEANING } from './meaning.ts';
import { isBareName, isBesideCompanys, isBesidePersons } from './names/beside.ts';
import { wholeName } from './names/person-name.ts';
import { besideProject, isProjectToken } from './project-tokens.ts';
import { redactText } from './redact.ts';
import { isHarmless, matchOf, scanNumber, scanText } from './scan.ts';
import { createTextMemory } from './text-memory.ts';
import type { Recall } from './text-memory.ts';

/** Where in an event something was found. Keys that look like names of fields are spelled out, array positions are `[]`, other keys `*`. */
export interface Place {
  readonly path: string;
  readonly where: 'value' | 'key';
}

/** Told of what was found, for each value or key once: where it is never called, nothing was changed. */
export type OnFound = (place: Place, matches: readonly Match[]) => void;

/** Values nested deeper are cut off, and reported as text that was not read; JSON from a parser with a bound is never so deep. */
const DEPTH_MAX = 256;
/** Paths remembered, over all events: emptied when strangers send too many. */
const NODES_MAX = 16_384;
const FIELD_NAME = /^[$@_]{0,3}\p{L}[\p{L}\p{M}0-9_$.:@/ -]{0,63}$/u;
/** An identifier, a time or a hash in a key: four digits in a row are in hardly any name. */
const IDENTIFIER = /\d{4}|^[0-9a-f-]{16,}$/iu;
/** The first of two texts, where it is the name of the second. */
const PAIR_NAME = /^[a-z_][\w.-]{1,63}$/iu;
const WRAPPERS: ReadonlySet<string> = new Set([
  'value',
  'stringValue',
  'string_value',
  'intValue',
  'int_value',
  'doubleValue',
  'double_value',
  'arrayValue',
  'kvlistValue',
  'values',
  // Of an element of a form, beside its `attr__name` (PostHog's `$elements`).
  'attr__value',
]);

/** What is known of one path, once for all events: decided from names alone, so it holds no value. */
interface Node {
  /** The name that counts: that of the label where there is one. */
  readonly name: string;
  readonly place: Place;
  /** Bits of `MEANING`. */
  readonly meaning: number;
  /** The name where it says which identifier it is, or that it is a role; else empty. */
  readonly identifier: string;
  /** Found in the key itself. */
  readonly keyMatches: readonly Match[];
  /** Whether the objects in which its key stands must be looked at first: its name may be that of a sibling's value. */
  readonly isSpecial: boolean;
  /** Whether it stands for what is in a list. */
  readonly isItem: boolean;
  /** Whether it goes by the label beside it, where there is one. */
  readonly isLabelled: boolean;
  /** Whether the numbers under it are halves of places. */
  readonly isHalf: boolean;
  /** What it is where it names half of a place and the other half stands beside it; null where it names none. */
  readonly half: Node | null;
  /** What a bare `name` is beside what only people have, or, where it means a person by itself, beside what only companies have. */
  readonly named: Node | null;
  /** How that other half is called. */
  readonly otherHalves: readonly string[];
  /** Whether a label beside one of its values has named half of a place. */
  holdsHalves: boolean;
  /** What it is where it names the project of an event and not somebody's log-in; null where it never does. */
  readonly project: Node | null;
  /** The members one of which stands beside it then. */
  readonly besideProject: readonly string[];
  readonly members: Map<string, Node>;
  /** By the label beside a value, which lies apart from the keys. */
  readonly labelled: Map<string, Node>;
  items: Node | null;
}

/** The event with everything found replaced by its kind in brackets; itself, unchanged, where nothing was found. */
export type RedactEvent = (event: Json, onFound: OnFound) => Json;

export interface RedactorOptions {
  /** Whether objects may be written over, for a caller who has no use for them as they came. Default false. */
  readonly inPlace?: boolean;
}

/**
 * Makes a redactor with a bounded memory of paths and of texts, which lives as long as the redactor: it holds what was
 * found too, so it is for programs that hold the events anyway.
 */
export function createRedactor({ inPlace = false }: RedactorOptions = {}): RedactEvent {
  const memory: Memory = { inPlace, recall: createTextMemory(), nodes: 0, top: topNode() };
  return (event, onFound) => visit({ memory, onFound }, event, memory.top, 0);
}

interface Memory {
  readonly inPlace: boolean;
  readonly recall: Recall;
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
  if (node.isHalf) return replacedHalf(walk, value, node);
  if (typeof value === 'number') {
    const matches = scanNumber(value, node.meaning, node.name);
    return matches.length === 0 ? value : replaced(walk, node, matches);
  }
  if (value === null || typeof value !== 'object') return value;
  if (depth >= DEPTH_MAX) return cutOff(walk, node);
  return isJsonArray(value) ? visitItems(walk, value, node, depth) : visitMembers(walk, value, node, depth);
}

/** Degrees go as their kind, in a wrapper or without. */
function replacedHalf({ onFound }: Walk, value: Json, { place }: Node): Json {
  onFound(place, PLACE);
  return replacementOf(value);
}

/** What was not read through must not pass as clean. */
function cutOff({ onFound }: Walk, { place }: Node): null {
  onFound(place, [matchOf(longText, '')]);
  return null;
}

function visitText({ memory, onFound }: Walk, text: string, { meaning, identifier, place }: Node): string {
  // Short words, times and UUIDs are told sooner than remembered, and identifiers would fill the memory.
  if (meaning === 0 && isHarmless(text)) return text;
  const { matches, redacted } = memory.recall(text, meaning, identifier);
  if (redacted === null) return text;
  onFound(place, matches);
  return redacted;
}

/** A number has no room for a part of it, so its kind stands for the whole. */
function replaced({ onFound }: Walk, { place }: Node, matches: readonly Match[]): string {
  onFound(place, matches);
  return `[${matches[0]?.kind ?? ''}]`;
}

function visitItems(walk: Walk, items: readonly Json[], node: Node, depth: number): Json {
  const known = itemsOf(node);
  if ((node.meaning & MEANING.coordinates) !== 0 && isPlaceList(node.name, items)) {
    return visitPlace(walk, items, known);
  }
  const second = nameInPair(walk.memory, items, node) ?? known;
  let changed: Json[] | null = null;
  for (let at = 0; at < items.length; at++) {
    const item = items[at] ?? null;
    const left = visit(walk, item, at === 1 ? second : known, depth + 1);
    if (left === item) continue;
    changed ??= [...items];
    changed[at] = left;
  }
  const left = changed ?? items;
  return known.holdsHalves ? withoutPlaces(walk, left, known) : left;
}

function itemsOf(node: Node): Node {
  node.items ??= { ...makeNode(node.name, `${node.place.path}[]`, node.meaning, NO_MATCHES), isItem: true };
  return node.items;
}

/** The items of a list of attributes, without the degrees of places. */
function withoutPlaces(walk: Walk, items: readonly Json[], node: Node): readonly Json[] {
  const halves = listedHalves(items, labelOf);
  if (halves.size === 0) return items;
  return items.map((item, at) => {
    const value = halves.has(at) && isJsonObject(item) ? replacementOf(item['value']) : null;
    if (value === null || !isJsonObject(item)) return item;
    walk.onFound(node.place, PLACE);
    return { ...item, value };
  });
}

/** The degrees of a place, each as its kind; a height that is no exact number stays. */
function visitPlace(walk: Walk, items: readonly Json[], node: Node): Json {
  return items.map((item) => {
    const left = replacementOf(item);
    if (left !== null) walk.onFound(node.place, PLACE);
    return left ?? item;
  });
}

/**
 * What is known of the second of two texts in a list of such pairs, where the first is a name that means something:
 * `[["Authorization", "…"], …]`, as headers, cookies and queries are also written. Null where there is no such pair.
 */
function nameInPair(memory: Memory, items: readonly Json[], node: Node): Node | null {
  if (items.length !== 2 || !node.isItem) return null;
  const [name, value] = items;
  if (typeof name !== 'string' || typeof value !== 'string' || !PAIR_NAME.test(name)) return null;
  const known = node.labelled.get(name);
  if (known !== undefined) return known;
  return meaningOf(name, 'params') === 0 ? null : grow(memory, node.labelled, name, labelNode(node, name));
}

function visitMembers(walk: Walk, members: JsonObject, node: Node, depth: number): Json {
  let changed: Record<string, Json> | null = null;
  let at = 0;
  for (const key in members) {
    const value = members[key] ?? null;
    let child = memberOf(walk.memory, node, key);
    if (child.isSpecial) {
      if (isLongNumber(members)) return visitLongNumber(walk, members, node);
      child = besideOthers(walk.memory, child, node, members);
    }
    if (child.keyMatches.length > 0) return visitEntries(walk, changed ?? members, { node, depth, from: at });
    const left = visit(walk, value, child, depth + 1);
    at += 1;
    if (left === value) continue;
    changed ??= writable(walk, members);
    changed[key] = left;
  }
  return changed ?? members;
}

function writable({ memory }: Walk, members: JsonObject): Record<string, Json> {
  return memory.inPlace ? members : { ...members };
}

interface Rest {
  readonly node: Node;
  readonly depth: number;
  /** How many members have been visited already. */
  readonly from: number;
}

/** The rest of the members from one on whose key is to be redacted too. */
function visitEntries(walk: Walk, members: JsonObject, { node, depth, from }: Rest): Json {
  const entries = Object.entries(members).map(([key, value], at): [string, Json] => {
    if (at < from) return [key, value];
    const child = besideOthers(walk.memory, memberOf(walk.memory, node, key), node, members);
    const { keyMatches, place } = child;
    if (keyMatches.length > 0) walk.onFound({ path: place.path, where: 'key' }, keyMatches);
    return [redactText(key, keyMatches), visit(walk, value, child, depth + 1)];
  });
  return Object.fromEntries(distinct(entries));
}

/** A number whose digits a double cannot hold, as `JSON.rawJSON` gives it. */
function isLongNumber(members: JsonObject): boolean {
  return typeof members['rawJSON'] === 'string' && Object.getPrototypeOf(members) === null;
}

function visitLongNumber(walk: Walk, members: JsonObject, node: Node): Json {
  const { rawJSON } = members;
  const matches =
    typeof rawJSON === 'string' ? scanText(rawJSON, undefined, node.meaning, node.name) : NO_MATCHES;
  return matches.length === 0 ? members : replaced(walk, node, matches);
}

function memberOf(memory: Memory, node: Node, key: string): Node {
  return node.members.get(key) ?? grow(memory, node.members, key, keyNode(node, key));
}

/** What a member is by what stands beside it: the name of a project, half of a place, or what a label says. */
function besideOthers(memory: Memory, child: Node, node: Node, members: JsonObject): Node {
  if (child.isLabelled) {
    const label = labelOf(members, child.name);
    if (label === null) return child;
    return node.labelled.get(label) ?? grow(memory, node.labelled, label, labelNode(node, label));
  }
  const value = members[child.name] ?? null;
  if (child.project !== null && isProjectToken(value, members, child.besideProject)) return child.project;
  if (child.named !== null) {
    const isOther = child.meaning === 0 ? isBesidePersons(value, members) : isBesideCompanys(members);
    return isOther ? child.named : child;
  }
  if (child.half !== null && isBesideOtherHalf(value, members, child.otherHalves)) return child.half;
  return child;
}

/** Only what is clean is kept, so nothing personal is remembered. */
function grow(memory: Memory, siblings: Map<string, Node>, key: string, made: Node): Node {
  if (made.keyMatches.length > 0 || made.place.path.endsWith('*')) return made;
  if (memory.nodes >= NODES_MAX) {
    memory.nodes = 0;
    memory.top = topNode();
  }
  memory.nodes += 1;
  siblings.set(key, made);
  return made;
}

function topNode(): Node {
  return makeNode('', '', 0, NO_MATCHES);
}

const NO_MATCHES: readonly Match[] = Object.freeze([]);
const PLACE: readonly Match[] = [matchOf(coordinates, '')];
const NO_NAMES: readonly string[] = Object.freeze([]);

function keyNode(node: Node, key: string): Node {
  const keyMatches = scanText(key);
  const path = join(node.place.path, keyMatches.length === 0 ? shapeOf(key) : '*');
  // `{ "email": { "stringValue": … } }`: the wrapper takes the name of what it wraps.
  const isWrapper = WRAPPERS.has(key);
  const made =
    isWrapper && node.name !== ''
      ? makeNode(node.name, path, node.meaning, keyMatches)
      : namedNode({ name: key, path, meaning: meaningOf(key, node.name), keyMatches });
  const beside = besideProject(key, node.name);
  if (beside.length > 0) {
    return { ...made, isSpecial: true, project: makeNode(key, path, 0, NO_MATCHES), besideProject: beside };
  }
  if (LABELLED.has(key) || key === 'rawJSON')
    return { ...made, isSpecial: true, isLabelled: LABELLED.has(key) };
  if (isWrapper) return made;
  const named = namedBeside(made, key, node);
  if (named !== null) return { ...made, isSpecial: true, named };
  const otherHalves = (made.meaning & MEANING.coordinates) === 0 ? NO_NAMES : otherHalvesOf(key);
  if (otherHalves.length === 0) return made;
  const half: Node = { ...makeNode(key, path, made.meaning, keyMatches), isHalf: true };
  return { ...made, isSpecial: true, otherHalves, half };
}

/** What a bare name is instead beside what tells whose it is; null where nothing does. */
function namedBeside({ meaning, place, keyMatches }: Node, key: string, node: Node): Node | null {
  if (!isBareName(key, node.name) || (meaning !== 0 && meaning !== MEANING.name)) return null;
  return makeNode(key, place.path, meaning === 0 ? MEANING.name : 0, keyMatches);
}

function labelNode(node: Node, label: string): Node {
  const clean = scanText(label).length === 0;
  const path = join(node.place.path, clean ? shapeOf(label) : '*');
  const meaning = meaningOf(label, 'attributes') || meaningOf(label, node.name);
  if ((meaning & MEANING.coordinates) !== 0 && otherHalvesOf(label).length > 0) node.holdsHalves = true;
  return namedNode({ name: label, path, meaning, keyMatches: NO_MATCHES });
}

type Named = Pick<Node, 'name' | 'meaning' | 'keyMatches'> & { readonly path: string };

/** What is known of a name; one that means nothing by itself may be that of a role. */
function namedNode({ name, path, meaning, keyMatches }: Named): Node {
  if (meaning !== 0 || !isRoleName(name)) return makeNode(name, path, meaning, keyMatches);
  return { ...makeNode(name, path, MEANING.name, keyMatches), identifier: name };
}

function makeNode(name: string, path: string, meaning: number, keyMatches: readonly Match[]): Node {
  const place: Place = { path, where: 'value' };
  const identifier = (meaning & MEANING.nationalId) === 0 ? '' : name;
  return {
    identifier,
    name,
    place,
    meaning,
    keyMatches,
    isSpecial: false,
    isItem: false,
    isLabelled: false,
    isHalf: false,
    half: null,
    named: null,
    otherHalves: NO_NAMES,
    holdsHalves: false,
    project: null,
    besideProject: NO_NAMES,
    members: new Map(),
    labelled: new Map(),
    items: null,
  };
}

function join(path: string, shape: string): string {
  return path === '' ? shape : `${path}.${shape}`;
}

function shapeOf(key: string): string {
  return FIELD_NAME.test(key) && !IDENTIFIER.test(key) && !isPersons(key) ? key : '*';
}

/** Whether a key of several words is written like a person's name, and says nothing about what stands under it. */
function isPersons(key: string): boolean {
  return key.includes(' ') && wholeName(key) !== null && meaningOf(key) === 0;
}
