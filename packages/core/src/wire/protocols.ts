/** All wire protocols. A new one is a folder here and a line in `PROTOCOLS`. */
import { createAmplitude } from './amplitude/amplitude.ts';
import { cloudevents } from './cloudevents/cloudevents.ts';
import { ga4 } from './ga4/ga4.ts';
import { mixpanel } from './mixpanel/mixpanel.ts';
import { otlp } from './otlp/otlp.ts';
import { openPosthogEnvelope } from './posthog/open.ts';
import { posthog } from './posthog/posthog.ts';
import { rudderstack } from './rudderstack/rudderstack.ts';
import { segment } from './segment/segment.ts';
import { sentry } from './sentry/sentry.ts';
import { snowplow } from './snowplow/snowplow.ts';
import type { FoundEndpoint, Protocol, WireRequest } from './wire.ts';

/** In the order in which they are asked for a path; no two claim the same one with the same headers. */
export const PROTOCOLS: readonly Protocol[] = [
  rudderstack,
  segment,
  mixpanel,
  createAmplitude(openPosthogEnvelope),
  ga4,
  posthog,
  snowplow,
  otlp,
  sentry,
  cloudevents,
];

/** The endpoint at this path (without query and trailing slash) and the protocol it belongs to, or null. */
export function findEndpoint(
  path: string,
  headers: WireRequest['headers'] = NO_HEADERS,
): FoundEndpoint | null {
  for (const protocol of PROTOCOLS) {
    const endpoint = protocol.find(path, headers);
    if (endpoint !== null) return { protocol: protocol.id, endpoint };
  }
  return null;
}

const NO_HEADERS: WireRequest['headers'] = Object.freeze({});
