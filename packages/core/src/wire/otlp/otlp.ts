/**
 * OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp, 1.7.0): log records and spans, as JSON or protobuf.
 * Written against @opentelemetry/exporter-{logs,trace}-otlp-{http,proto} 0.301.
 */
import type { Endpoint, EventsEndpoint, Protocol } from '../wire.ts';
import { accepted, refused } from './answer.ts';
import { decodeMessages } from './decode.ts';
import type { Signal } from './message.ts';
import { keyOf, open } from './open.ts';

const PROFILES = unread('otlp-profiles');

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v1/logs', recordsEndpoint('logs')],
  ['/v1/traces', recordsEndpoint('traces')],
  ['/v1/metrics', unread('otlp-metrics')],
  ['/v1/profiles', PROFILES],
  // Where exporters send profiles until they are stable.
  ['/v1development/profiles', PROFILES],
]);

/** OpenTelemetry's wire protocol. Answers have the form of the request. */
export const otlp: Protocol = {
  id: 'otlp',
  find: (path) => ENDPOINTS.get(path) ?? null,
};

function recordsEndpoint(signal: Signal): EventsEndpoint {
  return {
    kind: 'events',
    id: `otlp-${signal}`,
    methods: ['POST'],
    reads: 'bytes',
    open: (request, limits) => open(request, limits, signal),
    decode: (messages, context) => decodeMessages(messages, context, signal),
    accepted: (request, messages) => accepted(request, messages, signal),
    refused,
  };
}

/**
 * Metrics are sums over many people and profiles are stacks: neither is an event that a plan could describe. One variable
 * points an SDK's exporters for all signals at the gateway, so these are answered quietly, counted, and thrown away unread.
 */
function unread(id: string): EventsEndpoint {
  return {
    kind: 'events',
    id,
    methods: ['POST'],
    reads: 'bytes',
    open: (request) => ({ kind: 'opened', key: keyOf(request), messages: [{}] }),
    decode: (messages) => ({ events: [], malformed: 0, opaque: messages.length }),
    accepted: (request) => accepted(request, [], 'logs'),
    refused,
  };
}
