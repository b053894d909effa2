/** The dialects, the more telling ones first. */
import type { Json, JsonObject } from '@headgate/core';
import { isJsonArray, isJsonObject } from '@headgate/core/inspect';
import { amplitude } from './amplitude.ts';
import { firstOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { har } from './har.ts';
import { mixpanel } from './mixpanel.ts';
import { otlp } from './otlp.ts';
import { segment } from './segment.ts';
import { snowplow } from './snowplow.ts';

const DIALECTS: readonly Dialect[] = [otlp, mixpanel, amplitude, segment, snowplow, har];

/** For events in nobody's words: the names that most people give to these members. */
const NAME_KEYS = ['event', 'event_name', 'event_type', 'eventName', 'name', 'type'] as const;
const TIME_KEYS = [
  'timestamp',
  'time',
  'event_time',
  'ts',
  '@timestamp',
  'created_at',
  'sent_at',
  'datetime',
  'date',
] as const;
/** Members that hold many events in one value, as batches of most SDKs do. */
const BATCHES = ['batch', 'events', 'messages'] as const;

/** One event and what its dialect says about it. */
export interface OpenedEvent {
  readonly event: Json;
  readonly format: string;
  readonly name: string | null;
  /** Milliseconds since 1970. */
  readonly time: number | null;
}

/** The events in a record. `format` is what the file says, used where the event says nothing. */
export function openRecord(record: Json, format: string): readonly OpenedEvent[] {
  if (!isJsonObject(record)) return [{ event: record, format, name: null, time: null }];
  const dialect = DIALECTS.find((each) => each.is(record));
  if (dialect !== undefined) {
    const events = dialect.open?.(record) ?? [record];
    return events.map((event) => ({
      event,
      format: dialect.id,
      name: nameOf(dialect.name(event)),
      time: timeOf(dialect.time(event)),
    }));
  }
  const batch = BATCHES.find((key) => isBatch(record[key]));
  if (batch !== undefined) return openBatch(record, batch, format);
  return [
    {
      event: record,
      format,
      name: nameOf(firstOf(record, NAME_KEYS)),
      time: timeOf(firstOf(record, TIME_KEYS)),
    },
  ];
}

function isBatch(value: Json | undefined): boolean {
  return isJsonArray(value) && value.length > 0 && value.every(isJsonObject);
}

function openBatch(record: JsonObject, key: string, format: string): readonly OpenedEvent[] {
  const { [key]: items, ...around } = record;
  const events = isJsonArray(items) ? items.flatMap((item) => openRecord(item, format)) : [];
  if (Object.keys(around).length === 0) return events;
  return [...events, { event: around, format, name: null, time: null }];
}

function nameOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** Seconds, milliseconds, microseconds and nanoseconds since 1970 are told apart by their size; years 1990 to 2100. */
const SCALES = [1000, 1, 1 / 1000, 1 / 1_000_000] as const;
const TIME_MIN = Date.UTC(1990, 0, 1);
const TIME_MAX = Date.UTC(2100, 0, 1);
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?Z| ?UTC|[+-]\d\d(?::?\d\d)?)?)?$/;

function timeOf(value: Json | undefined): number | null {
  if (typeof value === 'number') return timeOfNumber(value);
  if (typeof value !== 'string' || value.length > 40) return null;
  if (/^\d{9,19}(?:\.\d+)?$/.test(value)) return timeOfNumber(Number(value));
  if (!DATE.test(value)) return null;
  if (value.length === 10) return plausible(Date.parse(value));
  // A time without a zone is read as UTC, as exports mean it, whatever the zone of this machine.
  const hasZone = /(?:Z|UTC|[+-]\d\d(?::?\d\d)?)$/.test(value.slice(10));
  const iso = value
    .replace(' UTC', 'Z')
    .replace(/^(\S{10}) /, '$1T')
    .replace(/([+-]\d\d)$/, '$1:00');
  return plausible(Date.parse(hasZone ? iso : `${iso}Z`));
}

function plausible(time: number): number | null {
  return isPlausible(time) ? time : null;
}

function timeOfNumber(value: number): number | null {
  const time = SCALES.map((scale) => value * scale).find(isPlausible);
  return time === undefined ? null : Math.floor(time);
}

function isPlausible(time: number): boolean {
  return time >= TIME_MIN && time <= TIME_MAX;
}
