/** The Measurement Protocol's container: one JSON object around the events of one client, and the key in the query. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { parseJson } from '../parse-json.ts';
import { readId } from '../read-value.ts';
import type { Opened, WireLimits, WireRequest } from '../wire.ts';

/**
 * Opens a request into messages `{ request, event }`, after one without `event` where there are user properties. All share
 * the one `request`. The key is `api_secret` of the query; requests with more than Analytics' 25 events are taken.
 */
export function openCollect(request: WireRequest, limits: WireLimits): Opened {
  const opened = openWhole(request, limits);
  if (opened.kind === 'refused') return opened;
  const [body] = opened.messages;
  if (!isJsonObject(body)) return { kind: 'refused', refusal: 'bad-shape' };
  const { events, user_properties: properties } = body;
  if (!isJsonArray(events)) return { kind: 'refused', refusal: 'bad-shape' };
  if (events.length > limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
  const ofUser: readonly Json[] = isFilled(properties) ? [{ request: body }] : [];
  const messages = [...ofUser, ...events.map((event): JsonObject => ({ request: body, event }))];
  return { ...opened, messages };
}

/** Opens a request for validation: its body is the only message, whatever it is. */
export function openWhole(request: WireRequest, limits: WireLimits): Opened {
  const parsed = parseJson(request.body, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  return { kind: 'opened', key: readId(request.query.get('api_secret')), messages: [parsed.value] };
}

function isFilled(properties: Json | undefined): boolean {
  return (
    properties !== undefined &&
    properties !== null &&
    (!isJsonObject(properties) || Object.keys(properties).length > 0)
  );
}
