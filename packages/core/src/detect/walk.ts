/**
 * One event of any shape, without a plan: every string, number and key is looked at, and what is around a value says what
 * its name means. Key/value lists (OTLP attributes, form fields) are read as the members that they stand for.
 */
import type { Json, JsonObject } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';
import { isPlaceList, listedHalves, replacementOf } from './degrees.ts';
import type { Match } from './detector.ts';
import { coordinates } from './detectors/coordinates.ts';
import { longText } from './detectors/long-text.ts';
import { distinct } from './distinct.ts';
import { meaningOf } from './key-meaning.ts';
import { MEANING } from './meaning.ts';
import { RAW_NUMBER, createPaths, itemsOf, labelledOf, memberOf } from './path-nodes.ts';
import type { Node, Paths, Place } from './path-nodes.ts';
import { redactText } from './redact.ts';
import { isHarmless, matchOf, scanNumber, scanText } from './scan.ts';
import { createTextMemory } from './text-memory.ts';
import type { Recall } from './text-memory.ts';

/** Told of what was found, for each value or key once: where it is never called, nothing was changed. */
export type OnFound = (place: Place, matches: readonly Match[]) => void;

/** Values nested deeper are cut off, and reported as text that was not read; JSON from a parser with a bound is never so deep. */
const DEPTH_MAX = 256;
const NO_MATCHES: readonly Match[] = Object.freeze([]);
const PLACE: readonly Match[] = [matchOf(coordinates, '')];
/** The first of two texts, where it is the name of the second. */
const PAIR_NAME = /^[a-z_][\w.-]{1,63}$/iu;

/** What becomes of an event: it is only read, it is copied where it changes, or its objects are written over. */
export type Change = 'none' | 'copied' | 'in place';

/**
 * Makes a redactor: the event with everything found replaced by its kind in brackets; itself, where nothing was found or nothing
 * is to change. It has a bounded memory of paths and of texts, which lives as long as the redactor: it holds what was found too,
 * so it is for programs that hold the events anyway.
 */
export function createRedactor(change: Change, onFound: OnFound): (event: Json) => Json {
  const paths = createPaths();
  const walk: Walk = { change, paths, recall: createTextMemory(), onFound };
  return (event) => visit(walk, event, paths.top, 0);
}

interface Walk {
  readonly change: Change;
  readonly paths: Paths;
  readonly recall: Recall;
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

function visitText({ recall, onFound }: Walk, text: string, { meaning, identifier, place }: Node): string {
  // Short words, times and UUIDs are told sooner than remembered, and identifiers would fill the memory.
  if ((meaning === 0 || meaning === MEANING.safe) && isHarmless(text)) return text;
  const { matches, redacted } = recall(text, meaning, identifier);
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
  const second = nameInPair(walk.paths, items, node) ?? known;
  let changed: Json[] | null = null;
  for (let at = 0; at < items.length; at++) {
    const item = items[at] ?? null;
    const left = visit(walk, item, at === 1 ? second : known, depth + 1);
    if (stays(walk, item, left)) continue;
    changed ??= [...items];
    changed[at] = left;
  }
  const left = changed ?? items;
  return known.holdsHalves ? withoutPlaces(walk, left, known) : left;
}

/** The items of a list of attributes, without the degrees of places. */
function withoutPlaces(walk: Walk, items: readonly Json[], node: Node): readonly Json[] {
  const halves = listedHalves(items);
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
function nameInPair(paths: Paths, items: readonly Json[], node: Node): Node | null {
  if (items.length !== 2 || !node.isItem) return null;
  const [name, value] = items;
  if (typeof name !== 'string' || typeof value !== 'string' || !PAIR_NAME.test(name)) return null;
  return meaningOf(name, 'params') === 0 ? null : labelledOf(paths, node, name);
}

function visitMembers(walk: Walk, members: JsonObject, node: Node, depth: number): Json {
  let changed: Record<string, Json> | null = null;
  let at = 0;
  for (const key in members) {
    const value = members[key] ?? null;
    let child = memberOf(walk.paths, node, key);
    if (child.beside !== null) {
      if (key === RAW_NUMBER && isLongNumber(members)) return visitLongNumber(walk, members, node);
      child = child.beside(members);
    }
    if (child.keyMatches.length > 0) return visitEntries(walk, changed ?? members, { node, depth, from: at });
    const left =
      typeof value === 'string' ? visitText(walk, value, child) : visit(walk, value, child, depth + 1);
    at += 1;
    if (stays(walk, value, left)) continue;
    changed ??= writable(walk, members);
    changed[key] = left;
  }
  return changed ?? members;
}

/** Whether a value is left as it came. */
function stays({ change }: Walk, value: Json, left: Json): boolean {
  return left === value || change === 'none';
}

function writable({ change }: Walk, members: JsonObject): Record<string, Json> {
  return change === 'in place' ? members : { ...members };
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
    const known = memberOf(walk.paths, node, key);
    const child = known.beside?.(members) ?? known;
    const { keyMatches, place } = child;
    if (keyMatches.length > 0) walk.onFound({ path: place.path, where: 'key' }, keyMatches);
    return [redactText(key, keyMatches), visit(walk, value, child, depth + 1)];
  });
  return Object.fromEntries(distinct(entries));
}

/** A number whose digits a double cannot hold, as `JSON.rawJSON` gives it. */
function isLongNumber(members: JsonObject): boolean {
  return typeof members[RAW_NUMBER] === 'string' && Object.getPrototypeOf(members) === null;
}

function visitLongNumber(walk: Walk, members: JsonObject, node: Node): Json {
  const rawJSON = members[RAW_NUMBER];
  const matches =
    typeof rawJSON === 'string' ? scanText(rawJSON, undefined, node.meaning, node.name) : NO_MATCHES;
  return matches.length === 0 ? members : replaced(walk, node, matches);
}
