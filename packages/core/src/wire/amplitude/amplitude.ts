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
    ['/config', CONFIG],
    ['/v1/capture', DIAGNOSTICS],
    ['/sessions/v2/track', REPLAY],
  ]);
  return { id: 'amplitude', find: (path) => endpoints.get(path) ?? null };
}

function endpoint(id: string, openOther: OpenOther): EventsEndpoint {
  const open: EventsEndpoint['open'] = (request, limits) => openEnvelope(request, limits, openOther);
  return { kind: 'events', id, methods: ['POST'], reads: 'text', open, decode, accepted, refused };
}
