/** Sentry's smaller messages: logs, metrics, spans, sessions, check-ins, and the older form of feedback. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { contextPlaces } from '../context-builder.ts';
import { readId, readTime } from '../read-value.ts';
import { readAttributes } from './attributes.ts';
import type { Known } from './attributes.ts';
import { asObject } from './decode-context.ts';
import { escapeName, escapeNames } from './names.ts';
import { MeaningBuilder, without } from './received.ts';
import type { Item, Meaning } from './received.ts';
import { millisecondsBetween, readMicroseconds } from './times.ts';
import { ATTRIBUTES, CHECK_IN_WORDS, NAMES, RECORD_ATTRIBUTES, SESSION_WORDS } from './words.ts';

const SPAN_PLACES = contextPlaces(ATTRIBUTES);
const RECORD_PLACES = contextPlaces(RECORD_ATTRIBUTES);
const NOBODY: Known = { userId: null, id: null };

/** Words that all of these have a place for. */
const SHARED: readonly string[] = ['trace_id', 'span_id', 'attributes'];
const NOT_OF_RECORD: ReadonlySet<string> = new Set([...SHARED, 'timestamp']);
const NOT_OF_SPAN: ReadonlySet<string> = new Set([...SHARED, 'start_timestamp', 'end_timestamp']);

/** A log is one if it has a text (https://develop.sentry.dev/sdk/telemetry/logs/). */
export function decodeLog(item: Item): Meaning | null {
  return typeof item.payload['body'] === 'string' ? decodeRecord(item, NAMES.log) : null;
}

/** A metric is one if it has a name and a number (https://develop.sentry.dev/sdk/telemetry/metrics/). */
export function decodeMetric(item: Item): Meaning | null {
  const { name, value } = item.payload;
  return typeof name === 'string' && typeof value === 'number' ? decodeRecord(item, NAMES.metric) : null;
}

function decodeRecord({ payload, sdk }: Item, name: string): Meaning {
  const builder = new MeaningBuilder();
  builder.addLibrary(sdk);
  addTrace(builder, payload);
  sayRest(builder, payload, NOT_OF_RECORD);
  const known = readAttributes(builder, asObject(payload['attributes'] ?? null), RECORD_PLACES);
  return meaningOf(builder, { name, time: readTime(payload['timestamp']), ...known });
}

/**
 * A span that was sent by itself (https://develop.sentry.dev/sdk/telemetry/spans/span-protocol/). Its older form is read in
 * the words of the newer one, as Relay does. Without its ids it is none.
 */
export function decodeSpan({ payload, sdk }: Item): Meaning | null {
  const spanId = readId(payload['span_id']);
  const traceId = readId(payload['trace_id']);
  if (spanId === null || traceId === null) return null;
  const span = payload['end_timestamp'] === undefined ? modernised(payload) : payload;
  const end = span['end_timestamp'];
  const [from, to] = [readMicroseconds(span['start_timestamp']), readMicroseconds(end)];
  const builder = new MeaningBuilder();
  builder.addLibrary(sdk);
  addTrace(builder, span);
  if (from !== null && to !== null) builder.say('duration_ms', millisecondsBetween(from, to));
  sayRest(builder, span, NOT_OF_SPAN);
  const known = readAttributes(builder, asObject(span['attributes'] ?? null), SPAN_PLACES);
  const id = known.id ?? `${traceId}-${spanId}`;
  return meaningOf(builder, { name: NAMES.span, time: readTime(end), userId: known.userId, id });
}

/** Words of the older form that the newer one has as attributes, under `sentry.` and the same name. */
const OLDER_WORDS = ['op', 'origin', 'exclusive_time', 'segment_id', 'profile_id'] as const;

/** Of the older form: `description` or `op` names the span; `data`, and with a unit `measurements`, are its attributes. */
function modernised(span: JsonObject): JsonObject {
  const { description, data, measurements, timestamp, ...rest } = span;
  const attributes: Record<string, Json> = { ...asObject(data ?? null), ...asObject(measurements ?? null) };
  for (const word of OLDER_WORDS) {
    const value = rest[word];
    if (value !== undefined) attributes[`sentry.${word}`] = value;
  }
  return {
    status: 'ok',
    is_segment: false,
    ...without(rest, new Set(OLDER_WORDS)),
    name: description ?? rest['op'] ?? null,
    ...(timestamp === undefined ? {} : { end_timestamp: timestamp }),
    attributes,
  };
}

