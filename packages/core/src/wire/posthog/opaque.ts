/**
 * What PostHog's SDKs send that no plan can describe: session replay, log lines, measurements, spans, and the attachments
 * of AI events. Taken, counted and thrown away; nothing is read but the key.
 */
import { unwrapData } from '../form-data.ts';
import { readId } from '../read-value.ts';
import type { EventsEndpoint, WireRequest } from '../wire.ts';
import { accepted, json, refused } from './answer.ts';
import { bearerOf } from './containers.ts';

/** The first of its kind in an envelope, which posthog-js writes before all else. Inside of JSON texts the quotes are escaped. */
const KEY = /"(?:api_key|token)"\s*:\s*"([^"\\]{1,200})"/;

/** `POST /s`: the same envelope as events have. It is not parsed, because recorded pages nest as deep as they please. */
export const REPLAY: EventsEndpoint = {
  ...opaque('posthog-replay', replayKey),
  methods: ['GET', 'POST'],
  reads: 'text',
  accepted,
};

/** `POST /i/v1/{logs,metrics,traces}`: OTLP as JSON, which success answers with an empty object. */
export function otlpEndpoint(signal: string): EventsEndpoint {
  return {
    ...opaque(`posthog-${signal}`, (request) => readId(request.query.get('token')) ?? bearerOf(request)),
    accepted: () => json(200, '{}'),
  };
}

/** `POST /i/v0/ai`: one event in several parts, of which the large ones are prompts and completions. */
export const AI: EventsEndpoint = { ...opaque('posthog-ai', bearerOf), accepted };

function opaque(
  id: string,
  keyOf: (request: WireRequest) => string | null,
): Omit<EventsEndpoint, 'accepted'> {
  return {
    kind: 'events',
    id,
    methods: ['POST'],
    reads: 'bytes',
    open: (request) => ({ kind: 'opened', key: keyOf(request), messages: [null] }),
    decode: (messages) => ({ events: [], malformed: 0, opaque: messages.length }),
    refused,
  };
}

function replayKey(request: WireRequest): string | null {
  const unwrapped = unwrapData(request);
  return unwrapped.kind === 'text' ? readId(KEY.exec(unwrapped.text)?.[1]) : null;
}
