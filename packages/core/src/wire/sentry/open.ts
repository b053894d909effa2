/** Opens Sentry's envelopes and its older bare events, and finds the key. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { readId } from '../read-value.ts';
import type { Opened, WireLimits, WireRequest } from '../wire.ts';
import { isRead } from './decode.ts';
import { parseBytes, readEnvelope } from './envelope.ts';
import type { EnvelopeItem } from './envelope.ts';

/** What the SDK says of its own losses: about no person and no event of the app, so it is taken and ends here. */
const CLIENT_REPORT = 'client_report';

/** Opens an envelope. The items of a container count as one message each. */
export function openEnvelope(request: WireRequest, limits: WireLimits): Opened {
  const envelope = readEnvelope(request.bytes, limits);
  if (envelope.kind === 'refused') return envelope;
  const messages: Json[] = [];
  for (const item of envelope.items) {
    const found = messagesOf(item, envelope.header, limits.depthMax);
    if (messages.length + found.length > limits.eventsMax)
      return { kind: 'refused', refusal: 'too-many-events' };
    messages.push(...found);
  }
  return { kind: 'opened', key: agreedKey(request, keyOfDsn(envelope.header['dsn'])), messages };
}

/** Opens the body of `/store`, which is one event (https://develop.sentry.dev/sdk/overview/, before envelopes). */
export function openStore(request: WireRequest, limits: WireLimits): Opened {
  const parsed = parseBytes(request.bytes, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  if (!isJsonObject(parsed.value)) return { kind: 'refused', refusal: 'bad-shape' };
  const type = parsed.value['type'] === 'transaction' ? 'transaction' : 'event';
  return { kind: 'opened', key: requestKey(request), messages: [{ type, payload: parsed.value }] };
}

/** Opens what is never read: one message, whatever came. */
export function openOpaque(request: WireRequest): Opened {
  return { kind: 'opened', key: requestKey(request), messages: [{ type: 'opaque' }] };
}

/** An event id: 32 hex digits, with or without hyphens (https://develop.sentry.dev/sdk/data-model/event-payloads/). */
const EVENT_ID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** The id of the envelope's event, which its answer repeats; null where it has none. No other text is repeated. */
export function eventIdOf(messages: readonly Json[]): string | null {
  for (const message of messages) {
    const payload = isJsonObject(message) ? message['payload'] : undefined;
    const id = isJsonObject(payload) ? payload['event_id'] : null;
    if (typeof id === 'string' && EVENT_ID.test(id)) return id;
  }
  return null;
}

/** A message is the item's type, its payload, and what the envelope says of all its items; no payload is malformed. */
function messagesOf({ header, payload }: EnvelopeItem, of: JsonObject, depthMax: number): readonly Json[] {
  const type = header['type'];
  if (type === CLIENT_REPORT) return [];
  if (typeof type !== 'string' || !isRead(type)) return [{ type: 'opaque' }];
  const parsed = parseBytes(payload, depthMax);
  if (parsed.kind === 'refused') return [{ type }];
  const shared = { type, ...part('trace', of['trace']), ...part('sdk', of['sdk']) };
  const items = isJsonObject(parsed.value) ? parsed.value['items'] : undefined;
  return isJsonArray(items)
    ? items.map((item) => ({ ...shared, payload: item }))
    : [{ ...shared, payload: parsed.value }];
}

function part(name: 'trace' | 'sdk', value: Json | undefined): JsonObject {
  return isJsonObject(value) ? { [name]: value } : {};
}

/**
 * A tunnel names the key in the envelope alone, all others in the request. Where both do they must agree, as Relay asks
 * too: a message may not be booked on a source that its own header does not name.
 */
function agreedKey(request: WireRequest, dsnKey: string | null): string | null {
  const key = requestKey(request);
  if (key === null || dsnKey === null) return key ?? dsnKey;
  return key === dsnKey ? key : null;
}

/** From the query, `X-Sentry-Auth` or `Authorization` (https://develop.sentry.dev/sdk/overview/#authentication). */
function requestKey({ query, headers }: WireRequest): string | null {
  const inQuery = readId(query.get('sentry_key'));
  if (inQuery !== null) return inQuery;
  const written = headers['x-sentry-auth'] ?? headers['authorization'] ?? '';
  return /^sentry\s(?:.*[\s,])?sentry_key=([^\s,]+)/i.exec(written)?.[1] ?? null;
}

/** The user name of `https://<key>@host/<project>`. */
function keyOfDsn(dsn: Json | undefined): string | null {
  if (typeof dsn !== 'string') return null;
  return /^https?:\/\/([^:@/]+)(?::[^@/]*)?@/i.exec(dsn)?.[1] ?? null;
}
