/**
 * Google Analytics 4's Measurement Protocol (https://developers.google.com/analytics/devguides/collection/protocol/ga4). It has
 * no SDK: its callers are HTTP clients of the app's own. What gtag.js sends to `/g/collect` is another protocol, not documented.
 */
import { REFUSALS } from '../wire.ts';
import type { Answer, Endpoint, EventsEndpoint, Protocol, Refusal, WireRequest } from '../wire.ts';
import { decodeCollect } from './decode.ts';
import { openCollect, openWhole } from './open.ts';
import { validateBody } from './validate.ts';

const COLLECT: EventsEndpoint = {
  kind: 'events',
  id: 'ga4-collect',
  methods: ['POST'],
  reads: 'text',
  open: openCollect,
  decode: decodeCollect,
  // "Returns a 2xx status code if the HTTP request is received"; Analytics itself has no body to give.
  accepted: () => ({ status: 204, contentType: 'text/plain', body: '' }),
  refused: refuse,
};

/** The validation server: events sent there are looked at, and lead nowhere. */
const VALIDATE: EventsEndpoint = {
  ...COLLECT,
  id: 'ga4-validate',
  open: openWhole,
  decode: () => ({ events: [], malformed: 0 }),
  accepted: (_request, messages) => {
    const validationMessages = messages.flatMap((body) => validateBody(body));
    return json(200, JSON.stringify({ validationMessages }));
  },
};

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/mp/collect', COLLECT],
  ['/debug/mp/collect', VALIDATE],
]);

/** The Measurement Protocol. Its key, `api_secret` of the query, is a secret: it is never repeated. */
export const ga4: Protocol = {
  id: 'ga4',
  find: (path) => ENDPOINTS.get(path) ?? null,
};

/** Analytics refuses nothing; a gateway that loses what it was sent says so. */
function refuse(_request: WireRequest, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  return json(status, JSON.stringify({ error: meaning }));
}

function json(status: number, body: string): Answer {
  return { status, contentType: 'application/json', body };
}
