import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';
import { groupsOf, logTrees, spanTrees } from '../wire/otlp/arbitraries.contract.ts';
import { JSON_TYPE, logJson, otlpRequest, requestJson, spanJson } from '../wire/otlp/trees.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { RoundTrip } from './round-trip.contract.ts';

const SETTINGS = { url: 'https://otlp.example' };

const trip = (request: WireRequest): RoundTrip => roundTrip({ kind: 'otlp', settings: SETTINGS, request });

const ROOT = new URL('../../../../fixtures/decode/otlp/', import.meta.url);

function recorded(name: string): WireRequest {
  const { path, bytes } = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8')) as {
    path: string;
    bytes: string;
  };
  return otlpRequest(path, Buffer.from(bytes, 'base64'), JSON_TYPE);
}

/** A request or a vendor's body with its lists of attributes as objects, so that it can be compared by paths. */
function byKey(value: Json): Json {
  if (isJsonArray(value)) {
    const pairs = value.flatMap((each): [string, Json][] => {
      const key = isJsonObject(each) ? each['key'] : undefined;
      return typeof key === 'string' && isJsonObject(each) ? [[key, byKey(each['value'] ?? null)]] : [];
    });
    const areAll = pairs.length === value.length && pairs.length > 0;
    return areAll ? Object.fromEntries(pairs) : value.map(byKey);
  }
  if (!isJsonObject(value)) return value;
  // Whole numbers are text in the JSON mapping, and JavaScript's exporter writes them as numbers.
  const { intValue } = value;
  if (typeof intValue === 'number') return { intValue: BigInt(intValue).toString() };
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, byKey(member)]));
}

const parsed = (text: string): Json => byKey(JSON.parse(text) as Json);

/** The records of a body, and what describes the first of them. */
function partsOf(body: Json, names: readonly [string, string, string]): JsonObject {
  const [list, scopes, records] = names;
  const container = first(body, list);
  const scoped = first(container, scopes);
  return {
    resource: container['resource'] ?? null,
    scope: scoped['scope'] ?? null,
    records: scoped[records] ?? null,
  };
}

function first(holder: Json, name: string): JsonObject {
  const list = isJsonObject(holder) ? holder[name] : undefined;
  const [only] = list !== undefined && isJsonArray(list) ? list : [];
  if (only === undefined || !isJsonObject(only)) throw new Error(`There is no ${name}.`);
  return only;
}

/** Ids of the length that they must have: others are no words of OTLP, and go on as attributes. */
function exact(bytes: Uint8Array, length: number): Uint8Array {
  const padded = new Uint8Array(length).fill(7);
  padded.set(bytes.subarray(0, length));
  return padded;
}

const logs = logTrees.map((tree) => ({
  ...tree,
  traceId: tree.traceId.length === 0 ? tree.traceId : exact(tree.traceId, 16),
  spanId: tree.spanId.length === 0 ? tree.spanId : exact(tree.spanId, 8),
}));
/** Distances from the start of a span are numbers of milliseconds: exact to the nanosecond up to 104 days. */
const near = (time: bigint): bigint => 1_768_471_200_000_000_000n + (time % 100_000_000_000n);

/** A span without ids gets some: they are required. */
const spans = spanTrees.map((tree) => ({
  ...tree,
  traceId: exact(tree.traceId, 16),
  spanId: exact(
    tree.spanId.map((byte) => byte | 1),
    8,
  ),
  parentSpanId: exact(tree.parentSpanId, 8),
  start: near(tree.start),
  end: near(tree.end),
  events: tree.events.map((event) => ({ ...event, time: near(event.time) })),
  links: tree.links.map((link) => ({
    ...link,
    traceId: exact(link.traceId, 16),
    spanId: exact(link.spanId, 8),
  })),
}));

/**
 * Dotted names in a list become lists in it, so that a request may nest deeper when it leaves. The few that would pass the
 * low limit of the tests are left out.
 */
