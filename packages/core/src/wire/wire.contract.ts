/** What the tests of wire protocols share: requests with their defaults, and the whole way from a request to its events. */
import type { Json, ReceivedEvent } from '../event.ts';
import { findEndpoint } from './protocols.ts';
import { NO_BYTES } from './wire.ts';
import type { Answer, DecodeContext, Decoded, EventsEndpoint, WireRequest } from './wire.ts';

/** Generous limits, so that a test fails for what it is about. */
export const LIMITS = { depthMax: 20, eventsMax: 100 } as const;
export const RECEIVED_AT = Date.UTC(2026, 0, 15, 10, 0, 1);

/** A POST with nothing in it but what is given. */
export function wireRequest(parts: Partial<WireRequest> & Pick<WireRequest, 'path'>): WireRequest {
  return { method: 'POST', query: new Map(), headers: {}, body: '', bytes: NO_BYTES, ...parts };
}

/** The endpoint that takes events at this path. Throws when there is none. */
export function eventsEndpoint(path: string, headers: WireRequest['headers'] = {}): EventsEndpoint {
  const endpoint = findEndpoint(path, headers)?.endpoint;
  if (endpoint?.kind !== 'events') throw new Error(`There are no events at ${path}.`);
  return endpoint;
}

/** The reply of a static endpoint; null where nothing static is at the path, or it is not found. */
export function staticAnswer(
  request: WireRequest,
  keyKnown: (key: string) => boolean = () => true,
): Answer | null {
  const endpoint = findEndpoint(request.path, request.headers)?.endpoint;
  return endpoint?.kind === 'static' ? endpoint.reply(request, keyKnown) : null;
}

/** A context whose made ids are `made-1`, `made-2` and so on. */
export function decodeContext(): DecodeContext {
  let made = 0;
  return {
    source: { id: 'shop', environment: 'production' },
    receivedAt: RECEIVED_AT,
    signals: { gpc: false },
    newId: () => `made-${(made += 1)}`,
  };
}

export interface Read extends Decoded {
  readonly key: string | null;
  readonly messages: readonly Json[];
  readonly answer: Answer;
}

/** Opens and decodes a request as ingest does. Throws the name of the refusal when it is refused. */
export function readRequest(request: WireRequest, limits: typeof LIMITS = LIMITS): Read {
  const first = eventsEndpoint(request.path, request.headers);
  const opened = first.open(request, limits);
  if (opened.kind === 'refused') throw new Error(opened.refusal);
  const endpoint = opened.handOver?.endpoint ?? first;
  const { key, messages } = opened;
  const answer = endpoint.accepted(request, messages);
  return { key, messages, answer, ...endpoint.decode(messages, decodeContext()) };
}

/** The only event of a request. */
export function readEvent(request: WireRequest): ReceivedEvent {
  const { events } = readRequest(request);
  const [event] = events;
  if (event === undefined || events.length !== 1) throw new Error(`There are ${events.length} events.`);
  return event;
}

/** The body of an answer as JSON. */
export function jsonOf(answer: Answer | null): Json {
  return JSON.parse(textOf(answer)) as Json;
}

/** The body of an answer as text. */
export function textOf(answer: Answer | null): string {
  const body = answer?.body ?? '';
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
