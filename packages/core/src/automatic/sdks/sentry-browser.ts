/** @sentry/browser. Read in 11.12.0: sdk.js (default integrations), client.js, integrations/*.js, and recordings under fixtures/decode/sentry. */
import type { AutomaticField, SdkEntry } from '../catalogue.ts';
import {
  COLLECT_LITTLE,
  dsnAt,
  kept,
  SAMPLING_FIELDS,
  SESSION_FIELDS,
  SHARED_CHANNELS,
  SHARED_FIELDS,
  SHARED_NOTES,
  SPAN_FIELDS,
} from '../sentry-sdks.ts';
import { sometimes } from '../sometimes.ts';

const SPANS: readonly AutomaticField[] = [
  ...SPAN_FIELDS,
  { wire: 'span.attributes.user_agent.original', becomes: 'context.userAgent' },
  {
    wire: 'span.attributes.url.*',
    becomes: 'properties.attributes.url.*',
    category: 'user.behavior.browsing_history',
    namedBy: 'the semantic conventions of OpenTelemetry for addresses',
  },
  {
    wire: 'span.attributes.device.*',
    becomes: 'properties.attributes.device.*',
    category: 'user.device',
    namedBy: 'Sentry’s conventions for devices',
  },
  {
    wire: 'span.attributes.network.connection.*',
    becomes: 'properties.attributes.network.connection.*',
    category: 'user.device',
    namedBy: 'Sentry’s conventions for connections',
  },
  ...kept('span', 'properties', 'user.unique_id.pseudonymous', [
    'attributes.sentry.previous_trace',
    'attributes.sentry.replay_id',
  ]),
];

export const sentryBrowser: SdkEntry = {
  package: '@sentry/browser',
  versions: '^11.12.0',
  runtime: 'browser',
  protocol: 'sentry',
  automatic: [
    ...SHARED_FIELDS,
    { wire: 'event.request.url', becomes: 'context.page.url' },
    { wire: 'event.request.headers.User-Agent', becomes: 'context.userAgent' },
    { wire: 'event.request.headers.Referer', becomes: 'context.page.referrer' },
    { wire: 'event.sdk.settings.infer_ip', becomes: null, category: 'user.device.ip_address' },
    ...kept('event', 'context.sentry', 'user.demographic.language', ['contexts.culture.calendar']),
    // Of what happened before: it adds its own to those of the app.
    ...kept(
      'event',
      'properties',
      'user.behavior',
      ['category', 'event_id', 'level', 'message'].map((word) => `breadcrumbs[].${word}`),
    ),
    ...sometimes('a page’s own address is asked for', [
      { wire: 'event.user.ip_address', becomes: 'context.ip' },
    ]),
    ...sometimes(
      'browser tracing runs',
      kept('event', 'properties', 'user.behavior.browsing_history', ['transaction']),
    ),
    ...sometimes(
      'replay runs',
      kept('event', 'properties', 'user.unique_id.pseudonymous', ['tags.replayId']),
    ),
    ...sometimes('a trace is sampled', SAMPLING_FIELDS),
    ...sometimes('browser tracing runs', SPANS),
    ...sometimes('sessions are followed', SESSION_FIELDS),
  ],
  sideChannels: [
    ...SHARED_CHANNELS,
    {
      asks: '/api/<project>/envelope (replay_event, replay_recording)',
      what: 'replay',
      treatment: 'refused',
      option: 'replayIntegration left out',
    },
    { asks: '/api/embed/error-page', what: 'surveys', treatment: 'answered', option: null },
    { asks: 'https://browser.sentry-cdn.com', what: 'assets', treatment: 'elsewhere', option: 'cdnBaseUrl' },
    {
      asks: 'http://localhost:8969/stream',
      what: 'diagnostics',
      treatment: 'elsewhere',
      option: 'spotlightBrowserIntegration left out',
    },
    {
      asks: 'https://o447951.ingest.sentry.io',
      what: 'diagnostics',
      treatment: 'elsewhere',
      option: 'diagnoseSdkConnectivity not called',
    },
  ],
  snippet: (gateway) => `import * as Sentry from '@sentry/browser';

Sentry.init({
  dsn: '${dsnAt(gateway)}',
  // Or, against blockers that know the path of envelopes: tunnel: '${gateway}/sentry/tunnel',
  sendClientReports: false,
  ${COLLECT_LITTLE}
});
`,
  notes: [
    ...SHARED_NOTES,
    'Breadcrumbs repeat clicks (selectors of elements), addresses of calls and all that is written to the console; `breadcrumbsIntegration({ console: false, dom: false, fetch: false, xhr: false })` leaves them out.',
    'The address `{{auto}}` of a session or user asks Sentry for the address of the connection; the gateway takes it for no address and sends `infer_ip: never`.',
    '`showReportDialog` loads a script of Sentry’s with the person’s name and e-mail in the query; the gateway answers with an empty one, so that the dialog does not open.',
  ],
};
