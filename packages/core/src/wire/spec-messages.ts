/**
 * Messages of the Segment spec → received events, for the protocols that speak it: Segment's own and RudderStack's dialect.
 * Field meanings: https://segment.com/docs/connections/spec/common/.
 */
import { CALLS, isJsonObject } from '../event.ts';
import type { Call, Json, JsonObject, ReceivedEvent, Signals } from '../event.ts';
import { readId, readObject, readTime } from './read-value.ts';
import type { DecodeContext, Decoded } from './wire.ts';

/** Where the protocols of the spec differ. */
export interface Dialect {
  /** Id of the protocol. */
  readonly protocol: string;
  /** Milliseconds since 1970. */
  readonly timeOf: (message: JsonObject, receivedAt: number) => number;
  /** The traits of an identify or a group; null where they are no object. */
  readonly traitsOf: (message: JsonObject, call: 'identify' | 'group') => JsonObject | null;
  /** The context with what the message says beside it; null where it is no object. */
  readonly contextOf: (message: JsonObject, call: Call) => JsonObject | null;
}

/**
 * Decodes every message. `call` is what the path said, or null where each message names its own `type`. A message that
 * is no object, has no known type, a `track` without a name, or properties or context that are no objects, is malformed.
 * `integrations` is not read: who gets what is for the plan to say.
 */
export function decodeMessages(
  messages: readonly Json[],
  context: DecodeContext,
  call: Call | null,
  dialect: Dialect,
): Decoded {
  const events: ReceivedEvent[] = [];
  for (const message of messages) {
    const event = isJsonObject(message) ? decodeMessage(message, context, call, dialect) : null;
    if (event !== null) events.push(event);
  }
  return { events, malformed: messages.length - events.length };
}

/**
 * The time of the event by the gateway's clock: `receivedAt - (sentAt - original)`, as Segment corrects a wrong device
 * clock. Where `sentAt` is missing or lies before the event, nothing can be said of the clock and the event's own time
 * stands; where that is missing too, the time of receipt.
 */
export function correctedTime(
  original: Json | undefined,
  sentAt: Json | undefined,
  receivedAt: number,
): number {
  const happened = readTime(original);
  if (happened === null) return receivedAt;
  const sent = readTime(sentAt);
  if (sent === null || sent < happened) return happened;
  return Math.max(0, receivedAt - (sent - happened));
}

/** The context with a member of a group set, unless it has one or the group is something else than an object. */
export function withMember(
  context: JsonObject,
  [group, member]: readonly [string, string],
  value: Json,
): JsonObject {
  const members = readObject(Object.hasOwn(context, group) ? context[group] : undefined);
  if (members === null || Object.hasOwn(members, member)) return context;
  return { ...context, [group]: { ...members, [member]: value } };
}

function decodeMessage(
  message: JsonObject,
  context: DecodeContext,
  given: Call | null,
  dialect: Dialect,
): ReceivedEvent | null {
  const call = given ?? readCall(message['type']);
  if (call === null) return null;
  const name = nameOf(message, call);
  if (name === null) return null;
  const isProfile = call === 'identify' || call === 'group';
  const properties = isProfile ? dialect.traitsOf(message, call) : propertiesOf(message, call);
  const described = dialect.contextOf(message, call);
  if (properties === null || described === null) return null;
  return {
    source: context.source,
    protocol: dialect.protocol,
    id: readId(message['messageId']) ?? context.newId(),
    call,
    operation: 'set',
    name,
    time: dialect.timeOf(message, context.receivedAt),
    receivedAt: context.receivedAt,
    userId: readId(message['userId']),
    anonymousId: readId(message['anonymousId']),
    groupId: readId(message['groupId']),
    previousId: readId(message['previousId']),
    properties,
    context: described,
    signals: signalsOf(described, context.signals),
  };
}

/**
 * The signals of the request, and `context.consent.gpc: true` of the message: a server sends for many people, for whom no header can speak, and
 * a page sends later what happened before. A message can add the signal, never take it back.
 */
function signalsOf(described: JsonObject, signals: Signals): Signals {
  const consent = Object.hasOwn(described, 'consent') ? described['consent'] : undefined;
  return !signals.gpc && isJsonObject(consent) && consent['gpc'] === true
    ? { ...signals, gpc: true }
    : signals;
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

/** The Node SDKs send a screen's `category` beside the properties; it goes in with them. */
function propertiesOf(message: JsonObject, call: Call): JsonObject | null {
  const properties = readObject(message['properties']);
  if (call !== 'page' && call !== 'screen') return properties;
  const category = message['category'];
  if (properties === null || typeof category !== 'string' || Object.hasOwn(properties, 'category')) {
    return properties;
  }
  return { ...properties, category };
}
