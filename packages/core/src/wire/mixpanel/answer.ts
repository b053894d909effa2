/** Mixpanel's answers. mixpanel-node reads the body and never the status; mixpanel-browser the reverse. */
import type { Json } from '../../event.ts';
import { hasDataParameter } from '../form-data.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Refusal, WireRequest } from '../wire.ts';

/** Reason phrases of RFC 9110 §15 for the statuses of `REFUSALS`, which `/import` repeats in its body. */
const PHRASES: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [408, 'Request Timeout'],
  [413, 'Content Too Large'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [503, 'Service Unavailable'],
]);

/** The body `1`, or its verbose form. */
export function acceptData(request: WireRequest): Answer {
  return isVerbose(request) ? json(200, { status: 1, error: null }) : text(200, '1');
}

/** The body `0`, or its verbose form with the reason. */
export function refuseData(request: WireRequest, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  return isVerbose(request) ? json(status, { status: 0, error: meaning }) : text(status, '0');
}

/** The import form; an SDK that sent `data=` expects the `/track` form even here. */
export function acceptImport(request: WireRequest, messages: readonly Json[]): Answer {
  if (hasDataParameter(request)) return acceptData(request);
  return json(200, { code: 200, num_records_imported: messages.length, status: 'OK' });
}

/** The import form of a refusal; an SDK that sent `data=` expects the `/track` form even here. */
export function refuseImport(request: WireRequest, refusal: Refusal): Answer {
  if (hasDataParameter(request)) return refuseData(request, refusal);
  const { status, meaning } = REFUSALS[refusal];
  return json(status, { code: status, error: meaning, status: PHRASES.get(status) ?? 'Error' });
}

function isVerbose(request: WireRequest): boolean {
  return request.query.get('verbose') === '1';
}

function text(status: number, body: string): Answer {
  return { status, contentType: 'text/plain', body };
}

function json(status: number, body: Readonly<Record<string, string | number | null>>): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
