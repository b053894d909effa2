/** The `context` of a record: what its resource says of the sender, what its own words say, and what OTLP alone has words for. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { contextPlaces } from '../context-builder.ts';
import type { ContextPlace } from '../context-builder.ts';
import { EMPTY_OBJECT, readId, setOwn } from '../read-value.ts';
import { placeValue } from './attributes.ts';
import type { Filling } from './attributes.ts';
import {
  CONSENT_PREFIX,
  ID_WORDS,
  LOG_WORDS,
  OS_TYPE,
  OTLP_CONTEXT,
  RECORD_FIELDS,
  RECORD_WORDS,
  RESOURCE_WORDS,
} from './words.ts';

const PLACES = contextPlaces({ ...RECORD_WORDS, ...LOG_WORDS, ...RESOURCE_WORDS });
const IDS: ReadonlyMap<string, 'userId' | 'anonymousId'> = new Map(Object.entries(ID_WORDS));
/** The word that is written for each id, by its names. */
const WRITTEN = { userId: ['user', 'id'], anonymousId: ['app', 'installation', 'id'] } as const;
const FIELDS = Object.entries(RECORD_FIELDS);

/** What the words of a resource, or of a record on top of its resource, come to. */
export interface Described {
  readonly userId: string | null;
  readonly anonymousId: string | null;
  /** Two levels: groups and leaves. */
  readonly context: JsonObject;
  /** Category → whether it is allowed. */
  readonly consent: JsonObject;
}

/** The records of one resource and scope follow each other, so that its part is made once for all of them. */
export class Describer {
  #resource: Json | undefined;
  #scope: Json | undefined;
  #shared: Described | null = null;

  /** What the message's resource and scope say, or null when they are no objects. */
  sharedOf(message: JsonObject): Described | null {
    const { resource, scope } = message;
    if (this.#shared === null || resource !== this.#resource || scope !== this.#scope) {
      this.#resource = resource;
      this.#scope = scope;
      this.#shared = isJsonObject(resource) && isJsonObject(scope) ? describeShared(resource, scope) : null;
    }
    return this.#shared;
  }
}

const NOBODY: Described = { userId: null, anonymousId: null, context: EMPTY_OBJECT, consent: EMPTY_OBJECT };

function describeShared(resource: JsonObject, scope: JsonObject): Described {
  const nested = objectIn(resource, 'nested');
  const described = addWords(NOBODY, objectIn(resource, 'words'));
  const own: Filling = {};
  if (Object.keys(nested).length > 0) own['resource'] = nested;
  copyFields(resource, RESOURCE_FIELDS, own);
  const scopeFields: Filling = {};
  copyFields(scope, SCOPE_FIELDS, scopeFields);
  const attributes = objectIn(scope, 'nested');
  if (Object.keys(attributes).length > 0) scopeFields['attributes'] = attributes;
  if (Object.keys(scopeFields).length > 0) own['scope'] = scopeFields;
  const context: Filling = { ...described.context };
  nameSystem(nested, context);
  if (Object.keys(own).length > 0) context[OTLP_CONTEXT] = { ...objectIn(context, OTLP_CONTEXT), ...own };
  return { ...described, context };
}

const RESOURCE_FIELDS = [
  ['schemaUrl', 'resource_schema_url'],
  ['droppedAttributesCount', 'resource_dropped_attributes_count'],
] as const;
const SCOPE_FIELDS = [
  ['name', 'name'],
  ['version', 'version'],
  ['schemaUrl', 'schema_url'],
  ['droppedAttributesCount', 'dropped_attributes_count'],
] as const;

/** `os.type` stays where it is and is the system's name as well, where there is none. */
function nameSystem(nested: JsonObject, context: Filling): void {
  const [group, leaf] = OS_TYPE.split('.');
  const type = objectIn(nested, group ?? '')[leaf ?? ''];
  const os = objectIn(context, 'os');
  if (typeof type === 'string' && type !== '' && os['name'] === undefined)
    context['os'] = { ...os, name: type };
}

