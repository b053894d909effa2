/**
 * Amplitude's events → received events. One message may become several: each operator of `user_properties` is an
 * `identify` of its own, each of `group_properties` a `group`, whether they come in an event of their own or ride along on
 * another one. The event itself keeps its `insert_id`, the others add their operator to it: a repetition gives the same ids.
 */
import { isJsonObject } from '../../event.ts';
import type { Call, Json, JsonObject, Operation, ReceivedEvent } from '../../event.ts';
import { EMPTY_OBJECT, readId, readObject, readTime } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { readChanges } from './changes.ts';
import type { Change } from './changes.ts';
import { describe, groupsToChange, splitGroups, splitProperties } from './describe.ts';
import { AMPLITUDE_CONTEXT, EVENT_TYPES, GROUP_TYPE, OPERATOR, SCREEN_NAME } from './words.ts';

/**
 * A message is malformed when it is no object, has no event type, when its properties are no objects, when an operator has
 * the wrong shape, or when a `$groupidentify` names no group or more than ten.
 */
export function decodeEvents(messages: readonly Json[], context: DecodeContext): Decoded {
  const events: ReceivedEvent[] = [];
  let malformed = 0;
  for (const message of messages) {
    const drafts = isJsonObject(message) ? draftsOf(message) : null;
    if (drafts === null || !isJsonObject(message)) malformed += 1;
    else events.push(...finish(message, drafts, context));
  }
  return { events, malformed };
}

/** What of an event is not the same in all that come of one message. */
interface Draft {
  readonly call: Call;
  readonly operation: Operation;
  readonly name: string;
  readonly groupId: string | null;
  readonly properties: JsonObject;
  readonly context: JsonObject;
  /** What is added to the message's id; null for the event that the message is about. */
  readonly suffix: string | null;
}

function draftsOf(message: JsonObject): readonly Draft[] | null {
  const type = message['event_type'];
  const given = readObject(message['event_properties']);
  if (typeof type !== 'string' || type === '' || given === null) return null;
  const groups = groupDrafts(message, { isMain: type === EVENT_TYPES.groupIdentify });
  const people = personDrafts(message, { isMain: type === EVENT_TYPES.identify });
  if (groups === null || people === null) return null;
  if (type === EVENT_TYPES.groupIdentify) return withMain([...groups, ...people], given);
  if (type === EVENT_TYPES.identify) return withMain([...people, ...groups], given);
  return [...people, ...groups, eventDraft(message, type, given)];
}

/** The first of the changes is what the message is about; properties of the event have no meaning here and stay in `context`. */
function withMain(drafts: readonly Draft[], given: JsonObject): readonly Draft[] {
  const [main, ...others] = drafts;
  if (main === undefined) return [];
  const isEmpty = Object.keys(given).length === 0;
  const context = isEmpty ? main.context : withOwn(main.context, 'event_properties', given);
  return [{ ...main, context, suffix: null }, ...others];
}

function eventDraft(message: JsonObject, type: string, given: JsonObject): Draft {
  const groups = splitGroups(message['groups']);
  const described = describe(message, groups);
  const screen = type === EVENT_TYPES.screen ? given[SCREEN_NAME] : undefined;
  const isNamed = typeof screen === 'string';
  return {
    ...callOf(type, isNamed ? screen : ''),
    operation: 'set',
    groupId: groups.first?.name ?? null,
    properties: splitProperties(message, isNamed ? without(given, SCREEN_NAME) : given, described),
    context: described.built,
    suffix: null,
  };
}

function callOf(type: string, screen: string): Pick<Draft, 'call' | 'name'> {
  if (type === EVENT_TYPES.page) return { call: 'page', name: '' };
  if (type === EVENT_TYPES.screen) return { call: 'screen', name: screen };
  return { call: 'track', name: type };
}

/** An `$identify` without any property only says which person a device belongs to. */
function personDrafts(
  message: JsonObject,
  { isMain }: { readonly isMain: boolean },
): readonly Draft[] | null {
  const changes = readChanges(message['user_properties']);
  if (changes === null) return null;
  const said = changes.length === 0 && isMain ? [NO_CHANGE] : changes;
  // Most events change nobody, and need no context for it.
  if (said.length === 0) return [];
  const groups = splitGroups(message['groups']);
  const context = describe(message, groups).built;
  const groupId = groups.first?.name ?? null;
  return said.map((change) => changeDraft('identify', change, { context, groupId, suffix: '' }));
}

const NO_CHANGE: Change = { word: '$set', operation: 'set', kept: false, properties: EMPTY_OBJECT };

function groupDrafts(message: JsonObject, { isMain }: { readonly isMain: boolean }): readonly Draft[] | null {
  const changes = readChanges(message['group_properties']);
  if (changes === null) return null;
  const groups = groupsToChange(message);
  if (isMain && groups.length === 0) return null;
  const said = changes.length === 0 && isMain ? [NO_CHANGE] : changes;
  if (said.length === 0 || groups.length === 0) return [];
  const described = describe(message, { first: null, others: null }).built;
  return groups.flatMap(({ type, name }, place) =>
    said.map((change) => {
      const context = withOwn(described, GROUP_TYPE, type);
      return changeDraft('group', change, { context, groupId: name, suffix: `group${place}:` });
    }),
  );
}

function changeDraft(
  call: 'identify' | 'group',
  change: Change,
  { context, groupId, suffix }: Pick<Draft, 'context' | 'groupId'> & { readonly suffix: string },
): Draft {
  return {
    call,
    operation: change.operation,
    name: '',
    groupId,
    properties: change.properties,
    context: change.kept ? withOwn(context, OPERATOR, change.word) : context,
    suffix: `${suffix}${change.word}`,
  };
}

function finish(
  message: JsonObject,
  drafts: readonly Draft[],
  context: DecodeContext,
): readonly ReceivedEvent[] {
  const id = readId(message['insert_id']) ?? context.newId();
  const time = readTime(message['time']) ?? context.receivedAt;
  return drafts.map(({ suffix, ...draft }) => ({
    source: context.source,
    protocol: 'amplitude',
    id: suffix === null ? id : `${id}:${suffix}`,
    call: draft.call,
    operation: draft.operation,
    name: draft.name,
    time,
    receivedAt: context.receivedAt,
    userId: readId(message['user_id']),
    anonymousId: readId(message['device_id']),
    groupId: draft.groupId,
    previousId: null,
    properties: draft.properties,
    context: draft.context,
    signals: context.signals,
  }));
}

/** The context with one more member in Amplitude's own group. */
function withOwn(context: JsonObject, member: string, value: Json): JsonObject {
  const own = context[AMPLITUDE_CONTEXT];
  return { ...context, [AMPLITUDE_CONTEXT]: { ...(isJsonObject(own) ? own : {}), [member]: value } };
}

function without(given: JsonObject, name: string): JsonObject {
  const { [name]: _left, ...rest } = given;
  return rest;
}
