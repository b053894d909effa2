/** What @sentry/node and @sentry/browser have in common, read in @sentry/core 11.12.0. */
import type { AutomaticField, SideChannel } from './catalogue.ts';
import { sometimes } from './sometimes.ts';

const OPERATIONS = 'system.operations';
const PSEUDONYM = 'user.unique_id.pseudonymous';

/** An error of the app: what an SDK knows of it beside its message. */
const ERROR_PARTS: readonly string[] = [
  'type',
  'mechanism.handled',
  'mechanism.synthetic',
  'mechanism.type',
  ...['colno', 'filename', 'function', 'in_app', 'lineno'].map((word) => `stacktrace.frames[].${word}`),
];

/** Parts of `exception.values[]` that an SDK adds. */
export function errorFields(parts: readonly string[]): readonly AutomaticField[] {
  return parts.map((part) => ({
    wire: `event.exception.values[].${part}`,
    becomes: `properties.exception.values[].${part}` as const,
    category: 'user.content',
  }));
}

/** What stands in an item of this type, and in the same place among the event's properties or in `context.sentry`. */
export function kept(
  type: string,
  to: 'properties' | 'context.sentry',
  category: NonNullable<AutomaticField['category']>,
  paths: readonly string[],
): readonly AutomaticField[] {
  return paths.map((path) => ({ wire: `${type}.${path}`, becomes: `${to}.${path}` as const, category }));
}

/** Of an item that is an event: an error, a message, feedback or a transaction. */
export function eventFields(type: string): readonly AutomaticField[] {
  return [
    { wire: `${type}.event_id`, becomes: 'id', category: PSEUDONYM },
    { wire: `${type}.timestamp`, becomes: 'time', category: 'user.telemetry' },
    ...kept(type, 'properties', OPERATIONS, ['level', 'platform', 'environment']),
    ...sometimes('`release` is set or SENTRY_RELEASE', kept(type, 'properties', OPERATIONS, ['release'])),
    { wire: `${type}.sdk.name`, becomes: 'context.library.name' },
    { wire: `${type}.sdk.version`, becomes: 'context.library.version' },
    ...kept(type, 'context.sentry', OPERATIONS, [
      'sdk.packages[].name',
      'sdk.packages[].version',
      'sdk.integrations[]',
    ]),
    { wire: `${type}.contexts.trace.trace_id`, becomes: 'context.trace.traceId' },
    { wire: `${type}.contexts.trace.span_id`, becomes: 'context.trace.spanId' },
    ...sometimes('a span is active', [
      {
        wire: `${type}.contexts.trace.parent_span_id`,
        becomes: 'properties.trace.parent_span_id',
        category: PSEUDONYM,
      },
    ]),
    { wire: `${type}.contexts.culture.locale`, becomes: 'context.locale' },
    { wire: `${type}.contexts.culture.timezone`, becomes: 'context.timezone' },
    {
      wire: `${type}.breadcrumbs[].timestamp`,
      becomes: 'properties.breadcrumbs[].offset_ms',
      category: 'user.behavior',
      readAs: 'milliseconds since the event',
    },
  ];
}

const ENVELOPE: readonly AutomaticField[] = [
  { wire: 'envelope.sdk.name', becomes: 'context.library.name' },
  { wire: 'envelope.sdk.version', becomes: 'context.library.version' },
  { wire: 'envelope.trace.trace_id', becomes: 'context.trace.traceId' },
  {
    wire: 'envelope.trace.environment',
    becomes: 'context.sentry.sampling.environment',
    category: OPERATIONS,
  },
  { wire: 'envelope.trace.public_key', becomes: null, category: 'system.authentication' },
];

const LOGS: readonly AutomaticField[] = [
  { wire: 'log.timestamp', becomes: 'time', category: 'user.telemetry' },
  { wire: 'log.trace_id', becomes: 'context.trace.traceId' },
  ...kept('log', 'properties', OPERATIONS, [
    'level',
    'severity_number',
    'attributes.sentry.timestamp.sequence',
  ]),
  { wire: 'log.attributes.sentry.sdk.name', becomes: 'context.library.name' },
  { wire: 'log.attributes.sentry.sdk.version', becomes: 'context.library.version' },
  ...sometimes('the text is a template', [
    {
      wire: 'log.attributes.sentry.message.template',
      becomes: 'properties.attributes.sentry.message.template',
      category: 'user.content',
    },
  ]),
];

/** A transaction is what a trace was before it was sent span by span. */
const TRANSACTIONS = sometimes('`traceLifecycle` is `static`', [
  ...eventFields('transaction'),
  {
    wire: 'transaction.start_timestamp',
    becomes: 'properties.duration_ms',
    category: OPERATIONS,
    readAs: 'milliseconds from start to end',
  },
  {
    wire: 'transaction.spans.*',
    becomes: 'properties.spans.*',
    category: 'user.behavior',
    namedBy: 'what was measured',
  },
  { wire: 'transaction.contexts.trace.op', becomes: 'properties.trace.op', category: OPERATIONS },
]);

