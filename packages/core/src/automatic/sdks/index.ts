/** The SDKs of the catalogue. A new one is a file here and a line below. */
import type { SdkEntry } from '../catalogue.ts';
import { exporterLogsOtlpHttp } from './opentelemetry-exporter-logs-otlp-http.ts';
import { exporterLogsOtlpProto } from './opentelemetry-exporter-logs-otlp-proto.ts';
import { exporterTraceOtlpHttp } from './opentelemetry-exporter-trace-otlp-http.ts';
import { exporterTraceOtlpProto } from './opentelemetry-exporter-trace-otlp-proto.ts';

/** In the order in which they are listed. */
export const SDKS: readonly SdkEntry[] = [
  exporterLogsOtlpHttp,
  exporterLogsOtlpProto,
  exporterTraceOtlpHttp,
  exporterTraceOtlpProto,
];
