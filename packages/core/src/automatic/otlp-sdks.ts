/**
 * What the OTLP exporters of JavaScript have in common. Read in @opentelemetry/{sdk-logs,sdk-trace} 3.1.1, resources 3.1.0
 * (dist/ResourceImpl.mjs, dist/detectors/platform/node), otlp-transformer and otlp-exporter-base 0.301.0, and in the
 * recordings under fixtures/decode/otlp.
 */
import type { AutomaticField, SideChannel } from './catalogue.ts';
import type { ContextPath } from './context-fields.ts';

const OPERATIONS = 'system.operations';
const PSEUDONYM = 'user.unique_id.pseudonymous';

/** An attribute of the resource that has no place of its own. */
function ofResource(name: string, category: AutomaticField['category'] = OPERATIONS): AutomaticField {
  return { wire: `resource.attributes.${name}`, becomes: `context.otlp.resource.${name}`, category };
}

/** An attribute of the resource that has one. */
function placed(name: string, becomes: `context.${ContextPath}`): AutomaticField {
  return { wire: `resource.attributes.${name}`, becomes };
}

/** What every resource has, and what the detectors of Node add where an app runs them. */
const RESOURCE_FIELDS: readonly AutomaticField[] = [
  placed('service.name', 'context.app.name'),
  placed('telemetry.sdk.name', 'context.library.name'),
  placed('telemetry.sdk.version', 'context.library.version'),
  ofResource('telemetry.sdk.language'),
  placed('host.name', 'context.server.host'),
  ofResource('host.arch'),
  ofResource('host.id', 'user.device.device_id'),
  ofResource('os.type', 'user.device'),
  placed('os.type', 'context.os.name'),
  placed('os.version', 'context.os.version'),
  placed('process.runtime.name', 'context.server.runtime'),
  placed('process.runtime.version', 'context.server.runtimeVersion'),
  ofResource('process.runtime.description'),
  ofResource('process.pid'),
  ofResource('process.executable.name'),
  ofResource('process.executable.path'),
  ofResource('process.command'),
  ofResource('process.command_args', 'system.authentication'),
  ofResource('process.owner', 'user.account.username'),
  ofResource('service.instance.id'),
  { wire: 'resource.schemaUrl', becomes: 'context.otlp.resource_schema_url', category: OPERATIONS },
  {
    wire: 'resource.droppedAttributesCount',
    becomes: 'context.otlp.resource_dropped_attributes_count',
    category: OPERATIONS,
  },
  { wire: 'scope.name', becomes: 'context.otlp.scope.name', category: OPERATIONS },
  { wire: 'scope.version', becomes: 'context.otlp.scope.version', category: OPERATIONS },
  { wire: 'scope.schemaUrl', becomes: 'context.otlp.scope.schema_url', category: OPERATIONS },
];

const RECORD_FIELDS: readonly AutomaticField[] = [
  { wire: 'traceId', becomes: 'context.trace.traceId' },
  { wire: 'spanId', becomes: 'context.trace.spanId' },
  { wire: 'flags', becomes: 'context.otlp.flags', category: OPERATIONS },
  { wire: 'droppedAttributesCount', becomes: 'context.otlp.dropped_attributes_count', category: OPERATIONS },
];

const EXCEPTION = { category: OPERATIONS } as const;

/** Everything that a log record has without its app having said it. */
export const LOG_FIELDS: readonly AutomaticField[] = [
  ...RESOURCE_FIELDS,
  ...RECORD_FIELDS,
  { wire: 'timeUnixNano', becomes: 'time', category: 'user.telemetry' },
  { wire: 'observedTimeUnixNano', becomes: 'context.otlp.observed_time', category: 'user.telemetry' },
  { wire: 'attributes.exception.type', becomes: 'properties.exception.type', ...EXCEPTION },
  {
    wire: 'attributes.exception.message',
    becomes: 'properties.exception.message',
    category: 'user.content.private',
  },
  { wire: 'attributes.exception.stacktrace', becomes: 'properties.exception.stacktrace', ...EXCEPTION },
];

