/**
 * The records of an OTLP request as the exporter wrote them, from either encoding. For tests alone: the gateway's own reader
 * gives messages in which nothing stands where the SDK put it.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';

const SCALARS = {
  text: (reader: BinaryReader): Json => reader.string(),
  hex: (reader: BinaryReader): Json => Buffer.from(reader.bytes()).toString('hex'),
  fixed64: (reader: BinaryReader): Json => String(reader.fixed64()),
  fixed32: (reader: BinaryReader): Json => reader.fixed32(),
  double: (reader: BinaryReader): Json => reader.double(),
  varint: (reader: BinaryReader): Json => Number(reader.int64()),
};
type Scalar = keyof typeof SCALARS;
type Kind = Scalar | MessageName;
/** Field number → its name in JSON, and what it holds. A name that ends in `[]` comes any number of times. */
type Fields = Readonly<Record<number, readonly [name: string, kind: Kind]>>;

const PART = {
  1: ['name', 'text'],
  2: ['version', 'text'],
  3: ['attributes[]', 'pair'],
  4: ['droppedAttributesCount', 'varint'],
} as const;

/** opentelemetry-proto v1.7.0: {logs,trace,common,resource}/v1/*.proto. */
const MESSAGES = {
  logs: { 1: ['resourceLogs[]', 'resourceLogs'] },
  traces: { 1: ['resourceSpans[]', 'resourceSpans'] },
  resourceLogs: { 1: ['resource', 'resource'], 2: ['scopeLogs[]', 'scopeLogs'], 3: ['schemaUrl', 'text'] },
  resourceSpans: { 1: ['resource', 'resource'], 2: ['scopeSpans[]', 'scopeSpans'], 3: ['schemaUrl', 'text'] },
  resource: { 1: ['attributes[]', 'pair'], 2: ['droppedAttributesCount', 'varint'] },
  scopeLogs: { 1: ['scope', 'scope'], 2: ['logRecords[]', 'log'], 3: ['schemaUrl', 'text'] },
  scopeSpans: { 1: ['scope', 'scope'], 2: ['spans[]', 'span'], 3: ['schemaUrl', 'text'] },
  scope: PART,
  log: {
    1: ['timeUnixNano', 'fixed64'],
    2: ['severityNumber', 'varint'],
    3: ['severityText', 'text'],
    5: ['body', 'value'],
    6: ['attributes[]', 'pair'],
    7: ['droppedAttributesCount', 'varint'],
    8: ['flags', 'fixed32'],
    9: ['traceId', 'hex'],
    10: ['spanId', 'hex'],
    11: ['observedTimeUnixNano', 'fixed64'],
    12: ['eventName', 'text'],
  },
  span: {
    1: ['traceId', 'hex'],
    2: ['spanId', 'hex'],
    3: ['traceState', 'text'],
    4: ['parentSpanId', 'hex'],
    5: ['name', 'text'],
    6: ['kind', 'varint'],
    7: ['startTimeUnixNano', 'fixed64'],
    8: ['endTimeUnixNano', 'fixed64'],
    9: ['attributes[]', 'pair'],
    10: ['droppedAttributesCount', 'varint'],
    11: ['events[]', 'event'],
    12: ['droppedEventsCount', 'varint'],
    13: ['links[]', 'link'],
    14: ['droppedLinksCount', 'varint'],
    15: ['status', 'status'],
    16: ['flags', 'fixed32'],
  },
  event: {
    1: ['timeUnixNano', 'fixed64'],
    2: ['name', 'text'],
    3: ['attributes[]', 'pair'],
    4: ['droppedAttributesCount', 'varint'],
  },
  link: {
    1: ['traceId', 'hex'],
    2: ['spanId', 'hex'],
    3: ['traceState', 'text'],
    4: ['attributes[]', 'pair'],
    5: ['droppedAttributesCount', 'varint'],
    6: ['flags', 'fixed32'],
  },
  status: { 2: ['message', 'text'], 3: ['code', 'varint'] },
  pair: { 1: ['key', 'text'], 2: ['value', 'value'] },
  value: {
    1: ['stringValue', 'text'],
    2: ['boolValue', 'varint'],
    3: ['intValue', 'varint'],
    4: ['doubleValue', 'double'],
    5: ['arrayValue', 'list'],
    6: ['kvlistValue', 'pairs'],
    7: ['bytesValue', 'hex'],
  },
  list: { 1: ['values[]', 'value'] },
  pairs: { 1: ['values[]', 'pair'] },
} as const satisfies Readonly<Record<string, Readonly<Record<number, readonly [string, string]>>>>;
type MessageName = keyof typeof MESSAGES;

