/** Amplitude's events → received events: what happened, and what it changes of persons and groups. */
import { isJsonObject } from '../../event.ts';
import type { Call, Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { readEpoch, readId, readObject } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { describe } from './describe.ts';
import type { Described } from './describe.ts';
import { readChanges } from './changes.ts';
import type { Change } from './changes.ts';
import { readProperties } from './properties.ts';
import { GROUP_IDENTIFY, IDENTIFY, PAGE_VIEWED } from './words.ts';

/**
 * A message is malformed when it is no object, has no event type, has properties that are no object, or an operator whose
 * value has the wrong shape; a `$groupidentify` also when it names no group. Properties of the person that ride on another event
 * become an `identify` behind it: at Amplitude they change the person just the same.
 */
export function decode(messages: readonly Json[], context: DecodeContext): Decoded {
  const events: ReceivedEvent[] = [];
  let malformed = 0;
  for (const message of messages) {
    const decoded = isJsonObject(message) ? decodeMessage(message, context) : null;
    if (decoded === null) malformed += 1;
    else events.push(...decoded);
  }
  return { events, malformed };
}

function decodeMessage(message: JsonObject, context: DecodeContext): readonly ReceivedEvent[] | null {
  const type = message['event_type'];
  if (typeof type !== 'string' || type === '') return null;
  const described = describe(message);
  if (described === null) return null;
  const scope = { message, described, context };
  if (type === GROUP_IDENTIFY) return changesOf('group', message['group_properties'], scope);
  if (type === IDENTIFY) return changesOf('identify', message['user_properties'], scope);
  return happened(type, scope);
}

interface Scope {
  readonly message: JsonObject;
  readonly described: Described;
  readonly context: DecodeContext;
}

function happened(type: string, scope: Scope): readonly ReceivedEvent[] | null {
  const given = readObject(scope.message['event_properties']);
  const riding = scope.message['user_properties'] ?? null;
  const changes = riding === null ? [] : changesOf('identify', riding, scope, scope.context.newId());
  if (given === null || changes === null) return null;
  const builder = scope.described.context();
  const properties = readProperties(type, given, scope.message, builder);
  const isPage = type === PAGE_VIEWED;
  const event = toEvent(scope, {
    call: isPage ? 'page' : 'track',
    name: isPage ? '' : type,
    operation: 'set',
    properties,
    context: builder.built,
    id: readId(scope.message['insert_id']) ?? scope.context.newId(),
  });
  return [event, ...changes];
}

/** One event for each operator, the first with the message's own id unless that is taken; null where one is malformed. */
function changesOf(
  call: Extract<Call, 'identify' | 'group'>,
  operands: Json | undefined,
  scope: Scope,
  firstId = readId(scope.message['insert_id']),
): readonly ReceivedEvent[] | null {
  if (call === 'group' && scope.described.groupId === null) return null;
  const changes = readChanges(operands);
  if (changes === null) return null;
  return changes.map((change, at) =>
    toEvent(scope, {
      call,
      name: '',
      operation: change.operation,
      properties: change.properties,
      context: contextOf(change, scope.described),
      id: (at === 0 ? firstId : null) ?? scope.context.newId(),
    }),
  );
}

function contextOf({ operator }: Change, described: Described): JsonObject {
  const builder = described.context();
  if (operator !== null) described.markOperator(builder, operator);
  return builder.built;
}

type Meaning = Pick<ReceivedEvent, 'call' | 'name' | 'operation' | 'properties' | 'context' | 'id'>;

function toEvent({ message, described, context }: Scope, meaning: Meaning): ReceivedEvent {
  const time = message['time'];
  return {
    source: context.source,
    protocol: 'amplitude',
    id: meaning.id,
    call: meaning.call,
    operation: meaning.operation,
    name: meaning.name,
    time: (typeof time === 'number' ? readEpoch(time) : null) ?? context.receivedAt,
    receivedAt: context.receivedAt,
    userId: readId(message['user_id']),
    anonymousId: readId(message['device_id']),
    groupId: described.groupId,
    previousId: null,
    properties: meaning.properties,
    context: meaning.context,
    signals: context.signals,
  };
}
