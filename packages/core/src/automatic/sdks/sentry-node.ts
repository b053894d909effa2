/** @sentry/node. Read in 11.12.0: sdk/index.js (default integrations), integrations/*.js, and recordings under fixtures/decode/sentry. */
import type { SdkEntry } from '../catalogue.ts';
import { COLLECT_LITTLE, dsnAt, SHARED_CHANNELS, SHARED_FIELDS, SHARED_NOTES } from '../sentry-sdks.ts';

const OPERATIONS = 'system.operations';

export const sentryNode: SdkEntry = {
  package: '@sentry/node',
  versions: '^11.12.0',
  runtime: 'node',
  protocol: 'sentry',
  automatic: [
    ...SHARED_FIELDS,
    { wire: 'event.server_name', becomes: 'context.server.host' },
    { wire: 'event.contexts.os.name', becomes: 'context.os.name' },
    { wire: 'event.contexts.os.version', becomes: 'context.os.version' },
    { wire: 'event.contexts.runtime.name', becomes: 'context.server.runtime' },
    { wire: 'event.contexts.runtime.version', becomes: 'context.server.runtimeVersion' },
    { wire: 'event.contexts.app', becomes: 'context.sentry.contexts.app', category: OPERATIONS },
    { wire: 'event.contexts.device', becomes: 'context.sentry.contexts.device', category: OPERATIONS },
    {
      wire: 'event.contexts.cloud_resource',
      becomes: 'context.sentry.contexts.cloud_resource',
      category: OPERATIONS,
    },
    { wire: 'event.modules', becomes: 'context.sentry.modules', category: OPERATIONS },
    { wire: 'event.request.url', becomes: 'context.page.url' },
    { wire: 'event.request.headers.user-agent', becomes: 'context.userAgent' },
    { wire: 'event.request.headers.referer', becomes: 'context.page.referrer' },
    { wire: 'event.request', becomes: 'context.sentry.request', category: 'user.content.private' },
    { wire: 'event.user.ip_address', becomes: 'context.ip' },
    { wire: 'event.transaction', becomes: 'properties.transaction', category: 'user.behavior' },
    { wire: 'log.attributes.server.address', becomes: 'context.server.host' },
    {
      wire: 'span.attributes.http.request.header',
      becomes: 'properties.attributes.http.request.header',
      category: 'user.content.private',
    },
    {
      wire: 'span.attributes.client.address',
      becomes: 'properties.attributes.client.address',
      category: 'user.device.ip_address',
    },
    { wire: 'span.attributes.user_agent.original', becomes: 'context.userAgent' },
    { wire: 'sessions.aggregates', becomes: 'properties.aggregates', category: 'user.telemetry' },
  ],
  sideChannels: [
    ...SHARED_CHANNELS,
    {
      asks: 'http://localhost:8969/stream',
      what: 'diagnostics',
      treatment: 'elsewhere',
      option: 'spotlight: false',
    },
  ],
  snippet: (gateway) => `import * as Sentry from '@sentry/node';

Sentry.init({
  dsn: '${dsnAt(gateway)}',
  sendClientReports: false,
  spotlight: false,
  ${COLLECT_LITTLE}
});
`,
  notes: [
    ...SHARED_NOTES,
    'Frames carry paths of the machine that runs the app; `rewriteFramesIntegration()` turns them into `app:///` addresses, which the plan of fixtures/plan/good-sentry takes.',
    'The key stands in the query of each request, so proxies before the gateway should not log addresses.',
    'Bodies over 32 KB are gzipped.',
  ],
};
