/**
 * How the SDKs of the catalogue look in source code: how each is set up, and the options that point it at the gateway. The
 * options are those of the catalogue's snippets; a test compares them.
 */
import { SDKS } from '@headgate/core';
import type { SdkEntry } from '@headgate/core';

export interface SdkSigns {
  /** Names that are made with `new`. */
  readonly makes: readonly string[];
  /** Functions and methods that set it up. */
  readonly calls: readonly string[];
  /** Elements of JSX that do. */
  readonly elements: readonly string[];
  /** Packages that bring this one under a name of their own, with the same set-up. */
  readonly wrappers: readonly string[];
  /** The options to write, one line each. `gateway` is an origin without trailing slash. */
  readonly change: (gateway: string) => readonly string[];
}

const NONE = { makes: [], calls: [], elements: [], wrappers: [] } as const;

function exporter(name: string, path: string): SdkSigns {
  return { ...NONE, makes: [name], change: (gateway) => [`url: '${gateway}${path}'`] };
}

const dsn: SdkSigns['change'] = (gateway) => [`dsn: '${gateway.replace('://', '://<write key>@')}/1'`];

const SIGNS: Readonly<Record<string, SdkSigns>> = {
  '@segment/analytics-node': {
    ...NONE,
    makes: ['Analytics'],
    change: (gateway) => [`host: '${gateway}'`],
  },
  '@segment/analytics-next': {
    ...NONE,
    calls: ['load'],
    change: (gateway) => {
      const { host, protocol } = new URL(gateway);
      return [
        `cdnURL: '${gateway}'`,
        `integrations: { 'Segment.io': { apiHost: '${host}/v1', protocol: '${protocol.slice(0, -1)}' } }`,
      ];
    },
  },
  mixpanel: {
    ...NONE,
    calls: ['init'],
    change: (gateway) => {
      const { host, protocol } = new URL(gateway);
      return [`host: '${host}', protocol: '${protocol.slice(0, -1)}'`];
    },
  },
  'mixpanel-browser': { ...NONE, calls: ['init'], change: (gateway) => [`api_host: '${gateway}'`] },
  '@amplitude/analytics-node': {
    ...NONE,
    calls: ['init'],
    change: (gateway) => [`serverUrl: '${gateway}/2/httpapi'`],
  },
  '@amplitude/analytics-browser': {
    ...NONE,
    calls: ['init'],
    change: (gateway) => [`serverUrl: '${gateway}/2/httpapi'`],
  },
  'posthog-node': { ...NONE, makes: ['PostHog'], change: (gateway) => [`host: '${gateway}'`] },
  'posthog-js': {
    ...NONE,
    calls: ['init'],
    elements: ['PostHogProvider'],
    change: (gateway) => [`api_host: '${gateway}'`],
  },
  '@rudderstack/rudder-sdk-node': {
    ...NONE,
    makes: ['Analytics', 'RudderAnalytics'],
    change: (gateway) => [`dataPlaneUrl: '${gateway}'`],
  },
  '@rudderstack/analytics-js': {
    ...NONE,
    calls: ['load'],
    change: (gateway) => [`'${gateway}', { configUrl: '${gateway}' }`],
  },
  '@snowplow/node-tracker': {
    ...NONE,
    calls: ['newTracker'],
    change: (gateway) => [`endpoint: '${gateway}'`],
  },
  '@snowplow/browser-tracker': { ...NONE, calls: ['newTracker'], change: (gateway) => [`'${gateway}'`] },
  '@opentelemetry/exporter-logs-otlp-http': exporter('OTLPLogExporter', '/v1/logs'),
  '@opentelemetry/exporter-logs-otlp-proto': exporter('OTLPLogExporter', '/v1/logs'),
  '@opentelemetry/exporter-trace-otlp-http': exporter('OTLPTraceExporter', '/v1/traces'),
  '@opentelemetry/exporter-trace-otlp-proto': exporter('OTLPTraceExporter', '/v1/traces'),
  '@sentry/node': { ...NONE, calls: ['init'], change: dsn },
  // Each re-exports the browser's SDK (https://docs.sentry.io/platforms/javascript/guides/).
  '@sentry/browser': {
    ...NONE,
    calls: ['init'],
    wrappers: ['@sentry/react', '@sentry/vue', '@sentry/svelte', '@sentry/angular', '@sentry/solid'],
    change: dsn,
  },
  cloudevents: {
    ...NONE,
    calls: ['httpTransport'],
    change: (gateway) => [`httpTransport('${gateway}/cloudevents')`],
  },
  '@headgate/sdk/node': {
    ...NONE,
    calls: ['createHeadgate'],
    change: (gateway) => [`host: '${gateway}'`],
  },
  '@headgate/sdk': { ...NONE, calls: ['createHeadgate'], change: (gateway) => [`host: '${gateway}'`] },
};

export interface KnownSdk {
  readonly entry: SdkEntry;
  readonly signs: SdkSigns;
  /** Name of its source in the plan and the configuration. */
  readonly source: string;
}

/** The catalogue with what its SDKs look like. */
export const KNOWN_SDKS: readonly KnownSdk[] = SDKS.flatMap((entry) => {
  const signs = Object.hasOwn(SIGNS, entry.package) ? SIGNS[entry.package] : undefined;
  if (signs === undefined) return [];
  return [{ entry, signs, source: entry.package.replace(/^@/, '').replaceAll('/', '-') }];
});

/** The SDK that a module belongs to: an entrance with an entry of its own, its package, a wrapper's, or a path below either. */
export function sdkOfModule(module: string): KnownSdk | undefined {
  const name = packageOf(module);
  const entrance = KNOWN_SDKS.find(({ entry }) => entry.package === module);
  return (
    entrance ?? KNOWN_SDKS.find(({ entry, signs }) => entry.package === name || signs.wrappers.includes(name))
  );
}

/** The npm package that a module or an entry of the catalogue lies in. */
export function packageOf(module: string): string {
  return module.split('/', module.startsWith('@') ? 2 : 1).join('/');
}

/** SDKs of analytics that the catalogue does not have. They are told, so that nobody takes them for covered. */
export const UNREAD_SDKS: readonly string[] = [
  'analytics-node',
  '@segment/analytics-react-native',
  'amplitude-js',
  '@amplitude/unified',
  '@amplitude/analytics-react-native',
  '@amplitude/node',
  'mixpanel-react-native',
  'posthog-react-native',
  'rudder-sdk-js',
  '@sentry/nextjs',
  '@sentry/react-native',
  'react-ga4',
  'firebase',
  '@datadog/browser-rum',
  '@vercel/analytics',
  'plausible-tracker',
  'heap-api',
  '@fullstory/browser',
  '@hotjar/browser',
  'logrocket',
  'matomo-tracker',
  '@bugsnag/js',
  'rollbar',
];
