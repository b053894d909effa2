/** CloudEvents in the JSON format → received events. Attributes: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { ContextBuilder, contextPlaces } from '../context-builder.ts';
import { EMPTY_OBJECT, readId, readTime } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';

/** Id of the protocol, and the key of `context` that keeps the attributes that have no other place. */
export const CLOUDEVENTS = 'cloudevents';

const VERSION = '1.0';
/** W3C Trace Context §3.2, which the distributed tracing extension carries. */
const TRACE_PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

/** Attributes that have a place of their own in every event. */
const TAKEN: ReadonlySet<string> = new Set([
  'id',
  'type',
  'specversion',
  'time',
  'data',
  'data_base64',
  'userid',
  'anonymousid',
  'groupid',
  'traceparent',
]);

/** Attributes that others have words for as well. Names have small letters and digits alone (§3.1). */
const PLACES = contextPlaces({ sessionid: 'sessionId', ipaddress: 'ip', useragent: 'userAgent' });

/**
 * Every event is a `track` named by its type. One without `id`, `source`, `type` or the version 1.0 is malformed, and so is one
 * with its data in two forms; one whose data is bytes is opaque.
 */
export function decode(messages: readonly Json[], context: DecodeContext): Decoded {
  const events: ReceivedEvent[] = [];
  let opaque = 0;
  for (const message of messages) {
    const required = isJsonObject(message) ? readRequired(message) : null;
    if (!isJsonObject(message) || required === null) continue;
    if (message['data_base64'] === undefined) events.push(toEvent(message, required, context));
    else if (message['data'] === undefined) opaque += 1;
  }
  return { events, malformed: messages.length - events.length - opaque, opaque };
}

interface Required {
  readonly id: string;
  readonly source: string;
  readonly type: string;
}

function readRequired({ id, source, type, specversion }: JsonObject): Required | null {
  if (specversion !== VERSION || typeof id !== 'string' || id === '') return null;
  if (typeof source !== 'string' || source === '' || typeof type !== 'string' || type === '') return null;
  return { id, source, type };
}

function toEvent(message: JsonObject, { id, source, type }: Required, context: DecodeContext): ReceivedEvent {
  return {
    source: context.source,
    protocol: CLOUDEVENTS,
    // An id is unique within its source only (§3.1, `id`). A source has no blank in it.
    id: `${id} ${source}`,
    call: 'track',
    operation: 'set',
    name: type,
    time: readTime(message['time']) ?? context.receivedAt,
    receivedAt: context.receivedAt,
    userId: readId(message['userid']),
    anonymousId: readId(message['anonymousid']),
    groupId: readId(message['groupid']),
    previousId: null,
    properties: propertiesOf(message['data']),
    context: describe(message),
    signals: context.signals,
  };
}

/** Data that is no object stands under a name of its own. */
function propertiesOf(data: Json | undefined): JsonObject {
  if (isJsonObject(data)) return data;
  return data === undefined || data === null ? EMPTY_OBJECT : { data };
}

/** `source`, `subject`, `dataschema`, `datacontenttype` and the extensions that nobody else knows keep their names. */
function describe(message: JsonObject): JsonObject {
  const described = new ContextBuilder();
  for (const [name, value] of Object.entries(message)) {
    if (TAKEN.has(name) || value === null) continue;
    const place = PLACES.get(name);
    if (place === undefined) described.set(CLOUDEVENTS, name, value);
    else described.set(place.group, place.leaf, value);
  }
  setTrace(message['traceparent'], described);
  return described.built;
}

function setTrace(parent: Json | undefined, described: ContextBuilder): void {
  if (parent === undefined || parent === null) return;
  const [, traceId, spanId] = typeof parent === 'string' ? (TRACE_PARENT.exec(parent) ?? []) : [];
  if (traceId === undefined || spanId === undefined) {
    described.set(CLOUDEVENTS, 'traceparent', parent);
    return;
  }
  described.set('trace', 'traceId', traceId);
  described.set('trace', 'spanId', spanId);
}
