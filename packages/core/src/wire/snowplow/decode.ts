/** Messages as `open` gives them → received events. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { ContextBuilder } from '../context-builder.ts';
import { readEpoch, readId } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { decodeSelfDescribing } from './decode-self-describing.ts';
import { describeWords, readNumber } from './describe-words.ts';
import { consentOf, describeEntities, readEntities, sessionIds } from './entities.ts';
import type { SessionIds } from './entities.ts';
import { readPlainEvent } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { readRest } from './rest.ts';
import type { Rest } from './rest.ts';
import { readSelfDescribing } from './schema.ts';
import type { SelfDescribing } from './schema.ts';
import { SNOWPLOW_CONTEXT } from './words.ts';

/** Words that have a place of their own in every event. `stm` is when the request left the sender, and says nothing of the event. */
const TAKEN: ReadonlySet<string> = new Set(['e', 'eid', 'ttm', 'stm', 'uid', 'duid', 'sid']);
const TAKEN_AND_TIME: ReadonlySet<string> = new Set([...TAKEN, 'dtm']);

/** Malformed is what has no kind, whose hidden JSON is none, or whose event or entities name no schema. */
export function decode(messages: readonly Json[], context: DecodeContext): Decoded {
  const events: ReceivedEvent[] = [];
  for (const message of messages) {
    const event = isJsonObject(message) ? decodeMessage(message, context) : null;
    if (event !== null) events.push(event);
  }
  return { events, malformed: messages.length - events.length };
}

function decodeMessage(message: JsonObject, context: DecodeContext): ReceivedEvent | null {
  const { words, event } = message;
  const entities = readEntities(message['contexts']);
  if (!isJsonObject(words) || entities === null) return null;
  const { rest, others } = readRest(entities);
  const meaning = readMeaning(words, event, others);
  if (meaning === null) return null;
  const ids = sessionIds({ anonymousId: readId(words['duid']), sessionId: readId(words['sid']) }, others);
  return {
    source: context.source,
    protocol: 'snowplow',
    id: readId(words['eid']) ?? context.newId(),
    call: meaning.call,
    operation: 'set',
    name: rest.name ?? meaning.name,
    time: readMillis(words['ttm']) ?? readMillis(words['dtm']) ?? context.receivedAt,
    receivedAt: context.receivedAt,
    userId: message['anonymous'] === true ? null : (meaning.userId ?? readId(words['uid'])),
    anonymousId: ids.anonymousId,
    groupId: rest.groupId,
    previousId: rest.previousId,
    properties: rest.properties ?? meaning.properties,
    context: describe(words, meaning, ids, rest),
    signals: context.signals,
  };
}

function readMeaning(
  words: JsonObject,
  event: Json | undefined,
  entities: readonly SelfDescribing[],
): Meaning | null {
  if (words['e'] !== 'ue') return readPlainEvent(words, entities);
  const described = readSelfDescribing(event);
  return described === null ? null : decodeSelfDescribing(described, entities);
}

/** The kind and the schema are kept, by which the vendor side finds the way back. */
function describe(words: JsonObject, meaning: Meaning, ids: SessionIds, rest: Rest): JsonObject {
  const described = new ContextBuilder();
  describeWords(words, takenWords(words), meaning.words, described);
  if (ids.sessionId !== null) described.set(null, 'sessionId', ids.sessionId);
  described.set(SNOWPLOW_CONTEXT, 'e', words['e'] ?? null);
  if (meaning.event !== null) described.set(SNOWPLOW_CONTEXT, 'schema', meaning.event.schema);
  describeEntities(meaning.entities, ids, described);
  // Of several statements the last counts: a tracker adds what is newest at the end, and the event itself is newer.
  const stated = [...meaning.entities, ...(meaning.event === null ? [] : [meaning.event])];
  const consent = stated.flatMap((each) => consentOf(each) ?? []).at(-1);
  if (consent !== undefined) described.set(null, 'consent', consent);
  for (const [group, leaf, value] of rest.context) described.set(group, leaf, value);
  return described.built;
}

/** The device's own time is a field of its own where the event has another, true time beside it. */
function takenWords({ dtm, ttm }: JsonObject): ReadonlySet<string> {
  return readMillis(ttm) === null || dtm === ttm ? TAKEN_AND_TIME : TAKEN;
}

/** Milliseconds since 1970, written as text. */
function readMillis(value: Json | undefined): number | null {
  const number = readNumber(value);
  return typeof number === 'number' ? readEpoch(number) : null;
}
