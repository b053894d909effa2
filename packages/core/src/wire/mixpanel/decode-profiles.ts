/** Mixpanel's profile updates (`/engage`, `/groups`) → received events, one for each operator of a message. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject, Operation, ReceivedEvent } from '../../event.ts';
import { EMPTY_OBJECT, readEpoch, readId, setOwn } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { MIXPANEL_CONTEXT } from './automatic.ts';
import { readIdentity } from './identity.ts';
import { ContextBuilder } from '../context-builder.ts';
import { PROFILE_PLACES, splitProperties, traitName } from './split-properties.ts';

const OPERATORS: readonly (readonly [string, Operation])[] = [
  ['$set', 'set'],
  ['$set_once', 'set_once'],
  ['$add', 'add'],
  ['$append', 'append'],
  ['$union', 'union'],
  ['$remove', 'remove'],
  ['$unset', 'unset'],
  ['$delete', 'delete'],
];

/** What else a message may hold, and its place in `context`. */
const MODIFIERS: readonly (readonly [string, string | null, string])[] = [
  ['$ip', null, 'ip'],
  ['$latitude', 'location', 'latitude'],
  ['$longitude', 'location', 'longitude'],
  ['$group_key', MIXPANEL_CONTEXT, 'group_key'],
  ['$ignore_time', MIXPANEL_CONTEXT, '$ignore_time'],
  ['$ignore_alias', MIXPANEL_CONTEXT, '$ignore_alias'],
  ['$had_persisted_distinct_id', MIXPANEL_CONTEXT, '$had_persisted_distinct_id'],
];

const NOTHING_TAKEN: ReadonlySet<string> = new Set();

type ProfileCall = 'identify' | 'group';

/**
 * Decodes people (`identify`) or groups (`group`). A message without the id of its profile or without an operator is
 * malformed, and so is one with an operator whose value has the wrong shape, even if others of its operators are well.
 */
export function decodeProfiles(
  messages: readonly Json[],
  context: DecodeContext,
  call: ProfileCall,
): Decoded {
  const events: ReceivedEvent[] = [];
  let malformed = 0;
  for (const message of messages) {
    const decoded = isJsonObject(message) ? decodeProfile(message, context, call) : null;
    if (decoded === null) malformed += 1;
    else events.push(...decoded);
  }
  return { events, malformed };
}

/** The events of one message, or null if it is malformed. */
function decodeProfile(
  message: JsonObject,
  context: DecodeContext,
  call: ProfileCall,
): readonly ReceivedEvent[] | null {
  if (!namesProfile(message, call)) return null;
  const events: ReceivedEvent[] = [];
  for (const [operator, operation] of OPERATORS) {
    const operand = message[operator];
    if (operand === undefined) continue;
    const described = describe(message);
    const properties = readOperand(operation, operand, described);
    if (properties === null) return null;
    events.push(toEvent(message, context, { call, operation, properties, described: described.built }));
  }
  return events.length === 0 ? null : events;
}

function namesProfile(message: JsonObject, call: ProfileCall): boolean {
  if (call === 'group') return readId(message['$group_id']) !== null;
  const { $distinct_id: distinct, $user_id: user, $device_id: device } = message;
  return readId(distinct) !== null || readId(user) !== null || readId(device) !== null;
}

interface Change {
  readonly call: ProfileCall;
  readonly operation: Operation;
  readonly properties: JsonObject;
  readonly described: JsonObject;
}

function toEvent(message: JsonObject, context: DecodeContext, change: Change): ReceivedEvent {
  const isGroup = change.call === 'group';
  const identity = readIdentity(message['$distinct_id'], message['$user_id'], message['$device_id']);
  const time = message['$time'];
  return {
    source: context.source,
    protocol: 'mixpanel',
    // The SDKs give profile updates no id, and one message may become several events.
    id: context.newId(),
    call: change.call,
    operation: change.operation,
    name: '',
    time: (typeof time === 'number' ? readEpoch(time) : null) ?? context.receivedAt,
    receivedAt: context.receivedAt,
    userId: identity.userId,
    anonymousId: identity.anonymousId,
    groupId: isGroup ? readId(message['$group_id']) : null,
    previousId: null,
    properties: change.properties,
    context: change.described,
    signals: context.signals,
  };
}

/**
 * The properties that an operator changes, or null where its value has not the operator's shape. What SDKs add to a
 * `$set` by themselves goes to `described`.
 */
function readOperand(operation: Operation, operand: Json, described: ContextBuilder): JsonObject | null {
  switch (operation) {
    case 'set':
    case 'set_once':
      return isJsonObject(operand)
        ? splitProperties(operand, PROFILE_PLACES, NOTHING_TAKEN, described)
        : null;
    case 'unset':
      return unset(operand);
    case 'delete':
      return EMPTY_OBJECT;
    case 'add':
    case 'append':
    case 'union':
    case 'remove':
      return isJsonObject(operand) ? rename(operand) : null;
  }
}

/** A list of names → each name with null. */
function unset(operand: Json): JsonObject | null {
  const names = isJsonArray(operand) ? operand : [operand];
  const properties: Record<string, Json> = {};
  for (const name of names) {
    if (typeof name !== 'string') return null;
    setOwn(properties, traitName(name), null);
  }
  return properties;
}

function rename(operand: JsonObject): JsonObject {
  const properties: Record<string, Json> = {};
  for (const [name, value] of Object.entries(operand)) setOwn(properties, traitName(name), value);
  return properties;
}

/** What a message says beside its operators. */
function describe(message: JsonObject): ContextBuilder {
  const described = new ContextBuilder();
  for (const [name, group, leaf] of MODIFIERS) {
    const value = message[name];
    if (value !== undefined && !isNoAddress(name, value)) described.set(group, leaf, value);
  }
  return described;
}

/** `0` keeps Mixpanel from locating the sender (mixpanel 0.24.0, lib/profile_helpers.js), which nothing here ever does. */
function isNoAddress(name: string, value: Json): boolean {
  return name === '$ip' && (value === '0' || value === 0);
}
