/** One event as a log record, or as a span where it came as one, in OTLP/JSON. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import {
  LOG_NAME,
  LOG_OWN,
  SPAN_KINDS,
  SPAN_NAME,
  SPAN_OWN,
  SET_ASIDE,
  STATUS_CODES,
} from '../../wire/otlp/words.ts';
import { uuidOf } from '../uuid-of.ts';
import { anyValue, flatten, flattenMember, NONE_TAKEN } from './otlp-values.ts';
import type { Attribute } from './otlp-values.ts';
import {
  contextParts,
  droppedOf,
  envelopeAttributes,
  isTakenInLog,
  isTakenInSpan,
  leftOver,
  takeCount,
  takeText,
} from './otlp-words.ts';
import type { ContextParts } from './otlp-words.ts';

/** A record, and what describes it. */
export interface Written {
  readonly parts: ContextParts;
  readonly record: JsonObject;
}

/** Whether the event came as a span, and has what makes it one again. */
export function isSpan({ call, name, properties }: CleanEvent): boolean {
  return call === 'track' && name === SPAN_NAME && typeof properties['duration_ms'] === 'number';
}

/** The event as a log record. Calls other than `track` have their own name as the name of the event. */
export function logRecord(event: CleanEvent): Written {
  const parts = contextParts(event.context, false);
  const { fields } = parts;
  const { body = null, ...properties } = named(event);
  const eventName = event.call === 'track' ? event.name : event.call;
  const record = {
    timeUnixNano: nanoseconds(event.time, 0),
    ...present('observedTimeUnixNano', takeTime(fields, 'observed_time')),
    ...present('severityNumber', takeCount(fields, 'severity_number')),
    ...present('severityText', takeText(fields, 'severity_text')),
    ...present('flags', takeCount(fields, 'flags')),
    ...present('traceId', takeText(fields, 'trace.traceId', TRACE_ID)),
    ...present('spanId', takeText(fields, 'trace.spanId', SPAN_ID)),
    ...droppedOf(takeCount(fields, 'dropped_attributes_count')),
    ...(eventName === LOG_NAME ? {} : { eventName }),
    ...(body === null ? {} : { body: anyValue(body) }),
  };
  return { parts, record: { ...record, attributes: attributesOf(event, properties, LOG_KEYS, parts) } };
}

/** The event as a span. Without ids of its own it gets some that are made from the event's id, and is a trace alone. */
export function spanRecord(event: CleanEvent): Written {
  const parts = contextParts(event.context, true);
  const { fields } = parts;
  const { name, kind, duration_ms: duration, status, events, links, ...properties } = event.properties;
  const made = uuidOf(event.id).replaceAll('-', '');
  const kindNumber = numberOf(SPAN_KINDS, kind);
  const record = {
    traceId: takeText(fields, 'trace.traceId', TRACE_ID) ?? made,
    spanId: takeText(fields, 'trace.spanId', SPAN_ID) ?? made.slice(16),
    ...present('parentSpanId', takeText(fields, 'parent_span_id', SPAN_ID)),
    ...present('traceState', takeText(fields, 'trace_state')),
    ...present('flags', takeCount(fields, 'flags')),
    name: typeof name === 'string' ? name : '',
    ...(kindNumber === 0 ? {} : { kind: kindNumber }),
    startTimeUnixNano: nanoseconds(event.time, 0),
    endTimeUnixNano: nanoseconds(event.time, duration),
    ...present('status', statusOf(status)),
    events: objectsIn(events).map((each) => eventOf(each, event.time)),
    links: objectsIn(links).map(linkOf),
    ...droppedOf(takeCount(fields, 'dropped_attributes_count')),
    ...present('droppedEventsCount', takeCount(fields, 'dropped_events_count')),
    ...present('droppedLinksCount', takeCount(fields, 'dropped_links_count')),
  };
  return { parts, record: { ...record, attributes: attributesOf(event, properties, SPAN_KEYS, parts) } };
}

const TRACE_ID = /^(?!0+$)[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0+$)[0-9a-f]{16}$/;

/** Pages and screens have a name beside their properties. Of what is unset the names alone matter. */
function named({ call, operation, name, properties }: CleanEvent): JsonObject {
  if (operation === 'unset') return Object.fromEntries(Object.keys(properties).map((key) => [key, null]));
  const hasName = (call === 'page' || call === 'screen') && name !== '';
  return hasName ? { name, ...properties } : properties;
}

