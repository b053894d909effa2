/** Sentry's events: errors and messages, transactions, feedback. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { readId, setOwn } from '../read-value.ts';
import { asObject, readContexts, readRequest, readSdk, readUser, withNestedData } from './decode-context.ts';
import { escapeName, escapeNames, nestNames } from './names.ts';
import { idAndTime, MeaningBuilder, without } from './received.ts';
import type { Item, Meaning } from './received.ts';
import { millisecondsBetween, readMicroseconds } from './times.ts';
import { EVENT_WORDS, NAMES } from './words.ts';

export type EventType = 'event' | 'transaction' | 'feedback';

const WORDS: ReadonlySet<string> = new Set(EVENT_WORDS);
/** Words whose values are the event's own id, time and kind. */
const TAKEN: ReadonlySet<string> = new Set(['event_id', 'type', 'timestamp', 'start_timestamp']);
/** Says which key brought the event and in which trace it stands: the one is ours, the other known. */
const NOT_OF_SAMPLING: ReadonlySet<string> = new Set(['public_key', 'trace_id']);

/** An event's meaning. Any object is one, as at Sentry. */
export function decodeEvent(item: Item, type: EventType): Meaning {
  const { payload } = item;
  const builder = new MeaningBuilder();
  const { id, time } = idAndTime(payload);
  const origin = originOf(payload, time);
  if (type === 'transaction') builder.say('duration_ms', durationOf(payload));
  for (const [key, value] of Object.entries(payload)) {
    if (!TAKEN.has(key)) readWord(builder, key, value, origin);
  }
  if (!isJsonObject(payload['sdk'])) builder.addLibrary(item.sdk);
  if (item.trace !== null) builder.keep('sampling', escapeNames(without(item.trace, NOT_OF_SAMPLING)));
  const user = payload['user'];
  const userId = isJsonObject(user) ? readId(user['id']) : null;
  const context = builder.context.built;
  return { name: NAMES[type], id, time, userId, properties: builder.properties, context };
}

/** What distances are measured from, and the trace that child spans need not repeat. */
interface Origin {
  /** Microseconds since 1970; null where the event has no time. */
  readonly at: number | null;
  readonly traceId: Json | undefined;
}

function originOf(payload: JsonObject, time: number | null): Origin {
  const contexts = payload['contexts'];
  const trace = isJsonObject(contexts) ? contexts['trace'] : undefined;
  return {
    at: time === null ? null : time * 1000,
    traceId: isJsonObject(trace) ? trace['trace_id'] : undefined,
  };
}

function durationOf(payload: JsonObject): number | undefined {
  const start = readMicroseconds(payload['start_timestamp']);
  const end = readMicroseconds(payload['timestamp']);
  return start === null || end === null ? undefined : millisecondsBetween(start, end);
}

function readWord(builder: MeaningBuilder, key: string, value: Json, origin: Origin): void {
  switch (key) {
    case 'user':
      readUser(builder, value);
      break;
    case 'request':
      readRequest(builder, value);
      break;
    case 'contexts':
      readContexts(builder, value);
      break;
    case 'sdk':
      readSdk(builder, value);
      break;
    case 'server_name':
      builder.add('server', 'host', value);
      break;
    case 'tags':
      builder.say('tags', readTags(value));
      break;
    case 'breadcrumbs':
      builder.say(
        'breadcrumbs',
        listOf(value, (crumb) => readCrumb(crumb, origin)),
      );
      break;
    case 'spans':
      builder.say(
        'spans',
        listOf(value, (span) => readSpan(span, origin)),
      );
      break;
    case 'exception':
    case 'threads':
      builder.say(key, readValues(value));
      break;
    default:
      if (WORDS.has(key)) builder.say(key, escapeNames(value));
      else builder.keep(escapeName(key), escapeNames(value));
  }
}

/** Tags are an object, or in older SDKs a list of pairs. */
function readTags(tags: Json): Json {
  if (isJsonObject(tags)) return nestNames(tags);
  if (!isJsonArray(tags)) return tags;
  const pairs: Record<string, Json> = {};
  for (const pair of tags) {
    const name = isJsonArray(pair) ? pair[0] : undefined;
    const value = isJsonArray(pair) ? pair[1] : undefined;
    if (typeof name === 'string' && value !== undefined) setOwn(pairs, name, value);
  }
  return nestNames(pairs);
}

/** Lists stand bare or under `values`; the one form here is bare. */
function listOf(written: Json, read: (entry: JsonObject) => Json): Json {
  const list = isJsonObject(written) ? written['values'] : written;
  if (!isJsonArray(list)) return [];
  return list.map((entry) => (isJsonObject(entry) ? read(entry) : entry));
}

/** Exceptions and threads stand under `values`, in older SDKs bare, an exception also alone. */
function readValues(written: Json): Json {
  if (isJsonArray(written)) return { values: escapeNames(written) };
  if (isJsonObject(written) && !isJsonArray(written['values'])) return { values: [escapeNames(written)] };
  return escapeNames(written);
}

const TIMESTAMP: ReadonlySet<string> = new Set(['timestamp']);

function readCrumb(crumb: JsonObject, { at }: Origin): Json {
  const when = readMicroseconds(crumb['timestamp']);
  if (at === null || when === null) return escapeNames(without(crumb, TIMESTAMP));
  return { ...offset(at, when), ...asObject(escapeNames(without(crumb, TIMESTAMP))) };
}

const SPAN_TIMES: ReadonlySet<string> = new Set(['timestamp', 'start_timestamp']);
const SPAN_TIMES_AND_TRACE: ReadonlySet<string> = new Set([...SPAN_TIMES, 'trace_id']);

function readSpan(span: JsonObject, { at, traceId }: Origin): Json {
  const start = readMicroseconds(span['start_timestamp']);
  const end = readMicroseconds(span['timestamp']);
  const isOfTrace = span['trace_id'] === traceId;
  return {
    ...(at === null || start === null ? {} : offset(at, start)),
    ...(start === null || end === null ? {} : { duration_ms: millisecondsBetween(start, end) }),
    ...withNestedData(without(span, isOfTrace ? SPAN_TIMES_AND_TRACE : SPAN_TIMES)),
  };
}

function offset(at: number, when: number): JsonObject {
  return { offset_ms: millisecondsBetween(at, when) };
}