/** A session as it stands now; the same one is sent again as it goes on (https://develop.sentry.dev/sdk/telemetry/sessions/). */
export function decodeSession({ payload, sdk }: Item): Meaning | null {
  if (readId(payload['sid']) === null) return null;
  const builder = new MeaningBuilder();
  builder.addLibrary(sdk);
  builder.add(null, 'sessionId', payload['sid']);
  sayOnly(builder, payload, SESSION_WORDS);
  const started = readMicroseconds(payload['started']);
  const time = readTime(payload['timestamp']);
  if (started !== null && time !== null) builder.say('elapsed_ms', millisecondsBetween(started, time * 1000));
  addSessionAttributes(builder, payload['attrs']);
  return meaningOf(builder, { name: NAMES.session, time, userId: readId(payload['did']), id: null });
}

/** Counts of a server's sessions by minute, which are about nobody. */
export function decodeSessions({ payload, sdk }: Item): Meaning | null {
  if (!isJsonArray(payload['aggregates'])) return null;
  const builder = new MeaningBuilder();
  builder.addLibrary(sdk);
  builder.say('aggregates', escapeNames(payload['aggregates']));
  addSessionAttributes(builder, payload['attrs']);
  return meaningOf(builder, { name: NAMES.sessions, time: null, ...NOBODY });
}

/** A sign of life of a scheduled job (https://develop.sentry.dev/sdk/telemetry/check-ins/). */
export function decodeCheckIn({ payload, sdk }: Item): Meaning | null {
  if (readId(payload['monitor_slug']) === null) return null;
  const builder = new MeaningBuilder();
  builder.addLibrary(sdk);
  sayOnly(builder, payload, CHECK_IN_WORDS);
  const contexts = payload['contexts'];
  const trace = isJsonObject(contexts) ? contexts['trace'] : undefined;
  if (isJsonObject(trace)) addTrace(builder, trace);
  return meaningOf(builder, { name: NAMES.check_in, time: null, ...NOBODY });
}

/** The older form of feedback, in the words of the newer one (https://develop.sentry.dev/sdk/data-model/envelope-items/). */
export function decodeUserReport({ payload, sdk }: Item): Meaning | null {
  const { comments, email, name, event_id: about } = payload;
  if (typeof comments !== 'string') return null;
  const builder = new MeaningBuilder();
  builder.addLibrary(sdk);
  builder.say('feedback', {
    message: comments,
    ...(email === undefined ? {} : { contact_email: email }),
    ...(name === undefined ? {} : { name }),
    ...(about === undefined ? {} : { associated_event_id: about }),
  });
  return meaningOf(builder, { name: NAMES.feedback, time: null, ...NOBODY });
}

function meaningOf(
  builder: MeaningBuilder,
  facts: Pick<Meaning, 'name' | 'time' | 'userId' | 'id'>,
): Meaning {
  return { ...facts, properties: builder.properties, context: builder.context.built };
}

function addTrace(builder: MeaningBuilder, payload: JsonObject): void {
  builder.add('trace', 'traceId', payload['trace_id']);
  builder.add('trace', 'spanId', payload['span_id']);
}

/** Says all but the members in `taken`. */
function sayRest(builder: MeaningBuilder, payload: JsonObject, taken: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(payload)) {
    if (!taken.has(name)) builder.say(escapeName(name), escapeNames(value));
  }
}

function sayOnly(builder: MeaningBuilder, payload: JsonObject, names: readonly string[]): void {
  for (const name of names) {
    const value = payload[name];
    if (value !== undefined) builder.say(name, escapeNames(value));
  }
}

function addSessionAttributes(builder: MeaningBuilder, attributes: Json | undefined): void {
  if (!isJsonObject(attributes)) return;
  builder.say('release', attributes['release']);
  builder.say('environment', attributes['environment']);
  builder.addAddress(attributes['ip_address']);
  builder.add(null, 'userAgent', attributes['user_agent']);
}
