/** PostHog's messages → received events: one for the message, and one for each operator on the person that it carries. */
import { isJsonObject } from '../../event.ts';
import type { Call, Json, JsonObject, Operation, ReceivedEvent } from '../../event.ts';
import { ContextBuilder } from '../context-builder.ts';
import { EMPTY_OBJECT, readId, readObject, setOwn } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { POSTHOG_CONTEXT } from './automatic.ts';
import { readGroup, readMembership } from './groups.ts';
import { readIdentity, readLink, withoutLink } from './identity.ts';
import type { Identity } from './identity.ts';
import { readMessage, timeOf } from './read-message.ts';
import type { Message } from './read-message.ts';
import { OF_PERSON, partingOf, splitProperties } from './split-properties.ts';

/** Session replay, and heatmaps, whose keys are the addresses of pages: no plan can name what is in them. */
const OPAQUE: ReadonlySet<Json> = new Set([
  '$snapshot',
  '$snapshot_items',
  '$performance_event',
  '$$heatmap',
]);

/** Decodes any list of messages. Malformed is what `readMessage` cannot read, and a group or an alias that names none. */
export function decodeMessages(messages: readonly Json[], context: DecodeContext): Decoded {
  const events: ReceivedEvent[] = [];
  let malformed = 0;
  let opaque = 0;
  for (const message of messages) {
    if (isOpaque(message)) opaque += 1;
    else {
      const decoded = decodeMessage(message, context);
      if (decoded === null) malformed += 1;
      else events.push(...decoded);
    }
  }
  return opaque === 0 ? { events, malformed } : { events, malformed, opaque };
}

/** Whether PostHog would take the message, as far as can be seen in it. */
export function isWellFormed(message: Json): boolean {
  return readWhole(message) !== null;
}

/** `readMessage`, and a group or an alias must name one. */
function readWhole(message: Json): Message | null {
  const read = readMessage(message);
  if (read?.name === '$groupidentify') return readGroup(read.given) === null ? null : read;
  if (read?.name === '$create_alias') return readId(read.given['alias']) === null ? null : read;
  return read;
}

function isOpaque(message: Json): boolean {
  if (!isJsonObject(message)) return false;
  const { event } = message;
  return event !== undefined && OPAQUE.has(event);
}

/** What a message says, before it is known how many events it makes. */
interface Meaning extends Pick<ReceivedEvent, 'call' | 'name' | 'groupId' | 'previousId' | 'properties'> {
  readonly operation: Operation;
  readonly identity: Identity;
}

function decodeMessage(message: Json, context: DecodeContext): readonly ReceivedEvent[] | null {
  const read = readWhole(message);
  if (read === null) return null;
  const described = new ContextBuilder();
  // What belongs to the person is set first, so that the event's own word wins where both have one.
  const changes = personChanges(read, described);
  const own = splitProperties(read.given, partingOf(read.name), described);
  keepGeoip(read.given, described);
  const meanings = meaningsOf(read, own, changes, described);
  const time = timeOf(message, context.receivedAt);
  return meanings.map((meaning, position) => {
    const suffix = position === 0 ? '' : `/${meaning.operation}`;
    return {
      source: context.source,
      protocol: 'posthog',
      // A retried message must give the same ids again, one for each event that it makes.
      id: read.uuid === null ? context.newId() : `${read.uuid}${suffix}`,
      call: meaning.call,
      operation: meaning.operation,
      name: meaning.name,
      time,
      receivedAt: context.receivedAt,
      userId: meaning.identity.userId,
      anonymousId: meaning.identity.anonymousId,
      groupId: meaning.groupId,
      previousId: meaning.previousId,
      properties: meaning.properties,
      context: withDevice(described.built, meaning.identity.deviceId),
      signals: context.signals,
    };
  });
}

/** The events of one message may differ in what their device is. */
function withDevice(context: JsonObject, deviceId: string | null): JsonObject {
  if (deviceId === null) return context;
  const { device } = context;
  return { ...context, device: { ...(isJsonObject(device) ? device : EMPTY_OBJECT), id: deviceId } };
}

type Change = readonly [Operation, JsonObject];

