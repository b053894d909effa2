/**
 * OTLP requests in protobuf as plain trees, in both directions. Fields: opentelemetry-proto v1.7.0,
 * opentelemetry/proto/{logs,trace,common,resource}/v1/*.proto (https://github.com/open-telemetry/opentelemetry-proto).
 * What a tree holds that its field cannot hold is written all the same, with the wire type of a text.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Json, JsonObject } from '@headgate/core';
import { isJsonArray, isJsonObject } from '@headgate/core';

const { Varint, Bit64, Bit32, LengthDelimited } = WireType;

type Scalar = 'text' | 'bytes' | 'boolean' | 'uint32' | 'int64' | 'fixed64' | 'fixed32' | 'double';
interface Field {
  readonly number: number;
  readonly type: Scalar | (() => Message);
  readonly repeated?: boolean;
}
type Message = Readonly<Record<string, Field>>;

const one = (number: number, type: Field['type']): Field => ({ number, type });
const many = (number: number, type: () => Message): Field => ({ number, type, repeated: true });

const VALUE: Message = {
  stringValue: one(1, 'text'),
  boolValue: one(2, 'boolean'),
  intValue: one(3, 'int64'),
  doubleValue: one(4, 'double'),
  arrayValue: one(5, () => ({ values: many(1, () => VALUE) })),
  kvlistValue: one(6, () => ({ values: many(1, () => PAIR) })),
  bytesValue: one(7, 'bytes'),
};
const PAIR: Message = { key: one(1, 'text'), value: one(2, () => VALUE) };
const RESOURCE: Message = { attributes: many(1, () => PAIR), droppedAttributesCount: one(2, 'uint32') };
const SCOPE: Message = {
  name: one(1, 'text'),
  version: one(2, 'text'),
  attributes: many(3, () => PAIR),
  droppedAttributesCount: one(4, 'uint32'),
};
const LOG: Message = {
  timeUnixNano: one(1, 'fixed64'),
  severityNumber: one(2, 'uint32'),
  severityText: one(3, 'text'),
  body: one(5, () => VALUE),
  attributes: many(6, () => PAIR),
  droppedAttributesCount: one(7, 'uint32'),
  flags: one(8, 'fixed32'),
  traceId: one(9, 'bytes'),
  spanId: one(10, 'bytes'),
  observedTimeUnixNano: one(11, 'fixed64'),
  eventName: one(12, 'text'),
};
const SPAN_EVENT: Message = {
  timeUnixNano: one(1, 'fixed64'),
  name: one(2, 'text'),
  attributes: many(3, () => PAIR),
  droppedAttributesCount: one(4, 'uint32'),
};
const LINK: Message = {
  traceId: one(1, 'bytes'),
  spanId: one(2, 'bytes'),
  traceState: one(3, 'text'),
  attributes: many(4, () => PAIR),
  droppedAttributesCount: one(5, 'uint32'),
  flags: one(6, 'fixed32'),
};
const SPAN: Message = {
  traceId: one(1, 'bytes'),
  spanId: one(2, 'bytes'),
  traceState: one(3, 'text'),
  parentSpanId: one(4, 'bytes'),
  name: one(5, 'text'),
  kind: one(6, 'uint32'),
  startTimeUnixNano: one(7, 'fixed64'),
  endTimeUnixNano: one(8, 'fixed64'),
  attributes: many(9, () => PAIR),
  droppedAttributesCount: one(10, 'uint32'),
  events: many(11, () => SPAN_EVENT),
  droppedEventsCount: one(12, 'uint32'),
  links: many(13, () => LINK),
  droppedLinksCount: one(14, 'uint32'),
  status: one(15, () => ({ message: one(2, 'text'), code: one(3, 'uint32') })),
  flags: one(16, 'fixed32'),
};

function requestOf(record: Message): Message {
  const scoped: Message = {
    scope: one(1, () => SCOPE),
    records: many(2, () => record),
    schemaUrl: one(3, 'text'),
  };
  const group: Message = {
    resource: one(1, () => RESOURCE),
    scoped: many(2, () => scoped),
    schemaUrl: one(3, 'text'),
  };
  return { groups: many(1, () => group) };
}

const REQUESTS: Readonly<Record<string, Message>> = {
  '/v1/logs': requestOf(LOG),
  '/v1/traces': requestOf(SPAN),
};

/** What a recorded request holds. Throws where the tables above do not know a field. */
export function readOtlp(path: string, bytes: Uint8Array): JsonObject {
  return readMessage(new BinaryReader(bytes), bytes.length, REQUESTS[path] ?? {});
}

