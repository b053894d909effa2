/**
 * CloudEvents 1.0 over HTTP: any sender that follows the HTTP Protocol Binding 1.0.2, tried with cloudevents 10.0.0.
 * Answers are those of HTTP Web Hooks for Event Delivery 1.0.2 §2.2
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md).
 */
import { REFUSALS } from '../wire.ts';
import type { EventsEndpoint, Protocol } from '../wire.ts';
import { CLOUDEVENTS, decode } from './decode.ts';
import { open } from './open.ts';

/** A format that was not understood (§2.2). */
const UNSUPPORTED_MEDIA_TYPE = 415;

const EVENTS: EventsEndpoint = {
  kind: 'events',
  id: 'cloudevents-events',
  methods: ['POST'],
  reads: 'bytes',
  open,
  decode,
  // Accepted and kept, but not yet with any vendor: that is what 202 says.
  accepted: () => ({ status: 202, contentType: 'application/json', body: '{}' }),
  refused: (_request, refusal) => {
    const { status, meaning } = REFUSALS[refusal];
    return {
      status: refusal === 'bad-shape' ? UNSUPPORTED_MEDIA_TYPE : status,
      contentType: 'application/json',
      body: JSON.stringify({ error: meaning }),
    };
  },
};

/** The path is ours to choose: the binding names none (§1.2). */
export const cloudevents: Protocol = {
  id: CLOUDEVENTS,
  find: (path) => (path === '/cloudevents' ? EVENTS : null),
};