/** What the keys of a record's attributes may not be. */
interface Keys {
  /** Names that the record fills itself. */
  readonly own: ReadonlySet<string>;
  readonly isTaken: (key: string) => boolean;
}

const LOG_KEYS: Keys = { own: LOG_OWN, isTaken: isTakenInLog };
const SPAN_KEYS: Keys = { own: SPAN_OWN, isTaken: isTakenInSpan };

function attributesOf(
  event: CleanEvent,
  properties: JsonObject,
  keys: Keys,
  parts: ContextParts,
): readonly Attribute[] {
  const { [SET_ASIDE]: aside = null, ...others } = properties;
  return [
    ...envelopeAttributes(event),
    ...parts.attributes,
    ...leftOver(parts.fields),
    ...flatten(others, keys.isTaken),
    ...(aside === null ? [] : restored(aside, keys.own)),
  ];
}

/** Attributes whose first name the record uses itself get back to it. */
function restored(aside: Json, own: ReadonlySet<string>): readonly Attribute[] {
  if (!isJsonObject(aside)) return flattenMember(SET_ASIDE, aside, NONE_TAKEN);
  const others = Object.entries(aside).filter(([name]) => !own.has(name));
  const back = Object.entries(aside).filter(([name]) => own.has(name));
  const hasOthers = others.length > 0 || back.length === 0;
  return [
    ...back.flatMap(([name, value]) => flattenMember(name, value, NONE_TAKEN)),
    ...(hasOthers ? flattenMember(SET_ASIDE, Object.fromEntries(others), NONE_TAKEN) : []),
  ];
}

function statusOf(status: Json | undefined): JsonObject | null {
  if (!isJsonObject(status)) return null;
  const { code, message } = status;
  return { code: numberOf(STATUS_CODES, code), ...(typeof message === 'string' ? { message } : {}) };
}

function eventOf(event: JsonObject, time: number): JsonObject {
  const { name, offset_ms: offset, attributes = null } = event;
  return {
    timeUnixNano: nanoseconds(time, offset),
    name: typeof name === 'string' ? name : '',
    attributes: isJsonObject(attributes) ? flatten(attributes, NONE_TAKEN) : [],
    ...droppedOf(takeCount(new Map(Object.entries(event)), 'dropped_attributes_count')),
  };
}

function linkOf(link: JsonObject): JsonObject {
  const fields = new Map(Object.entries(link));
  const { attributes = null } = link;
  return {
    ...present('traceId', takeText(fields, 'trace_id', TRACE_ID)),
    ...present('spanId', takeText(fields, 'span_id', SPAN_ID)),
    ...present('traceState', takeText(fields, 'trace_state')),
    ...present('flags', takeCount(fields, 'flags')),
    attributes: isJsonObject(attributes) ? flatten(attributes, NONE_TAKEN) : [],
    ...droppedOf(takeCount(fields, 'dropped_attributes_count')),
  };
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return list !== undefined && isJsonArray(list) ? list.filter((each) => isJsonObject(each)) : [];
}

function present(name: string, value: Json): JsonObject {
  return value === null ? {} : { [name]: value };
}

/** The number of a word, or a number that has no word; zero for everything else. */
function numberOf(words: readonly string[], given: Json | undefined): number {
  if (typeof given === 'number') return takeCount(new Map([['', given]]), '') ?? 0;
  return typeof given === 'string' ? Math.max(0, words.indexOf(given)) : 0;
}

function takeTime(fields: Map<string, Json>, word: string): string | null {
  const value = fields.get(word);
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) return null;
  fields.delete(word);
  return nanoseconds(time, 0);
}

const NANOSECONDS_MAX = 2n ** 64n - 1n;

/** Nanoseconds as OTLP/JSON has them, `offset` milliseconds after `ms`, within what 64 bits hold. */
function nanoseconds(ms: number, offset: Json | undefined): string {
  const distance = typeof offset === 'number' ? Math.round(offset * 1e6) : 0;
  if (!Number.isFinite(ms) || !Number.isFinite(distance)) return '0';
  const exact = BigInt(Math.round(ms)) * 1_000_000n + BigInt(distance);
  if (exact < 0n) return '0';
  return String(exact > NANOSECONDS_MAX ? NANOSECONDS_MAX : exact);
}
