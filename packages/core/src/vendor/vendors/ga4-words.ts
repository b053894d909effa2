/** Puts `context` back into the Measurement Protocol's words: the tables of that wire protocol, read backwards. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import {
  isReservedEvent,
  isReservedParameter,
  isReservedUserProperty,
  NAME_LENGTH_MAX,
  USER_PROPERTY_NAME_LENGTH_MAX,
} from '../../wire/ga4/limits.ts';
import {
  CAMPAIGN_PARAMETERS,
  CONSENT_KINDS,
  CONSENT_VALUES,
  EVENT_NAMES,
  GA4_CONTEXT,
  ITEM_NAMES,
  OWN_PARAMETERS,
  PARAMETERS,
  PROPERTY_NAMES,
  REQUEST_WORDS,
} from '../../wire/ga4/words.ts';
import { backwards, translateContext } from '../translate-context.ts';
import type { Words } from '../translate-context.ts';

type Entry = readonly [string, Json];

/** What the context says, sorted by where Analytics wants it. */
export interface Described {
  /** Members of the request beside ids, user properties and events. */
  readonly request: JsonObject;
  readonly parameters: JsonObject;
}

const REQUEST: Words = backwards(REQUEST_WORDS);
const EVENT: Words = backwards(PARAMETERS);
const CAMPAIGN: Words = new Map([...EVENT, ...backwards(CAMPAIGN_PARAMETERS)]);
const PROPERTIES: Words = backwards(PROPERTY_NAMES);
const ITEMS: Words = backwards(ITEM_NAMES);
const CONSENT_WORDS: ReadonlyMap<boolean, string> = new Map(
  [...CONSENT_VALUES].map(([word, granted]) => [granted, word]),
);
/** Members of the request that never come from `context.ga4`. */
const NOT_OWN: ReadonlySet<string> = new Set([
  'client_id',
  'user_id',
  'timestamp_micros',
  'user_properties',
  'events',
]);

/** Analytics' words for the context of one event; what it has no word for becomes parameters that begin with `context_`. */
export function describe(event: CleanEvent): Described {
  const { [GA4_CONTEXT]: own, consent, ...plain } = event.context;
  const ofEvent = event.name === EVENT_NAMES.campaign ? CAMPAIGN : EVENT;
  const { words, rest } = translateContext(plain, new Map([...REQUEST, ...ofEvent]), GA4_CONTEXT);
  const request: Record<string, Json> = {};
  const parameters: Entry[] = [];
  const left: Entry[] = [];
  for (const [word, value] of words) {
    if (Object.hasOwn(REQUEST_WORDS, word)) putInRequest(request, word, value);
    else parameters.push([word, value]);
  }
  for (const [key, value] of rest) {
    if (key === 'sessionId' && !isJsonObject(value)) parameters.push(['session_id', value]);
    else left.push([key, value]);
  }
  for (const [member, value] of isJsonObject(own) ? Object.entries(own) : []) {
    if (OWN_PARAMETERS.has(member)) parameters.push([member, value]);
    else if (NOT_OWN.has(member)) left.push([member, value]);
    else request[member] = merged(request[member], value);
  }
  left.push(...putConsent(request, consent));
  return {
    request,
    parameters: Object.fromEntries([
      ...parameters,
      ...left.flatMap(([key, value]) => flat(`context_${key}`, value)),
    ]),
  };
}

/** Whether a path of `context` is told in the request, so that it also goes with user properties. */
export function isRequestPath(path: string): boolean {
  if (REQUEST.has(path)) return true;
  if (CONSENT_KINDS.some((kind) => path === `consent.categoryPreferences.${kind}`)) return true;
  const [group, member = ''] = path.split('.');
  return group === GA4_CONTEXT && !OWN_PARAMETERS.has(member) && !NOT_OWN.has(member);
}

/** An event's properties as parameters: Segment's names become Analytics', and all of them names that it takes. */
export function parametersOf(properties: JsonObject): JsonObject {
  const isRevenue =
    typeof properties['revenue'] === 'number' &&
    properties['currency'] !== undefined &&
    !Object.hasOwn(properties, 'value');
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      if (name === 'revenue' && isRevenue) return [['value', value] as const];
      const word = renamed(name, properties, PROPERTIES);
      return word === 'items' && isJsonArray(value) ? [[word, itemsOf(value)] as const] : flat(word, value);
    }),
  );
}

/** A name that Analytics takes for an event: other characters become underscores, reserved names begin with `x_`, long ones end in a checksum. */
export function eventNameOf(name: string): string {
  return shaped(name, isReservedEvent, NAME_LENGTH_MAX);
}

/** The same for a user property. */
export function userPropertyNameOf(name: string): string {
  return shaped(name, isReservedUserProperty, USER_PROPERTY_NAME_LENGTH_MAX);
}

function shaped(name: string, isReserved: (name: string) => boolean, lengthMax: number): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_]/g, '_');
  const isFine = /^[A-Za-z]/.test(plain) && !isReserved(plain);
  const whole = isFine ? plain : `x_${plain}`;
  if (whole.length <= lengthMax) return whole;
  // Names that begin alike must not become one.
  const mark = checksum(name).toString(36);
  return `${whole.slice(0, lengthMax - mark.length - 1)}_${mark}`;
}

/** FNV-1a of 32 bits over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/). */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

function putInRequest(request: Record<string, Json>, word: string, value: Json): void {
  const [group = '', member] = word.split('.');
  request[group] = member === undefined ? value : merged(request[group], { [member]: value });
}

function merged(before: Json | undefined, value: Json): Json {
  return isJsonObject(before) && isJsonObject(value) ? { ...before, ...value } : value;
}

/** Tells the two kinds of consent that Analytics knows; gives the rest of what `context.consent` says. */
function putConsent(request: Record<string, Json>, consent: Json | undefined): readonly Entry[] {
  if (consent === undefined) return [];
  const { categoryPreferences: preferences, ...others } = isJsonObject(consent) ? consent : {};
  if (!isJsonObject(preferences)) return [['consent', consent]];
  const left: Entry[] = [];
  for (const [category, granted] of Object.entries(preferences)) {
    const word = typeof granted === 'boolean' ? CONSENT_WORDS.get(granted) : undefined;
    const isKnown = CONSENT_KINDS.some((kind) => kind === category);
    if (isKnown && word !== undefined) request['consent'] = merged(request['consent'], { [category]: word });
    else left.push([category, granted]);
  }
  const rest = left.length === 0 ? others : { ...others, categoryPreferences: Object.fromEntries(left) };
  return Object.keys(rest).length === 0 ? [] : [['consent', rest]];
}

/** Parameters hold text and numbers: members of objects get names of their own, lists become text. */
function flat(name: string, value: Json): readonly Entry[] {
  if (value === null) return [];
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([member, inner]) => flat(`${name}_${member}`, inner));
  }
  const word = shaped(name, isReservedParameter, NAME_LENGTH_MAX);
  if (!isJsonArray(value)) return [[word, value]];
  const isPlain = value.every((item) => typeof item === 'string' || typeof item === 'number');
  return [[word, isPlain ? value.join(',') : JSON.stringify(value)]];
}

function itemsOf(products: readonly Json[]): Json {
  return products.map((product) => {
    if (!isJsonObject(product)) return product;
    return Object.fromEntries(
      Object.entries(product).map(([name, value]) => [renamed(name, product, ITEMS), value]),
    );
  });
}

/** The other name, unless something of that name is there already. */
function renamed(name: string, beside: JsonObject, words: Words): string {
  const word = words.get(name);
  return word === undefined || Object.hasOwn(beside, word) ? name : word;
}
