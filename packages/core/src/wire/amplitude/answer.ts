/**
 * Amplitude's answers, in whose body the SDKs read everything (@amplitude/analytics-core 2.61.0, transports/base.js and
 * plugins/destination.js): `code` outranks the HTTP status; what is refused with it is sent again up to twelve times
 * unless the body says that it is of no use.
 */
import type { Json } from '../../event.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Refusal, WireRequest } from '../wire.ts';

/**
 * Places that a 429 names as throttled: the SDKs let those rest for 30 s and try all others again at the next flush, a
 * second later in a browser. 200 is the largest batch that they make by themselves (analytics-core, config.js).
 */
const THROTTLED: readonly number[] = Array.from({ length: 200 }, (_, place) => place);

const OF_KEY: ReadonlySet<Refusal> = new Set(['bad-key', 'bad-origin']);
const OF_BODY: ReadonlySet<Refusal> = new Set(['bad-json', 'bad-shape', 'bad-encoding', 'too-deep']);

/** Success. `server_upload_time` is left out: the SDKs do without, and there is no clock here. */
export function acceptEvents(request: WireRequest, messages: readonly Json[]): Answer {
  return json(200, {
    code: 200,
    events_ingested: messages.length,
    payload_size_bytes: new TextEncoder().encode(request.body).length,
  });
}

/** A refusal to which the SDKs react as they should: bad requests are dropped, large ones halved, the others wait. */
export function refuseEvents(_request: WireRequest, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  // "Invalid API key" at the beginning of `error` ends all attempts.
  if (OF_KEY.has(refusal)) return json(status, { code: status, error: `Invalid API key. ${meaning}` });
  // Any `missing_field` ends all attempts, and without one the same body would come twelve times.
  if (OF_BODY.has(refusal)) return json(status, { code: status, error: meaning, missing_field: 'events' });
  if (refusal === 'too-fast')
    return json(status, { code: status, error: meaning, throttled_events: THROTTLED });
  return json(status, { code: status, error: meaning });
}

/** What the Identify API answers; its callers read the status. */
export function acceptForm(): Answer {
  return { status: 200, contentType: 'text/plain', body: 'success' };
}

/** A refusal of the Identify API. */
export function refuseForm(_request: WireRequest, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  return { status, contentType: 'text/plain', body: meaning };
}

function json(status: number, body: Readonly<Record<string, string | number | readonly number[]>>): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
