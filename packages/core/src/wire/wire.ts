/**
 * What a wire protocol is: a folder with one `Protocol`. Everything here is pure; the gateway reads the bytes,
 * finds the source by the key that `open` gives back, and writes the answer.
 */
import type { Json, ReceivedEvent, Signals, Source } from '../event.ts';

/** A request whose body is already read, decompressed and decoded as UTF-8. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** Without query and without trailing slash. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Empty for GET. */
  readonly body: string;
}

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
  full: { status: 503, meaning: 'The queue is full; try again after Retry-After.' },
  internal: { status: 500, meaning: 'The gateway failed; nothing of the request was taken.' },
} as const satisfies Readonly<Record<string, { status: number; meaning: string }>>;

export type Refusal = keyof typeof REFUSALS;

/** A message taken out of its containers. `key` is null where the request shows none. */
export type Opened =
  | { readonly kind: 'opened'; readonly key: string | null; readonly messages: readonly Json[] }
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
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** One thing a protocol's SDK can ask for. */
export type Endpoint =
  | {
      readonly kind: 'events';
      readonly id: string;
      readonly methods: readonly ('GET' | 'POST')[];
      /** Undoes the containers (JSON, form, base64) and finds the key. */
      readonly open: (request: WireRequest, limits: WireLimits) => Opened;
      readonly decode: (messages: readonly Json[], context: DecodeContext) => Decoded;
      /** The body that the SDK takes for success. Policy drops get this one too. */
      readonly accepted: (request: WireRequest, count: number) => Answer;
      readonly refused: (request: WireRequest, refusal: Refusal) => Answer;
    }
  | {
      /** Answered from configuration alone, for example an SDK's settings file; null means not found. */
      readonly kind: 'static';
      readonly id: string;
      readonly methods: readonly ('GET' | 'POST')[];
      readonly reply: (request: WireRequest, keyKnown: (key: string) => boolean) => Answer | null;
    };

export interface Protocol {
  readonly id: string;
  /** The endpoint at this path (without trailing slash), or null. */
  readonly find: (path: string) => Endpoint | null;
}
