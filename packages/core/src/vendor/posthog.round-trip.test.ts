/** PostHog's SDKs through the gateway to PostHog, under a plan that allows everything. */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';
import { AUTOMATIC } from '../wire/posthog/automatic.ts';
import { eventsEndpoint, LIMITS, wireRequest } from '../wire/wire.contract.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { RoundTrip } from './round-trip.contract.ts';
import { connectVendor } from './vendors/index.ts';
import { COOKIELESS_PATH } from './vendors/posthog-words.ts';

const ROOT = new URL('../../../../fixtures/decode/posthog/', import.meta.url);
const SETTINGS = { url: 'https://posthog.example', api_key: 'phc_key' };

describe('a recorded message', () => {
  const recorded = readdirSync(ROOT)
    .filter((name) => !name.startsWith('malformed-') && name !== 'js-heatmap-web-vitals')
    .flatMap((name) => messagesOf(name).map((message, at) => ({ name: `${name} ${at}`, message })));

  it('is there at all', () => expect(recorded.length).toBeGreaterThan(45));

  it.each(recorded.filter(({ name }) => !name.includes('cookieless')))(
    'means the same in $name',
    ({ message }) => {
      const trip = send(message);
      expect(trip.after).not.toEqual([]);
      expectSameMeaning(trip);
    },
  );

  it.each(recorded)('loses nothing in $name', ({ message }) => {
    const trip = send(message);
    expect(trip.sent).toHaveLength(1);
    expectNothingLost(originalOf(message), sentOf(trip), new Set(NOT_SENT));
  });

  it.each(recorded.filter(({ name }) => name.includes('cookieless')))(
    'stands for nobody in $name, as its person would be made of the gateway’s address',
    ({ message }) => {
      const { before, after, sent } = send(message);
      expect(after.map(({ userId, anonymousId }) => [userId, anonymousId])).toEqual([[null, null]]);
      expect(sent[0]?.body).not.toContain('cookieless');
      const vendor = connectVendor('posthog', SETTINGS, 'settings').value;
      const omits = before.map((event) => vendor?.leavesOut(event)?.omits(COOKIELESS_PATH));
      expect(omits).toEqual([true]);
    },
  );
});

/** Words whose value goes by another name, is made anew, or speaks to the gateway alone. */
const NOT_SENT = [
  'token',
  // The person's id is `distinct_id`.
  '$user_id',
  'distinct_id',
  // The message's id and time have their own places.
  '$insert_id',
  '$time',
  '$ignore_sent_at',
  '$cookieless_mode',
];

const ids = fc.oneof(
  fc.record({ distinct: fc.constant('u-1'), given: fc.constant({}) }),
  fc.record({
    distinct: fc.constant('u-1'),
    given: fc.record({ $device_id: fc.constantFrom('d-1', 'd-2'), $is_identified: fc.constant(true) }),
  }),
  fc.record({
    distinct: fc.constant('d-1'),
    given: fc.record({
      $device_id: fc.constantFrom('d-1', 'd-2'),
      $is_identified: fc.constant(false),
      $process_person_profile: fc.boolean(),
    }),
  }),
);
const values = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 2 }),
) as fc.Arbitrary<Json>;
const own = fc.dictionary(fc.constantFrom('plan', 'total', 'products', '__proto__', 'name'), values, {
  noNullPrototype: true,
});
const words = fc.dictionary(
  fc.constantFrom(...Object.keys(AUTOMATIC), '$window_id', '$feature/new', '$session_entry_url'),
  values,
  { noNullPrototype: true },
);
const groups = fc.constantFrom<JsonObject>(
  {},
  { $groups: { company: 'acme' } },
  { $groups: { company: 'acme', team: 'blue' } },
);
const persons = fc.record({ $set: own, $set_once: own }, { requiredKeys: [] });
const kinds = fc.constantFrom<readonly [string, JsonObject]>(
  ['Order Completed', {}],
  // With a title there is nothing of the person: PostHog has a word for it in `$pageview` alone, and the identify has none.
  ['$pageview', { title: 'Cart', $set: {}, $set_once: {} }],
  ['$pageview', {}],
  ['$screen', { $screen_name: 'Cart' }],
  ['$autocapture', { $elements_chain: 'a', $event_type: 'click' }],
  ['$identify', { $anon_distinct_id: 'd-1' }],
  ['$identify', {}],
  ['$set', { $unset: ['plan'] }],
  ['$create_alias', { alias: 'other' }],
  ['$groupidentify', { $group_type: 'company', $group_key: 'acme', $group_set: { seats: 1 } }],
);

const messages = fc
  .record({ kind: kinds, id: ids, mine: own, theirs: words, joined: groups, person: persons })
  .map(({ kind: [event, body], id, mine, theirs, joined, person }) => ({
    event,
    distinct_id: id.distinct,
    uuid: '019bc0de-0000-7000-8000-000000000001',
    timestamp: '2026-01-15T10:00:00.000Z',
    properties: { ...theirs, ...mine, ...joined, ...person, ...id.given, ...body },
  }));

describe('any message', () => {
  it('means the same after it', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const trip = send(message);
        expect(trip.sent).toHaveLength(1);
        expectSameMeaning(trip);
      }),
      { numRuns: 500 },
    );
  });
});

function messagesOf(name: string): readonly JsonObject[] {
  const written = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8')) as {
    path: string;
    query: string;
    headers: Record<string, string>;
    body: string;
  };
  const request = wireRequest({ ...written, query: new Map(new URLSearchParams(written.query)) });
  const opened = eventsEndpoint(request.path).open(request, LIMITS);
  if (opened.kind === 'refused') throw new Error(opened.refusal);
  return opened.messages.filter(isJsonObject);
}

function send(message: JsonObject): RoundTrip {
  const body = JSON.stringify({ api_key: 'phc_key', batch: [message] });
  return roundTrip({ kind: 'posthog', settings: SETTINGS, request: wireRequest({ path: '/batch', body }) });
}

/**
 * The properties as PostHog understands them: operators among them, and no word without a value. What posthog-js sets once from
 * the event's own page and campaign, PostHog takes from the event.
 */
function originalOf(message: JsonObject): JsonObject {
  const { properties, $set, $set_once: outer } = message;
  const given = isJsonObject(properties) ? properties : {};
  const once = { ...objectOf(given['$set_once']), ...objectOf(outer) };
  const kept = Object.entries(once).filter(([word]) => !isOfEvent(word));
  const set = { ...objectOf(given['$set']), ...objectOf($set) };
  return withoutNulls({ ...given, $set: set, $set_once: Object.fromEntries(kept) });
}

function isOfEvent(word: string): boolean {
  return Object.hasOwn(AUTOMATIC, word) && !word.startsWith('$initial_');
}

function withoutNulls(value: JsonObject): JsonObject {
  const entries = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(
    entries.map(([key, child]) => [key, isJsonObject(child) ? withoutNulls(child) : child]),
  );
}

/** The properties of all messages that one became. */
function sentOf({ sent }: RoundTrip): JsonObject {
  const batches = sent.flatMap(({ body }) => {
    const { batch } = JSON.parse(body) as JsonObject;
    return isJsonArray(batch) ? batch : [];
  });
  const all: readonly JsonObject[] = batches.map((each) =>
    isJsonObject(each) ? objectOf(each['properties']) : {},
  );
  return Object.assign({}, ...all) as JsonObject;
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
