/**
 * OTLP in protobuf → messages. Field numbers: opentelemetry-proto v1.7.0, opentelemetry/proto/{collector/logs,
 * collector/trace,logs,trace,common,resource}/v1/*.proto (https://github.com/open-telemetry/opentelemetry-proto), the
 * same as in @opentelemetry/otlp-transformer 0.301.0 (dist/logs/protobuf/logs-serializer.mjs and its neighbours).
 *
 * Fields that are unknown, or known with another wire type, are left out. Of a scalar that comes twice the last counts,
 * of an `AnyValue` with several values too; messages that come twice are joined.
 */
import { WireType } from '@bufbuild/protobuf/wire';
import type { Json } from '../../event.ts';
import type { AttributeTarget, KeyBook } from './attributes.ts';
import { DEPTHS } from './depths.ts';
import { logMessage, newDescribed, newLog, newPart, newSpan, spanMessage } from './message.ts';
import type { Described, LogDraft, PartDraft, Reading, SpanDraft } from './message.ts';
import { fieldKey, ProtobufReader } from './protobuf-reader.ts';
import { SPAN_ID_BYTES, TRACE_ID_BYTES } from './read-json-value.ts';

/** Reads a whole request into `reading`. Throws `Refused`, or whatever says that these bytes are no protobuf. */
export function readProtobuf(bytes: Uint8Array, reading: Reading): void {
  const reader = new ProtobufReader(bytes, reading.depthMax);
  readFields(reader, bytes.length, { [LIST_1]: (end) => readContainer({ reader, reading }, end) });
}

interface Source {
  readonly reader: ProtobufReader;
  readonly reading: Reading;
}

const { Varint, Bit64, Bit32, LengthDelimited } = WireType;
/** The keys of lists and embedded messages by number. */
const LIST_1 = fieldKey(1, LengthDelimited);
const LIST_2 = fieldKey(2, LengthDelimited);
const TEXT_3 = fieldKey(3, LengthDelimited);

/** `ResourceLogs` or `ResourceSpans`. */
function readContainer(source: Source, outer: number): void {
  const { reader, reading } = source;
  const resource = newDescribed();
  const start = reading.messages.length;
  let isSound = true;
  readFields(reader, reader.embedded(outer), {
    [LIST_1]: (end) => {
      isSound = readResource(source, resource, reader.embedded(end)) && isSound;
    },
    [LIST_2]: (end) => readScoped(source, resource, reader.embedded(end)),
    [TEXT_3]: () => {
      resource.schemaUrl = reader.text();
    },
  });
  if (!isSound) reading.spoil(start);
}

function readResource({ reader, reading }: Source, resource: Described, end: number): boolean {
  reading.malformed = false;
  const values = { reader, reading, depth: DEPTHS.resource };
  readFields(reader, end, {
    [LIST_1]: (outer) => readAttribute(values, resource, reading.resourceKeys, reader.embedded(outer)),
    [fieldKey(2, Varint)]: () => {
      resource.droppedAttributesCount = reader.uint32();
    },
  });
  return !reading.malformed;
}

/** `ScopeLogs` or `ScopeSpans`. */
function readScoped(source: Source, resource: Described, end: number): void {
  const { reader, reading } = source;
  const scope = newDescribed();
  const start = reading.messages.length;
  const readRecord = reading.signal === 'logs' ? readLog : readSpan;
  let isSound = true;
  readFields(reader, end, {
    [LIST_1]: (outer) => {
      isSound = readScope(source, scope, reader.embedded(outer)) && isSound;
    },
    [LIST_2]: (outer) => {
      reading.begin();
      readRecord(source, resource, scope, reader.embedded(outer));
    },
    [TEXT_3]: () => {
      scope.schemaUrl = reader.text();
    },
  });
  if (!isSound) reading.spoil(start);
}

function readScope({ reader, reading }: Source, scope: Described, end: number): boolean {
  reading.malformed = false;
  const values = { reader, reading, depth: DEPTHS.scope };
  readFields(reader, end, {
    [LIST_1]: () => {
      scope.name = reader.text();
    },
    [LIST_2]: () => {
      scope.version = reader.text();
    },
    [TEXT_3]: (outer) => readAttribute(values, scope, reading.plainKeys, reader.embedded(outer)),
    [fieldKey(4, Varint)]: () => {
      scope.droppedAttributesCount = reader.uint32();
    },
  });
  return !reading.malformed;
}

/** Reads the message up to `end`, which is told to whoever reads a field of it. */
function readFields(
  reader: ProtobufReader,
  end: number,
  fields: Readonly<Record<number, (end: number) => void>>,
): void {
  while (reader.pos < end) {
    const key = reader.key();
    const read = fields[key];
    if (read === undefined) reader.leaveOut(key);
    else read(end);
  }
  checkEnd(reader, end);
}

/** A field that reaches beyond its message makes nonsense of what follows. */
function checkEnd(reader: ProtobufReader, end: number): void {
  if (reader.pos !== end) throw new RangeError('a field reaches beyond its message');
}

