/** Amplitude's containers: an envelope of JSON around `events`, or a form with `identification`. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { parseJson } from '../parse-json.ts';
import { readId } from '../read-value.ts';
import type { Opened, Refusal, WireLimits, WireRequest } from '../wire.ts';
import { EVENT_TYPES } from './words.ts';

/** Opens the envelope of another protocol that shares the path, and hands it over; null when it is none of that one's. */
export type OpenEnvelope = (envelope: JsonObject, request: WireRequest, limits: WireLimits) => Opened | null;

/** Opens `{"api_key": …, "events": […]}` (https://amplitude.com/docs/apis/analytics/http-v2#upload-request). */
export function openEvents(request: WireRequest, limits: WireLimits): Opened {
  const parsed = parseJson(request.body, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  return isJsonObject(parsed.value) ? openEnvelope(parsed.value, limits) : refuse('bad-shape');
}

/** The same for a path that another protocol has as well: an envelope without `events` is offered to `openOther`. */
export function openEventsOr(openOther: OpenEnvelope): (request: WireRequest, limits: WireLimits) => Opened {
  return (request, limits) => {
    const parsed = parseJson(request.body, limits.depthMax);
    if (parsed.kind === 'refused') return parsed;
    if (!isJsonObject(parsed.value)) return refuse('bad-shape');
    const envelope = parsed.value;
    const other = Object.hasOwn(envelope, 'events') ? null : openOther(envelope, request, limits);
    return other ?? openEnvelope(envelope, limits);
  };
}

/**
 * Opens `api_key=…&identification=…` of a form or of a query, one object or several, as the `$identify` events that they
 * stand for (https://amplitude.com/docs/apis/analytics/identify).
 */
export function openIdentify(request: WireRequest, limits: WireLimits): Opened {
  return openForm(request, limits, (given) => ({ ...given, event_type: EVENT_TYPES.identify }));
}

/** The same for groups: `group_type`, `group_value`, `group_properties` (https://amplitude.com/docs/apis/analytics/group-identify). */
export function openGroupIdentify(request: WireRequest, limits: WireLimits): Opened {
  return openForm(request, limits, (given) => {
    const { group_type: type, group_value: value, ...rest } = given;
    const groups = typeof type === 'string' && value !== undefined ? { [type]: value } : {};
    return { ...rest, event_type: EVENT_TYPES.groupIdentify, groups };
  });
}

function openEnvelope(envelope: JsonObject, limits: WireLimits): Opened {
  const { events } = envelope;
  return isJsonArray(events) ? listed(readId(envelope['api_key']), events, limits) : refuse('bad-shape');
}

function openForm(
  request: WireRequest,
  limits: WireLimits,
  toEvent: (given: JsonObject) => JsonObject,
): Opened {
  const form = request.body === '' ? request.query : readForm(request.body);
  if (form === null) return refuse('bad-encoding');
  const identification = form.get('identification');
  if (identification === undefined) return refuse('bad-shape');
  const parsed = parseJson(identification, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  const given = isJsonArray(parsed.value) ? parsed.value : [parsed.value];
  const messages = given.map((each) => (isJsonObject(each) ? toEvent(each) : each));
  return listed(readId(form.get('api_key')), messages, limits);
}

function listed(key: string | null, messages: readonly Json[], limits: WireLimits): Opened {
  if (messages.length > limits.eventsMax) return refuse('too-many-events');
  return { kind: 'opened', key, messages };
}

/** The fields of `application/x-www-form-urlencoded`, the first of each name; null when an escape is broken. */
function readForm(body: string): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  for (const pair of body.split('&')) {
    const equals = pair.indexOf('=');
    if (equals === -1) continue;
    const name = pair.slice(0, equals);
    if (fields.has(name)) continue;
    try {
      fields.set(name, decodeURIComponent(pair.slice(equals + 1).replaceAll('+', ' ')));
    } catch {
      return null;
    }
  }
  return fields;
}

function refuse(refusal: Refusal): Opened {
  return { kind: 'refused', refusal };
}
