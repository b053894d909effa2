/**
 * The Amplitude protocol: @amplitude/analytics-node, @amplitude/analytics-browser, the HTTP V2, Batch and Identify APIs
 * (https://amplitude.com/docs/apis/analytics/http-v2, /batch-event-upload, /identify, /group-identify). Written against the
 * SDKs' own sources: analytics-node 1.5.73, analytics-browser 2.48.1, analytics-core 2.61.0.
 */
import type { Endpoint, EventsEndpoint, Protocol, StaticEndpoint } from '../wire.ts';
import { acceptEvents, acceptForm, refuseEvents, refuseForm } from './answer.ts';
import { decodeEvents } from './decode.ts';
import { openEvents, openEventsOr, openGroupIdentify, openIdentify } from './open.ts';
import type { OpenEnvelope } from './open.ts';

/**
 * Amplitude's wire protocol. It owns `/batch`, where PostHog's SDKs send to as well: an envelope without `events` is
 * offered to `openOther`.
 */
export function createAmplitude(openOther: OpenEnvelope): Protocol {
  const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
    ['/2/httpapi', eventsEndpoint('amplitude-events', openEvents)],
    ['/batch', eventsEndpoint('amplitude-batch', openEventsOr(openOther))],
    ['/identify', formEndpoint('amplitude-identify', openIdentify)],
    ['/groupidentify', formEndpoint('amplitude-group-identify', openGroupIdentify)],
  ]);
  return {
    id: 'amplitude',
    find: (path) => endpoints.get(path) ?? (path.startsWith(CONFIG_PATH) ? CONFIG : null),
  };
}

/** Where the browser SDK asks for remote configuration when `remoteConfig.serverUrl` is the gateway's `/amplitude/config`. */
const CONFIG_PATH = '/amplitude/config/';

/** No configuration: the options of the app stand, and diagnostics stay off. The same for everybody. */
const CONFIG: StaticEndpoint = {
  kind: 'static',
  id: 'amplitude-config',
  methods: ['GET'],
  reply: () => ({ status: 200, contentType: 'application/json', body: '{"configs":{}}' }),
};

function eventsEndpoint(id: string, open: EventsEndpoint['open']): EventsEndpoint {
  return {
    kind: 'events',
    id,
    methods: ['POST'],
    reads: 'text',
    open,
    decode: decodeEvents,
    accepted: acceptEvents,
    refused: refuseEvents,
  };
}

function formEndpoint(id: string, open: EventsEndpoint['open']): EventsEndpoint {
  return {
    ...eventsEndpoint(id, open),
    methods: ['GET', 'POST'],
    accepted: acceptForm,
    refused: refuseForm,
  };
}