/** Reads one field of a record into its draft. Of the tables below: position is the key, holes are unknown. */
type FieldOf<Draft> = (values: ValueScope, draft: Draft, end: number) => void;

interface ValueScope extends Source {
  /** Nesting of the value, counted as in the JSON form. */
  readonly depth: number;
}

function readDraft<Draft>(
  values: ValueScope,
  draft: Draft,
  end: number,
  fields: readonly (FieldOf<Draft> | undefined)[],
): void {
  const { reader } = values;
  while (reader.pos < end) {
    const key = reader.key();
    const read = key < fields.length ? fields[key] : undefined;
    if (read === undefined) reader.leaveOut(key);
    else read(values, draft, end);
  }
  checkEnd(reader, end);
}

function table<Draft>(
  entries: readonly (readonly [key: number, read: FieldOf<Draft>])[],
): readonly (FieldOf<Draft> | undefined)[] {
  const length = Math.max(...entries.map(([key]) => key)) + 1;
  const byKey = new Map(entries);
  return Array.from({ length }, (_, key) => byKey.get(key));
}

const LOG_FIELDS = table<LogDraft>([
  [fieldKey(1, Bit64), ({ reader }, draft) => void (draft.time = reader.instant())],
  [fieldKey(2, Varint), ({ reader }, draft) => void (draft.severityNumber = reader.uint32())],
  [fieldKey(3, LengthDelimited), ({ reader }, draft) => void (draft.severityText = reader.name())],
  [
    fieldKey(5, LengthDelimited),
    (values, draft, end) => {
      draft.body = readValue(values, values.reader.embedded(end), DEPTHS.body);
    },
  ],
  [
    fieldKey(6, LengthDelimited),
    (values, draft, end) => {
      readAttribute(values, draft.target, values.reading.recordKeys, values.reader.embedded(end));
    },
  ],
  [fieldKey(7, Varint), ({ reader }, draft) => void (draft.droppedAttributesCount = reader.uint32())],
  [fieldKey(8, Bit32), ({ reader }, draft) => void (draft.flags = reader.fixed32())],
  [fieldKey(9, LengthDelimited), ({ reader }, draft) => void (draft.traceId = reader.hex(TRACE_ID_BYTES))],
  [fieldKey(10, LengthDelimited), ({ reader }, draft) => void (draft.spanId = reader.hex(SPAN_ID_BYTES))],
  [fieldKey(11, Bit64), ({ reader }, draft) => void (draft.observed = reader.instant())],
  [fieldKey(12, LengthDelimited), ({ reader }, draft) => void (draft.eventName = reader.name())],
]);

function readLog({ reader, reading }: Source, resource: Described, scope: Described, end: number): void {
  const draft = newLog();
  readDraft({ reader, reading, depth: DEPTHS.record }, draft, end, LOG_FIELDS);
  reading.keep(draft.target, logMessage(draft, resource, scope));
}

const SPAN_FIELDS = table<SpanDraft>([
  [fieldKey(1, LengthDelimited), ({ reader }, draft) => void (draft.traceId = reader.hex(TRACE_ID_BYTES))],
  [fieldKey(2, LengthDelimited), ({ reader }, draft) => void (draft.spanId = reader.hex(SPAN_ID_BYTES))],
  [fieldKey(3, LengthDelimited), ({ reader }, draft) => void (draft.traceState = reader.text())],
  [
    fieldKey(4, LengthDelimited),
    ({ reader }, draft) => void (draft.parentSpanId = reader.hex(SPAN_ID_BYTES)),
  ],
  [fieldKey(5, LengthDelimited), ({ reader }, draft) => void (draft.name = reader.text())],
  [fieldKey(6, Varint), ({ reader }, draft) => void (draft.kind = reader.uint32())],
  [fieldKey(7, Bit64), ({ reader }, draft) => void (draft.time = reader.instant())],
  [fieldKey(8, Bit64), ({ reader }, draft) => void (draft.end = reader.instant())],
  [
    fieldKey(9, LengthDelimited),
    (values, draft, end) => {
      readAttribute(values, draft.target, values.reading.recordKeys, values.reader.embedded(end));
    },
  ],
  [fieldKey(10, Varint), ({ reader }, draft) => void (draft.droppedAttributesCount = reader.uint32())],
  [
    fieldKey(11, LengthDelimited),
    (values, draft, end) =>
      void draft.events.push(readPart(values, values.reader.embedded(end), EVENT_FIELDS)),
  ],
  [fieldKey(12, Varint), ({ reader }, draft) => void (draft.droppedEventsCount = reader.uint32())],
  [
    fieldKey(13, LengthDelimited),
    (values, draft, end) => void draft.links.push(readPart(values, values.reader.embedded(end), LINK_FIELDS)),
  ],
  [fieldKey(14, Varint), ({ reader }, draft) => void (draft.droppedLinksCount = reader.uint32())],
  [
    fieldKey(15, LengthDelimited),
    (values, draft, end) => readDraft(values, draft, values.reader.embedded(end), STATUS_FIELDS),
  ],
  [fieldKey(16, Bit32), ({ reader }, draft) => void (draft.flags = reader.fixed32())],
]);