/** The operators with something of the app's own in them. Words that SDKs set by themselves go to the context. */
function personChanges(read: Message, described: ContextBuilder): readonly Change[] {
  if (read.set === EMPTY_OBJECT && read.setOnce === EMPTY_OBJECT && read.unset.length === 0) return [];
  const once = splitProperties(read.setOnce, OF_PERSON, described);
  const set = splitProperties(read.set, OF_PERSON, described);
  const unset: Record<string, Json> = {};
  for (const name of read.unset) setOwn(unset, name, null);
  const changes: readonly Change[] = [
    ['set', set],
    ['set_once', once],
    ['unset', unset],
  ];
  return changes.filter(([, properties]) => Object.keys(properties).length > 0);
}

/** Whether to locate an address says something only where there is one: without it the gateway never lets PostHog try. */
function keepGeoip(given: JsonObject, described: ContextBuilder): void {
  const { $ip: ip, $geoip_disable: disable } = given;
  if (ip !== undefined && ip !== null && disable !== undefined) {
    described.set(POSTHOG_CONTEXT, '$geoip_disable', disable);
  }
}

function meaningsOf(
  read: Message,
  own: JsonObject,
  changes: readonly Change[],
  described: ContextBuilder,
): readonly Meaning[] {
  const { name, given, distinct } = read;
  const identity = readIdentity(distinct, given, read.uuid);
  switch (name) {
    case '$identify':
      return personEvents(readLink(distinct, given), orLink(changes), readMembership(given, described));
    case '$set':
      return personEvents(withoutLink(identity), orLink(changes), readMembership(given, described));
    case '$create_alias':
      return [alias(read, identity, readMembership(given, described))];
    case '$groupidentify':
      return [group(read, identity, described)];
    default: {
      const groupId = readMembership(given, described);
      const first: Meaning = {
        ...callOf(name, given),
        operation: 'set',
        identity,
        groupId,
        previousId: null,
        properties: own,
      };
      return [first, ...personEvents(withoutLink(identity), changes, groupId)];
    }
  }
}

/** An identify that changes nothing still says that there is such a person, and which device is theirs. */
function orLink(changes: readonly Change[]): readonly Change[] {
  return changes.length > 0 ? changes : [['set', EMPTY_OBJECT]];
}

/** Super properties that ride along are no traits: they are left behind. */
function personEvents(
  identity: Identity,
  changes: readonly Change[],
  groupId: string | null,
): readonly Meaning[] {
  return changes.map(([operation, properties]) => ({
    call: 'identify',
    name: '',
    operation,
    identity,
    groupId,
    previousId: null,
    properties,
  }));
}

function callOf(name: string, given: JsonObject): { readonly call: Call; readonly name: string } {
  if (name === '$pageview') return { call: 'page', name: '' };
  if (name !== '$screen') return { call: 'track', name };
  const screen = given['$screen_name'];
  return { call: 'screen', name: typeof screen === 'string' ? screen : '' };
}

/**
 * PostHog joins two ids of one person. Where the distinct id is a device's, it is the one that gave way; else `alias` is
 * (https://posthog.com/docs/product-analytics/identify#alias-assigning-multiple-distinct-ids-to-the-same-user).
 */
function alias(read: Message, identity: Identity, groupId: string | null): Meaning {
  const other = readId(read.given['alias']);
  const isDevice = identity.userId === null;
  return {
    call: 'alias',
    name: '',
    operation: 'set',
    identity: isDevice ? { ...identity, userId: other } : identity,
    groupId,
    previousId: isDevice ? identity.anonymousId : other,
    properties: EMPTY_OBJECT,
  };
}

/** posthog-node writes `$<type>_<key>` where the app named nobody. */
function group(read: Message, identity: Identity, described: ContextBuilder): Meaning {
  const named = readGroup(read.given);
  const groupId = readMembership(read.given, described);
  const stands = named !== null && readId(read.distinct) === `$${named.type}_${named.id}`;
  return {
    call: 'group',
    name: '',
    operation: 'set',
    identity: stands ? { ...identity, userId: null, anonymousId: null } : identity,
    groupId,
    previousId: null,
    properties: readObject(read.given['$group_set']) ?? EMPTY_OBJECT,
  };
}
