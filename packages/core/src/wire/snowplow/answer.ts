/**
 * Snowplow's answers. Its trackers read the status alone: 2xx is success; 400, 401, 403, 410 and 422 drop the batch; every
 * other status is tried again for ever (@snowplow/tracker-core 4.10.1, `newEmitter`, which has no limit to it).
 */
import { REFUSALS } from '../wire.ts';
import type { Answer, Refusal, WireRequest } from '../wire.ts';

/** The smallest GIF: one transparent dot, as the collector answers (stream-collector 3.4.0, `Service.pixel`). */
const PIXEL = Uint8Array.from(
  atob('R0lGODlhAQABAPAAAP///wAAACH5BAUAAAAALAAAAAABAAEAAAICRAEAOw=='),
  (letter) => letter.charCodeAt(0),
);

const OK: Answer = Object.freeze({ status: 200, contentType: 'text/plain; charset=utf-8', body: 'ok' });
const DOT: Answer = Object.freeze({ status: 200, contentType: 'image/gif', body: PIXEL });

/** A batch that is too large now is so for ever: 413 would make the tracker send it again and again. */
const FOR_GOOD: ReadonlySet<Refusal> = new Set<Refusal>(['too-large', 'too-many-events']);
const UNPROCESSABLE = 422;

/** `ok`, or the pixel where one was asked for. No cookie is ever set. */
export function accept(request: WireRequest): Answer {
  return request.method === 'GET' ? DOT : OK;
}

/** The status tells the tracker whether to try again; the text is for people. */
export function refuse(_request: WireRequest, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  return {
    status: FOR_GOOD.has(refusal) ? UNPROCESSABLE : status,
    contentType: 'text/plain; charset=utf-8',
    body: meaning,
  };
}
