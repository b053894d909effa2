/**
 * PostHog's containers: an envelope with a batch, one event, or a list of events; as JSON, or as base64 of it in a `data`
 * parameter (posthog-js 1.449.2, lib/src/request.js; https://posthog.com/docs/api/capture).
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { unwrapData } from '../form-data.ts';
import { parseJson } from '../parse-json.ts';
import { readId, setOwn } from '../read-value.ts';
import type { Opened, WireLimits, WireRequest } from '../wire.ts';

const BAD_SHAPE: Opened = Object.freeze({ kind: 'refused', refusal: 'bad-shape' });
const TOO_MANY: Opened = Object.freeze({ kind: 'refused', refusal: 'too-many-events' });
const BEARER = /^bearer +(\S+) *$/i;

/** Opens a request of the first capture API. */
export function openCapture(request: WireRequest, limits: WireLimits): Opened {
  const unwrapped = unwrapData(request);
  if (unwrapped.kind === 'refused') return unwrapped;
  const parsed = parseJson(unwrapped.text, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  const { value } = parsed;
  if (isJsonArray(value)) return openList(value, {}, limits);
  if (!isJsonObject(value)) return BAD_SHAPE;
  const { batch } = value;
  if (isJsonArray(batch)) return openList(batch, value, limits);
  return value['event'] === undefined ? BAD_SHAPE : openList([value], {}, limits);
}

/**
 * The messages of a list, with what their envelope says of the sending time. The key is the envelope's, else the first that
 * a message carries; a message with another one is replaced by null, which `decode` counts as malformed: it would otherwise
 * be booked on a source that its sender did not name.
 */
export function openList(list: readonly Json[], envelope: JsonObject, limits: WireLimits): Opened {
  if (list.length > limits.eventsMax) return TOO_MANY;
  const key = tokenOf(envelope) ?? firstToken(list);
  // Events brought in later have times of long ago, which say nothing of the sender's clock.
  const sentAt = envelope['historical_migration'] === true ? undefined : envelope['sent_at'];
  const messages = list.map((message) => {
    if ((tokenOf(message) ?? key) !== key) return null;
    if (sentAt === undefined || !isJsonObject(message) || message['sent_at'] !== undefined) return message;
    return { ...message, sent_at: sentAt };
  });
  return { kind: 'opened', key, messages };
}

/**
 * Opens a request of the second capture API, whose key is a bearer token. Each message is given the form of the first API,
 * so that there is one decoder: what posthog-node 5.70.0 (src/capture-v1/transform.ts) moved out of the properties goes back.
 */
export function openEvents(request: WireRequest, limits: WireLimits): Opened {
  const parsed = parseJson(request.body, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  const batch = isJsonObject(parsed.value) ? parsed.value['batch'] : undefined;
  if (!isJsonArray(batch)) return BAD_SHAPE;
  if (batch.length > limits.eventsMax) return TOO_MANY;
  const shared = sharedProperties(request);
  const sentAt = request.headers['posthog-request-timestamp'];
  return {
    kind: 'opened',
    key: bearerOf(request),
    messages: batch.map((message) =>
      isJsonObject(message) ? toFirstForm(message, shared, sentAt) : message,
    ),
  };
}

/** The token of the Bearer scheme (RFC 6750 §2.1), or null. */
export function bearerOf(request: WireRequest): string | null {
  return readId(BEARER.exec(request.headers['authorization'] ?? '')?.[1]);
}

/** Word of an event's `options` → the property it was. */
const OPTIONS: readonly (readonly [option: string, property: string])[] = [
  ['cookieless_mode', '$cookieless_mode'],
  ['disable_skew_correction', '$ignore_sent_at'],
  ['process_person_profile', '$process_person_profile'],
  ['product_tour_id', '$product_tour_id'],
];

function toFirstForm(message: JsonObject, shared: JsonObject, sentAt: string | undefined): JsonObject {
  const { properties: given = null, options, session_id: session, window_id: window } = message;
  // Properties that are no object stay as they are, for `decode` to count the message as malformed.
  if (given !== null && !isJsonObject(given)) return message;
  const properties: Record<string, Json> = { ...shared, ...given };
  for (const [option, property] of OPTIONS) {
    const value = isJsonObject(options) ? options[option] : undefined;
    if (value !== undefined) setOwn(properties, property, value);
  }
  if (session !== undefined) setOwn(properties, '$session_id', session);
  if (window !== undefined) setOwn(properties, '$window_id', window);
  return sentAt === undefined ? { ...message, properties } : { ...message, properties, sent_at: sentAt };
}

/** `PostHog-Sdk-Info: posthog-node/5.70.0` stands for all events of the request. */
function sharedProperties(request: WireRequest): JsonObject {
  const [, name, version] = /^([^/\s]+)\/(\S+)$/.exec(request.headers['posthog-sdk-info'] ?? '') ?? [];
  return name === undefined || version === undefined ? {} : { $lib: name, $lib_version: version };
}

function firstToken(list: readonly Json[]): string | null {
  for (const message of list) {
    const token = tokenOf(message);
    if (token !== null) return token;
  }
  return null;
}

/** Wherever PostHog's SDKs have put it over the years. */
function tokenOf(message: Json): string | null {
  if (!isJsonObject(message)) return null;
  const { api_key: key, token, properties } = message;
  const own = readId(key) ?? readId(token);
  return own ?? (isJsonObject(properties) ? readId(properties['token']) : null);
}
