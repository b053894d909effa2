/**
 * The way in: the bytes of one HTTP request → source → events → decisions → durable queue → answer.
 *
 * State: the rate of each source (find-source.ts), the bytes of bodies in memory (read-body.ts), and the field sets that
 * the journal knows (store.ts). Invariants: success is answered only after `queue.append` stored the request's events
 * and counts; a request that is refused leaves nothing behind; nothing of a request's content, its URL and headers
 * included, goes into a log line, a metric or an answer. A crash before `append` loses only what was not yet
 * answered, and its sender tries again.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Endpoint, StaticEndpoint } from '@headgate/core';
import { causeOf } from '../runtime.ts';
import { NO_HEADERS, send, statusPage, turnAway } from './answer.ts';
import type { Reply } from './answer.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import type { HeaderPairs } from './cors.ts';
import { createSourceFinder } from './find-source.ts';
import type { SourcesInForce } from './find-source.ts';
import type { TurnAway } from './metrics.ts';
import type { IngestParts } from './parts.ts';
import { createBodyReader } from './read-body.ts';
import { createIngestServer } from './server.ts';
import type { IngestServer } from './server.ts';
import { createStore } from './store.ts';
import type { Release } from './store.ts';
import { takeEvents } from './take-events.ts';
import type { TakeParts, Visit } from './take-events.ts';
import { EMPTY_BODY, splitTarget, textHeaders, wireRequestOf } from './wire-request.ts';

export interface Ingest extends IngestServer {
  /** Answers one request. Never rejects. For tests and servers other than its own. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** For events out of quarantine. */
  readonly release: Release;
}

/** Makes the way in. Opens nothing until `listen`. */
export function createIngest(parts: IngestParts): Ingest {
  const { limits } = parts;
  const { store, release } = createStore(parts);
  const take: TakeParts = {
    parts,
    bodies: createBodyReader(limits),
    sourcesInForce: createSourceFinder(parts.snapshots, limits.burstSeconds),
    store,
  };
  const home = statusPage(parts.version);

  const reply = (request: IncomingMessage, response: ServerResponse, answer: Reply): void => {
    // Asked for late: closing may begin while the request is under way.
    send(request, response, answer, { lingerTimeoutMs: limits.lingerTimeoutMs, closing: server.isClosing() });
  };
  const handler: Ingest['handler'] = async (request, response) => {
    try {
      const answer = await replyTo(request, take, home);
      if (answer !== null) reply(request, response, answer);
    } catch (error) {
      parts.log.write('request-failed', { cause: causeOf(error) });
      if (response.headersSent) response.destroy();
      else reply(request, response, away(parts, 'failed'));
    }
  };
  const server = createIngestServer(handler, limits, parts.metrics);
  return { handler, release, ...server };
}

async function replyTo(request: IncomingMessage, take: TakeParts, home: Reply): Promise<Reply | null> {
  const { parts } = take;
  if (request.rawHeaders.length > 2 * parts.limits.headersMax) return away(parts, 'headers-too-large');
  if (!isHostAllowed(request.headers.host, parts.hostsAllowed)) return away(parts, 'wrong-host');
  const target = splitTarget(request.url ?? '');
  if (target.path === '/') return replyHome(request, parts, home);
  const found = parts.findEndpoint(target.path, textHeaders(request.headers));
  if (found === null) return away(parts, 'unknown-path');

  const { protocol, endpoint } = found;
  const sources = take.sourcesInForce();
  const cors = corsHeaders(request.headers.origin, sources.allowsOrigin);
  if (request.method === 'OPTIONS') return preflight(request, endpoint, cors);
  const method = endpoint.methods.find((known) => known === request.method);
  if (method === undefined) return away(parts, 'wrong-method', allow(endpoint.methods));

  const visit: Visit = { request, method, target, cors };
  return endpoint.kind === 'events'
    ? takeEvents(visit, { protocol, endpoint }, take)
    : replyStatic(visit, endpoint, sources, parts);
}

function replyHome(request: IncomingMessage, parts: IngestParts, home: Reply): Reply {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads ? home : away(parts, 'wrong-method', ['Allow', 'GET, HEAD']);
}

function replyStatic(
  visit: Visit,
  endpoint: StaticEndpoint,
  sources: SourcesInForce,
  parts: IngestParts,
): Reply {
  const wire = wireRequestOf(visit.request, visit.method, visit.target, EMPTY_BODY);
  const answer = endpoint.reply(wire, sources.knows);
  return answer === null ? away(parts, 'unknown-path', visit.cors) : { ...answer, headers: visit.cors };
}

function preflight(request: IncomingMessage, endpoint: Endpoint, cors: HeaderPairs): Reply {
  const headers = [...allow(endpoint.methods), ...preflightHeaders(request.headers, endpoint.methods, cors)];
  return { status: 204, contentType: '', body: '', headers };
}

function away(parts: IngestParts, reason: TurnAway, headers: HeaderPairs = NO_HEADERS): Reply {
  parts.metrics.turnedAway(reason);
  return turnAway(reason, headers);
}

function allow(methods: readonly string[]): HeaderPairs {
  return ['Allow', `${methods.join(', ')}, OPTIONS`];
}

/** Against DNS rebinding, and for load balancers that share an address. Node has refused HTTP/1.1 without a Host. */
function isHostAllowed(host: string | undefined, allowed: readonly string[] | null): boolean {
  if (allowed === null) return true;
  const named = host?.toLowerCase() ?? '';
  return allowed.includes(named) || allowed.includes(named.replace(/:\d{1,5}$/, ''));
}
