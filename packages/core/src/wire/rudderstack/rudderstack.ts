/**
 * The RudderStack protocol: rudder-sdk-node, analytics-js with each of its transports, and the data plane's HTTP API
 * (https://www.rudderstack.com/docs/api/http-api/). Written against the SDKs' own sources: @rudderstack/rudder-sdk-node
 * 3.0.13 and @rudderstack/analytics-js 3.34.1.
 */
import { isJsonObject } from '../../event.ts';
import type { Call, Json } from '../../event.ts';
import { readId } from '../read-value.ts';
import { segment } from '../segment/segment.ts';
import { openBatch, openMessage } from '../spec-containers.ts';
import { decodeMessages } from '../spec-messages.ts';
import { REFUSALS } from '../wire.ts';
import type {
  Answer,
  DecodeContext,
  Decoded,
  Endpoint,
  EventsEndpoint,
  Opened,
  Protocol,
  Refusal,
  WireLimits,
  WireRequest,
} from '../wire.ts';
import { DIALECT } from './dialect.ts';
import { acceptPixel, openPixel, refusePixel } from './pixel.ts';
import { METRICS, SOURCE_CONFIG, TRANSFORM } from './source-config.ts';

const CALL_NAMES: readonly Call[] = ['track', 'page', 'screen', 'identify', 'group', 'alias'];

/** Paths that Segment has as well. */
const SHARED: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ...['batch', 'import'].map((name) => [`/v1/${name}`, events(name, openSharedBatch, null)] as const),
  ...CALL_NAMES.map((call) => [`/v1/${call}`, events(call, openMessage, call)] as const),
]);

/** Paths that are RudderStack's alone. */
const OWN: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v1/merge', { ...events('merge', openMessage, null), decode: countOpaque }],
  ['/beacon/v1/batch', events('beacon', openBeacon, null)],
  ['/pixel/v1/track', pixel('track')],
  ['/pixel/v1/page', pixel('page')],
  ['/sourceConfig', SOURCE_CONFIG],
  ['/transform', TRANSFORM],
  ['/rsaMetrics', METRICS],
]);

/** RudderStack's wire protocol. Success is the text `OK`; a refusal says why in plain text. */
export const rudderstack: Protocol = {
  id: DIALECT.protocol,
  find: (path, headers) => {
    const own = OWN.get(path);
    if (own !== undefined) return own;
    return isFromDevice(headers) || isFromNode(headers) ? (SHARED.get(path) ?? null) : null;
  },
};

/** analytics-js and the mobile SDKs name the device in a header to keep its events in order; no SDK of Segment does. */
function isFromDevice(headers: WireRequest['headers']): boolean {
  return headers['anonymousid'] !== undefined || headers['sentat'] !== undefined;
}

/** rudder-sdk-node, but also what it was made from: Segment's analytics-node up to version 6. */
function isFromNode(headers: WireRequest['headers']): boolean {
  return headers['user-agent']?.startsWith('analytics-node/') === true;
}

/** Every message of rudder-sdk-node names its channel. A batch without any is of Segment's old SDK, and goes on as Segment's. */
function openSharedBatch(request: WireRequest, limits: WireLimits): Opened {
  const opened = openBatch(request, limits);
  if (opened.kind === 'refused' || isFromDevice(request.headers)) return opened;
  if (opened.messages.some((message) => isJsonObject(message) && message['channel'] !== undefined)) {
    return opened;
  }
  const endpoint = segment.find(request.path, request.headers);
  return endpoint?.kind === 'events' ? { ...opened, handOver: { protocol: segment.id, endpoint } } : opened;
}

/** A beacon has no headers of its own: its key is in the query. */
function openBeacon(request: WireRequest, limits: WireLimits): Opened {
  const opened = openBatch(request, limits);
  if (opened.kind === 'refused') return opened;
  return { ...opened, key: readId(request.query.get('writeKey')) ?? opened.key };
}

function events(name: string, open: EventsEndpoint['open'], call: Call | null): EventsEndpoint {
  return {
    kind: 'events',
    id: `rudderstack-${name}`,
    methods: ['POST'],
    reads: 'text',
    open,
    decode: (messages, context) => decode(messages, context, call),
    accepted,
    refused,
  };
}

function pixel(call: Call): EventsEndpoint {
  return {
    ...events(`pixel-${call}`, openPixel, call),
    methods: ['GET'],
    accepted: acceptPixel,
    refused: refusePixel,
  };
}

/**
 * A merge joins identifiers of any kind, mail addresses and telephone numbers among them: a profile, of which no plan can say
 * anything. It is counted and not read.
 */
function decode(messages: readonly Json[], context: DecodeContext, call: Call | null): Decoded {
  const plain = call === null ? messages.filter((message) => !isMerge(message)) : messages;
  const opaque = messages.length - plain.length;
  return { ...decodeMessages(plain, context, call, DIALECT), opaque };
}

function countOpaque(messages: readonly Json[]): Decoded {
  return { events: [], malformed: 0, opaque: messages.length };
}

function isMerge(message: Json): boolean {
  return isJsonObject(message) && message['type'] === 'merge';
}

function accepted(): Answer {
  return { status: 200, contentType: 'text/plain', body: 'OK' };
}

/** The SDKs try again after 429 and 5xx alone; a body that came too slowly is worth another attempt. */
function refused(_request: unknown, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  return { status: refusal === 'too-slow' ? 504 : status, contentType: 'text/plain', body: meaning };
}
