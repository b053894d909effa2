/** Logs, metrics, spans, sessions and check-ins as Sentry's items: the decoders of the wire protocol, backwards. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { joinNames, unescapeNames } from '../../wire/sentry/names.ts';
import { secondsAfter } from '../../wire/sentry/times.ts';
import {
  ATTRIBUTE_PROPERTIES,
  CHECK_IN_WORDS,
  CONSENT_PREFIX,
  ID_ATTRIBUTE,
  NAMES,
  SESSION_WORDS,
  USER_ATTRIBUTE,
} from '../../wire/sentry/words.ts';
import { backwards, translateContext } from '../translate-context.ts';
import type { Words } from '../translate-context.ts';
import {
  namedTrace,
  otherIdsOf,
  personOf,
  RECORD_WORDS,
  REST,
  secondsOf,
  sessionIdOf,
  spanIdOf,
  SPAN_WORDS,
  traceOf,
} from './sentry-words.ts';

const LOG_WORDS: ReadonlySet<string> = new Set(['body', 'level', 'severity_number']);
const METRIC_WORDS: ReadonlySet<string> = new Set(['name', 'type', 'unit', 'value']);
const SPAN_PROPERTIES: ReadonlySet<string> = new Set([
  'name',
  'status',
  'is_segment',
  'links',
  'parent_span_id',
  'duration_ms',
]);
const PROPERTY_ATTRIBUTES: Words = backwards(ATTRIBUTE_PROPERTIES);
const NO_WORDS: ReadonlySet<string> = new Set();
/** No group of the context is Sentry's own here: attributes have no words beside the tables. */
const NO_GROUP = '';

/**
 * A log. An event that Sentry has no form for is one too: its name is the text and its properties are the attributes
 * (https://develop.sentry.dev/sdk/telemetry/logs/).
 */
export function logItem(event: CleanEvent): JsonObject {
  const { body, level, severity_number: severity } = event.properties;
  const isLog = event.name === NAMES.log && typeof body === 'string';
  return {
    timestamp: secondsOf(event),
    ...ofTrace(event),
    level: isLog && level !== undefined ? level : 'info',
    body: isLog ? body : event.name || event.call,
    ...(isLog && severity !== undefined ? { severity_number: severity } : {}),
    attributes: attributesOf(event, isLog ? LOG_WORDS : NO_WORDS, RECORD_WORDS),
  };
}

/** A metric (https://develop.sentry.dev/sdk/telemetry/metrics/). */
export function metricItem(event: CleanEvent): JsonObject {
  const { name, type, unit, value } = event.properties;
  return {
    timestamp: secondsOf(event),
    ...ofTrace(event),
    name: name ?? null,
    type: type ?? 'gauge',
    ...(unit === undefined ? {} : { unit }),
    value: value ?? null,
    attributes: attributesOf(event, METRIC_WORDS, RECORD_WORDS),
  };
}

/** A span of version 2 (https://develop.sentry.dev/sdk/telemetry/spans/span-protocol/). */
export function spanItem(event: CleanEvent): JsonObject {
  const { name, status, is_segment: isSegment, links, parent_span_id: parent } = event.properties;
  const { duration_ms: duration } = event.properties;
  return {
    ...traceOf(event),
    ...(parent === undefined ? {} : { parent_span_id: spanIdOf(parent) }),
    name: name ?? NAMES.span,
    status: status ?? 'ok',
    is_segment: isSegment ?? false,
    start_timestamp: typeof duration === 'number' ? secondsAfter(event.time, -duration) : secondsOf(event),
    end_timestamp: secondsOf(event),
    ...(links === undefined ? {} : { links: unescapeNames(links) }),
    attributes: attributesOf(event, SPAN_PROPERTIES, SPAN_WORDS),
  };
}

/** A session, or null without its id and its release, without which Sentry takes none. */
export function sessionItem(event: CleanEvent): JsonObject | null {
  const { sessionId } = event.context;
  const { release, elapsed_ms: elapsed } = event.properties;
  if (typeof sessionId !== 'string' || typeof release !== 'string') return null;
  const person = personOf(event);
  return {
    sid: sessionIdOf(sessionId),
    ...(person === null ? {} : { did: person }),
    started: isoTime(event.time - (typeof elapsed === 'number' ? elapsed : 0)),
    timestamp: isoTime(event.time),
    ...wordsOf(event, SESSION_WORDS),
    attrs: sessionAttributes(event),
  };
}

/** Counts of sessions, or null without the counts or the release. */
export function sessionsItem(event: CleanEvent): JsonObject | null {
  const { release, aggregates } = event.properties;
  if (typeof release !== 'string' || aggregates === undefined) return null;
  return { aggregates: unescapeNames(aggregates), attrs: sessionAttributes(event) };
}

