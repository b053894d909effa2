/** Amplitude's own messages through the gateway to Amplitude: what the SDKs recorded, and what no SDK would send. */
import { readFileSync, readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonArray, isJsonObject } from '../event.ts';
import type { Json, JsonObject } from '../event.ts';
import { wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { RoundTrip } from './round-trip.contract.ts';

const ROOT = new URL('../../../../fixtures/decode/amplitude/', import.meta.url);
const SETTINGS = { url: 'https://amplitude.example', api_key: 'key-1' };

/** Leaves of a message that do not arrive, each for a reason. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^ip$/, '`$remote` asks for the address of the sender, and the sender is now the gateway'],
  [/^(?:price|quantity)$/, 'stated as revenue: beside a price Amplitude would not look at it'],
];

const recorded = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('malformed'))
  .map(({ name }) => name);

function recordedRequest(name: string): WireRequest {
  const written = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8')) as WireRequest & {
    query: string;
  };
  return wireRequest({ ...written, query: new Map(new URLSearchParams(written.query)) });
}

function trip(request: WireRequest): RoundTrip {
  return roundTrip({ kind: 'amplitude', settings: SETTINGS, request });
}

function eventsOf(body: string): readonly JsonObject[] {
  const envelope = JSON.parse(body) as { events: readonly JsonObject[] };
  return envelope.events;
}

/** The requests of the SDKs, each event of which is sent as one again. */
const WHOLE = recorded.filter((name) => name.startsWith('node') || name.startsWith('browser'));

describe('Amplitude to Amplitude', () => {
  it.each(recorded)('means the same for %s', (name) => {
    const made = trip(recordedRequest(name));
    expect(made.before.length).toBeGreaterThan(0);
    // A message that names nobody is not sent: Amplitude would refuse it.
    const sent = made.before.filter(
      ({ call, userId, anonymousId }) => call === 'group' || userId !== null || anonymousId !== null,
    );
    expectSameMeaning({ ...made, before: sent });
  });

  it.each(WHOLE)('loses no value of %s', (name) => {
    const request = recordedRequest(name);
    const parts = trip(request).sent.flatMap(({ body }) => eventsOf(body));
    for (const event of eventsOf(request.body)) {
      // One message becomes one for each of its operators; together they say what it said.
      const own = parts.filter((part) => isPartOf(part, event));
      expect(own.length).toBeGreaterThan(0);
      const merged = own.reduce<JsonObject>((all, part) => merge(all, part), {});
      const plain = {
        ...event,
        user_properties: underOperators(event['user_properties']),
        group_properties: underOperators(event['group_properties']),
      };
      const except = Object.keys(plain).filter((path) => REASONS.some(([pattern]) => pattern.test(path)));
      expectNothingLost(JSON.parse(JSON.stringify(plain)) as Json, merged, new Set(except));
    }
  });

  it('means the same for any message', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (events) => {
        const body = JSON.stringify({ api_key: 'key-1', events });
        const made = trip(wireRequest({ path: '/2/httpapi', body }));
        expect(made.sent).toHaveLength(1);
        expectSameMeaning(made);
      }),
      { numRuns: 100 },
    );
  });
});

/** Events are told by their ids; what was made of one carries its id and more. */
function isPartOf(part: JsonObject, event: JsonObject): boolean {
  const { insert_id: id } = event;
  const { insert_id: own } = part;
  return typeof id === 'string' && typeof own === 'string' && (own === id || own.startsWith(`${id}:`));
}

/** Objects joined member by member; of other values the first stands, so that the ids are those of the message. */
function merge(left: JsonObject, right: JsonObject): JsonObject {
  const joined: Record<string, Json> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const before = joined[key];
    if (isJsonObject(before) && isJsonObject(value)) joined[key] = merge(before, value);
    else if (key === 'insert_id' || key === 'event_type') joined[key] = shorter(before, value);
    else joined[key] = value;
  }
  return joined;
}

/** Of an id and the ids made from it the message's own is the shortest; of event types the one that is no change. */
function shorter(before: Json | undefined, value: Json): Json {
  if (typeof before !== 'string' || typeof value !== 'string') return value;
  if (before.startsWith('$')) return value;
  return value.length < before.length && !value.startsWith('$') ? value : before;
}

