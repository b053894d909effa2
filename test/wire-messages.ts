/** Reads recorded requests with the gateway's own protocols. */
import type { IncomingHttpHeaders } from 'node:http';
import { NO_BYTES, findEndpoint } from '@headgate/core';
import type { EventsEndpoint, Json, ReceivedEvent, WireRequest } from '@headgate/core';
import { parseQuery, splitTarget, textHeaders } from '../packages/gateway/src/ingest/wire-request.ts';
import { decompress } from './wire-bytes.ts';

export interface RecordedRequest {
  readonly method: string;
  /** With query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** As sent. */
  readonly body: Buffer;
}

interface OpenedRequest {
  readonly messages: readonly Json[];
  /** Who reads them. */
  readonly endpoint: EventsEndpoint;
  /** Id of the protocol they turned out to be. */
  readonly protocol: string;
  readonly key: string | null;
}

const LIMITS = { depthMax: 64, eventsMax: 2_000 };
const SOURCE = { id: 'recorded', environment: 'production' } as const;

/** The messages of a request, taken out of their containers; null where it brings no events. */
export function openRequest({ method, target, headers, body }: RecordedRequest): OpenedRequest | null {
  const { path, query } = splitTarget(target);
  const found = findEndpoint(path, textHeaders(headers));
  if (found === null || found.endpoint.kind !== 'events' || method === 'OPTIONS') return null;
  const { endpoint } = found;
  const bytes = decompress(body);
  const request: WireRequest = {
    method: method === 'GET' ? 'GET' : 'POST',
    path,
    query: parseQuery(query),
    headers: textHeaders(headers),
    body: endpoint.reads === 'text' ? bytes.toString('utf8') : '',
    bytes: endpoint.reads === 'bytes' ? bytes : NO_BYTES,
  };
  const opened = endpoint.open(request, LIMITS);
  if (opened.kind === 'refused') return null;
  const reader = opened.handOver ?? { endpoint, protocol: found.protocol };
  return { ...reader, messages: opened.messages, key: opened.key };
}

/** How many events the gateway makes of a request. */
export function countEvents(request: RecordedRequest): number {
  const opened = openRequest(request);
  return opened === null ? 0 : decodeMessages(opened.endpoint, opened.messages).length;
}

/** What the gateway makes of opened messages. */
export function decodeMessages(
  endpoint: EventsEndpoint,
  messages: readonly Json[],
  receivedAt = 0,
): readonly ReceivedEvent[] {
  const context = { source: SOURCE, receivedAt, signals: { gpc: false }, newId: () => 'new' };
  return endpoint.decode(messages, context).events;
}
