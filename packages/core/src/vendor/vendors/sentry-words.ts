/** Puts `context` back into Sentry's words: the tables of the Sentry wire protocol, read backwards. */
import { isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { ATTRIBUTES, CONTEXTS, HEADERS, RECORD_ATTRIBUTES } from '../../wire/sentry/words.ts';
import { backwards } from '../translate-context.ts';
import type { Words } from '../translate-context.ts';
import { uuidOf } from '../uuid-of.ts';

/** Path in `context` → place in an event, its steps joined by dots. */
export const EVENT_PLACES: Words = new Map([
  ...prefixed('contexts', CONTEXTS),
  ...prefixed('request.headers', HEADERS),
  ['consent', 'contexts.consent'],
  ['ip', 'user.ip_address'],
  ['library.name', 'sdk.name'],
  ['library.version', 'sdk.version'],
  ['page.url', 'request.url'],
  ['server.host', 'server_name'],
]);
/** Path in `context` → attribute of a span, and of a log or metric. */
export const SPAN_WORDS: Words = backwards(ATTRIBUTES);
export const RECORD_WORDS: Words = backwards(RECORD_ATTRIBUTES);

/** What Sentry has no word for stands together under this context of an event, or under attributes of this prefix. */
export const REST = 'headgate';

const NO_TRACE: JsonObject = {};
const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** Event ids are UUIDs without dashes (https://develop.sentry.dev/sdk/data-model/event-payloads/). */
export function eventIdOf(event: CleanEvent): string {
  return plain(uuidOf(event.id));
}

/**
 * The trace and span of an event, which Sentry takes in hexadecimal digits alone. A pseudonym becomes digits, the same for
 * the same pseudonym, so that what stands in one trace still does. Without a trace the event is one of its own.
 */
export function traceOf(event: CleanEvent): { readonly trace_id: string; readonly span_id: string } {
  const { trace_id: traceId = null, span_id: spanId = null } = namedTrace(event);
  const own = eventIdOf(event);
  return { trace_id: traceId ?? own, span_id: spanId ?? own.slice(0, SPAN_ID_DIGITS) };
}

/** The same as far as the event names them. */
export function namedTrace(event: CleanEvent): { readonly trace_id?: string; readonly span_id?: string } {
  const trace = event.context['trace'];
  const { traceId, spanId } = isJsonObject(trace) ? trace : NO_TRACE;
  return {
    ...(typeof traceId === 'string' ? { trace_id: digitsOf(traceId, TRACE_ID_DIGITS) } : {}),
    ...(typeof spanId === 'string' ? { span_id: digitsOf(spanId, SPAN_ID_DIGITS) } : {}),
  };
}

/** A span's id in Sentry's form; what is no text stays as it is. */
export function spanIdOf(value: Json): Json {
  return typeof value === 'string' ? digitsOf(value, SPAN_ID_DIGITS) : value;
}

/** A session's id must be a UUID, in either spelling; a pseudonym becomes one. */
export function sessionIdOf(sid: string): string {
  return digitsOf(sid, TRACE_ID_DIGITS);
}

/** The person, or else the device: Sentry counts those affected by one id. */
export function personOf({ userId, anonymousId }: CleanEvent): string | null {
  return userId ?? anonymousId;
}

/** Ids that have no place of their own. */
export function otherIdsOf(event: CleanEvent): JsonObject {
  const { userId, anonymousId, groupId, previousId } = event;
  return {
    ...(userId === null || anonymousId === null ? {} : { anonymousId }),
    ...(groupId === null ? {} : { groupId }),
    ...(previousId === null ? {} : { previousId }),
  };
}

/** The object with a value at a place below it. What stands there and is no object gives way. */
export function withValue(object: JsonObject, [step, ...below]: readonly string[], value: Json): JsonObject {
  if (step === undefined) return object;
  const inner = Object.hasOwn(object, step) ? object[step] : undefined;
  const child = isJsonObject(inner) ? inner : {};
  return { ...object, [step]: below.length === 0 ? value : withValue(child, below, value) };
}

/** Seconds since 1970. */
export function secondsOf(event: CleanEvent): number {
  return event.time / 1000;
}

function digitsOf(id: string, digits: number): string {
  const bare = plain(id);
  const isHex = bare.length === digits && /^[0-9a-f]+$/.test(bare);
  return isHex ? bare : plain(uuidOf(id)).slice(0, digits);
}

function plain(uuid: string): string {
  return uuid.replaceAll('-', '');
}

function prefixed(prefix: string, table: Readonly<Record<string, string>>): readonly [string, string][] {
  return Object.entries(table).map(([word, path]) => [path, `${prefix}.${word}`]);
}
