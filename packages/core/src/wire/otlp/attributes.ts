/**
 * From OpenTelemetry's flat attributes to nested objects. Keys are namespaced by dots (`http.request.method`,
 * https://opentelemetry.io/docs/specs/semconv/general/naming/), and the names in a plan have none, so each dot becomes a
 * level. The way back is to join the names again: an empty segment is the name `''`.
 */
import { isJsonObject } from '../../event.ts';
import type { Json } from '../../event.ts';
import { setOwn } from '../read-value.ts';
import { CONSENT_PREFIX, OWN_VALUE, SET_ASIDE } from './words.ts';
import type { WordType } from './words.ts';

/** An object that is still being filled. */
export type Filling = Record<string, Json>;

/** What the keys of one kind of attribute list mean. */
export interface KeyRules {
  /** Attributes with a place of their own in every event, with the type that they must have for it. */
  readonly words: ReadonlyMap<string, WordType>;
  /** Names that the record itself uses beside its attributes. */
  readonly own: ReadonlySet<string>;
}

/** What one key means. */
export interface KeyPlace {
  readonly key: string;
  readonly word: WordType | null;
  /** Null when it has more names than may be nested. */
  readonly path: readonly string[] | null;
}

/** The keys of one request, each understood once: the records of a batch repeat them. */
export class KeyBook {
  readonly #places = new Map<string, KeyPlace>();
  readonly #rules: KeyRules;
  readonly #depthMax: number;

  constructor(rules: KeyRules, depthMax: number) {
    this.#rules = rules;
    this.#depthMax = depthMax;
  }

  placeOf(key: string): KeyPlace {
    let place = this.#places.get(key);
    if (place === undefined) {
      const isConsent = this.#rules.words.size > 0 && key.startsWith(CONSENT_PREFIX);
      const word = isConsent ? 'boolean' : (this.#rules.words.get(key) ?? null);
      place = { key, word, path: this.#pathOf(key) };
      this.#places.set(key, place);
    }
    return place;
  }

  #pathOf(key: string): readonly string[] | null {
    // Split to one more than may be, so that a key of a million dots costs no more than one of a few.
    const names = key.split('.', this.#depthMax + 1);
    if (names.length > this.#depthMax) return null;
    return this.#rules.own.has(names[0] ?? '') ? [SET_ASIDE, ...names] : names;
  }
}

/** Where the attributes of one record, resource or list go. */
export interface AttributeTarget {
  readonly nested: Filling;
  /** Attributes that have a place of their own, under their keys. */
  readonly words: Filling;
}

/** Adds one attribute. False when it cannot stand beside the others: a key that comes twice, or one that nests too deep. */
export function addAttribute(target: AttributeTarget, place: KeyPlace, value: Json): boolean {
  if (place.word !== null && isOfType(value, place.word)) {
    if (Object.hasOwn(target.words, place.key)) return false;
    setOwn(target.words, place.key, value);
    return true;
  }
  return place.path !== null && placeValue(target.nested, place.path, value);
}

/**
 * Sets the value at the path, making the objects on the way. A value that stands where an object is needed moves to
 * `OWN_VALUE` in it; two objects become one. False when the place is taken.
 */
export function placeValue(target: Filling, path: readonly string[], value: Json): boolean {
  let at = target;
  for (let step = 0; step < path.length - 1; step += 1) at = childOf(at, path[step] ?? '');
  return setAt(at, path[path.length - 1] ?? '', value);
}

/** The object under this name, which is made, or made around the value that stands there. */
function childOf(parent: Filling, name: string): Filling {
  const current = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (isFilling(current)) return current;
  const child: Filling = current === undefined ? {} : { [OWN_VALUE]: current };
  setOwn(parent, name, child);
  return child;
}

function setAt(parent: Filling, name: string, value: Json): boolean {
  if (!Object.hasOwn(parent, name)) {
    setOwn(parent, name, value);
    return true;
  }
  const current = parent[name];
  if (isFilling(current)) return isFilling(value) ? merge(current, value) : setAt(current, OWN_VALUE, value);
  if (current === undefined || !isFilling(value)) return false;
  setOwn(parent, name, value);
  return setAt(value, OWN_VALUE, current);
}

function merge(target: Filling, source: Filling): boolean {
  return Object.entries(source).every(([name, value]) => setAt(target, name, value));
}

/** Objects in here were all made by this file, and nobody else has seen them yet: they may still be filled. */
function isFilling(value: Json | undefined): value is Filling {
  return isJsonObject(value);
}

function isOfType(value: Json, type: WordType): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string' && value !== '';
    case 'id':
      return (typeof value === 'string' && value !== '') || typeof value === 'number';
    case 'number':
    case 'boolean':
      return typeof value === type;
  }
}
