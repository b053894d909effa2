/** The straight line of one request that brings events: body → messages → source → events → store → answer. */
import type { IncomingMessage } from 'node:http';
import { readSignals, recordGpc } from '@headgate/core';
import type { EventsEndpoint, FoundEndpoint, Json, Method, Refusal, WireRequest } from '@headgate/core';
import { causeOf } from '../runtime.ts';
import { NO_HEADERS, retryAfter } from './answer.ts';
import type { Reply } from './answer.ts';
import type { HeaderPairs } from './cors.ts';
import type { SourcesInForce } from './find-source.ts';
import type { IngestParts } from './parts.ts';
import type { BodyReader } from './read-body.ts';
import type { Store } from './store.ts';
import { EMPTY_BODY, wireRequestOf } from './wire-request.ts';
import type { Target, WireBody } from './wire-request.ts';

/** One request on its way, once its endpoint is known. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly method: Method;
  readonly target: Target;
  readonly cors: HeaderPairs;
}

export interface TakeParts {
  readonly parts: IngestParts;
  readonly bodies: BodyReader;
  readonly sourcesInForce: () => SourcesInForce;
  readonly store: Store['store'];
}

type Found = FoundEndpoint<EventsEndpoint>;

type Taking =
  | {
      readonly kind: 'accepted';
      readonly found: Found;
      readonly wire: WireRequest;
      readonly messages: readonly Json[];
    }
  | {
      readonly kind: 'refused';
      readonly found: Found;
      readonly wire: WireRequest;
      readonly refusal: Refusal;
      /** Null where waiting is not the way to mend it. */
      readonly waitMs: number | null;
    }
  | { readonly kind: 'gone' };

const NO_BODY = { kind: 'read', body: EMPTY_BODY } as const;

/** Answers in the protocol's own words, whatever happens; null when the client has left. */
export async function takeEvents(visit: Visit, found: Found, take: TakeParts): Promise<Reply | null> {
  const taking = await attempt(visit, found, take);
  const { metrics } = take.parts;
  if (taking.kind === 'gone') {
    metrics.lost('aborted');
    return null;
  }
  const { protocol, endpoint } = taking.found;
  if (taking.kind === 'accepted') {
    return { ...endpoint.accepted(taking.wire, taking.messages), headers: visit.cors };
  }
  metrics.refused(protocol, taking.refusal);
  const wait = taking.waitMs === null ? NO_HEADERS : retryAfter(taking.waitMs);
  return { ...endpoint.refused(taking.wire, taking.refusal), headers: [...visit.cors, ...wait] };
}

async function attempt(visit: Visit, found: Found, take: TakeParts): Promise<Taking> {
  try {
    return await follow(visit, found, take);
  } catch (error) {
    take.parts.log.write('request-failed', { cause: causeOf(error) });
    return refuse(found, wireOf(visit, EMPTY_BODY), 'internal');
  }
}

async function follow(visit: Visit, first: Found, take: TakeParts): Promise<Taking> {
  const { limits } = take.parts;
  const { endpoint } = first;

  const reading = visit.method === 'GET' ? NO_BODY : await take.bodies.read(visit.request, endpoint.reads);
  if (reading.kind === 'gone') return reading;
  const wire = wireOf(visit, reading.kind === 'read' ? reading.body : EMPTY_BODY);
  if (reading.kind === 'refused') {
    return refuse(first, wire, reading.refusal, reading.refusal === 'full' ? fullWaitMs(limits) : null);
  }

  const opened = endpoint.open(wire, limits);
  if (opened.kind === 'refused') return refuse(first, wire, opened.refusal);
  return bring({ found: opened.handOver ?? first, wire, ...opened }, visit, take);
}

interface Brought {
  readonly found: Found;
  readonly wire: WireRequest;
  readonly key: string | null;
  readonly messages: readonly Json[];
}

/** The second half of the way: the request is open, and its endpoint is settled. */
async function bring(
  { found, wire, key, messages }: Brought,
  visit: Visit,
  take: TakeParts,
): Promise<Taking> {
  const { limits, clock, random } = take.parts;
  const { headers } = visit.request;

  // Asked for only after the body is there: source and plan must be of one snapshot, and of the latest.
  const sources = take.sourcesInForce();
  const finding = sources.find(key, headers.origin);
  if (finding.kind === 'refused') return refuse(found, wire, finding.refusal);
  const { source } = finding;

  const receivedAt = clock.now();
  const waitMs = sources.waitMsFor(source, messages.length, receivedAt);
  if (waitMs > 0) return refuse(found, wire, 'too-fast', waitMs);

  const signals = readSignals(wire);
  const newId = (): string => random.uuid();
  const decoded = found.endpoint.decode(messages, { source, receivedAt, signals, newId });
  const events = signals.gpc ? decoded.events.map(recordGpc) : decoded.events;

  const { plans, canary } = sources.snapshot;
  const plan = plans[source.environment];
  const stored = await take.store(
    { source, plan, canary, receivedAt, opaque: 0, ...decoded, events },
    found.protocol,
  );
  if (stored === 'full') return refuse(found, wire, 'full', fullWaitMs(limits));
  return { kind: 'accepted', found, wire, messages };
}

function fullWaitMs(limits: { readonly fullRetrySeconds: number }): number {
  return limits.fullRetrySeconds * 1_000;
}

function refuse(found: Found, wire: WireRequest, refusal: Refusal, waitMs: number | null = null): Taking {
  return { kind: 'refused', found, wire, refusal, waitMs };
}

function wireOf(visit: Visit, body: WireBody): WireRequest {
  return wireRequestOf(visit.request, visit.method, visit.target, body);
}
