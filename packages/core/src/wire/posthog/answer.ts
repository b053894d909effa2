/** PostHog's answers. posthog-js takes nothing but 200 for success; posthog-node any 2xx, and in its second API a result for each event. */
import { isJsonObject } from '../../event.ts';
import type { Json } from '../../event.ts';
import { setOwn } from '../read-value.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Refusal } from '../wire.ts';
import { isWellFormed } from './decode.ts';

/** posthog-js drops what is answered 4xx (lib/src/retry-queue.js); what may be tried again must be a failure of the server's. */
const TRY_AGAIN: ReadonlySet<Refusal> = new Set(['too-fast', 'too-slow']);

export function accepted(): Answer {
  return json(200, '{"status":1}');
}

/** RFC 9562 §4, in any case. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What became of each event by its uuid. Policy drops are `ok`; an event with a uuid twice has the better of its results. */
export function acceptedEach(_request: unknown, messages: readonly Json[]): Answer {
  const results: Record<string, Json> = {};
  for (const message of messages) {
    const uuid = isJsonObject(message) ? message['uuid'] : null;
    // No other text is repeated to whoever sent it: it may be a person's.
    if (typeof uuid !== 'string' || !UUID.test(uuid)) continue;
    if (isWellFormed(message)) setOwn(results, uuid, { result: 'ok' });
    else if (!Object.hasOwn(results, uuid)) {
      setOwn(results, uuid, { result: 'drop', details: 'The event is malformed.' });
    }
  }
  return json(200, JSON.stringify({ results }));
}

/** JSON, because posthog-js looks into every answer for `quota_limited`. */
export function refused(_request: unknown, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  return json(TRY_AGAIN.has(refusal) ? 503 : status, JSON.stringify({ status: 0, error: meaning }));
}

/** A body of JSON. */
export function json(status: number, body: string): Answer {
  return { status, contentType: 'application/json', body };
}