/** Where values are only added to a list, one value is a list of one. */
function inLists(operators: JsonObject): JsonObject {
  const listed = Object.entries(operators).map(([operator, given]) => [
    operator,
    /^\$(?:pre|post)Insert$/.test(operator) && isJsonObject(given) ? eachInList(given) : given,
  ]);
  return Object.fromEntries(listed) as JsonObject;
}

function eachInList(given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, isJsonArray(value) ? value : [value]]),
  );
}

/** Properties without operator are set, which is the same said at greater length. */
function underOperators(properties: Json | undefined): Json {
  if (!isJsonObject(properties)) return {};
  const entries = Object.entries(properties);
  const plain = Object.fromEntries(entries.filter(([name]) => !name.startsWith('$')));
  const operators = Object.fromEntries(entries.filter(([name]) => name.startsWith('$')));
  const { $set: set = {}, ...others } = inLists(operators);
  const merged = { ...plain, ...(isJsonObject(set) && !isJsonArray(set) ? set : {}) };
  return Object.keys(merged).length === 0 ? others : { ...others, $set: merged };
}

const word = fc.stringMatching(/^[a-z][a-z_]{0,8}$/).filter((name) => !(name in Object.prototype));
const leaf = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean());
const object = fc.dictionary(word, leaf, { noNullPrototype: true, maxKeys: 3 });
const filledObject = fc.dictionary(word, leaf, { noNullPrototype: true, minKeys: 1, maxKeys: 3 });
const texts = fc.string({ minLength: 1, maxLength: 6 });
const operators = fc.record(
  {
    $set: filledObject,
    $setOnce: filledObject,
    $add: filledObject,
    $append: filledObject,
    $prepend: filledObject,
    $preInsert: filledObject,
    $postInsert: filledObject,
    $remove: filledObject,
    $unset: filledObject,
  },
  { requiredKeys: [] },
);
const fields = fc.record(
  {
    event_properties: fc.oneof(
      object,
      fc.record({
        '[Amplitude] Page Location': texts,
        '[Amplitude] Page Counter': fc.nat(),
        gclid: texts,
        utm_source: texts,
      }),
    ),
    session_id: fc.nat(),
    app_version: texts,
    platform: texts,
    os_name: texts,
    device_brand: texts,
    device_model: texts,
    language: texts,
    ip: fc.constantFrom('$remote', '192.0.2.7'),
    location_lat: fc.double({ noNaN: true, min: -90, max: 90 }).map((value) => (value === 0 ? 0 : value)),
    groups: fc.dictionary(word, fc.oneof(texts, fc.array(texts, { maxLength: 2 })), {
      noNullPrototype: true,
      maxKeys: 3,
    }),
    event_id: fc.nat(),
    plan: fc.record({ version: texts }),
    partner_id: texts,
    library: fc.constantFrom('amplitude-ts/2.48.1', 'http', '@scope/own/1'),
    revenue: fc.integer({ min: 1, max: 99 }),
    currency: fc.constantFrom('EUR', 'USD'),
    productId: texts,
  },
  { requiredKeys: [] },
);
const message = fc
  .tuple(
    fc.constantFrom(
      'Order Completed',
      '$identify',
      '[Amplitude] Page Viewed',
      'session_start',
      'revenue_amount',
    ),
    fields,
    fc.option(fc.oneof(operators, filledObject), { nil: undefined }),
    fc.uuid(),
  )
  .map(([event_type, given, properties, insert_id]): JsonObject => {
    const { revenue, currency, productId, ...plain } = given;
    // The SDKs state revenue in events alone, and put no properties into an identify.
    const { event_properties: _none, ...around } = plain;
    const isTrack = event_type === 'Order Completed';
    const revenues = JSON.parse(JSON.stringify({ revenue, currency, productId })) as JsonObject;
    return {
      ...(event_type === '$identify' ? around : plain),
      ...(isTrack && revenue !== undefined ? revenues : {}),
      event_type,
      insert_id,
      user_id: 'user-1',
      time: 1768471200250,
      ...(properties === undefined ? {} : { user_properties: properties }),
    };
  });