/** Adds what a record says itself. */
export function describeRecord(shared: Described, message: JsonObject): Described {
  const described = addWords(shared, objectIn(message, 'words'));
  const context: Filling = { ...described.context };
  const own: Filling = { ...objectIn(context, OTLP_CONTEXT) };
  copyFields(message, FIELDS, own);
  const { observedTime } = message;
  if (typeof observedTime === 'number' && isTime(observedTime)) {
    own['observed_time'] = new Date(observedTime).toISOString();
  }
  context[OTLP_CONTEXT] = own;
  if (message['traceId'] !== '' || message['spanId'] !== '') {
    const trace: Filling = {};
    copyFields(message, TRACE_FIELDS, trace);
    context['trace'] = trace;
  }
  if (described.consent !== EMPTY_OBJECT) context['consent'] = { categoryPreferences: described.consent };
  return { ...described, context };
}

const TRACE_FIELDS = [
  ['traceId', 'traceId'],
  ['spanId', 'spanId'],
] as const;

/** The largest time that a `Date` can hold (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const TIME_MS_MAX = 8.64e15;

/** Whether it is a time at all: zero says that there is none. */
export function isTime(ms: number): boolean {
  return ms > 0 && ms <= TIME_MS_MAX;
}

/** Words on their way to their places. */
interface Placing {
  userId: string | null;
  anonymousId: string | null;
  readonly context: Filling;
  readonly consent: Filling;
  /** Groups of `context` that are already copied: the others belong to the resource. */
  readonly own: Set<string>;
  /** What the resource said where the record says something else. */
  readonly overridden: Filling;
}

/**
 * Puts the words where they belong. Where a record says something else than its resource did, the record is right, and
 * what the resource said stays in `context.otlp.overridden`, under the name that is written for it.
 */
function addWords(shared: Described, words: JsonObject): Described {
  const names = Object.keys(words);
  if (names.length === 0) return shared;
  const placing: Placing = {
    userId: shared.userId,
    anonymousId: shared.anonymousId,
    context: { ...shared.context },
    consent: { ...shared.consent },
    own: new Set(),
    overridden: {},
  };
  for (const word of names) placeWord(placing, word, words[word] ?? null);
  const { userId, anonymousId, context, consent, overridden } = placing;
  if (Object.keys(overridden).length > 0) {
    context[OTLP_CONTEXT] = { ...objectIn(context, OTLP_CONTEXT), overridden };
  }
  const hasConsent = Object.keys(consent).length > 0;
  return { userId, anonymousId, context, consent: hasConsent ? consent : EMPTY_OBJECT };
}

function placeWord(placing: Placing, word: string, value: Json): void {
  const id = IDS.get(word);
  const place = PLACES.get(word);
  if (word.startsWith(CONSENT_PREFIX)) placeConsent(placing, word.slice(CONSENT_PREFIX.length), value);
  else if (id !== undefined) placeId(placing, id, value);
  else if (place !== undefined) placeContext(placing, place, { word, value });
}

/** Both the record and its resource must allow it. */
function placeConsent({ consent }: Placing, category: string, value: Json): void {
  const before = Object.hasOwn(consent, category) ? consent[category] : true;
  setOwn(consent, category, before === true && value === true);
}

function placeId(placing: Placing, id: 'userId' | 'anonymousId', value: Json): void {
  const before = placing[id];
  const now = readId(value) ?? before;
  if (before !== null && now !== before) placeValue(placing.overridden, WRITTEN[id], before);
  placing[id] = now;
}

function placeContext(
  { context, own, overridden }: Placing,
  { group, leaf }: ContextPlace,
  { word, value }: { readonly word: string; readonly value: Json },
): void {
  let holder = context;
  if (group !== null) {
    holder = own.has(group) ? fillingIn(context, group) : { ...objectIn(context, group) };
    own.add(group);
    context[group] = holder;
  }
  const before = holder[leaf];
  if (before !== undefined && before !== value) placeValue(overridden, word.split('.'), before);
  holder[leaf] = value;
}

function fillingIn(context: Filling, group: string): Filling {
  const current = context[group];
  return isFilling(current) ? current : {};
}

function isFilling(value: Json | undefined): value is Filling {
  return isJsonObject(value);
}

/** The object under this name, or an empty one. */
export function objectIn(holder: JsonObject, name: string): JsonObject {
  const value = Object.hasOwn(holder, name) ? holder[name] : undefined;
  return isJsonObject(value) ? value : EMPTY_OBJECT;
}

/** Copies the fields that say something: neither zero nor empty. */
function copyFields(
  from: JsonObject,
  fields: readonly (readonly [field: string, word: string])[],
  to: Filling,
): void {
  for (const [field, word] of fields) {
    const value = from[field];
    if ((typeof value === 'string' && value !== '') || (typeof value === 'number' && value !== 0)) {
      to[word] = value;
    }
  }
}
