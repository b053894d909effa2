/**
 * OTLP/JSON → messages (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): the JSON mapping of Protocol
 * Buffers (https://protobuf.dev/programming-guides/json/) with ids in hex, enums as numbers, and keys in lowerCamelCase
 * alone. Unknown keys are ignored, as the specification asks for. What is wrong around the records refuses the request,
 * what is wrong in a record makes it malformed.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import type { AttributeTarget, KeyBook } from './attributes.ts';
import { DEPTHS } from './depths.ts';
import {
  NEVER,
  Refused,
  logMessage,
  newDescribed,
  newLog,
  newPart,
  newSpan,
  spanMessage,
} from './message.ts';
import type { Described, Instant, PartDraft, Reading } from './message.ts';
import {
  readBase64,
  readDouble,
  readHex,
  readInt64,
  readUint32,
  SPAN_ID_BYTES,
  TRACE_ID_BYTES,
} from './read-json-value.ts';

/** Reads a whole request into `reading`. Throws `Refused`. */
export function readJson(root: Json, reading: Reading): void {
  const { list, scopes, records } = NAMES[reading.signal];
  for (const each of listOf(objectOf(root)[list])) {
    const container = objectOf(each);
    const resource = newDescribed();
    const isSound = readResource(container, resource, reading);
    const start = reading.messages.length;
    for (const one of listOf(container[scopes])) readScope(objectOf(one), records, resource, reading);
    if (!isSound) reading.spoil(start);
  }
}

