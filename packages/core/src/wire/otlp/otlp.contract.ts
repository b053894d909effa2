/** What the tests of OTLP share: requests of one kind of record. For tests alone. */
import type { Json, ReceivedEvent } from '../../event.ts';
import { readEvent } from '../wire.contract.ts';
import type { WireRequest } from '../wire.ts';
import {
  groupOf,
  JSON_TYPE,
  logTree,
  otlpRequest,
  PROTOBUF_TYPE,
  requestProtobuf,
  writeLog,
} from './trees.contract.ts';
import type { LogTree, Pair, Value } from './trees.contract.ts';

export const text = (value: string): Value => ({ kind: 'string', value });

/** Attributes of texts. */
export const pairs = (given: Readonly<Record<string, string>>): readonly Pair[] =>
  Object.entries(given).map(([key, value]) => [key, text(value)] as const);

/** A request of these log records in protobuf. */
export function logsOf(records: readonly LogTree[], resource: readonly Pair[] = []): WireRequest {
  return otlpRequest('/v1/logs', requestProtobuf([groupOf(records, resource)], writeLog), PROTOBUF_TYPE);
}

/** The event of one log record with nothing in it but what is given. */
export const eventOf = (parts: Partial<LogTree>, resource: readonly Pair[] = []): ReceivedEvent =>
  readEvent(logsOf([logTree(parts)], resource));

/** A request with this body in JSON. */
export function json(body: Json, path = '/v1/logs'): WireRequest {
  return otlpRequest(path, new TextEncoder().encode(JSON.stringify(body)), JSON_TYPE);
}

/** The body of these log records. */
export const logsJson = (...records: Json[]): Json => ({
  resourceLogs: [{ scopeLogs: [{ logRecords: records }] }],
});
