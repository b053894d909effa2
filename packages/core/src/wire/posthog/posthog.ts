/**
 * The PostHog protocol: posthog-js, posthog-node, and the HTTP API that the other languages' SDKs use
 * (https://posthog.com/docs/api/capture). Written against posthog-js 1.449.2 and posthog-node 5.70.0. `/flags` is Mixpanel's
 * path as well; its one answer serves both. `/batch` is Amplitude's too, which hands PostHog's bodies over (open.ts). `/engage` was PostHog's in the form of Mixpanel's, and is left to it.
 */
import type { Endpoint, Protocol } from '../wire.ts';
import { captureEndpoint, EVENTS } from './capture.ts';
import { AI, otlpEndpoint, REPLAY } from './opaque.ts';
import { DECIDE, EMPTY_LISTS, isConfigPath, REMOTE_CONFIG } from './quiet.ts';

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/e', captureEndpoint('e')],
  ['/i/v0/e', captureEndpoint('capture-e')],
  ['/capture', captureEndpoint('capture')],
  // AI events have names, numbers and texts like all others; what of the texts goes on is for the plan to say.
  ['/i/v0/ai/batch', captureEndpoint('ai-batch')],
  ['/i/v0/ai', AI],
  ['/i/v1/analytics/events', EVENTS],
  ['/s', REPLAY],
  ['/i/v1/logs', otlpEndpoint('logs')],
  ['/i/v1/metrics', otlpEndpoint('metrics')],
  ['/i/v1/traces', otlpEndpoint('traces')],
  ['/decide', DECIDE],
  ...EMPTY_LISTS,
]);

/** PostHog's wire protocol. Success is `{"status":1}`, or a result for each event. */
export const posthog: Protocol = {
  id: 'posthog',
  find: (path) => ENDPOINTS.get(path) ?? (isConfigPath(path) ? REMOTE_CONFIG : null),
};
