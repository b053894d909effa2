/** @opentelemetry/exporter-trace-otlp-http. What it sends beyond what an app says is the same in both forms of OTLP: see ../otlp-sdks.ts. */
import type { SdkEntry } from '../catalogue.ts';
import { SPAN_FIELDS, SHARED_NOTES, SIGNAL_CHANNELS, tracesSnippet } from '../otlp-sdks.ts';

const PACKAGE = '@opentelemetry/exporter-trace-otlp-http';

export const exporterTraceOtlpHttp: SdkEntry = {
  package: PACKAGE,
  versions: '^0.301.0',
  runtime: 'node',
  protocol: 'otlp',
  automatic: SPAN_FIELDS,
  sideChannels: SIGNAL_CHANNELS,
  snippet: (gateway) => tracesSnippet(PACKAGE, gateway),
  notes: SHARED_NOTES,
};