function expectSame(path: string, body: Uint8Array): void {
  let result: RoundTrip | null = null;
  try {
    result = trip(otlpRequest(path, body, JSON_TYPE));
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'too-deep') throw error;
  }
  fc.pre(result !== null);
  if (result !== null) expectSameMeaning(result);
}

describe('OTLP, through the gateway and out again', () => {
  it('means the same for any log records', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(groupsOf(logs), (groups) => {
        expectSame('/v1/logs', requestJson('logs', groups, logJson));
      }),
      { numRuns: 300 },
    );
  });

  it('means the same for any spans', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(groupsOf(spans), (groups) => {
        expectSame('/v1/traces', requestJson('traces', groups, spanJson));
      }),
      { numRuns: 300 },
    );
  });

  it.each(['node-logs-json', 'node-logs-protobuf', 'node-traces-json', 'node-traces-protobuf'])(
    'means the same for the recorded %s',
    (name) => {
      const result = trip(recorded(name));
      expect(result.before.length).toBeGreaterThan(1);
      expectSameMeaning(result);
    },
  );

  it('loses nothing of recorded log records but what is listed', () => {
    expect.hasAssertions();
    const request = recorded('node-logs-json');
    const names = ['resourceLogs', 'scopeLogs', 'logRecords'] as const;
    const original = partsOf(parsed(new TextDecoder().decode(request.bytes)), names);
    const sent = partsOf(parsed(trip(request).sent[0]?.body ?? ''), names);
    expectNothingLost(
      original,
      sent,
      new Set([
        // Times are kept to the millisecond, as everywhere.
        ...[0, 1, 2, 3, 4].flatMap((at) => [
          `records.${at}.timeUnixNano`,
          `records.${at}.observedTimeUnixNano`,
        ]),
        // Counts of nothing are not said.
        'resource.droppedAttributesCount',
        ...[0, 1, 2, 3, 4].map((at) => `records.${at}.droppedAttributesCount`),
        // JavaScript's exporter writes NaN as null, in which nothing is left to keep.
        'records.2.attributes.ratio.doubleValue',
        // A 64-bit number that JavaScript cannot hold goes on as its digits, in a text.
        'records.2.body.kvlistValue.values.nested.kvlistValue.values.big.intValue',
        // A number beyond 64 bits goes on as what it is.
        'records.2.attributes.large.intValue',
        // So do bytes, as base64; OTLP/JSON has no other form for them.
        'records.2.body.kvlistValue.values.nested.kvlistValue.values.bytes.bytesValue',
        // Dotted names in a list become lists in it.
        'records.2.body.kvlistValue.values.nested.kvlistValue.values.dotted.key.intValue',
        // The old names of the event's name and of its user become the new ones.
        'records.3.attributes.event.name.stringValue',
        'records.3.attributes.enduser.id.stringValue',
      ]),
    );
  });

  it('loses nothing of recorded spans but what is listed', () => {
    expect.hasAssertions();
    const request = recorded('node-traces-json');
    const names = ['resourceSpans', 'scopeSpans', 'spans'] as const;
    const original = partsOf(parsed(new TextDecoder().decode(request.bytes)), names);
    const sent = partsOf(parsed(trip(request).sent[0]?.body ?? ''), names);
    const times = ['startTimeUnixNano', 'endTimeUnixNano', 'events.0.timeUnixNano', 'events.1.timeUnixNano'];
    const counts = [
      'droppedAttributesCount',
      'droppedEventsCount',
      'droppedLinksCount',
      'events.0.droppedAttributesCount',
    ];
    const more = ['events.1.droppedAttributesCount', 'links.0.droppedAttributesCount'];
    expectNothingLost(
      original,
      sent,
      new Set([
        // Times are kept to the millisecond, and their distances to the nanosecond.
        ...[0, 1].flatMap((at) => times.map((time) => `records.${at}.${time}`)),
        // Counts of nothing are not said, and neither is a status that is not set.
        'resource.droppedAttributesCount',
        ...[0, 1].flatMap((at) => [...counts, ...more].map((count) => `records.${at}.${count}`)),
        'records.0.status.code',
      ]),
    );
  });
});
