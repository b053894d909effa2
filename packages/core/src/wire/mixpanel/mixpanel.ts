/**
 * The Mixpanel protocol: mixpanel (Node), mixpanel-browser, and the HTTP API
 * (https://developer.mixpanel.com/reference/track-event, /import-events, /profile-set). Written against the SDKs' own
 * sources: mixpanel 0.24.0 and mixpanel-browser 2.83.0.
 */
import type { Json } from '../../event.ts';
import { readBasicUser } from '../read-value.ts';
import type { Answer, DecodeContext, Decoded, Endpoint, EventsEndpoint, Protocol } from '../wire.ts';
import { acceptData, acceptImport, refuseData, refuseImport } from './answer.ts';
import { decodeEvents } from './decode-events.ts';
import { decodeProfiles } from './decode-profiles.ts';
import { open } from './open.ts';

/**
 * Session replay, which is counted and never read. Any answer below 500 but 429 makes the recorder drop its batch; JSON
 * keeps it quiet on the page's console.
 */
const RECORD: EventsEndpoint = {
  kind: 'events',
  id: 'mixpanel-record',
  methods: ['POST'],
  reads: 'bytes',
  open: (request) => ({
    kind: 'opened',
    key: readBasicUser(request.headers['authorization']),
    messages: [null],
  }),
  decode: (messages) => ({ events: [], malformed: 0, opaque: messages.length }),
  accepted: () => ({ status: 200, contentType: 'application/json', body: '{"code":200,"status":"OK"}' }),
  refused: refuseImport,
};

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/track', dataEndpoint('mixpanel-track', decodeEvents)],
  [
    '/engage',
    dataEndpoint('mixpanel-engage', (messages, context) => decodeProfiles(messages, context, 'identify')),
  ],
  [
    '/groups',
    dataEndpoint('mixpanel-groups', (messages, context) => decodeProfiles(messages, context, 'group')),
  ],
  [
    '/import',
    {
      kind: 'events',
      id: 'mixpanel-import',
      methods: ['GET', 'POST'],
      reads: 'text',
      open,
      decode: decodeEvents,
      accepted: acceptImport,
      refused: refuseImport,
    },
  ],
  // Session replay is off: it records what the plan cannot describe.
  ['/settings', fixed('mixpanel-settings', '{"sdk_config":{"config":{"record_sessions_percent":0}}}')],
  ['/record', RECORD],
  // PostHog's SDKs ask here too. Both read an object `flags`; theirs also whether it is whole.
  ['/flags', fixed('mixpanel-flags', '{"flags":{},"errorsWhileComputingFlags":false}')],
  ['/flags/definitions', fixed('mixpanel-flag-definitions', '{"flags":[]}')],
]);

/** Mixpanel's wire protocol. Success is the body `1`, or JSON where the request asked for `verbose=1`. */
export const mixpanel: Protocol = {
  id: 'mixpanel',
  find: (path) => ENDPOINTS.get(path) ?? null,
};

function dataEndpoint(
  id: string,
  decode: (messages: readonly Json[], context: DecodeContext) => Decoded,
): Endpoint {
  return {
    kind: 'events',
    id,
    methods: ['GET', 'POST'],
    reads: 'text',
    open,
    decode,
    accepted: acceptData,
    refused: refuseData,
  };
}

/** The same for everybody, so it says nothing of which keys exist. */
function fixed(id: string, body: string): Endpoint {
  const answer: Answer = { status: 200, contentType: 'application/json', body };
  return { kind: 'static', id, methods: ['GET', 'POST'], reply: () => answer };
}
