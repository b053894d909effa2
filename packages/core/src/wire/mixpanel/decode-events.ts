/** Mixpanel's events → received events: `track`, and the three that mean another call. */
import { isJsonObject } from '../../event.ts';
import type { Call, Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { EMPTY_OBJECT, readEpoch, readId, readObject } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { bareId, readIdentity } from './identity.ts';
import type { Identity } from './identity.ts';
import { ContextBuilder } from '../context-builder.ts';
import { EVENT_PLACES, PAGE_PLACES, splitProperties } from './split-properties.ts';

/** Properties that have a place of their own in every event. */
const TAKEN: ReadonlySet<string> = new Set([
  'token',
  'time',
  'distinct_id',
  '$user_id',
  '$device_id',
  '$insert_id',
]);
const TAKEN_BY_IDENTIFY: ReadonlySet<string> = new Set([...TAKEN, '$anon_distinct_id']);
const TAKEN_BY_ALIAS: ReadonlySet<string> = new Set([...TAKEN, 'alias']);

/** A message is malformed when it is no object, has no event name, or has properties that are no object. */
export function decodeEvents(messages: readonly Json[], context: DecodeContext): Decoded {
  const events: ReceivedEvent[] = [];
  for (const message of messages) {
    const event = isJsonObject(message) ? decodeEvent(message, context) : null;
    if (event !== null) events.push(event);
  }
  return { events, malformed: messages.length - events.length };
}

interface Meaning extends Identity {
  readonly call: Call;
  readonly name: string;
  readonly previousId: string | null;
  readonly properties: JsonObject;
  readonly context: JsonObject;
}

function decodeEvent(message: JsonObject, context: DecodeContext): ReceivedEvent | null {
  const name = message['event'];
  const given = readObject(message['properties']);
  if (typeof name !== 'string' || name === '' || given === null) return null;
  const meaning = meaningOf(name, given);
  const time = given['time'];
  return {
    source: context.source,
    protocol: 'mixpanel',
    id: readId(given['$insert_id']) ?? context.newId(),
    call: meaning.call,
    operation: 'set',
    name: meaning.name,
    time: (typeof time === 'number' ? readEpoch(time) : null) ?? context.receivedAt,
    receivedAt: context.receivedAt,
    userId: meaning.userId,
    anonymousId: meaning.anonymousId,
    groupId: null,
    previousId: meaning.previousId,
    properties: meaning.properties,
    context: meaning.context,
    signals: context.signals,
  };
}

function meaningOf(name: string, given: JsonObject): Meaning {
  if (name === '$identify') return identify(given);
  if (name === '$create_alias') return alias(given);
  const isPage = name === '$mp_web_page_view';
  const described = new ContextBuilder();
  const properties = splitProperties(given, isPage ? PAGE_PLACES : EVENT_PLACES, TAKEN, described);
  const identity = readIdentity(given['distinct_id'], given['$user_id'], given['$device_id']);
  return {
    userId: identity.userId,
    anonymousId: identity.anonymousId,
    call: isPage ? 'page' : 'track',
    name: isPage ? '' : name,
    previousId: null,
    properties,
    context: described.built,
  };
}

/** Links a device to a person. The super properties that ride along are no traits: they are left behind. */
function identify(given: JsonObject): Meaning {
  const identity = readIdentity(given['distinct_id'], given['$user_id'], given['$device_id']);
  return {
    userId: identity.userId,
    anonymousId: bareId(given['$anon_distinct_id']) ?? identity.anonymousId,
    call: 'identify',
    name: '',
    previousId: null,
    properties: EMPTY_OBJECT,
    context: describe(given, TAKEN_BY_IDENTIFY),
  };
}

/** `alias` is the new id and `distinct_id` the one it replaces. Super properties are left behind here too. */
function alias(given: JsonObject): Meaning {
  return {
    userId: readId(given['alias']),
    anonymousId: readId(given['$device_id']),
    call: 'alias',
    name: '',
    previousId: bareId(given['distinct_id']),
    properties: EMPTY_OBJECT,
    context: describe(given, TAKEN_BY_ALIAS),
  };
}

function describe(given: JsonObject, taken: ReadonlySet<string>): JsonObject {
  const described = new ContextBuilder();
  splitProperties(given, EVENT_PLACES, taken, described);
  return described.built;
}
