/** The Measurement Protocol's events → received events; user properties → an `identify` of their own, ahead of them. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Call, Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { readId, readObject, setOwn } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { describeRequest, splitParameters } from './describe.ts';
import { USER_PROPERTIES_MAX } from './limits.ts';
import { EVENT_NAMES, SCREEN_NAME } from './words.ts';

/**
 * A message is malformed when its event is no object, has no name, or has parameters that are no object; user properties are
 * when they are no objects with a `value`, or more than Analytics takes.
 */
export function decodeCollect(messages: readonly Json[], context: DecodeContext): Decoded {
  const events: ReceivedEvent[] = [];
  let malformed = 0;
  for (const message of messages) {
    const decoded = isJsonObject(message) ? decodeMessage(message, context) : null;
    if (decoded === null) malformed += 1;
    else events.push(...decoded);
  }
  return { events, malformed };
}

interface Meaning {
  readonly call: Call;
  readonly name: string;
  readonly time: number | null;
  readonly properties: JsonObject;
  readonly context: JsonObject;
}

function decodeMessage(message: JsonObject, context: DecodeContext): readonly ReceivedEvent[] | null {
  const { request, event } = message;
  if (!isJsonObject(request)) return null;
  const meanings = event === undefined ? userMeanings(request) : eventMeanings(event, request);
  return meanings === null ? null : meanings.map((meaning) => toEvent(meaning, request, context));
}

function toEvent(meaning: Meaning, request: JsonObject, context: DecodeContext): ReceivedEvent {
  return {
    source: context.source,
    protocol: 'ga4',
    // The protocol knows no message ids.
    id: context.newId(),
    call: meaning.call,
    operation: 'set',
    name: meaning.name,
    time: meaning.time ?? readMicros(request['timestamp_micros']) ?? context.receivedAt,
    receivedAt: context.receivedAt,
    userId: readId(request['user_id']),
    anonymousId: readId(request['client_id']) ?? readId(request['app_instance_id']),
    groupId: null,
    previousId: null,
    properties: meaning.properties,
    context: meaning.context,
    signals: context.signals,
  };
}

/** None for the event that only carries user properties. */
function eventMeanings(event: Json, request: JsonObject): readonly Meaning[] | null {
  if (!isJsonObject(event)) return null;
  const { name } = event;
  const given = readObject(event['params']);
  if (typeof name !== 'string' || name === '' || given === null) return null;
  if (isCarrier(name, given, request)) return [];
  const described = describeRequest(request);
  const { timestamp_micros: micros, ...parameters } = given;
  const time = readMicros(event['timestamp_micros']) ?? readMicros(micros);
  const screen = name === EVENT_NAMES.screen ? parameters[SCREEN_NAME] : undefined;
  const { [SCREEN_NAME]: _screen, ...unnamed } = parameters;
  const isNamed = typeof screen === 'string';
  return [
    {
      ...callOf(name, isNamed ? screen : ''),
      time,
      properties: splitParameters(name, isNamed ? unnamed : parameters, described),
      context: described.built,
    },
  ];
}

function callOf(name: string, screen: string): Pick<Meaning, 'call' | 'name'> {
  if (name === EVENT_NAMES.page) return { call: 'page', name: '' };
  if (name === EVENT_NAMES.screen) return { call: 'screen', name: screen };
  return { call: 'track', name };
}

function isCarrier(name: string, given: JsonObject, request: JsonObject): boolean {
  const { events, user_properties: properties } = request;
  const isAlone = isJsonArray(events) && events.length === 1 && isJsonObject(properties);
  return name === EVENT_NAMES.carrier && isAlone && Object.keys(given).length === 0;
}

/** One for all properties of one time; each may have its own (reference, "Override timestamp"). */
function userMeanings(request: JsonObject): readonly Meaning[] | null {
  const given = readObject(request['user_properties']);
  if (given === null || Object.keys(given).length > USER_PROPERTIES_MAX) return null;
  const byTime = new Map<number | null, Record<string, Json>>();
  for (const [name, property] of Object.entries(given)) {
    const value = isJsonObject(property) ? property['value'] : undefined;
    if (!isJsonObject(property) || value === undefined) return null;
    const time = readMicros(property['timestamp_micros']);
    const properties = byTime.get(time) ?? {};
    setOwn(properties, name, value);
    byTime.set(time, properties);
  }
  const context = describeRequest(request).built;
  return [...byTime].map(([time, properties]) => ({ call: 'identify', name: '', time, properties, context }));
}

/** Microseconds since 1970, as a number or as text → milliseconds. */
function readMicros(value: Json | undefined): number | null {
  const micros = typeof value === 'string' && /^\d{1,20}$/.test(value) ? Number(value) : value;
  if (typeof micros !== 'number' || !(micros > 0)) return null;
  const time = Math.floor(micros / 1000);
  return time <= TIME_MS_MAX ? time : null;
}

/** The largest time that a `Date` can hold (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const TIME_MS_MAX = 8.64e15;
