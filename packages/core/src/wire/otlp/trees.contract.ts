/** Telemetry as a tree, and both of its encodings. For tests alone. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Json } from '../../event.ts';
import { wireRequest } from '../wire.contract.ts';
import type { WireRequest } from '../wire.ts';

const { Varint, Bit64, Bit32, LengthDelimited } = WireType;

export type Value =
  | { readonly kind: 'none' }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'array'; readonly value: readonly Value[] }
  | { readonly kind: 'list'; readonly value: readonly Pair[] };
export type Pair = readonly [key: string, value: Value];

interface Part {
  readonly attributes: readonly Pair[];
  readonly dropped: number;
}

export interface LogTree extends Part {
  readonly time: bigint;
  readonly observed: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: Value;
  readonly flags: number;
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly eventName: string;
}

export interface SpanTree extends Part {
  readonly start: bigint;
  readonly end: bigint;
  readonly name: string;
  readonly kind: number;
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly traceState: string;
  readonly flags: number;
  readonly status: { readonly code: number; readonly message: string };
  readonly events: readonly (Part & { readonly name: string; readonly time: bigint })[];
  readonly links: readonly (Part & {
    readonly traceId: Uint8Array;
    readonly spanId: Uint8Array;
    readonly traceState: string;
    readonly flags: number;
  })[];
}

export interface Group<Tree> {
  readonly resource: Part;
  readonly schemaUrl: string;
  readonly scopes: readonly {
    readonly scope: Part & { readonly name: string; readonly version: string };
    readonly schemaUrl: string;
    readonly records: readonly Tree[];
  }[];
}

const string = (value: string): Value => ({ kind: 'string', value });

/** A log record with nothing in it but what is given. */
export function logTree(parts: Partial<LogTree> = {}): LogTree {
  return {
    attributes: [],
    dropped: 0,
    time: 1_768_471_200_001_000_000n,
    observed: 0n,
    severityNumber: 0,
    severityText: '',
    body: { kind: 'none' },
    flags: 0,
    traceId: new Uint8Array(0),
    spanId: new Uint8Array(0),
    eventName: '',
    ...parts,
  };
}

