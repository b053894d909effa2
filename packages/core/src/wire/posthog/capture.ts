/** The endpoints that bring events. */
import type { EventsEndpoint } from '../wire.ts';
import { accepted, acceptedEach, refused } from './answer.ts';
import { openCapture, openEvents } from './containers.ts';
import { decodeMessages } from './decode.ts';

/** One path of the first capture API; all of them take every container. */
export function captureEndpoint(name: string): EventsEndpoint {
  return {
    kind: 'events',
    id: `posthog-${name}`,
    methods: ['GET', 'POST'],
    reads: 'text',
    open: openCapture,
    decode: decodeMessages,
    accepted,
    refused,
  };
}

/** `POST /batch`, which posthog-node uses and which is Amplitude's path too. */
export const BATCH: EventsEndpoint = captureEndpoint('batch');

/** The second capture API, which posthog-node uses where `POSTHOG_CAPTURE_MODE` is `v1`. */
export const EVENTS: EventsEndpoint = {
  kind: 'events',
  id: 'posthog-events',
  methods: ['POST'],
  reads: 'text',
  open: openEvents,
  decode: decodeMessages,
  accepted: acceptedEach,
  refused,
};
