/** Mixpanel in, Mixpanel out: what a message of Mixpanel's SDKs loses on the way to Mixpanel. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../event.ts';
import type { Json, JsonObject, ReceivedEvent } from '../event.ts';
import { readRequest, wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { anyId, anyJson, anyTime, exceptedPaths, ownProperties, recordedCases } from './recorded.contract.ts';
import type { Exception } from './recorded.contract.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { RoundTrip } from './round-trip.contract.ts';

const SETTINGS = {
  url: 'https://mixpanel.example',
  project_id: '1',
  service_account: 'account',
  secret: 's',
  token: 't',
};

/** What of a message does not come to Mixpanel at its own path. */
const EXCEPT: readonly Exception[] = [
  [
    /^(?:properties\.token|\$token)$/,
    'Names the source at the gateway; the vendor has a project of its own.',
  ],
  [/^properties\.time$/, 'Seconds become milliseconds, which is checked as meaning.'],
  [/^\$group_id$/, 'Ids are text; a number is sent as its digits.'],
  [/^\$delete$/, 'Its value says nothing: who is deleted stands beside it.'],
];

/** What else an event leaves behind that joins two ids. */
const EXCEPT_LINK: readonly Exception[] = [
  [
    /^properties\.(?!\$|distinct_id$|alias$)/,
    'What an app adds to all its events are no traits of the person.',
  ],
];

const context = fc.record(
  {
    $os: fc.constantFrom('Linux', 'iOS'),
    $current_url: fc.constant('https://shop.example/'),
    $initial_referrer: fc.constant('$direct'),
    $screen_width: fc.nat(),
    $carrier: anyId,
    $city: anyId,
    $latitude: fc.constant(52.5),
    mp_lib: fc.constant('web'),
    utm_source: anyId,
    gclid: anyId,
    $own: anyJson,
  },
  { requiredKeys: [] },
);
const ids = fc.oneof(
  anyId.map((device) => ({ distinct_id: `$device:${device}`, $device_id: device })),
  fc
    .tuple(anyId, anyId)
    .map(([user, device]) => ({ distinct_id: user, $user_id: user, $device_id: `d-${device}` })),
);
const anyEvent = fc
  .tuple(anyId, ids, anyTime, context, ownProperties)
  .map(([name, identity, time, about, own]) => ({
    event: name,
    properties: { ...own, ...about, ...identity, token: 'tok', $insert_id: 'insert-1', time },
  }));

const names = fc.uniqueArray(fc.constantFrom('own_a', 'own_b', '$email'), { minLength: 1 });
const operation = fc.oneof(
  fc
    .tuple(ownProperties, context)
    .map(([own, about]) => ({ $set: { own_z: 1, ...own, ...profileOf(about) } })),
  ownProperties.map((own) => ({ $set_once: { own_z: 1, ...own } })),
  fc.constantFrom('$add', '$append', '$union', '$remove').map((operator) => ({ [operator]: { own_a: 1 } })),
  names.map((list) => ({ $unset: list })),
  fc.constant({ $delete: '' }),
);
const modifiers = fc.record(
  {
    $ip: fc.constant('203.0.113.7'),
    $latitude: fc.constant(52.5),
    $longitude: fc.constant(13.4),
    $ignore_time: fc.boolean(),
  },
  { requiredKeys: [] },
);
const anyProfile = fc.tuple(ids, operation, modifiers).map(([identity, change, beside]) => ({
  ...Object.fromEntries(Object.entries(identity).map(([name, value]) => [dollar(name), value])),
  ...beside,
  ...change,
  $token: 'tok',
}));

describe('Mixpanel to Mixpanel', () => {
  it.each([
    ['event', '/track', anyEvent],
    ['profile', '/engage', anyProfile],
  ])('keeps the meaning and every value of any %s', (_kind, path, arbitrary: fc.Arbitrary<JsonObject>) => {
    fc.assert(
      fc.property(fc.array(arbitrary, { minLength: 1, maxLength: 4 }), (messages) => {
        expect(keep(wireRequest({ path, body: JSON.stringify(messages) })).sent).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(recordedCases('mixpanel'))('keeps the meaning and every value of $name', ({ request }) => {
    expect(keep(request).sent).not.toEqual([]);
  });
});

/** The round trip of a request, once nothing turned out to be lost on it. One message may become several. */
function keep(request: WireRequest): RoundTrip {
  const trip = tripOf(request);
  expectSameMeaning(withoutArrival(trip));
  for (const original of readRequest(request).messages) {
    const alone = tripOf(wireRequest({ path: request.path, body: JSON.stringify([original]) }));
    const sent = alone.sent.flatMap(({ body }) => JSON.parse(body) as JsonObject[]);
    expectNothingLost(
      original,
      Object.assign({}, ...sent) as Json,
      exceptedPaths(original, exceptionsOf(original)),
    );
  }
  return trip;
}

/** Updates of groups carry no time: each counts from its arrival, so their times say nothing. */
function withoutArrival(trip: RoundTrip): RoundTrip {
  return { ...trip, before: trip.before.map(untimedGroup), after: trip.after.map(untimedGroup) };
}

function untimedGroup(event: ReceivedEvent): ReceivedEvent {
  return event.call === 'group' ? { ...event, time: 0 } : event;
}

function tripOf(request: WireRequest): RoundTrip {
  return roundTrip({ kind: 'mixpanel', settings: SETTINGS, request });
}

function exceptionsOf(message: Json): readonly Exception[] {
  const name = isJsonObject(message) ? message['event'] : undefined;
  return name === '$identify' || name === '$create_alias' ? [...EXCEPT, ...EXCEPT_LINK] : EXCEPT;
}

function dollar(name: string): string {
  return name.startsWith('$') ? name : `$${name}`;
}

/** What SDKs set on a profile by themselves. */
function profileOf(about: JsonObject): JsonObject {
  const { $current_url: _url, $latitude: _latitude, ...rest } = about;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => name.startsWith('$')));
}