/** One resource named `shop` with one scope and these records. */
export function groupOf<Tree>(records: readonly Tree[], resource: readonly Pair[] = []): Group<Tree> {
  return {
    resource: { attributes: [['service.name', string('shop')], ...resource], dropped: 0 },
    schemaUrl: '',
    scopes: [{ scope: { name: 'scope', version: '', attributes: [], dropped: 0 }, schemaUrl: '', records }],
  };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function valueJson(value: Value): Json {
  switch (value.kind) {
    case 'none':
      return {};
    case 'string':
      return { stringValue: value.value };
    case 'bool':
      return { boolValue: value.value };
    case 'int':
      return { intValue: value.value.toString() };
    case 'double':
      return { doubleValue: Number.isFinite(value.value) ? value.value : String(value.value) };
    case 'bytes':
      return { bytesValue: Buffer.from(value.value).toString('base64') };
    case 'array':
      return { arrayValue: { values: value.value.map(valueJson) } };
    case 'list':
      return { kvlistValue: { values: pairsJson(value.value) } };
  }
}

const pairsJson = (pairs: readonly Pair[]): readonly Json[] =>
  pairs.map(([key, value]) => ({ key, value: valueJson(value) }));

const partJson = ({ attributes, dropped }: Part) => ({
  attributes: pairsJson(attributes),
  droppedAttributesCount: dropped,
});

export function logJson(log: LogTree): Json {
  return {
    ...partJson(log),
    timeUnixNano: log.time.toString(),
    observedTimeUnixNano: log.observed.toString(),
    severityNumber: log.severityNumber,
    severityText: log.severityText,
    body: valueJson(log.body),
    flags: log.flags,
    traceId: hexOf(log.traceId),
    spanId: hexOf(log.spanId).toUpperCase(),
    eventName: log.eventName,
  };
}

export function spanJson(span: SpanTree): Json {
  return {
    ...partJson(span),
    startTimeUnixNano: span.start.toString(),
    endTimeUnixNano: span.end.toString(),
    name: span.name,
    kind: span.kind,
    traceId: hexOf(span.traceId),
    spanId: hexOf(span.spanId),
    parentSpanId: hexOf(span.parentSpanId),
    traceState: span.traceState,
    flags: span.flags,
    status: { ...span.status },
    events: span.events.map((event) => ({
      ...partJson(event),
      name: event.name,
      timeUnixNano: event.time.toString(),
    })),
    links: span.links.map((link) => ({
      ...partJson(link),
      traceId: hexOf(link.traceId),
      spanId: hexOf(link.spanId),
      traceState: link.traceState,
      flags: link.flags,
    })),
  };
}

const NAMES = {
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
} as const;

/** The whole request in JSON. */
export function requestJson<Tree>(
  signal: keyof typeof NAMES,
  groups: readonly Group<Tree>[],
  record: (tree: Tree) => Json,
): Uint8Array {
  const [list, scopes, records] = NAMES[signal];
  const root = {
    [list]: groups.map((group) => ({
      resource: partJson(group.resource),
      schemaUrl: group.schemaUrl,
      [scopes]: group.scopes.map((each) => ({
        scope: { ...partJson(each.scope), name: each.scope.name, version: each.scope.version },
        schemaUrl: each.schemaUrl,
        [records]: each.records.map(record),
      })),
    })),
  };
  return new TextEncoder().encode(JSON.stringify(root));
}

function writeValue(writer: BinaryWriter, value: Value): void {
  switch (value.kind) {
    case 'none':
      return;
    case 'string':
      writer.tag(1, LengthDelimited).string(value.value);
      return;
    case 'bool':
      writer.tag(2, Varint).bool(value.value);
      return;
    case 'int':
      writer.tag(3, Varint).int64(value.value);
      return;
    case 'double':
      writer.tag(4, Bit64).double(value.value);
      return;
    case 'bytes':
      writer.tag(7, LengthDelimited).bytes(value.value);
      return;
    case 'array':
      writer.tag(5, LengthDelimited).fork();
      for (const each of value.value) {
        writer.tag(1, LengthDelimited).fork();
        writeValue(writer, each);
        writer.join();
      }
      writer.join();
      return;
    case 'list':
      writer.tag(6, LengthDelimited).fork();
      writePairs(writer, 1, value.value);
      writer.join();
  }
}

function writePairs(writer: BinaryWriter, field: number, pairs: readonly Pair[]): void {
  for (const [key, value] of pairs) {
    writer.tag(field, LengthDelimited).fork().tag(1, LengthDelimited).string(key);
    writer.tag(2, LengthDelimited).fork();
    writeValue(writer, value);
    writer.join().join();
  }
}

export function writeLog(writer: BinaryWriter, log: LogTree): void {
  writer.tag(1, Bit64).fixed64(log.time).tag(11, Bit64).fixed64(log.observed);
  writer.tag(2, Varint).uint32(log.severityNumber).tag(3, LengthDelimited).string(log.severityText);
  writer.tag(5, LengthDelimited).fork();
  writeValue(writer, log.body);
  writer.join();
  writePairs(writer, 6, log.attributes);
  writer.tag(7, Varint).uint32(log.dropped).tag(8, Bit32).fixed32(log.flags);
  writer.tag(9, LengthDelimited).bytes(log.traceId).tag(10, LengthDelimited).bytes(log.spanId);
  writer.tag(12, LengthDelimited).string(log.eventName);
}

export function writeSpan(writer: BinaryWriter, span: SpanTree): void {
  writer.tag(1, LengthDelimited).bytes(span.traceId).tag(2, LengthDelimited).bytes(span.spanId);
  writer.tag(3, LengthDelimited).string(span.traceState);
  writer.tag(4, LengthDelimited).bytes(span.parentSpanId);
  writer.tag(5, LengthDelimited).string(span.name).tag(6, Varint).uint32(span.kind);
  writer.tag(7, Bit64).fixed64(span.start).tag(8, Bit64).fixed64(span.end);
  writePairs(writer, 9, span.attributes);
  writer.tag(10, Varint).uint32(span.dropped);
  for (const event of span.events) {
    writer.tag(11, LengthDelimited).fork().tag(1, Bit64).fixed64(event.time);
    writer.tag(2, LengthDelimited).string(event.name);
    writePairs(writer, 3, event.attributes);
    writer.tag(4, Varint).uint32(event.dropped).join();
  }
  for (const link of span.links) {
    writer.tag(13, LengthDelimited).fork().tag(1, LengthDelimited).bytes(link.traceId);
    writer.tag(2, LengthDelimited).bytes(link.spanId).tag(3, LengthDelimited).string(link.traceState);
    writePairs(writer, 4, link.attributes);
    writer.tag(5, Varint).uint32(link.dropped).tag(6, Bit32).fixed32(link.flags).join();
  }
  writer.tag(15, LengthDelimited).fork().tag(2, LengthDelimited).string(span.status.message);
  writer.tag(3, Varint).uint32(span.status.code).join();
  writer.tag(16, Bit32).fixed32(span.flags);
}

/** The whole request in protobuf. What describes the records comes after them, which the encoding allows. */
export function requestProtobuf<Tree>(
  groups: readonly Group<Tree>[],
  record: (writer: BinaryWriter, tree: Tree) => void,
): Uint8Array {
  const writer = new BinaryWriter();
  for (const group of groups) {
    writer.tag(1, LengthDelimited).fork();
    for (const { scope, schemaUrl, records } of group.scopes) {
      writer.tag(2, LengthDelimited).fork();
      for (const each of records) {
        writer.tag(2, LengthDelimited).fork();
        record(writer, each);
        writer.join();
      }
      writer.tag(1, LengthDelimited).fork().tag(1, LengthDelimited).string(scope.name);
      writer.tag(2, LengthDelimited).string(scope.version);
      writePairs(writer, 3, scope.attributes);
      writer.tag(4, Varint).uint32(scope.dropped).join();
      writer.tag(3, LengthDelimited).string(schemaUrl).join();
    }
    writer.tag(1, LengthDelimited).fork();
    writePairs(writer, 1, group.resource.attributes);
    writer.tag(2, Varint).uint32(group.resource.dropped).join();
    writer.tag(3, LengthDelimited).string(group.schemaUrl).join();
  }
  return writer.finish();
}

export const JSON_TYPE = 'application/json';
export const PROTOBUF_TYPE = 'application/x-protobuf';

/** A request with this body, under the type that its form has. */
export function otlpRequest(path: string, bytes: Uint8Array, contentType: string): WireRequest {
  const headers = { 'content-type': contentType, authorization: 'Bearer write-key' };
  return wireRequest({ path, headers, bytes });
}
