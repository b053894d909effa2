/**
 * The Snowplow tracker protocol: @snowplow/node-tracker 4.8.0 and @snowplow/browser-tracker 4.10.1, whose `endpoint` setting
 * points here, and the Iglu webhook (https://docs.snowplow.io/docs/sources/webhooks/iglu-webhook/). A collector takes any
 * `/{vendor}/{version}`; only Snowplow's own are claimed, so `postPath` stays as it is.
 */
import type { EventsEndpoint, Protocol } from '../wire.ts';
import { accept, refuse } from './answer.ts';
import { decode } from './decode.ts';
import { open, openWebhook } from './open.ts';

const PIXEL = endpoint('snowplow-pixel', ['GET'], open);

const ENDPOINTS: ReadonlyMap<string, EventsEndpoint> = new Map([
  ['/com.snowplowanalytics.snowplow/tp2', endpoint('snowplow-tp2', ['GET', 'POST'], open)],
  ['/com.snowplowanalytics.iglu/v1', endpoint('snowplow-iglu', ['GET', 'POST'], openWebhook)],
  ['/i', PIXEL],
  ['/ice.png', PIXEL],
]);

/** Snowplow's tracker protocol. The write key is the app id, or the credentials of an Authorization header. */
export const snowplow: Protocol = {
  id: 'snowplow',
  find: (path) => ENDPOINTS.get(path) ?? null,
};

function endpoint(
  id: string,
  methods: EventsEndpoint['methods'],
  opener: EventsEndpoint['open'],
): EventsEndpoint {
  return {
    kind: 'events',
    id,
    methods,
    reads: 'text',
    open: opener,
    decode,
    accepted: accept,
    refused: refuse,
  };
}
