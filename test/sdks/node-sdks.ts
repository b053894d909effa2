/** The Node SDKs of the suites, one row each. Importing this loads none of them. */
import type { Drops, RunningSdk, SdkTask } from './sdk.ts';

type Start = (task: SdkTask) => RunningSdk | Promise<RunningSdk>;

export interface NodeSdk {
  /** The package, and in brackets what tells apart two rows of it. */
  readonly name: string;
  readonly package: string;
  /** Id of the wire protocol. */
  readonly protocol: string;
  /** What its process finds in the environment. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly load: () => Promise<Start>;
  readonly drops: Drops;
}

const REFUSED = 'gives up what was refused for good';
const NO_RETRY = 'never tries again';
/** @amplitude/analytics-node 1.5.73, lib/esm/transports/http.js: an error of the connection is taken for the end. */
const NO_CONNECTION = 'gives up when there is no connection';
const FEW_TRIES = 'tries again for a few seconds only';

const REFUSED_ONLY: Drops = { 'over limit': REFUSED, 'too large': REFUSED };
const HALVES: Drops = {
  'too large': 'halves a refused batch and gives up the single event that is too large',
};
const ONCE: Drops = {
  'over limit': NO_RETRY,
  'too large': NO_RETRY,
  'too fast': NO_RETRY,
  full: NO_RETRY,
  restart: NO_RETRY,
  kill: NO_RETRY,
};
const FEW: Drops = { ...REFUSED_ONLY, restart: FEW_TRIES, kill: FEW_TRIES };

/** In the order in which they are shown. */
export const NODE_SDKS: readonly NodeSdk[] = [
  {
    name: '@segment/analytics-node',
    package: '@segment/analytics-node',
    protocol: 'segment',
    load: async () => (await import('./segment-analytics-node.ts')).startSegmentNode,
    drops: REFUSED_ONLY,
  },
  {
    name: 'mixpanel',
    package: 'mixpanel',
    protocol: 'mixpanel',
    load: async () => (await import('./mixpanel.ts')).startMixpanelNode,
    drops: ONCE,
  },
  {
    name: '@amplitude/analytics-node',
    package: '@amplitude/analytics-node',
    protocol: 'amplitude',
    load: async () => (await import('./amplitude-analytics-node.ts')).startAmplitudeNode,
    drops: { ...HALVES, restart: NO_CONNECTION, kill: NO_CONNECTION },
  },
  {
    name: 'posthog-node',
    package: 'posthog-node',
    protocol: 'posthog',
    load: async () => (await import('./posthog-node.ts')).startPosthogNode,
    drops: HALVES,
  },
  {
    name: 'posthog-node (v1)',
    package: 'posthog-node',
    protocol: 'posthog',
    variables: { POSTHOG_CAPTURE_MODE: 'v1' },
    load: async () => (await import('./posthog-node.ts')).startPosthogNode,
    drops: REFUSED_ONLY,
  },
  {
    name: '@rudderstack/rudder-sdk-node',
    package: '@rudderstack/rudder-sdk-node',
    protocol: 'rudderstack',
    load: async () => (await import('./rudderstack-rudder-sdk-node.ts')).startRudderNode,
    drops: { ...FEW, 'too fast': FEW_TRIES, full: FEW_TRIES },
  },
  {
    name: '@snowplow/node-tracker',
    package: '@snowplow/node-tracker',
    protocol: 'snowplow',
    load: async () => (await import('./snowplow-node-tracker.ts')).startSnowplowNode,
    drops: REFUSED_ONLY,
  },
  {
    name: '@opentelemetry/exporter-logs-otlp-http',
    package: '@opentelemetry/exporter-logs-otlp-http',
    protocol: 'otlp',
    load: async () => (await import('./opentelemetry-logs.ts')).startJsonLogs,
    drops: FEW,
  },
  {
    name: '@opentelemetry/exporter-logs-otlp-proto',
    package: '@opentelemetry/exporter-logs-otlp-proto',
    protocol: 'otlp',
    load: async () => (await import('./opentelemetry-logs.ts')).startProtoLogs,
    drops: FEW,
  },
  {
    name: '@opentelemetry/exporter-trace-otlp-http',
    package: '@opentelemetry/exporter-trace-otlp-http',
    protocol: 'otlp',
    load: async () => (await import('./opentelemetry-traces.ts')).startJsonTraces,
    drops: FEW,
  },
  {
    name: '@opentelemetry/exporter-trace-otlp-proto',
    package: '@opentelemetry/exporter-trace-otlp-proto',
    protocol: 'otlp',
    load: async () => (await import('./opentelemetry-traces.ts')).startProtoTraces,
    drops: FEW,
  },
  {
    name: '@sentry/node',
    package: '@sentry/node',
    protocol: 'sentry',
    load: async () => (await import('./sentry-node.ts')).startSentryNode,
    drops: ONCE,
  },
  {
    name: '@sentry/node (logs)',
    package: '@sentry/node',
    protocol: 'sentry',
    load: async () => (await import('./sentry-node.ts')).startSentryNodeLogs,
    drops: ONCE,
  },
  {
    name: 'cloudevents',
    package: 'cloudevents',
    protocol: 'cloudevents',
    load: async () => (await import('./cloudevents.ts')).startCloudEvents,
    drops: ONCE,
  },
];