const STATUS_FIELDS = table<SpanDraft>([
  [fieldKey(2, LengthDelimited), ({ reader }, draft) => void (draft.statusMessage = reader.text())],
  [fieldKey(3, Varint), ({ reader }, draft) => void (draft.statusCode = reader.uint32())],
]);

/** Attributes of an event or a link. */
const readPartAttribute: FieldOf<PartDraft> = (values, draft, end) => {
  readAttribute(values, draft.target, values.reading.plainKeys, values.reader.embedded(end));
};

const EVENT_FIELDS = table<PartDraft>([
  [fieldKey(1, Bit64), ({ reader }, draft) => void (draft.time = reader.instant())],
  [fieldKey(2, LengthDelimited), ({ reader }, draft) => void (draft.name = reader.text())],
  [fieldKey(3, LengthDelimited), readPartAttribute],
  [fieldKey(4, Varint), ({ reader }, draft) => void (draft.droppedAttributesCount = reader.uint32())],
]);

const LINK_FIELDS = table<PartDraft>([
  [fieldKey(1, LengthDelimited), ({ reader }, draft) => void (draft.traceId = reader.hex(TRACE_ID_BYTES))],
  [fieldKey(2, LengthDelimited), ({ reader }, draft) => void (draft.spanId = reader.hex(SPAN_ID_BYTES))],
  [fieldKey(3, LengthDelimited), ({ reader }, draft) => void (draft.traceState = reader.text())],
  [fieldKey(4, LengthDelimited), readPartAttribute],
  [fieldKey(5, Varint), ({ reader }, draft) => void (draft.droppedAttributesCount = reader.uint32())],
  [fieldKey(6, Bit32), ({ reader }, draft) => void (draft.flags = reader.fixed32())],
]);

function readSpan({ reader, reading }: Source, resource: Described, scope: Described, end: number): void {
  const draft = newSpan();
  readDraft({ reader, reading, depth: DEPTHS.record }, draft, end, SPAN_FIELDS);
  reading.keep(draft.target, spanMessage(draft, resource, scope));
}

function readPart(
  { reader, reading }: Source,
  end: number,
  fields: readonly (FieldOf<PartDraft> | undefined)[],
): PartDraft {
  const draft = newPart();
  readDraft({ reader, reading, depth: DEPTHS.part }, draft, end, fields);
  return draft;
}

/** `KeyValue`: 1 is the key, 2 the value. */
function readAttribute(values: ValueScope, target: AttributeTarget, keys: KeyBook, end: number): void {
  const { reader, reading, depth } = values;
  let key = '';
  let value: Json = null;
  while (reader.pos < end) {
    const field = reader.key();
    if (field === LIST_1) key = reader.name();
    else if (field === LIST_2) value = readValue(values, reader.embedded(end), depth);
    else reader.leaveOut(field);
  }
  checkEnd(reader, end);
  reading.add(target, keys, key, value);
}

/** `AnyValue`. */
function readValue(source: Source, end: number, depth: number): Json {
  const { reader, reading } = source;
  reading.checkDepth(depth);
  let value: Json = null;
  while (reader.pos < end) {
    const field = reader.key();
    switch (field) {
      case VALUE.text:
        value = reader.text();
        break;
      case VALUE.boolean:
        value = reader.bool();
        break;
      case VALUE.integer:
        value = reader.integer();
        break;
      case VALUE.number:
        value = reader.number();
        break;
      case VALUE.array:
        value = readArray(source, reader.embedded(end), depth);
        break;
      case VALUE.list:
        value = readList(source, reader.embedded(end), depth);
        break;
      case VALUE.bytes:
        value = reader.base64();
        break;
      default:
        reader.leaveOut(field);
    }
  }
  checkEnd(reader, end);
  return value;
}

const VALUE = {
  text: fieldKey(1, LengthDelimited),
  boolean: fieldKey(2, Varint),
  integer: fieldKey(3, Varint),
  number: fieldKey(4, Bit64),
  array: fieldKey(5, LengthDelimited),
  list: fieldKey(6, LengthDelimited),
  bytes: fieldKey(7, LengthDelimited),
} as const;

function readArray(source: Source, end: number, depth: number): Json {
  const { reader, reading } = source;
  reading.checkDepth(depth + DEPTHS.emptyList);
  const items: Json[] = [];
  while (reader.pos < end) {
    const field = reader.key();
    if (field === LIST_1) items.push(readValue(source, reader.embedded(end), depth + DEPTHS.item));
    else reader.leaveOut(field);
  }
  checkEnd(reader, end);
  return items;
}

function readList({ reader, reading }: Source, end: number, depth: number): Json {
  reading.checkDepth(depth + DEPTHS.emptyList);
  const target: AttributeTarget = { nested: {}, words: {} };
  const values = { reader, reading, depth: depth + DEPTHS.pair };
  while (reader.pos < end) {
    const field = reader.key();
    if (field === LIST_1) readAttribute(values, target, reading.plainKeys, reader.embedded(end));
    else reader.leaveOut(field);
  }
  checkEnd(reader, end);
  return target.nested;
}
