/**
 * OTLP in JSON, as the collector's file exporter writes it (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding):
 * spans, log records and metrics out of their lists, and attributes as members.
 */
import type { Json, JsonObject } from '@headgate/core';
import { isJsonArray, isJsonObject } from '@headgate/core/inspect';
import { firstOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';

const RESOURCES = ['resourceLogs', 'resourceSpans', 'resourceMetrics'] as const;
const SCOPES = ['scopeLogs', 'scopeSpans', 'scopeMetrics'] as const;
const RECORDS = ['logRecords', 'spans', 'metrics'] as const;
const DEPTH_MAX = 32;

export const otlp: Dialect = {
  id: 'otlp',
  is: (value) => [...RESOURCES, ...SCOPES].some((key) => isJsonArray(value[key])) || isRecord(value),
  open: openRequest,
  name: (event) => firstOf(event, ['eventName', 'name']),
  time: (event) => firstOf(event, ['timeUnixNano', 'startTimeUnixNano', 'observedTimeUnixNano']),
};

function isRecord(value: JsonObject): boolean {
  return 'timeUnixNano' in value || 'startTimeUnixNano' in value || 'observedTimeUnixNano' in value;
}

/** The records below, and what stands around them once: resources and scopes carry attributes of their own. */
function openRequest(value: JsonObject): readonly JsonObject[] {
  const lists = [...RESOURCES, ...SCOPES, ...RECORDS].filter((key) => isJsonArray(value[key]));
  if (lists.length === 0) return [openAttributes(value, 0)];
  const inner = lists.flatMap((key) => objectsOf(value[key]).flatMap(openRequest));
  const around = Object.entries(value).filter(([key]) => !lists.some((list) => list === key));
  const [first, ...more] = inner;
  if (around.length === 0) return inner;
  if (first === undefined) return [openAttributes(Object.fromEntries(around), 0)];
  return [{ ...openAttributes(Object.fromEntries(around), 0), ...first }, ...more];
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

function openAttributes(value: JsonObject, depth: number): JsonObject {
  if (depth > DEPTH_MAX) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]): [string, Json] => {
      if (key === 'attributes' && isJsonArray(each)) return [key, attributesOf(each, depth)];
      if (key === 'body' && isJsonObject(each)) return [key, anyValue(each, depth)];
      if (isJsonArray(each)) {
        return [key, each.map((item) => (isJsonObject(item) ? openAttributes(item, depth + 1) : item))];
      }
      return [key, isJsonObject(each) ? openAttributes(each, depth + 1) : each];
    }),
  );
}

function attributesOf(list: readonly Json[], depth: number): Json {
  const pairs: [string, Json][] = [];
  for (const each of list) {
    if (!isJsonObject(each) || typeof each['key'] !== 'string') return list;
    pairs.push([each['key'], anyValue(each['value'] ?? null, depth)]);
  }
  // Keys are to be unique, but nothing on the way sees to it: such a list is left as it is, so that no value is lost.
  const members = Object.fromEntries(pairs);
  return Object.keys(members).length === pairs.length ? members : list;
}

/** An AnyValue: one of seven members by type. */
function anyValue(value: Json, depth: number): Json {
  if (!isJsonObject(value) || depth > DEPTH_MAX) return value;
  const list = value['arrayValue'];
  if (isJsonObject(list)) {
    return isJsonArray(list['values']) ? list['values'].map((each) => anyValue(each, depth + 1)) : list;
  }
  const map = value['kvlistValue'];
  if (isJsonObject(map)) return isJsonArray(map['values']) ? attributesOf(map['values'], depth + 1) : map;
  return (
    firstOf(value, ['stringValue', 'intValue', 'doubleValue', 'bytesValue']) ?? value['boolValue'] ?? value
  );
}