/** Every SDK's, but for spans and sessions. */
export const SHARED_FIELDS: readonly AutomaticField[] = [
  ...ENVELOPE,
  ...eventFields('event'),
  ...errorFields(ERROR_PARTS),
  ...LOGS,
  ...TRANSACTIONS,
];

/** Of a span. */
export const SPAN_FIELDS: readonly AutomaticField[] = [
  { wire: 'span.end_timestamp', becomes: 'time', category: 'user.telemetry' },
  {
    wire: 'span.start_timestamp',
    becomes: 'properties.duration_ms',
    category: 'user.telemetry',
    readAs: 'milliseconds to the end',
  },
  { wire: 'span.trace_id', becomes: 'context.trace.traceId' },
  { wire: 'span.span_id', becomes: 'context.trace.spanId' },
  ...kept('span', 'properties', PSEUDONYM, ['parent_span_id', 'attributes.sentry.segment.id']),
  ...kept('span', 'properties', OPERATIONS, [
    'is_segment',
    'status',
    'attributes.sentry.origin',
    'attributes.sentry.is_localhost',
    'attributes.sentry.sample_rate',
    'attributes.sentry.sdk.integrations[]',
    'attributes.sentry.trace_lifecycle',
  ]),
  ...sometimes(
    'an integration made the span',
    kept('span', 'properties', OPERATIONS, ['attributes.sentry.op']),
  ),
  {
    wire: 'span.attributes.sentry.segment.name.source',
    becomes: 'properties.attributes.sentry.segment.name%2Esource',
    category: OPERATIONS,
  },
  { wire: 'span.attributes.sentry.environment', becomes: 'properties.environment', category: OPERATIONS },
  { wire: 'span.attributes.sentry.sdk.name', becomes: 'context.library.name' },
  { wire: 'span.attributes.sentry.sdk.version', becomes: 'context.library.version' },
  { wire: 'span.attributes.culture.locale', becomes: 'context.locale' },
  { wire: 'span.attributes.culture.timezone', becomes: 'context.timezone' },
];

/** Of a trace that is sampled. */
export const SAMPLING_FIELDS: readonly AutomaticField[] = ['sample_rand', 'sample_rate', 'sampled'].map(
  (word) => ({
    wire: `envelope.trace.${word}`,
    becomes: `context.sentry.sampling.${word}` as const,
    category: OPERATIONS,
  }),
);

/** Of a session. */
export const SESSION_FIELDS: readonly AutomaticField[] = [
  { wire: 'session.sid', becomes: 'context.sessionId' },
  { wire: 'session.did', becomes: 'userId', category: 'user.unique_id' },
  {
    wire: 'session.started',
    becomes: 'properties.elapsed_ms',
    category: 'user.telemetry',
    readAs: 'milliseconds since the start',
  },
  ...kept('session', 'properties', OPERATIONS, ['status', 'errors']),
  { wire: 'session.attrs.user_agent', becomes: 'context.userAgent' },
  // `{{auto}}`, which asks for the address of the connection and is none.
  { wire: 'session.attrs.ip_address', becomes: null, category: 'user.device.ip_address' },
];

/** Sides of every SDK. */
export const SHARED_CHANNELS: readonly SideChannel[] = [
  {
    asks: '/api/<project>/envelope (client_report)',
    what: 'diagnostics',
    treatment: 'answered',
    option: 'sendClientReports: false',
  },
  {
    asks: '/api/<project>/envelope (profile, profile_chunk, attachment)',
    what: 'diagnostics',
    treatment: 'refused',
    option: 'profilesSampleRate: 0',
  },
];

/** What `dataCollection` must say for an SDK of version 11 to send less than everything. */
export const COLLECT_LITTLE = `dataCollection: {
    userInfo: false,
    cookies: false,
    httpHeaders: false,
    httpBodies: [],
    urlQueryParams: false,
    graphQL: { document: false, variables: false },
    genAI: { inputs: false, outputs: false },
    mcp: { inputs: false, outputs: false },
    databaseQueryData: false,
    queues: false,
    stackFrameVariables: false,
    frameContextLines: 0,
  },`;

/** What users of every SDK should know. */
export const SHARED_NOTES: readonly string[] = [
  'Sessions, logs, metrics, spans, check-ins and feedback are events like errors: what the plan does not name goes nowhere.',
  'Version 11 collects everything by default: user, cookies, headers, bodies, query parameters, local variables, source lines; `sendDefaultPii` is gone, and `dataCollection` turns each off.',
  'It never tries a request again: what the gateway refuses is lost, and after 429, or any answer with Retry-After, it drops what comes until that time is over.',
  'It adds the headers `sentry-trace` and `baggage` (release, environment, public key, transaction) to calls of the app that `tracePropagationTargets` allows; those go past the gateway.',
  'Source maps are uploaded to Sentry by the build plugins under a token of their own, past the gateway.',
  'Consent is given as a context, `Sentry.setContext("consent", { categoryPreferences: { analytics: true } })`, and for logs, metrics and spans as attributes `consent.<category>`; sessions and check-ins have no place for it.',
];

/** A DSN that names the gateway; key and project are the reader's. */
export function dsnAt(gateway: string): string {
  return `${gateway.replace('://', '://<write key>@')}/1`;
}
