/** Segment's messages → received events. Field meanings: https://segment.com/docs/connections/spec/common/. */
import { isJsonObject } from '../../event.ts';
import { CALLS } from '../../event.ts';
import type { Call, Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { readId, readObject, readTime } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';

/**
 * Decodes every message. `call` is what the path said, or null where each message names its own `type`. A message that
 * is no object, has no known type, a `track` without a name, or properties or context that are no objects, is malformed.
 * `integrations` is not read: who gets what is for the plan to say.
 */
export function decodeMessages(
  messages: readonly Json[],
  context: DecodeContext,
  call: Call | null,
): Decoded {
  const events: ReceivedEvent[] = [];
  for (const message of messages) {
    const event = isJsonObject(message) ? decodeMessage(message, context, call) : null;
    if (event !== null) events.push(event);
  }
  return { events, malformed: messages.length - events.length };
}

function decodeMessage(
  message: JsonObject,
  context: DecodeContext,
  given: Call | null,
): ReceivedEvent | null {
  const call = given ?? readCall(message['type']);
  if (call === null) return null;
  const name = nameOf(message, call);
  if (name === null) return null;
  const properties = propertiesOf(message, call);
  const described = readObject(message['context']);
  if (properties === null || described === null) return null;
  return {
    source: context.source,
    protocol: 'segment',
    id: readId(message['messageId']) ?? context.newId(),
    call,
    operation: 'set',
    name,
    time: timeOf(message, context.receivedAt),
    receivedAt: context.receivedAt,
    userId: readId(message['userId']),
    anonymousId: readId(message['anonymousId']),
    groupId: readId(message['groupId']),
    previousId: readId(message['previousId']),
    properties,
    context: described,
    signals: context.signals,
  };
}

function readCall(type: Json | undefined): Call | null {
  return CALLS.find((call) => call === type) ?? null;
}

/** Null for a `track` without a name; pages and screens may have none. */
function nameOf(message: JsonObject, call: Call): string | null {
  if (call === 'track') {
    const event = message['event'];
    return typeof event === 'string' && event !== '' ? event : null;
  }
  if (call !== 'page' && call !== 'screen') return '';
  const name = message['name'];
  return typeof name === 'string' ? name : '';
}

/** Traits for identify and group. analytics-node sends a screen's `category` beside the properties; it goes in with them. */
function propertiesOf(message: JsonObject, call: Call): JsonObject | null {
  if (call === 'identify' || call === 'group') return readObject(message['traits'] ?? message['properties']);
  const properties = readObject(message['properties']);
  if (call !== 'page' && call !== 'screen') return properties;
  const category = message['category'];
  if (properties === null || typeof category !== 'string' || Object.hasOwn(properties, 'category')) {
    return properties;
  }
  return { ...properties, category };
}

/**
 * The time of the event by the gateway's clock: `receivedAt - (sentAt - originalTimestamp)`, as Segment corrects a wrong
 * device clock. Where `sentAt` is missing or lies before the event, nothing can be said of the clock and the event's own
 * time stands; where that is missing too, the time of receipt.
 */
function timeOf(message: JsonObject, receivedAt: number): number {
  const original = readTime(message['originalTimestamp'] ?? message['timestamp']);
  if (original === null) return receivedAt;
  const sentAt = readTime(message['sentAt']);
  if (sentAt === null || sentAt < original) return original;
  return Math.max(0, receivedAt - (sentAt - original));
}
