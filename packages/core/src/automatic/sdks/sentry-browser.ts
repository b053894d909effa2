/** @sentry/browser. Read in 11.12.0: sdk.js (default integrations), client.js, integrations/*.js, and recordings under fixtures/decode/sentry. */
import type { SdkEntry } from '../catalogue.ts';
import { COLLECT_LITTLE, dsnAt, SHARED_CHANNELS, SHARED_FIELDS, SHARED_NOTES } from '../sentry-sdks.ts';

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
    { wire: 'event.user.ip_address', becomes: 'context.ip' },
    {
      wire: 'event.contexts.culture.calendar',
      becomes: 'context.sentry.contexts.culture.calendar',
      category: 'user.demographic.language',
    },
    {
      wire: 'event.transaction',
      becomes: 'properties.transaction',
      category: 'user.behavior.browsing_history',
    },
    {
      wire: 'event.tags.replayId',
      becomes: 'properties.tags.replayId',
      category: 'user.unique_id.pseudonymous',
    },
    { wire: 'span.attributes.user_agent.original', becomes: 'context.userAgent' },
    { wire: 'span.attributes.culture.locale', becomes: 'context.locale' },
    { wire: 'span.attributes.culture.timezone', becomes: 'context.timezone' },
    {
      wire: 'span.attributes.network.connection',
      becomes: 'properties.attributes.network.connection',
      category: 'user.device',
    },
    {
      wire: 'span.attributes.sentry.previous_trace',
      becomes: 'properties.attributes.sentry.previous_trace',
      category: 'user.unique_id.pseudonymous',
    },
    {
      wire: 'span.attributes.sentry.replay_id',
      becomes: 'properties.attributes.sentry.replay_id',
      category: 'user.unique_id.pseudonymous',
    },
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