/** Everything that a span has without its app having said it. */
export const SPAN_FIELDS: readonly AutomaticField[] = [
  ...RESOURCE_FIELDS,
  ...RECORD_FIELDS,
  { wire: 'traceId + spanId', becomes: 'id', category: PSEUDONYM },
  { wire: 'parentSpanId', becomes: 'context.otlp.parent_span_id', category: PSEUDONYM },
  { wire: 'traceState', becomes: 'context.otlp.trace_state', category: PSEUDONYM },
  { wire: 'kind', becomes: 'properties.kind', category: OPERATIONS },
  { wire: 'startTimeUnixNano', becomes: 'time', category: 'user.telemetry' },
  { wire: 'endTimeUnixNano', becomes: 'properties.duration_ms', category: 'user.telemetry' },
  { wire: 'status.code', becomes: 'properties.status.code', category: OPERATIONS },
  { wire: 'droppedEventsCount', becomes: 'context.otlp.dropped_events_count', category: OPERATIONS },
  { wire: 'droppedLinksCount', becomes: 'context.otlp.dropped_links_count', category: OPERATIONS },
  { wire: 'events[].timeUnixNano', becomes: 'properties.events[].offset_ms', category: 'user.telemetry' },
  {
    wire: 'events[].attributes.exception',
    becomes: 'properties.events[].attributes.exception',
    category: 'user.content.private',
  },
  { wire: 'links[].traceId', becomes: 'properties.links[].trace_id', category: PSEUDONYM },
  { wire: 'links[].spanId', becomes: 'properties.links[].span_id', category: PSEUDONYM },
  { wire: 'links[].flags', becomes: 'properties.links[].flags', category: OPERATIONS },
];

/** Where the other signals go when one variable points them all at the gateway. */
export const SIGNAL_CHANNELS: readonly SideChannel[] = [
  {
    asks: '/v1/metrics',
    what: 'diagnostics',
    treatment: 'refused',
    option: 'OTEL_METRICS_EXPORTER=none',
  },
  { asks: '/v1development/profiles', what: 'diagnostics', treatment: 'refused', option: null },
];

export const SHARED_NOTES: readonly string[] = [
  'The key may also come as `Authorization: Basic` of `key:` or as `x-headgate-key`; OTEL_EXPORTER_OTLP_HEADERS sets either without a change of code.',
  'The resource is described by the detectors that an app runs: `process.command_args` and `process.owner` of `processDetector` can hold credentials and a person’s name, so leave that detector out where the plan has no use for it.',
  'Consent has no word in OpenTelemetry: set the boolean attribute `headgate.consent.<category>` on the record or its resource.',
  'Dots in the keys of attributes are levels in the plan: `http.request.method` is `properties.http.request.method`.',
  'An exporter tries again for ten seconds at most; after that its batch is lost.',
];

/** The code that sends log records through this exporter. */
export function logsSnippet(exporterPackage: string, gateway: string): string {
  return `import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { OTLPLogExporter } from '${exporterPackage}';

const exporter = new OTLPLogExporter({
  url: '${gateway}/v1/logs',
  headers: { authorization: 'Bearer <write key>' },
});
const logs = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
logs.getLogger('shop').emit({ eventName: 'order.completed', attributes: { 'user.id': 'u-1' } });
`;
}

/** The code that sends spans through this exporter. */
export function tracesSnippet(exporterPackage: string, gateway: string): string {
  return `import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { OTLPTraceExporter } from '${exporterPackage}';

const exporter = new OTLPTraceExporter({
  url: '${gateway}/v1/traces',
  headers: { authorization: 'Bearer <write key>' },
});
const traces = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
traces.getTracer('shop').startSpan('checkout').end();
`;
}
