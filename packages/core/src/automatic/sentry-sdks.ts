/** What @sentry/node and @sentry/browser have in common, read in @sentry/core 11.12.0. */
import type { AutomaticField, SideChannel } from './catalogue.ts';

const OPERATIONS = 'system.operations';
const PSEUDONYM = 'user.unique_id.pseudonymous';
const DEVICE = 'user.device';

/** Fields of every SDK, by the item that carries them. */
export const SHARED_FIELDS: readonly AutomaticField[] = [
  { wire: 'event.event_id', becomes: 'id', category: PSEUDONYM },
  { wire: 'event.timestamp', becomes: 'time', category: 'user.telemetry' },
  { wire: 'event.level', becomes: 'properties.level', category: OPERATIONS },
  { wire: 'event.platform', becomes: 'properties.platform', category: OPERATIONS },
  { wire: 'event.environment', becomes: 'properties.environment', category: OPERATIONS },
  { wire: 'event.release', becomes: 'properties.release', category: OPERATIONS },
  { wire: 'event.exception', becomes: 'properties.exception', category: 'user.content' },
  { wire: 'event.breadcrumbs', becomes: 'properties.breadcrumbs', category: 'user.behavior' },
  { wire: 'event.sdk.name', becomes: 'context.library.name' },
  { wire: 'event.sdk.version', becomes: 'context.library.version' },
  { wire: 'event.sdk.packages', becomes: 'context.sentry.sdk.packages', category: OPERATIONS },
  { wire: 'event.sdk.integrations', becomes: 'context.sentry.sdk.integrations', category: OPERATIONS },
  { wire: 'event.sdk.settings.infer_ip', becomes: null, category: 'user.device.ip_address' },
  { wire: 'event.contexts.trace.trace_id', becomes: 'context.trace.traceId' },
  { wire: 'event.contexts.trace.span_id', becomes: 'context.trace.spanId' },
  { wire: 'event.contexts.culture.locale', becomes: 'context.locale' },
  { wire: 'event.contexts.culture.timezone', becomes: 'context.timezone' },
  { wire: 'envelope.trace', becomes: 'context.sentry.sampling', category: OPERATIONS },
  { wire: 'transaction.start_timestamp', becomes: 'properties.duration_ms', category: OPERATIONS },
  { wire: 'transaction.spans', becomes: 'properties.spans', category: 'user.behavior' },
  { wire: 'transaction.contexts.trace.op', becomes: 'properties.trace.op', category: OPERATIONS },
  { wire: 'log.severity_number', becomes: 'properties.severity_number', category: OPERATIONS },
  { wire: 'log.attributes.sentry.sdk.name', becomes: 'context.library.name' },
  { wire: 'log.attributes.sentry.sdk.version', becomes: 'context.library.version' },
  {
    wire: 'log.attributes.sentry.message',
    becomes: 'properties.attributes.sentry.message',
    category: 'user.content',
  },
  {
    wire: 'log.attributes.sentry.timestamp.sequence',
    becomes: 'properties.attributes.sentry.timestamp.sequence',
    category: OPERATIONS,
  },
  { wire: 'span.attributes.sentry.op', becomes: 'properties.attributes.sentry.op', category: OPERATIONS },
  {
    wire: 'span.attributes.sentry.origin',
    becomes: 'properties.attributes.sentry.origin',
    category: OPERATIONS,
  },
  {
    wire: 'span.attributes.sentry.segment',
    becomes: 'properties.attributes.sentry.segment',
    category: OPERATIONS,
  },
  {
    wire: 'span.attributes.url',
    becomes: 'properties.attributes.url',
    category: 'user.behavior.browsing_history',
  },
  { wire: 'span.attributes.device', becomes: 'properties.attributes.device', category: DEVICE },
  { wire: 'session.sid', becomes: 'context.sessionId' },
  { wire: 'session.did', becomes: 'userId', category: 'user.unique_id' },
  { wire: 'session.started', becomes: 'properties.elapsed_ms', category: 'user.telemetry' },
  { wire: 'session.status', becomes: 'properties.status', category: OPERATIONS },
  { wire: 'session.errors', becomes: 'properties.errors', category: OPERATIONS },
  { wire: 'session.attrs.ip_address', becomes: 'context.ip' },
  { wire: 'session.attrs.user_agent', becomes: 'context.userAgent' },
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
