/** @sentry/node. Read in 11.12.0: sdk/index.js (default integrations), integrations/*.js, and recordings under fixtures/decode/sentry. */
import type { AutomaticField, SdkEntry } from '../catalogue.ts';
import {
  COLLECT_LITTLE,
  dsnAt,
  errorFields,
  eventFields,
  kept,
  SAMPLING_FIELDS,
  SESSION_FIELDS,
  SHARED_CHANNELS,
  SHARED_FIELDS,
  SHARED_NOTES,
  SPAN_FIELDS,
} from '../sentry-sdks.ts';
import { sometimes } from '../sometimes.ts';

const OPERATIONS = 'system.operations';

/** Of an event: the machine that the app runs on, and what runs it. */
function machineFields(type: string): readonly AutomaticField[] {
  return [
    { wire: `${type}.server_name`, becomes: 'context.server.host' },
    { wire: `${type}.contexts.os.name`, becomes: 'context.os.name' },
    { wire: `${type}.contexts.os.version`, becomes: 'context.os.version' },
    { wire: `${type}.contexts.runtime.name`, becomes: 'context.server.runtime' },
    { wire: `${type}.contexts.runtime.version`, becomes: 'context.server.runtimeVersion' },
    ...kept(type, 'context.sentry', OPERATIONS, [
      'contexts.os.kernel_version',
      ...['app_memory', 'app_start_time', 'free_memory'].map((word) => `contexts.app.${word}`),
      ...[
        'arch',
        'boot_time',
        'cpu_description',
        'free_memory',
        'memory_size',
        'processor_count',
        'processor_frequency',
      ].map((word) => `contexts.device.${word}`),
    ]),
    // Empty on a machine of nobody's cloud.
    { wire: `${type}.contexts.cloud_resource`, becomes: null, category: OPERATIONS },
    ...sometimes('it runs in a cloud', [
      {
        wire: `${type}.contexts.cloud_resource.*`,
        becomes: 'context.sentry.contexts.cloud_resource.*',
        category: OPERATIONS,
        namedBy: 'the semantic conventions of OpenTelemetry for clouds',
      },
    ]),
    {
      wire: `${type}.modules.*`,
      becomes: 'context.sentry.modules.*',
      category: OPERATIONS,
      namedBy: 'the packages that the app depends on',
    },
  ];
}

/** Of an event within a request that the app serves. */
const REQUEST = sometimes('the app serves a request', [
  { wire: 'event.request.url', becomes: 'context.page.url' },
  { wire: 'event.request.headers.user-agent', becomes: 'context.userAgent' },
  { wire: 'event.request.headers.referer', becomes: 'context.page.referrer' },
  {
    wire: 'event.request.*',
    becomes: 'context.sentry.request.*',
    category: 'user.content.private',
    namedBy: 'whoever made the request: its headers, cookies, query and body',
  },
  { wire: 'event.user.ip_address', becomes: 'context.ip' },
  { wire: 'event.transaction', becomes: 'properties.transaction', category: 'user.behavior' },
  {
    wire: 'span.attributes.http.request.header.*',
    becomes: 'properties.attributes.http.request.header.*',
    category: 'user.content.private',
    namedBy: 'whoever made the request',
  },
  {
    wire: 'span.attributes.client.address',
    becomes: 'properties.attributes.client.address',
    category: 'user.device.ip_address',
  },
  { wire: 'span.attributes.user_agent.original', becomes: 'context.userAgent' },
  {
    wire: 'sessions.aggregates[].*',
    becomes: 'properties.aggregates[].*',
    category: 'user.telemetry',
    namedBy: 'the outcomes that were counted',
  },
]);

export const sentryNode: SdkEntry = {
  package: '@sentry/node',
  versions: '^11.12.0',
  runtime: 'node',
  protocol: 'sentry',
  automatic: [
    ...SHARED_FIELDS,
    ...machineFields('event'),
    ...errorFields(
      ['context_line', 'module', 'post_context[]', 'pre_context[]'].map(
        (word) => `stacktrace.frames[].${word}`,
      ),
    ),
    ...eventFields('feedback'),
    ...machineFields('feedback'),
    { wire: 'feedback.type', becomes: 'name', category: OPERATIONS },
    ...kept('check_in', 'properties', OPERATIONS, ['check_in_id']),
    { wire: 'check_in.contexts.trace.trace_id', becomes: 'context.trace.traceId' },
    { wire: 'check_in.contexts.trace.span_id', becomes: 'context.trace.spanId' },
    { wire: 'log.attributes.server.address', becomes: 'context.server.host' },
    ...SAMPLING_FIELDS,
    ...SPAN_FIELDS,
    ...kept('span', 'properties', OPERATIONS, [
      ...['free_memory', 'memory', 'start_time'].map((word) => `attributes.app.${word}`),
      ...[
        'archs[]',
        'boot_time',
        'cpu_description',
        'free_memory',
        'memory_size',
        'processor_count',
        'processor_frequency',
      ].map((word) => `attributes.device.${word}`),
      ...['process.runtime.engine.name', 'process.runtime.engine.version'].map(
        (word) => `attributes.${word}`,
      ),
    ]),
    ...sometimes('the machine was looked at before the span ended', [
      { wire: 'span.attributes.os.name', becomes: 'context.os.name' },
      { wire: 'span.attributes.os.version', becomes: 'context.os.version' },
      ...kept('span', 'properties', OPERATIONS, ['attributes.os.kernel_version']),
    ]),
    ...REQUEST,
    ...sometimes('`sendSession` is called', SESSION_FIELDS),
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
