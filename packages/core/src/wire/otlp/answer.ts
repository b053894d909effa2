/**
 * OTLP's answers, in the form of the request (https://opentelemetry.io/docs/specs/otlp/#otlphttp-response): an empty
 * export response, one that says how many records were rejected, or a `google.rpc.Status`.
 *
 * Exporters try again after 429, 502, 503 and 504 alone, so what may pass is answered with one of these
 * (@opentelemetry/otlp-exporter-base 0.301.0, dist/is-export-retryable.mjs).
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Json } from '../../event.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Refusal, WireRequest } from '../wire.ts';
import { formOf } from './form.ts';
import type { Signal } from './message.ts';

/** What is said of rejected records; of no record in particular, since their content must not come back. */
const REJECTED = 'Records were malformed: a wrong type, an invalid id, or a key that comes twice.';

/** Success. Records that are malformed are counted; those that the plan drops are not, they were accepted. */
export function accepted(request: WireRequest, messages: readonly Json[], signal: Signal): Answer {
  const rejected = messages.reduce<number>((count, message) => (message === null ? count + 1 : count), 0);
  if (formOf(request) === 'json') {
    const name = signal === 'logs' ? 'rejectedLogRecords' : 'rejectedSpans';
    // int64 is text in the JSON mapping.
    const partialSuccess = { [name]: String(rejected), errorMessage: REJECTED };
    return jsonAnswer(200, rejected === 0 ? '{}' : JSON.stringify({ partialSuccess }));
  }
  const writer = new BinaryWriter();
  if (rejected > 0) {
    // The field numbers are the same for both signals: collector/{logs,trace}/v1/*_service.proto.
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(rejected);
    writer.tag(2, WireType.LengthDelimited).string(REJECTED).join();
  }
  return { status: 200, contentType: PROTOBUF, body: writer.finish() };
}

/** A refusal as google.rpc.Status (https://github.com/googleapis/googleapis, google/rpc/status.proto: 1 code, 2 message). */
export function refused(request: WireRequest, refusal: Refusal): Answer {
  const { status, code } = STATUSES[refusal];
  const { meaning } = REFUSALS[refusal];
  if (formOf(request) === 'json') return jsonAnswer(status, JSON.stringify({ code, message: meaning }));
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int32(code).tag(2, WireType.LengthDelimited).string(meaning);
  return { status, contentType: PROTOBUF, body: writer.finish() };
}

const PROTOBUF = 'application/x-protobuf';

function jsonAnswer(status: number, body: string): Answer {
  return { status, contentType: 'application/json', body };
}

/** Codes of google/rpc/code.proto. */
const INVALID_ARGUMENT = 3;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

/**
 * Statuses of `REFUSALS`, but for two that exporters would take for final: a body that came too slowly, and a failure of
 * the gateway's own.
 */
const STATUSES: Readonly<Record<Refusal, { readonly status: number; readonly code: number }>> = {
  'bad-key': { status: 401, code: UNAUTHENTICATED },
  'bad-origin': { status: 403, code: PERMISSION_DENIED },
  'bad-json': { status: 400, code: INVALID_ARGUMENT },
  'bad-shape': { status: 400, code: INVALID_ARGUMENT },
  'bad-encoding': { status: 400, code: INVALID_ARGUMENT },
  'too-deep': { status: 400, code: INVALID_ARGUMENT },
  'too-many-events': { status: 413, code: INVALID_ARGUMENT },
  'too-large': { status: 413, code: INVALID_ARGUMENT },
  'too-slow': { status: 503, code: UNAVAILABLE },
  'too-fast': { status: 429, code: RESOURCE_EXHAUSTED },
  full: { status: 503, code: UNAVAILABLE },
  internal: { status: 503, code: UNAVAILABLE },
};
