/** Messages of `open` → received events. Nothing is malformed here that `open` did not find to be. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { readId, readObject } from '../read-value.ts';
import type { DecodeContext, Decoded } from '../wire.ts';
import { Describer, describeRecord, isTime, objectIn } from './describe.ts';
import type { Described } from './describe.ts';
import type { Signal } from './message.ts';
import { EVENT_NAME, LOG_NAME, RECORD_ID, SPAN_NAME } from './words.ts';

/** Every record is a `track`: a log record under its event name or as `log`, a span as `span`. */
export function decodeMessages(messages: readonly Json[], context: DecodeContext, signal: Signal): Decoded {
  const describer = new Describer();
  const events: ReceivedEvent[] = [];
  messages.forEach((message, at) => {
    const shared = isJsonObject(message) ? describer.sharedOf(message) : null;
    const event =
      shared !== null && isJsonObject(message)
        ? decodeRecord(message, shared, { context, signal, at })
        : null;
    if (event !== null) events.push(event);
  });
  return { events, malformed: messages.length - events.length };
}

interface Setting {
  readonly context: DecodeContext;
  readonly signal: Signal;
  /** Position of the record in its request. */
  readonly at: number;
}

function decodeRecord(
  message: JsonObject,
  shared: Described,
  { context, signal, at }: Setting,
): ReceivedEvent | null {
  const properties = readObject(message['properties']);
  if (properties === null) return null;
  const described = describeRecord(shared, message);
  return {
    source: context.source,
    protocol: 'otlp',
    id: ownId(message, signal) ?? contentId(message, at),
    call: 'track',
    operation: 'set',
    name: signal === 'logs' ? nameOf(message) : SPAN_NAME,
    time: timeOf(message['time']) ?? timeOf(message['observedTime']) ?? context.receivedAt,
    receivedAt: context.receivedAt,
    userId: described.userId,
    anonymousId: described.anonymousId,
    groupId: null,
    previousId: null,
    properties,
    context: described.context,
    signals: context.signals,
  };
}

/** A span is known by its ids, so that one that is sent twice is one event. A log record has its own id, or none. */
function ownId(message: JsonObject, signal: Signal): string | null {
  const given = readId(objectIn(message, 'words')[RECORD_ID]);
  if (given !== null || signal === 'logs') return given;
  const traceId = readId(message['traceId']);
  const spanId = readId(message['spanId']);
  return traceId === null || spanId === null ? null : `${traceId}-${spanId}`;
}

/**
 * OTLP gives log records no id, and an exporter whose answer was lost sends the same request again. So the record itself is the
 * id, with its position, because one request may hold two that are equal. Like every id it is never stored and leaves re-keyed.
 */
function contentId(message: JsonObject, at: number): string {
  const { resource: _resource, scope: _scope, ...record } = message;
  return `${at} ${JSON.stringify(record)}`;
}

function nameOf(message: JsonObject): string {
  return textOf(message['eventName']) ?? textOf(objectIn(message, 'words')[EVENT_NAME]) ?? LOG_NAME;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function timeOf(value: Json | undefined): number | null {
  return typeof value === 'number' && isTime(value) ? value : null;
}
