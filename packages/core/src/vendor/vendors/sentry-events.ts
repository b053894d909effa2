/** Errors and messages, transactions and feedback as Sentry's events: the decoders of the wire protocol, backwards. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { joinNames, unescapeNames } from '../../wire/sentry/names.ts';
import { secondsAfter } from '../../wire/sentry/times.ts';
import { EVENT_WORDS, SENTRY_CONTEXT } from '../../wire/sentry/words.ts';
import { translateContext } from '../translate-context.ts';
import {
  EVENT_PLACES,
  eventIdOf,
  namedTrace,
  otherIdsOf,
  personOf,
  REST,
  secondsOf,
  spanIdOf,
  traceOf,
  withValue,
} from './sentry-words.ts';

export type EventForm = 'event' | 'transaction' | 'feedback';

const WORDS: ReadonlySet<string> = new Set(EVENT_WORDS);
/** Said of the trace in the envelope's header, and read from there. */
const SAMPLING = 'sampling';
/** Sentry asks for the address of the connection where an event has none, which would be ours. */
const INFER_ADDRESS: readonly string[] = ['sdk', 'settings', 'infer_ip'];

/** The payload of an event's item. */
export function eventPayload(event: CleanEvent, form: EventForm): JsonObject {
  const { words, rest } = translateContext(event.context, EVENT_PLACES, SENTRY_CONTEXT);
  let payload: JsonObject = {
    ...ownWords(event.context),
    event_id: eventIdOf(event),
    timestamp: secondsOf(event),
    ...(form === 'event' ? {} : { type: form }),
  };
  const unplaced: [string, Json][] = [];
  for (const [name, value] of Object.entries(event.properties)) {
    const said = saidOf(event, form, name, value);
    if (said === null) unplaced.push([name, value]);
    else payload = withValue(payload, said.place, said.value);
  }
  for (const [place, value] of words) {
    if (isPlace(place)) payload = withValue(payload, place.split('.'), value);
  }
  const person = personOf(event);
  if (person !== null) payload = withValue(payload, ['user', 'id'], person);
  payload = withTrace(payload, event, form);
  const left = leftOver(event, Object.fromEntries(unplaced), rest);
  if (Object.keys(left).length > 0) payload = withValue(payload, ['contexts', REST], left);
  return withValue(payload, INFER_ADDRESS, 'never');
}

/** What the envelope says of the trace's sampling, with the key that it is sent under; null where the event says nothing of it. */
export function samplingOf(event: CleanEvent, publicKey: string): JsonObject | null {
  const own = event.context[SENTRY_CONTEXT];
  const sampling = isJsonObject(own) ? own[SAMPLING] : undefined;
  if (!isJsonObject(sampling)) return null;
  return { ...asObject(unescapeNames(sampling)), public_key: publicKey, trace_id: traceOf(event).trace_id };
}

/** Words that only Sentry has, under their own names. */
function ownWords(context: JsonObject): JsonObject {
  const own = context[SENTRY_CONTEXT];
  if (!isJsonObject(own)) return {};
  const { [SAMPLING]: _sampling, ...rest } = own;
  return asObject(unescapeNames(rest));
}

const PLACES: ReadonlySet<string> = new Set(EVENT_PLACES.values());

/** Whether it is a place of the table: words of Sentry's own group have none, and traces have rules of their own. */
function isPlace(place: string): boolean {
  return PLACES.has(place) && !place.startsWith('contexts.trace.');
}

interface Said {
  readonly place: readonly string[];
  readonly value: Json;
}

/** Where a property stands in the payload; null where Sentry has no place for it. */
function saidOf(event: CleanEvent, form: EventForm, name: string, value: Json): Said | null {
  if (WORDS.has(name)) return { place: [name], value: unescapeNames(value) };
  if (name === 'duration_ms' && form === 'transaction' && typeof value === 'number') {
    return { place: ['start_timestamp'], value: secondsAfter(event.time, -value) };
  }
  if (isJsonArray(value)) return saidInList(event, name, value);
  if (!isJsonObject(value)) return null;
  switch (name) {
    case 'tags':
      return { place: ['tags'], value: joinNames(value) };
    case 'user':
      return { place: ['user'], value: unescapeNames(value) };
    case 'trace':
      return { place: ['contexts', 'trace'], value: withJoinedData(value) };
    case 'feedback':
      return { place: ['contexts', 'feedback'], value: unescapeNames(value) };
    default:
      return null;
  }
}

function saidInList(event: CleanEvent, name: string, list: readonly Json[]): Said | null {
  if (name === 'breadcrumbs') {
    return { place: [name], value: list.map((each) => (isJsonObject(each) ? crumbOf(event, each) : each)) };
  }
  if (name === 'spans') {
    return { place: [name], value: list.map((each) => (isJsonObject(each) ? spanOf(event, each) : each)) };
  }
  return null;
}

function crumbOf(event: CleanEvent, crumb: JsonObject): Json {
  const { offset_ms: offset, ...rest } = crumb;
  const said = asObject(unescapeNames(rest));
  return typeof offset === 'number' ? { timestamp: secondsAfter(event.time, offset), ...said } : said;
}

function spanOf(event: CleanEvent, span: JsonObject): Json {
  const { offset_ms: offset, duration_ms: duration, ...rest } = span;
  const start = typeof offset === 'number' ? offset : null;
  const end = start !== null && typeof duration === 'number' ? start + duration : null;
  return {
    trace_id: traceOf(event).trace_id,
    ...withJoinedData(withSpanIds(rest)),
    ...(start === null ? {} : { start_timestamp: secondsAfter(event.time, start) }),
    ...(end === null ? {} : { timestamp: secondsAfter(event.time, end) }),
  };
}

/** Ids of spans in Sentry's form, where there are any. */
function withSpanIds(object: JsonObject): JsonObject {
  const { span_id: spanId, parent_span_id: parentId, ...rest } = object;
  return {
    ...rest,
    ...(spanId === undefined ? {} : { span_id: spanIdOf(spanId) }),
    ...(parentId === undefined ? {} : { parent_span_id: spanIdOf(parentId) }),
  };
}

function withJoinedData(object: JsonObject): JsonObject {
  const { data, ...rest } = object;
  const said = asObject(unescapeNames(rest));
  if (data === undefined) return said;
  return { ...said, data: isJsonObject(data) ? joinNames(data) : data };
}

/** A trace stands whole or not at all: its context needs both ids, and a transaction needs a trace and a start. */
function withTrace(payload: JsonObject, event: CleanEvent, form: EventForm): JsonObject {
  const contexts = asObject(payload['contexts'] ?? null);
  const said = asObject(contexts['trace'] ?? null);
  const isNamed = Object.keys(namedTrace(event)).length > 0 || Object.keys(said).length > 0;
  if (!isNamed && form !== 'transaction') return payload;
  const traced = withValue(payload, ['contexts', 'trace'], { ...withSpanIds(said), ...traceOf(event) });
  const hasStart = form !== 'transaction' || payload['start_timestamp'] !== undefined;
  return hasStart ? traced : { ...traced, start_timestamp: secondsOf(event) };
}

function leftOver(
  event: CleanEvent,
  properties: JsonObject,
  context: readonly (readonly [string, Json])[],
): JsonObject {
  return {
    ...otherIdsOf(event),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(context.length === 0 ? {} : { context: Object.fromEntries(context) }),
  };
}

function asObject(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
