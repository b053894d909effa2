/** The containers of the Segment spec: one message, or a batch whose envelope speaks for all its messages. */
import { isJsonArray, isJsonObject } from '../event.ts';
import type { Json, JsonObject } from '../event.ts';
import { parseJson } from './parse-json.ts';
import { readBasicUser, readId } from './read-value.ts';
import type { Opened, WireLimits, WireRequest } from './wire.ts';

/** Opens `{"batch":[…]}`. What the envelope says of sending time and context goes to the messages that lack it. */
export function openBatch(request: WireRequest, limits: WireLimits): Opened {
  const parsed = parseJson(request.body, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  const envelope = parsed.value;
  if (!isJsonObject(envelope)) return { kind: 'refused', refusal: 'bad-shape' };
  const batch = envelope['batch'];
  if (!isJsonArray(batch)) return { kind: 'refused', refusal: 'bad-shape' };
  if (batch.length > limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
  return { kind: 'opened', key: keyOf(request, envelope), messages: withEnvelope(batch, envelope) };
}

/** Opens a body that is one message. */
export function openMessage(request: WireRequest, limits: WireLimits): Opened {
  const parsed = parseJson(request.body, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  if (!isJsonObject(parsed.value)) return { kind: 'refused', refusal: 'bad-shape' };
  if (limits.eventsMax < 1) return { kind: 'refused', refusal: 'too-many-events' };
  return { kind: 'opened', key: keyOf(request, parsed.value), messages: [parsed.value] };
}

/** The write key: user name of Basic, else `writeKey` of the body (analytics-next sends both, a beacon only the latter). */
function keyOf(request: WireRequest, body: JsonObject): string | null {
  return readBasicUser(request.headers['authorization']) ?? readId(body['writeKey']);
}

function withEnvelope(batch: readonly Json[], envelope: JsonObject): readonly Json[] {
  const sentAt = envelope['sentAt'] ?? null;
  const context = envelope['context'];
  const shared = isJsonObject(context) ? context : null;
  if (sentAt === null && shared === null) return batch;
  return batch.map((message) => (isJsonObject(message) ? complete(message, sentAt, shared) : message));
}

function complete(message: JsonObject, sentAt: Json, shared: JsonObject | null): JsonObject {
  const timed = message['sentAt'] === undefined ? { ...message, sentAt } : message;
  if (shared === null) return timed;
  const own = message['context'] ?? null;
  // A context that is not an object stays as it is, for `decode` to count the message as malformed.
  if (own !== null && !isJsonObject(own)) return timed;
  return { ...timed, context: own === null ? shared : { ...shared, ...own } };
}
