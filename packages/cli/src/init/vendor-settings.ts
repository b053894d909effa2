/** How each protocol's vendor is connected in a fresh configuration: every setting that it needs, as a variable to set. */

export interface VendorDraft {
  /** Name and kind in the plan. */
  readonly vendor: string;
  /** Setting → name of the variable. No name begins with HEADGATE_, whose variables are settings of the gateway itself. */
  readonly settings: Readonly<Record<string, string>>;
}

const DRAFTS: Readonly<Record<string, VendorDraft>> = {
  segment: { vendor: 'segment', settings: { write_key: 'SEGMENT_WRITE_KEY' } },
  mixpanel: {
    vendor: 'mixpanel',
    settings: {
      project_id: 'MIXPANEL_PROJECT_ID',
      service_account: 'MIXPANEL_SERVICE_ACCOUNT',
      secret: 'MIXPANEL_SERVICE_ACCOUNT_SECRET',
      token: 'MIXPANEL_TOKEN',
    },
  },
  amplitude: { vendor: 'amplitude', settings: { api_key: 'AMPLITUDE_API_KEY' } },
  posthog: { vendor: 'posthog', settings: { api_key: 'POSTHOG_API_KEY' } },
  rudderstack: {
    vendor: 'rudderstack',
    settings: { url: 'RUDDERSTACK_DATA_PLANE_URL', write_key: 'RUDDERSTACK_WRITE_KEY' },
  },
  snowplow: {
    vendor: 'snowplow',
    settings: {
      url: 'SNOWPLOW_COLLECTOR_URL',
      app_id: 'SNOWPLOW_APP_ID',
      schema_vendor: 'SNOWPLOW_SCHEMA_VENDOR',
    },
  },
  otlp: { vendor: 'otlp', settings: { url: 'OTLP_COLLECTOR_URL' } },
  sentry: { vendor: 'sentry', settings: { dsn: 'SENTRY_VENDOR_DSN' } },
  cloudevents: { vendor: 'webhook', settings: { url: 'WEBHOOK_URL', secret: 'WEBHOOK_SECRET' } },
};

/** The vendor that a protocol's SDKs send to. */
export function vendorOf(protocol: string): VendorDraft | undefined {
  return Object.hasOwn(DRAFTS, protocol) ? DRAFTS[protocol] : undefined;
}

/** Name of the variable that holds the write key of a source; never one that the gateway would take for a setting. */
export function keyVariable(source: string): string {
  const words = source.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return `${words.replace(/^HEADGATE_/, '')}_WRITE_KEY`;
}
