/**
 * The Sentry protocol: envelopes, and the bare events before them
 * (https://develop.sentry.dev/sdk/data-model/envelopes/). Written against @sentry/node and @sentry/browser 11.12.0, which
 * never try a request again: what is refused is lost, and after 429, or any answer with Retry-After, they throw away what
 * comes until that time is over (@sentry/core, transports/base.js and utils/ratelimit.js).
 */
import type { Json } from '../../event.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Endpoint, EventsEndpoint, Opened, Protocol, Refusal } from '../wire.ts';
import type { WireLimits, WireRequest } from '../wire.ts';
import { decode } from './decode.ts';
import { eventIdOf, openEnvelope, openOpaque, openStore } from './open.ts';

const ENVELOPE = endpoint('sentry-envelope', openEnvelope);
/** Crash dumps, reports of browsers and late attachments: content that no plan describes, counted and never read. */
const OPAQUE = endpoint('sentry-opaque', openOpaque);

/** By what follows `/api/<project>/`; whatever stands before it is the DSN's own path. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['envelope', ENVELOPE],
  ['store', endpoint('sentry-store', openStore)],
  ['security', OPAQUE],
  ['minidump', OPAQUE],
  ['unreal', OPAQUE],
  ['attachments', OPAQUE],
]);
const API_PATH =
  /\/api\/\d{1,20}\/(?:(envelope|store|security|minidump|unreal\/[^/]+)|events\/[^/]+\/(attachments))$/;

/** The dialog of `showReportDialog`, a script of Sentry's that is asked for with the person's name and address in the query. */
const ERROR_PAGE_PATH = /\/api\/embed\/error-page$/;
const ERROR_PAGE: Endpoint = {
  kind: 'static',
  id: 'sentry-error-page',
  methods: ['GET', 'POST'],
  reply: () => ({ status: 200, contentType: 'text/javascript', body: '' }),
};

/** For the SDKs' option `tunnel`: the same body at a path that says nothing, with the DSN in the envelope. */
const TUNNEL_PATH = '/sentry/tunnel';

/** Sentry's wire protocol. Success is 200 with the id of the event. */
export const sentry: Protocol = {
  id: 'sentry',
  find: (path) => {
    if (path === TUNNEL_PATH) return ENVELOPE;
    if (ERROR_PAGE_PATH.test(path)) return ERROR_PAGE;
    const found = API_PATH.exec(path);
    const [word = ''] = (found?.[1] ?? found?.[2] ?? '').split('/');
    return ENDPOINTS.get(word) ?? null;
  },
};

function endpoint(id: string, open: (request: WireRequest, limits: WireLimits) => Opened): EventsEndpoint {
  return { kind: 'events', id, methods: ['POST'], reads: 'bytes', open, decode, accepted, refused };
}

function accepted(_request: WireRequest, messages: readonly Json[]): Answer {
  const id = eventIdOf(messages);
  return json(200, id === null ? {} : { id });
}

/** Relay's form of a refusal. The gateway adds Retry-After, which the SDKs heed; `X-Sentry-Rate-Limits` would say no more. */
function refused(_request: WireRequest, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  return json(status, { detail: meaning });
}

function json(status: number, body: Readonly<Record<string, string>>): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
