/** Recorded messages in the form in which the catalogue names their places (`AutomaticField.wire`): as the SDK sent them, containers undone. */
import { isJsonArray, isJsonObject } from '@headgate/core';
import type { EventsEndpoint, Json, JsonObject } from '@headgate/core';
import { otlpRecords } from '../packages/core/src/wire/otlp/records.contract.ts';
import { readSelfDescribing } from '../packages/core/src/wire/snowplow/schema.ts';
import { decompress } from './wire-bytes.ts';
import { openRequest } from './wire-messages.ts';
import type { RecordedRequest } from './wire-messages.ts';

export interface SentMessage {
  /** As the SDK sent it. */
  readonly sent: Json;
  /** As `open` gives it to `decode`. */
  readonly opened: Json;
  readonly endpoint: EventsEndpoint;
}

interface Opened {
  readonly messages: readonly Json[];
  readonly key: string | null;
  readonly request: RecordedRequest;
}

/** By protocol, where `open` does more than to undo containers. */
const AS_SENT: Readonly<Record<string, (opened: Opened) => readonly Json[]>> = {
  otlp: ({ request: { target, body } }) =>
    otlpRecords(decompress(body), target.includes('/v1/logs') ? 'logs' : 'traces'),
  sentry: ({ messages }) => messages.map(sentryItem),
  snowplow: ({ messages, key }) => messages.map((message) => snowplowPayload(message, key)),
};

/** The messages of a request; none where it brings no events. */
export function sentMessages(request: RecordedRequest): readonly SentMessage[] {
  const found = openRequest(request);
  if (found === null) return [];
  const { messages, endpoint, key, protocol } = found;
  const sent = AS_SENT[protocol]?.({ messages, key, request }) ?? messages;
  if (sent.length !== messages.length)
    throw new Error(`${protocol}: ${sent.length} messages were sent and ${messages.length} opened`);
  return messages.map((opened, at) => ({ opened, endpoint, sent: sent[at] ?? null }));
}

/** `{ event: … }`, by the type of the item; what the envelope says of all its items is `envelope`. Attributes are values, without their types. */
function sentryItem(message: Json): Json {
  if (!isJsonObject(message)) return message;
  const { type, payload = null, ...envelope } = message;
  if (typeof type !== 'string') return message;
  const item = isJsonObject(payload) && isJsonObject(payload['attributes']) ? withValues(payload) : payload;
  return { [type]: item, ...(Object.keys(envelope).length > 0 && { envelope }) };
}

function withValues(payload: JsonObject): JsonObject {
  const attributes = Object.entries(payload['attributes'] ?? {}).map(([name, typed]) => [
    name,
    isJsonObject(typed) ? (typed['value'] ?? null) : typed,
  ]);
  return { ...payload, attributes: Object.fromEntries(attributes) };
}

/** The flat payload with the app id that was taken for the key, its entities as `co[].<name>` and its event as `ue.<name>`. */
function snowplowPayload(message: Json, key: string | null): Json {
  if (!isJsonObject(message)) return message;
  const { words = null, contexts = null, event = null } = message;
  return {
    ...(isJsonObject(words) ? words : {}),
    aid: key,
    ...(event !== null && { ue: byName(event) }),
    ...(isJsonArray(contexts) && { co: contexts.map(byName) }),
  };
}

function byName(value: Json): Json {
  const described = readSelfDescribing(value);
  return described === null ? value : { [described.name.name]: described.data };
}
