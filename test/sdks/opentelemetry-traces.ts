/** The two packages that export spans: one as JSON, one as protobuf. */
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { collectErrors, exporterConfig } from './opentelemetry-logs.ts';
import type { RunningSdk, SdkTask } from './sdk.ts';

export function startJsonTraces(task: SdkTask): RunningSdk {
  return startTraces(new JsonExporter(exporterConfig(task, 'traces')));
}

export function startProtoTraces(task: SdkTask): RunningSdk {
  return startTraces(new ProtoExporter(exporterConfig(task, 'traces')));
}

function startTraces(exporter: SpanExporter): RunningSdk {
  const failures = collectErrors();
  const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
  const tracer = provider.getTracer('shop', '1.0.0');
  return {
    act: ({ userId, anonymousId, text }) => {
      const attributes = { 'user.id': userId, 'session.id': anonymousId, text, list: [text] };
      const span = tracer.startSpan('Order Completed', { kind: SpanKind.SERVER, attributes });
      span.addEvent('basket filled', { text });
      span.recordException(new Error(text));
      span.setStatus({ code: SpanStatusCode.ERROR, message: text });
      tracer.startSpan('Unplanned Event', { attributes, links: [{ context: span.spanContext() }] }).end();
      span.end();
    },
    track: (events) => {
      for (const { name, number, person, padding } of events) {
        const attributes = {
          'user.id': person,
          sequence: number,
          ...(padding && { padding }),
        };
        tracer.startSpan(name, { attributes }).end();
      }
    },
    flush: async () => {
      await provider.forceFlush().catch((error: unknown) => failures.push(String(error)));
      return failures;
    },
  };
}