const NAMES = {
  logs: { list: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' },
  traces: { list: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' },
} as const;

function readResource(container: JsonObject, resource: Described, reading: Reading): boolean {
  reading.malformed = false;
  const given = container['resource'] ?? null;
  if (given !== null) {
    const members = objectOf(given);
    readAttributes(members['attributes'], resource, reading.resourceKeys, {
      reading,
      depth: DEPTHS.resource,
    });
    resource.droppedAttributesCount = count(members['droppedAttributesCount'], reading);
  }
  resource.schemaUrl = text(container['schemaUrl'], reading);
  return !reading.malformed;
}

function readScope(container: JsonObject, records: string, resource: Described, reading: Reading): void {
  reading.malformed = false;
  const scope = newDescribed();
  const given = container['scope'] ?? null;
  if (given !== null) {
    const members = objectOf(given);
    scope.name = text(members['name'], reading);
    scope.version = text(members['version'], reading);
    readAttributes(members['attributes'], scope, reading.plainKeys, { reading, depth: DEPTHS.scope });
    scope.droppedAttributesCount = count(members['droppedAttributesCount'], reading);
  }
  scope.schemaUrl = text(container['schemaUrl'], reading);
  const isSound = !reading.malformed;
  const start = reading.messages.length;
  const readRecord = reading.signal === 'logs' ? readLog : readSpan;
  for (const each of listOf(container[records])) {
    reading.begin();
    readRecord(each, resource, scope, reading);
  }
  if (!isSound) reading.spoil(start);
}

function readLog(given: Json, resource: Described, scope: Described, reading: Reading): void {
  const draft = newLog();
  const members = isJsonObject(given) ? given : malformed(reading);
  draft.time = instant(members['timeUnixNano'], reading);
  draft.observed = instant(members['observedTimeUnixNano'], reading);
  draft.severityNumber = count(members['severityNumber'], reading);
  draft.severityText = text(members['severityText'], reading);
  draft.body = readValue(members['body'] ?? null, { reading, depth: DEPTHS.body });
  draft.eventName = text(members['eventName'], reading);
  const scopeOfValues = { reading, depth: DEPTHS.record };
  readAttributes(members['attributes'], draft.target, reading.recordKeys, scopeOfValues);
  draft.droppedAttributesCount = count(members['droppedAttributesCount'], reading);
  draft.flags = count(members['flags'], reading);
  draft.traceId = hex(members['traceId'], TRACE_ID_BYTES, reading);
  draft.spanId = hex(members['spanId'], SPAN_ID_BYTES, reading);
  reading.keep(draft.target, logMessage(draft, resource, scope));
}

function readSpan(given: Json, resource: Described, scope: Described, reading: Reading): void {
  const draft = newSpan();
  const members = isJsonObject(given) ? given : malformed(reading);
  readPart(members, draft, reading.recordKeys, { reading, depth: DEPTHS.record });
  draft.time = instant(members['startTimeUnixNano'], reading);
  draft.end = instant(members['endTimeUnixNano'], reading);
  draft.parentSpanId = hex(members['parentSpanId'], SPAN_ID_BYTES, reading);
  draft.kind = count(members['kind'], reading);
  draft.droppedEventsCount = count(members['droppedEventsCount'], reading);
  draft.droppedLinksCount = count(members['droppedLinksCount'], reading);
  const status = members['status'] ?? null;
  if (status !== null) {
    const parts = isJsonObject(status) ? status : malformed(reading);
    draft.statusCode = count(parts['code'], reading);
    draft.statusMessage = text(parts['message'], reading);
  }
  for (const each of partsOf(members['events'], reading)) draft.events.push(newPartOf(each, reading));
  for (const each of partsOf(members['links'], reading)) draft.links.push(newPartOf(each, reading));
  reading.keep(draft.target, spanMessage(draft, resource, scope));
}

function newPartOf(given: Json, reading: Reading): PartDraft {
  const part = newPart();
  const members = isJsonObject(given) ? given : malformed(reading);
  readPart(members, part, reading.plainKeys, { reading, depth: DEPTHS.part });
  part.time = instant(members['timeUnixNano'], reading);
  return part;
}

/** What spans, their events and their links have in common. */
function readPart(members: JsonObject, part: PartDraft, keys: KeyBook, values: ValueScope): void {
  const { reading } = values;
  readAttributes(members['attributes'], part.target, keys, values);
  part.name = text(members['name'], reading);
  part.droppedAttributesCount = count(members['droppedAttributesCount'], reading);
  part.flags = count(members['flags'], reading);
  part.traceId = hex(members['traceId'], TRACE_ID_BYTES, reading);
  part.spanId = hex(members['spanId'], SPAN_ID_BYTES, reading);
  part.traceState = text(members['traceState'], reading);
}

interface ValueScope {
  readonly reading: Reading;
  /** Nesting of the value's own object, counted from the root of the body. */
  readonly depth: number;
}

function readAttributes(
  given: Json | undefined,
  target: AttributeTarget,
  keys: KeyBook,
  values: ValueScope,
): void {
  const { reading } = values;
  for (const each of partsOf(given, reading)) {
    const pair = isJsonObject(each) ? each : malformed(reading);
    const key = text(pair['key'], reading);
    reading.add(target, keys, key, readValue(pair['value'] ?? null, values));
  }
}

/** The value of an `AnyValue`: null where it has none, malformed where it has several. */
function readValue(given: Json, values: ValueScope): Json {
  const { reading, depth } = values;
  if (given === null) return null;
  reading.checkDepth(depth);
  const members = isJsonObject(given) ? given : malformed(reading);
  let value: Json | undefined;
  for (const kind of Object.keys(members)) {
    const member = members[kind];
    if (member === null || member === undefined) continue;
    const read =
      kind === 'stringValue' && typeof member === 'string' ? member : readKind(kind, member, values);
    if (read === undefined) continue;
    if (value !== undefined) reading.malformed = true;
    value = read;
  }
  return value ?? null;
}

/** Undefined for a kind that nobody knows. */
function readKind(kind: string, member: Json, values: ValueScope): Json | undefined {
  const read = VALUE_KINDS.get(kind);
  return read === undefined ? undefined : orMalformed(read(member, values), values.reading);
}

/** Each gives undefined where the value is not of its kind. */
type ReadKind = (member: Json, values: ValueScope) => Json | undefined;
const VALUE_KINDS: ReadonlyMap<string, ReadKind> = new Map<string, ReadKind>(
  Object.entries({
    stringValue: (member: Json) => (typeof member === 'string' ? member : undefined),
    boolValue: (member: Json) => (typeof member === 'boolean' ? member : undefined),
    intValue: readInt64,
    doubleValue: readDouble,
    bytesValue: readBase64,
    arrayValue: (member: Json, { reading, depth }: ValueScope) => {
      reading.checkDepth(depth + DEPTHS.emptyList);
      const values = { reading, depth: depth + DEPTHS.item };
      return partsOf(objectIn(member, reading)['values'], reading).map((each) => readValue(each, values));
    },
    kvlistValue: (member: Json, { reading, depth }: ValueScope) => {
      reading.checkDepth(depth + DEPTHS.emptyList);
      const target: AttributeTarget = { nested: {}, words: {} };
      const values = { reading, depth: depth + DEPTHS.pair };
      readAttributes(objectIn(member, reading)['values'], target, reading.plainKeys, values);
      return target.nested;
    },
  } satisfies Readonly<Record<string, ReadKind>>),
);

const NOTHING: JsonObject = Object.freeze({});
const NO_ITEMS: readonly Json[] = Object.freeze([]);

function malformed(reading: Reading): JsonObject {
  reading.malformed = true;
  return NOTHING;
}

function orMalformed(value: Json | undefined, reading: Reading): Json {
  if (value === undefined) reading.malformed = true;
  return value ?? null;
}

/** Of the containers: absent and null are empty, anything else but an object refuses the request. */
function objectOf(given: Json): JsonObject {
  if (isJsonObject(given)) return given;
  throw new Refused('bad-shape');
}

function listOf(given: Json | undefined): readonly Json[] {
  if (given === undefined || given === null) return NO_ITEMS;
  if (isJsonArray(given)) return given;
  throw new Refused('bad-shape');
}

function objectIn(given: Json, reading: Reading): JsonObject {
  return isJsonObject(given) ? given : malformed(reading);
}

function partsOf(given: Json | undefined, reading: Reading): readonly Json[] {
  if (given === undefined || given === null) return NO_ITEMS;
  if (isJsonArray(given)) return given;
  reading.malformed = true;
  return NO_ITEMS;
}

function text(given: Json | undefined, reading: Reading): string {
  if (given === undefined || given === null) return '';
  if (typeof given === 'string') return given;
  reading.malformed = true;
  return '';
}

function count(given: Json | undefined, reading: Reading): number {
  if (given === undefined || given === null) return 0;
  const value = readUint32(given);
  if (value === null) reading.malformed = true;
  return value ?? 0;
}

function hex(given: Json | undefined, length: number, reading: Reading): string {
  if (given === undefined || given === null) return '';
  const id = readHex(given, length);
  if (id === null) reading.malformed = true;
  return id ?? '';
}

function instant(given: Json | undefined, reading: Reading): Instant {
  if (given === undefined || given === null) return NEVER;
  const value = readInstant(given);
  if (value === null) reading.malformed = true;
  return value ?? NEVER;
}

/** Nanoseconds as decimal text, or as a number whose last digits are already gone. */
function readInstant(given: Json): Instant | null {
  const digits =
    typeof given === 'number' && given >= 0 ? BigInt(Math.trunc(Math.min(given, 2 ** 64))).toString() : given;
  if (typeof digits !== 'string' || !NANOSECONDS.test(digits)) return null;
  return { ms: Number(digits.slice(0, -6)), nanos: Number(digits.slice(-6)) };
}

/** As many digits as 64 bits have. */
const NANOSECONDS = /^\d{1,20}$/;
