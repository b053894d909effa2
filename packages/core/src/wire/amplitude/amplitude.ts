/**
 * The Amplitude protocol: HTTP V2 and batch (https://amplitude.com/docs/apis/analytics/http-v2, /batch-event-upload), as
 * analytics-node 1.5.73 and analytics-browser 2.48.1 speak it. Both read the `code` of the body and not the status.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { parseJson } from '../parse-json.ts';
import { readId } from '../read-value.ts';
import { REFUSALS } from '../wire.ts';
import type {
  Answer,
  Endpoint,
  EventsEndpoint,
  Opened,
  Protocol,
  Refusal,
  WireLimits,
  WireRequest,
} from '../wire.ts';
import { decode } from './decode.ts';

/** Opens an envelope that is not Amplitude's; null when it is nobody's. */
export type OpenOther = (envelope: JsonObject, request: WireRequest, limits: WireLimits) => Opened | null;

/** The protocol. `openOther` is asked at `/batch`, a path that Amplitude shares, for bodies without `events`. */
export function createAmplitude(openOther: OpenOther): Protocol {
  const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
    ['/2/httpapi', endpoint('amplitude-http-v2', () => null)],
    ['/batch', endpoint('amplitude-batch', openOther)],
  ]);
  return { id: 'amplitude', find: (path) => endpoints.get(path) ?? null };
}

function openEnvelope(request: WireRequest, limits: WireLimits, openOther: OpenOther): Opened {
  const parsed = parseJson(request.body, limits.depthMax);
  if (parsed.kind === 'refused') return parsed;
  const envelope = parsed.value;
  if (!isJsonObject(envelope)) return { kind: 'refused', refusal: 'bad-shape' };
  const { events } = envelope;
  if (events === undefined) {
    const opened = openOther(envelope, request, limits);
    if (opened !== null) return opened;
  }
  if (!isJsonArray(events)) return { kind: 'refused', refusal: 'bad-shape' };
  if (events.length > limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
  return { kind: 'opened', key: readId(envelope['api_key']), messages: events };
}

function endpoint(id: string, openOther: OpenOther): EventsEndpoint {
  const open: EventsEndpoint['open'] = (request, limits) => openEnvelope(request, limits, openOther);
  return { kind: 'events', id, methods: ['POST'], reads: 'text', open, decode, accepted, refused };
}

/** Sizes and the time of upload are left out: the SDKs take their absence for zero, and nothing reads them. */
function accepted(_request: WireRequest, messages: readonly Json[]): Answer {
  return json(200, { code: 200, events_ingested: messages.length });
}

/** A missing key or a body that will never be right: tried again twelve times unless the answer says so in these words. */
const HOPELESS: ReadonlySet<Refusal> = new Set(['bad-json', 'bad-shape', 'bad-encoding', 'too-deep']);

/**
 * A 400 makes the SDKs drop the batch at once only where `error` begins with these words or `missing_field` is there, and a 429
 * without the positions of events makes them try again without a pause; after 503 they wait longer each time
 * (analytics-core 2.61.0, plugins/destination.js, handleInvalidResponse, handleRateLimitResponse, handleOtherResponse).
 */
function refused(_request: WireRequest, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  if (refusal === 'bad-key' || refusal === 'bad-origin') {
    return json(400, { code: 400, error: `Invalid API key: ${meaning}` });
  }
  if (HOPELESS.has(refusal)) return json(400, { code: 400, error: meaning, missing_field: 'events' });
  const code = refusal === 'too-fast' ? REFUSALS.full.status : status;
  return json(code, { code, error: meaning });
}

function json(status: number, body: Readonly<Record<string, string | number>>): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
