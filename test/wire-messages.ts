/** Reads recorded requests with the gateway's own protocols. */
import type { IncomingHttpHeaders } from 'node:http';
import { NO_BYTES, findEndpoint } from '@headgate/core';
import type { EventsEndpoint, Json, WireRequest } from '@headgate/core';
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

const LIMITS = { depthMax: 64, eventsMax: 2_000 };
const SOURCE = { id: 'recorded', environment: 'production' } as const;

/** The messages of a request, taken out of their containers, and who reads them; null where it brings no events. */
function openRequest({
  method,
  target,
  headers,
  body,
}: RecordedRequest): { readonly messages: readonly Json[]; readonly endpoint: EventsEndpoint } | null {
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
  return { messages: opened.messages, endpoint: opened.handOver?.endpoint ?? endpoint };
}

/** How many events the gateway makes of a request. */
export function countEvents(request: RecordedRequest): number {
  const opened = openRequest(request);
  if (opened === null) return 0;
  const context = { source: SOURCE, receivedAt: 0, signals: { gpc: false }, newId: () => 'new' };
  return opened.endpoint.decode(opened.messages, context).events.length;
}
