/** The two packages that export log records: one as JSON, one as protobuf. */
import { DiagLogLevel, SeverityNumber, diag } from '@opentelemetry/api';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { RunningSdk, SdkTask } from './sdk.ts';

export function startJsonLogs(task: SdkTask): RunningSdk {
  return startLogs(new JsonExporter(exporterConfig(task, 'logs')));
}

export function startProtoLogs(task: SdkTask): RunningSdk {
  return startLogs(new ProtoExporter(exporterConfig(task, 'logs')));
}

/** The write key goes where OTLP has any credentials: in a header that the app names. */
export function exporterConfig(
  { gateway, key }: SdkTask,
  signal: 'logs' | 'traces',
): { readonly url: string; readonly headers: Record<string, string> } {
  return { url: `${gateway}/v1/${signal}`, headers: { authorization: `Bearer ${key}` } };
}

function ignore(): void {}

/** Exporters report what they could not send to the logger of the API, and to nobody else. */
export function collectErrors(): string[] {
  const failures: string[] = [];
  const take = (...given: readonly unknown[]): void => void failures.push(given.map(String).join(' '));
  diag.setLogger(
    { error: take, warn: take, info: ignore, debug: ignore, verbose: ignore },
    DiagLogLevel.WARN,
  );
  return failures;
}

function startLogs(exporter: LogRecordExporter): RunningSdk {
  const failures = collectErrors();
  const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
  const logger = provider.getLogger('shop', '1.0.0');
  return {
    act: ({ userId, anonymousId, text }) => {
      const attributes = { 'user.id': userId, 'session.id': anonymousId, text, list: [text] };
      logger.emit({ eventName: 'Order Completed', attributes, body: text });
      logger.emit({ eventName: 'Unplanned Event', attributes });
      logger.emit({
        severityNumber: SeverityNumber.ERROR,
        severityText: 'ERROR',
        body: { text },
        attributes,
      });
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        const attributes = {
          'user.id': person,
          sequence: number,
          ...(padding && { padding }),
        };
        logger.emit({ eventName: name, attributes });
      }
    },
    flush: async () => {
      await provider.forceFlush().catch((error: unknown) => failures.push(String(error)));
      return failures;
    },
  };
}