function readMessage(reader: BinaryReader, end: number, message: Message): JsonObject {
  const tree: Record<string, Json> = {};
  while (reader.pos < end) {
    const [number] = reader.tag();
    const [name, field] = Object.entries(message).find(([, each]) => each.number === number) ?? [];
    if (name === undefined || field === undefined) throw new Error(`no field ${number}`);
    const value = readField(reader, field);
    const before = tree[name];
    tree[name] = field.repeated === true ? [...(isJsonArray(before) ? before : []), value] : value;
  }
  return tree;
}

function readField(reader: BinaryReader, { type }: Field): Json {
  if (typeof type !== 'string') {
    const length = reader.uint32();
    return readMessage(reader, reader.pos + length, type());
  }
  switch (type) {
    case 'text':
      return reader.string();
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('hex');
    case 'boolean':
      return reader.bool();
    case 'double':
      return reader.double();
    case 'uint32':
      return reader.uint32();
    case 'fixed32':
      return reader.fixed32();
    case 'int64':
    case 'fixed64':
      return String(type === 'int64' ? reader.int64() : reader.fixed64());
  }
}

/** The tree in protobuf. Keys that no field has become fields of an unknown number, the key as a text and the value behind it. */
export function writeOtlp(path: string, tree: Json): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, tree, REQUESTS[path] ?? {});
  return writer.finish();
}

const UNKNOWN_FIELD = 99;

function writeMessage(writer: BinaryWriter, tree: Json, message: Message): void {
  if (!isJsonObject(tree)) return;
  for (const [name, value] of Object.entries(tree)) {
    const field = Object.hasOwn(message, name) ? message[name] : undefined;
    if (field === undefined) {
      for (const text of [name, textOf(value)]) writer.tag(UNKNOWN_FIELD, LengthDelimited).string(text);
    } else
      for (const each of field.repeated === true && isJsonArray(value) ? value : [value])
        writeField(writer, field, each);
  }
}

function writeField(writer: BinaryWriter, { number, type }: Field, value: Json): void {
  if (typeof type === 'string') return writeScalar(writer, number, type, value);
  writer.tag(number, LengthDelimited).fork();
  if (isJsonObject(value)) writeMessage(writer, value, type());
  else writer.raw(Buffer.from(textOf(value)));
  writer.join();
}

function writeScalar(writer: BinaryWriter, number: number, type: Scalar, value: Json): void {
  const text = textOf(value);
  if (type === 'boolean' && typeof value === 'boolean') writer.tag(number, Varint).bool(value);
  else if (type === 'bytes') writer.tag(number, LengthDelimited).bytes(bytesOf(text));
  else if (type === 'text' || !/^-?\d+(?:\.\d+)?$/.test(text))
    writer.tag(number, LengthDelimited).string(text);
  else if (type === 'double') writer.tag(number, Bit64).double(Number(text));
  else if (type === 'fixed32') writer.tag(number, Bit32).fixed32(Number(text) % 2 ** 32);
  else if (type === 'fixed64') writer.tag(number, Bit64).fixed64(text);
  else writer.tag(number, Varint).int64(text);
}

/** Ids and bytes stand in the tree as hex; anything else is taken as it is. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, /^(?:[0-9a-f]{2})*$/.test(text) ? 'hex' : 'utf8');
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