/** Every record with the `resource` and `scope` it stands under; attributes by name, values out of their wrappings. */
export function otlpRecords(body: Buffer, signal: 'logs' | 'traces'): readonly JsonObject[] {
  const isJson = body.toString('latin1', 0, 1) === '{';
  const request: Json = isJson
    ? JSON.parse(body.toString('utf8'))
    : readMessage(new BinaryReader(body), body.length, signal);
  const [groups, scopes, records] =
    signal === 'logs'
      ? (['resourceLogs', 'scopeLogs', 'logRecords'] as const)
      : (['resourceSpans', 'scopeSpans', 'spans'] as const);
  return listOf(request, groups).flatMap((group) =>
    listOf(group, scopes).flatMap((scoped) =>
      listOf(scoped, records).map((record) => ({
        ...plain(record),
        resource: { ...plain(group['resource']), ...plain(pick(group, 'schemaUrl')) },
        scope: { ...plain(scoped['scope']), ...plain(pick(scoped, 'schemaUrl')) },
      })),
    ),
  );
}

function readMessage(reader: BinaryReader, end: number, name: MessageName): JsonObject {
  const fields: Fields = MESSAGES[name];
  const message: Record<string, Json> = {};
  while (reader.pos < end) {
    const [number, type] = reader.tag();
    const field = fields[number];
    if (field === undefined) throw new Error(`${name} has a field ${number} that the table does not know`);
    const value = readValue(reader, type, field[1]);
    const listName = field[0].endsWith('[]') ? field[0].slice(0, -2) : null;
    if (listName === null) message[field[0]] = value;
    else message[listName] = [...listOf(message, listName), value];
  }
  return message;
}

function readValue(reader: BinaryReader, type: WireType, kind: Kind): Json {
  if (isScalar(kind)) return SCALARS[kind](reader);
  if (type !== WireType.LengthDelimited) throw new Error(`${kind} is no message here`);
  return readMessage(reader, reader.uint32() + reader.pos, kind);
}

function isScalar(kind: Kind): kind is Scalar {
  return Object.hasOwn(SCALARS, kind);
}

/** Without what in protobuf is the same as absent (https://protobuf.dev/programming-guides/proto3/#default), which JSON writes out. */
function plain(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]): [string, Json] => [name, plainMember(name, member)])
      .filter(([, member]) => !isDefault(member)),
  );
}

function isDefault(member: Json): boolean {
  if (isJsonArray(member)) return member.length === 0;
  if (isJsonObject(member)) return Object.keys(member).length === 0;
  return member === 0 || member === '' || member === null;
}

function plainMember(name: string, member: Json): Json {
  if (name === 'attributes') return pairsOf(member);
  if (name === 'body') return valueOf(member);
  if (isJsonArray(member)) return member.map(plain);
  return isJsonObject(member) ? plain(member) : member;
}

function pairsOf(pairs: Json): Json {
  if (!isJsonArray(pairs) || pairs.length === 0) return [];
  return Object.fromEntries(
    pairs
      .filter(isJsonObject)
      .map(({ key, value }) => [typeof key === 'string' ? key : '', valueOf(value ?? null)]),
  );
}

/** `{ stringValue: 'a' }` → `'a'`. */
function valueOf(wrapped: Json): Json {
  const [first] = isJsonObject(wrapped) ? Object.entries(wrapped) : [];
  if (first === undefined) return null;
  const [kind, value] = first;
  const values = isJsonObject(value) ? (value['values'] ?? []) : [];
  if (kind === 'arrayValue') return isJsonArray(values) ? values.map(valueOf) : [];
  return kind === 'kvlistValue' ? pairsOf(values) : value;
}

function pick(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return member === undefined ? {} : { [name]: member };
}

function listOf(value: Json, name: string): readonly JsonObject[] {
  const list = isJsonObject(value) ? value[name] : undefined;
  return isJsonArray(list) ? list.filter(isJsonObject) : [];
}
