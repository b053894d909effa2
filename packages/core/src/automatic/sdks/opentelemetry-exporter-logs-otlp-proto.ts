/** @opentelemetry/exporter-logs-otlp-proto. What it sends beyond what an app says is the same in both forms of OTLP: see ../otlp-sdks.ts. */
import type { SdkEntry } from '../catalogue.ts';
import { LOG_FIELDS, SHARED_NOTES, SIGNAL_CHANNELS, logsSnippet } from '../otlp-sdks.ts';

const PACKAGE = '@opentelemetry/exporter-logs-otlp-proto';

export const exporterLogsOtlpProto: SdkEntry = {
  package: PACKAGE,
  versions: '^0.301.0',
  runtime: 'node',
  protocol: 'otlp',
  automatic: LOG_FIELDS,
  sideChannels: SIGNAL_CHANNELS,
  snippet: (gateway) => logsSnippet(PACKAGE, gateway),
  notes: SHARED_NOTES,
};