/** A check-in, or null without the monitor it is for. */
export function checkInItem(event: CleanEvent): JsonObject | null {
  const { monitor_slug: slug, check_in_id: id } = event.properties;
  if (typeof slug !== 'string') return null;
  const trace = Object.keys(namedTrace(event)).length === 0 ? null : traceOf(event);
  return {
    ...wordsOf(event, CHECK_IN_WORDS),
    ...(typeof id === 'string' ? { check_in_id: sessionIdOf(id) } : {}),
    ...(trace === null ? {} : { contexts: { trace } }),
  };
}

/** The trace is asked for, the span is not. */
function ofTrace(event: CleanEvent): JsonObject {
  const { trace_id } = traceOf(event);
  return { trace_id, ...namedTrace(event) };
}

/** Everything of an event that has no word of the item, by name and type. */
function attributesOf(event: CleanEvent, words: ReadonlySet<string>, table: Words): JsonObject {
  const typed = new Map<string, Json>();
  const { attributes, units, ...properties } = event.properties;
  const isBag = isJsonObject(attributes) && event.name in BAGGED;
  const bag = isBag ? joinNames(attributes) : {};
  const unitOf = isBag && isJsonObject(units) ? joinNames(units) : {};
  const others = isBag ? properties : event.properties;
  for (const [name, value] of Object.entries(bag)) {
    const unit = Object.hasOwn(unitOf, name) ? unitOf[name] : undefined;
    typed.set(name, { ...typedAttribute(value), ...(unit === undefined ? {} : { unit }) });
  }
  for (const [name, value] of Object.entries(others)) {
    if (words.has(name)) continue;
    const word = PROPERTY_ATTRIBUTES.get(name);
    if (word === undefined) addJoined(typed, { [name]: value });
    else typed.set(word, typedAttribute(value));
  }
  addContext(typed, event, table);
  return Object.fromEntries(typed);
}

/** Names of the events whose property `attributes` is the bag of the item. */
const BAGGED: Readonly<Record<string, true>> = {
  [NAMES.log]: true,
  [NAMES.metric]: true,
  [NAMES.span]: true,
};

function addContext(typed: Map<string, Json>, event: CleanEvent, table: Words): void {
  const { trace: _trace, consent, ...context } = event.context;
  const { words, rest } = translateContext(context, table, NO_GROUP);
  for (const [word, value] of words) typed.set(word, typedAttribute(value));
  const categories = isJsonObject(consent) ? consent['categoryPreferences'] : undefined;
  for (const [category, value] of Object.entries(isJsonObject(categories) ? categories : {})) {
    typed.set(`${CONSENT_PREFIX}${category}`, typedAttribute(value));
  }
  const person = personOf(event);
  if (person !== null) typed.set(USER_ATTRIBUTE, typedAttribute(person));
  typed.set(ID_ATTRIBUTE, typedAttribute(event.id));
  addJoined(typed, { [REST]: { ...otherIdsOf(event), context: Object.fromEntries(rest) } });
}

function addJoined(typed: Map<string, Json>, nested: JsonObject): void {
  for (const [name, value] of Object.entries(joinNames(nested))) {
    // An empty object says nothing, and has no type.
    if (!isJsonObject(value)) typed.set(name, typedAttribute(value));
  }
}

function wordsOf({ properties }: CleanEvent, names: readonly string[]): JsonObject {
  const words: Record<string, Json> = {};
  for (const name of names) {
    const value = properties[name];
    if (value !== undefined) words[name] = unescapeNames(value);
  }
  return words;
}

function sessionAttributes({ properties, context }: CleanEvent): JsonObject {
  const { release, environment } = properties;
  const { ip, userAgent } = context;
  return {
    ...(release === undefined ? {} : { release }),
    ...(environment === undefined ? {} : { environment }),
    ...(ip === undefined ? {} : { ip_address: ip }),
    ...(userAgent === undefined ? {} : { user_agent: userAgent }),
  };
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** The attribute of a value. What is neither text, number, truth nor a list of them is written as JSON. */
function typedAttribute(value: Json): JsonObject {
  if (typeof value === 'string') return { value, type: 'string' };
  if (typeof value === 'boolean') return { value, type: 'boolean' };
  if (typeof value === 'number') return { value, type: Number.isInteger(value) ? 'integer' : 'double' };
  if (isJsonArray(value) && value.every((item) => typeof item !== 'object')) return { value, type: 'array' };
  return { value: JSON.stringify(value), type: 'string' };
}
