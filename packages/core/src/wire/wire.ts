/**
 * What a wire protocol is: a folder with one `Protocol`. Everything here is pure; the gateway reads the bytes,
 * finds the source by the key that `open` gives back, and writes the answer.
 */
import type { Json, ReceivedEvent, Signals, Source } from '../event.ts';

/** A request whose body is already read and decompressed. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** Without query and without trailing slash. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as text, decoded as UTF-8. Empty for GET, and for endpoints that read bytes. */
  readonly body: string;
  /** The body as it is, for endpoints that read bytes; empty for all others. */
  readonly bytes: Uint8Array;
}

/** `bytes` of every request whose endpoint reads text. */
export const NO_BYTES: Uint8Array = new Uint8Array(0);

export interface WireLimits {
  /** Nesting of arrays and objects. */
  readonly depthMax: number;
  /** Events in one request. */
  readonly eventsMax: number;
}

/** Why a request as a whole was not taken. Closed; each protocol has its own words for each. */
export const REFUSALS = {
  'bad-key': { status: 401, meaning: 'The write key is missing or unknown.' },
  'bad-origin': { status: 403, meaning: 'The page of this origin may not use this write key.' },
  'bad-json': { status: 400, meaning: 'The body is not valid JSON.' },
  'bad-shape': { status: 400, meaning: 'The body is JSON but not a message of this protocol.' },
  'bad-encoding': { status: 400, meaning: 'The body could not be decompressed or decoded.' },
  'too-deep': { status: 400, meaning: 'The body nests deeper than the limit.' },
  'too-many-events': { status: 413, meaning: 'The request holds more events than the limit.' },
  'too-large': { status: 413, meaning: 'The body is larger than the limit.' },
  'too-slow': { status: 408, meaning: 'The body took longer than the limit.' },
  'too-fast': { status: 429, meaning: 'The source sends more than its rate limit.' },
  full: { status: 503, meaning: 'The queue or its disk is full; try again after Retry-After.' },
  internal: { status: 500, meaning: 'The gateway failed; nothing of the request was taken.' },
} as const satisfies Readonly<Record<string, { status: number; meaning: string }>>;

export type Refusal = keyof typeof REFUSALS;

/** A message taken out of its containers. `key` is null where the request shows none. */
export type Opened =
  | {
      readonly kind: 'opened';
      readonly key: string | null;
      readonly messages: readonly Json[];
      /** Who goes on with it, where two protocols share the path and only the body tells them apart. Default: who opened it. */
      readonly handOver?: FoundEndpoint<EventsEndpoint>;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface DecodeContext {
  readonly source: Source;
  readonly receivedAt: number;
  readonly signals: Signals;
  /** A fresh id for a message that carries none. */
  readonly newId: () => string;
}

export interface Decoded {
  readonly events: readonly ReceivedEvent[];
  /** How many messages were not events of this protocol. */
  readonly malformed: number;
  /** How many were session replay, attachments or profiles: content that no plan can describe. Default 0. */
  readonly opaque?: number;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

export type Method = 'GET' | 'POST';

/** What brings events. */
export interface EventsEndpoint {
  readonly kind: 'events';
  readonly id: string;
  readonly methods: readonly Method[];
  /** What `open` reads: `body`, which must be UTF-8, or `bytes`. */
  readonly reads: 'text' | 'bytes';
  /** Undoes the containers (JSON, form, base64, protobuf) and finds the key. */
  readonly open: (request: WireRequest, limits: WireLimits) => Opened;
  readonly decode: (messages: readonly Json[], context: DecodeContext) => Decoded;
  /** The answer that the SDK takes for success. Policy drops get this one too. `messages` are those that `open` gave. */
  readonly accepted: (request: WireRequest, messages: readonly Json[]) => Answer;
  readonly refused: (request: WireRequest, refusal: Refusal) => Answer;
}

/** What is answered from configuration alone, for example an SDK's settings file. */
export interface StaticEndpoint {
  readonly kind: 'static';
  readonly id: string;
  readonly methods: readonly Method[];
  /** Null means not found. The request has no body: whatever was sent is thrown away unread. */
  readonly reply: (request: WireRequest, keyKnown: (key: string) => boolean) => Answer | null;
}

/** One thing a protocol's SDK can ask for. */
export type Endpoint = EventsEndpoint | StaticEndpoint;

export interface Protocol {
  readonly id: string;
  /** The endpoint at this path (without trailing slash), or null. `headers` tell apart protocols that share a path. */
  readonly find: (path: string, headers: WireRequest['headers']) => Endpoint | null;
}

/** An endpoint and the id of the protocol it belongs to. */
export interface FoundEndpoint<E extends Endpoint = Endpoint> {
  readonly protocol: string;
  readonly endpoint: E;
}
