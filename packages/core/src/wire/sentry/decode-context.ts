/** What stands around Sentry's events: the person, the request, the contexts and the SDK. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { contextPlaces } from '../context-builder.ts';
import { EMPTY_OBJECT, setOwn } from '../read-value.ts';
import { escapeNames, nestNames } from './names.ts';
import { without } from './received.ts';
import type { MeaningBuilder } from './received.ts';
import { CONTEXTS, HEADERS } from './words.ts';

const CONTEXT_PLACES = contextPlaces(CONTEXTS);
const HEADER_PLACES = contextPlaces(
  Object.fromEntries(Object.entries(HEADERS).map(([name, path]) => [name.toLowerCase(), path])),
);
const NOT_OF_USER: ReadonlySet<string> = new Set(['id', 'ip_address']);
const NAME_AND_VERSION: ReadonlySet<string> = new Set(['name', 'version']);
/** An instruction to Sentry's servers, which the gateway gives itself. */
const INFER_ADDRESS: ReadonlySet<string> = new Set(['infer_ip']);

/** The address; what else is said of the person is the app's. Their id stands at the event. */
export function readUser(builder: MeaningBuilder, user: Json): void {
  if (!isJsonObject(user)) return;
  builder.addAddress(user['ip_address']);
  const rest = without(user, NOT_OF_USER);
  if (Object.keys(rest).length > 0) builder.say('user', escapeNames(rest));
}

/** Page, referrer and user agent; the rest of the request is kept. `headers` may be a list of pairs, which stays as it is. */
export function readRequest(builder: MeaningBuilder, request: Json): void {
  if (!isJsonObject(request)) return;
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(request)) {
    if (key === 'url') builder.add('page', 'url', value);
    else if (key === 'headers' && isJsonObject(value)) {
      const headers = readHeaders(builder, value);
      if (Object.keys(headers).length > 0) rest['headers'] = headers;
    } else setOwn(rest, key, value);
  }
  builder.keep('request', escapeNames(rest));
}

function readHeaders(builder: MeaningBuilder, headers: JsonObject): JsonObject {
  const rest: Record<string, Json> = {};
  const read = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const place = read.has(lower) ? undefined : HEADER_PLACES.get(lower);
    read.add(lower);
    if (place === undefined) setOwn(rest, name, value);
    else builder.add(place.group, place.leaf, value);
  }
  return rest;
}

/**
 * The trace is said of the event itself (what it was and how it ended), and so is what a person gave as feedback. Sentry has
 * no word for consent: an app gives it as a context of that name, `{ categoryPreferences: { analytics: true } }`.
 */
export function readContexts(builder: MeaningBuilder, contexts: Json): void {
  if (!isJsonObject(contexts)) return;
  const kept: Record<string, Json> = {};
  for (const [group, members] of Object.entries(contexts)) {
    if (group === 'feedback') builder.say('feedback', escapeNames(members));
    else if (group === 'consent') builder.add(null, 'consent', members);
    else {
      const rest = isJsonObject(members) ? readGroup(builder, group, members) : members;
      if (group === 'trace' && isJsonObject(rest)) sayTrace(builder, rest);
      else if (!isEmptied(members, rest)) setOwn(kept, group, rest);
    }
  }
  builder.keep('contexts', escapeNames(kept));
}

/** Whether every member found a place of its own; an object that was empty before says nothing either. */
function isEmptied(before: Json, rest: Json): boolean {
  return isJsonObject(before) && isJsonObject(rest) && Object.keys(rest).length === 0;
}

function readGroup(builder: MeaningBuilder, group: string, members: JsonObject): JsonObject {
  const rest: Record<string, Json> = {};
  for (const [word, value] of Object.entries(members)) {
    const place = CONTEXT_PLACES.get(`${group}.${word}`);
    if (place === undefined) setOwn(rest, word, value);
    else builder.add(place.group, place.leaf, value);
  }
  return rest;
}

function sayTrace(builder: MeaningBuilder, trace: JsonObject): void {
  if (Object.keys(trace).length > 0) builder.say('trace', withNestedData(trace));
}

/** Its name and version; the rest is kept. */
export function readSdk(builder: MeaningBuilder, sdk: Json): void {
  if (!isJsonObject(sdk)) return;
  builder.addLibrary(sdk);
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(without(sdk, NAME_AND_VERSION))) {
    if (key !== 'settings' || !isJsonObject(value)) setOwn(rest, key, value);
    else {
      const settings = without(value, INFER_ADDRESS);
      if (Object.keys(settings).length > 0) rest['settings'] = settings;
    }
  }
  builder.keep('sdk', escapeNames(rest));
}

/** `data` is a bag of attributes, as OpenTelemetry names them. */
export function withNestedData(object: JsonObject): JsonObject {
  const { data, ...rest } = object;
  const escaped = asObject(escapeNames(rest));
  return isJsonObject(data) ? { ...escaped, data: nestNames(data) } : asObject(escapeNames(object));
}

/** The object, or an empty one. */
export function asObject(value: Json): JsonObject {
  return isJsonObject(value) ? value : EMPTY_OBJECT;
}
