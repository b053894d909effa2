/** The straight line of one request that brings events: body → messages → source → events → store → answer. */
import type { IncomingMessage } from 'node:http';
import type { Endpoint, Refusal, WireRequest } from '@headgate/core';
import { causeOf } from '../runtime.ts';
import { NO_HEADERS, retryAfter } from './answer.ts';
import type { Reply } from './answer.ts';
import type { HeaderPairs } from './cors.ts';
import type { SourcesInForce } from './find-source.ts';
import type { IngestParts } from './parts.ts';
import type { BodyReader } from './read-body.ts';
import type { Store } from './store.ts';
import { wireRequestOf } from './wire-request.ts';
import type { Target } from './wire-request.ts';

/** One request on its way, once its endpoint is known. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly method: 'GET' | 'POST';
  readonly target: Target;
  /** Its id. */
  readonly protocol: string;
  readonly cors: HeaderPairs;
}

export interface TakeParts {
  readonly parts: IngestParts;
  readonly bodies: BodyReader;
  readonly sourcesInForce: () => SourcesInForce;
  readonly store: Store;
}

type EventsEndpoint = Extract<Endpoint, { kind: 'events' }>;

type Taking =
  | { readonly kind: 'accepted'; readonly wire: WireRequest; readonly count: number }
  | {
      readonly kind: 'refused';
      readonly wire: WireRequest;
      readonly refusal: Refusal;
      /** Null where waiting is not the way to mend it. */
      readonly waitMs: number | null;
    }
  | { readonly kind: 'gone' };

const NO_BODY = { kind: 'read', text: '' } as const;

/** Answers in the protocol's own words, whatever happens; null when the client has left. */
export async function takeEvents(
  visit: Visit,
  endpoint: EventsEndpoint,
  take: TakeParts,
): Promise<Reply | null> {
  const taking = await attempt(visit, endpoint, take);
  const { metrics } = take.parts;
  if (taking.kind === 'gone') {
    metrics.lost('aborted');
    return null;
  }
  if (taking.kind === 'accepted') {
    return { ...endpoint.accepted(taking.wire, taking.count), headers: visit.cors };
  }
  metrics.refused(visit.protocol, taking.refusal);
  const wait = taking.waitMs === null ? NO_HEADERS : retryAfter(taking.waitMs);
  return { ...endpoint.refused(taking.wire, taking.refusal), headers: [...visit.cors, ...wait] };
}

async function attempt(visit: Visit, endpoint: EventsEndpoint, take: TakeParts): Promise<Taking> {
  try {
    return await follow(visit, endpoint, take);
  } catch (error) {
    take.parts.log.write('request-failed', { cause: causeOf(error) });
    return refuse(wireOf(visit, ''), 'internal');
  }
}

async function follow(visit: Visit, endpoint: EventsEndpoint, take: TakeParts): Promise<Taking> {
  const { limits, clock, random } = take.parts;
  const { headers } = visit.request;

  const reading = visit.method === 'GET' ? NO_BODY : await take.bodies.read(visit.request);
  if (reading.kind === 'gone') return reading;
  const wire = wireOf(visit, reading.kind === 'read' ? reading.text : '');
  const fullWaitMs = limits.fullRetrySeconds * 1_000;
  if (reading.kind === 'refused') {
    return refuse(wire, reading.refusal, reading.refusal === 'full' ? fullWaitMs : null);
  }

  const opened = endpoint.open(wire, limits);
  if (opened.kind === 'refused') return refuse(wire, opened.refusal);

  // Asked for only after the body is there: source and plan must be of one snapshot, and of the latest.
  const sources = take.sourcesInForce();
  const found = sources.find(opened.key, headers.origin);
  if (found.kind === 'refused') return refuse(wire, found.refusal);
  const { source } = found;

  const receivedAt = clock.now();
  const waitMs = sources.waitMsFor(source, opened.messages.length, receivedAt);
  if (waitMs > 0) return refuse(wire, 'too-fast', waitMs);

  const signals = { gpc: saysOne(headers['sec-gpc']) };
  const newId = (): string => random.uuid();
  const { events, malformed } = endpoint.decode(opened.messages, { source, receivedAt, signals, newId });

  const plan = sources.snapshot.plans[source.environment];
  const stored = await take.store({ source, plan, receivedAt, events, malformed }, visit.protocol);
  if (stored === 'full') return refuse(wire, 'full', fullWaitMs);
  return { kind: 'accepted', wire, count: opened.messages.length };
}

/** A proxy may add the header again, and Node joins what comes twice: one signal among them is a signal. */
function saysOne(header: string | readonly string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((each) => each.trim() === '1');
}

function refuse(wire: WireRequest, refusal: Refusal, waitMs: number | null = null): Taking {
  return { kind: 'refused', wire, refusal, waitMs };
}

function wireOf(visit: Visit, body: string): WireRequest {
  return wireRequestOf(visit.request, visit.method, visit.target, body);
}
