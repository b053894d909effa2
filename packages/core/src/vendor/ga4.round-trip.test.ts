/** Requests of the Measurement Protocol through the gateway to Google Analytics: written ones, and what nobody would write. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonArray } from '../event.ts';
import type { Json, JsonObject } from '../event.ts';
import { wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { RoundTrip } from './round-trip.contract.ts';

const ROOT = new URL('../../../../fixtures/decode/ga4/', import.meta.url);
const WEB = { url: 'https://ga4.example', api_secret: 'secret-1', stream_id: 'G-ABC123' };

/** Requests of one client of a web stream. An app instance gets another id, as it gets from `protect` in any case. */
const WRITTEN = ['http-purchase', 'http-pages', 'http-user-properties-alone', 'http-user-data'];

/** What does not arrive at its place, each for a reason. */
const EXCEPT: readonly (readonly [RegExp, string])[] = [
  [/^timestamp_micros$/, 'every event states its own time, in whole milliseconds'],
  [/^events\.\d+\.timestamp_micros$/, 'the same time, as a number'],
  [/^validation_behavior$/, 'says how the request is to be answered'],
];

function trip(request: WireRequest): RoundTrip {
  return roundTrip({ kind: 'ga4', settings: WEB, request });
}

function collect(body: string): WireRequest {
  return wireRequest({ path: '/mp/collect', query: new Map([['api_secret', 'secret-1']]), body });
}

function written(name: string): string {
  const request = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8')) as WireRequest;
  return request.body;
}

describe('Google Analytics to Google Analytics', () => {
  it.each(WRITTEN)('means the same for %s', (name) => {
    const made = trip(collect(written(name)));
    expect(made.sent).toHaveLength(1);
    expectSameMeaning(made);
  });

  it.each(WRITTEN)('loses no value of %s', (name) => {
    const body = written(name);
    const [request] = trip(collect(body)).sent;
    const original = JSON.parse(body) as Json;
    const except = pathsOf(original).filter((path) => EXCEPT.some(([pattern]) => pattern.test(path)));
    expect(request?.carries.length).toBeGreaterThan(0);
    expectNothingLost(original, JSON.parse(request?.body ?? 'null') as Json, new Set(except));
  });

  it('means the same for any request', () => {
    fc.assert(
      fc.property(request, (given) => {
        const made = trip(collect(JSON.stringify(given)));
        expect(made.sent.length).toBeGreaterThan(0);
        expectSameMeaning(made);
      }),
      { numRuns: 200 },
    );
  });

  it('sends each client’s events apart, 25 a request', () => {
    const events = Array.from({ length: 60 }, (_, place) => ({ name: `event_${place}` }));
    const { sent } = trip(collect(JSON.stringify({ client_id: 'client-1', events })));
    expect(sent.map(({ carries }) => carries.length)).toEqual([25, 25, 10]);
  });
});

function pathsOf(value: Json, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: readonly (readonly [string | number, Json])[] = isJsonArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => pathsOf(inner, path === '' ? String(key) : `${path}.${key}`));
}

const word = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,12}$/)
  .filter((name) => !(name in Object.prototype) && !/^(?:ga_|google_|firebase_)/.test(name));
const texts = fc.string({ minLength: 1, maxLength: 12 });
const leaf = fc.oneof(texts, fc.integer(), fc.boolean());
const item = fc.record(
  { item_id: texts, item_name: texts, product_id: texts, index: fc.nat(), price: fc.nat(), own: leaf },
  { requiredKeys: [] },
);
const parameters = fc
  .tuple(
    fc.dictionary(word, leaf, { noNullPrototype: true, maxKeys: 3 }),
    fc.record(
      {
        page_location: texts,
        page_title: texts,
        session_id: fc.nat().map(String),
        engagement_time_msec: fc.nat(),
        transaction_id: texts,
        value: fc.nat(),
        currency: fc.constantFrom('EUR', 'USD'),
        items: fc.array(item, { maxLength: 2 }),
        screen_name: texts,
      },
      { requiredKeys: [] },
    ),
  )
  // A parameter of that name beside a currency would come back as the `value` it is taken for.
  .map(([own, known]) =>
    Object.fromEntries(Object.entries({ ...own, ...known }).filter(([name]) => name !== 'revenue')),
  );
const request: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      client_id: texts,
      user_id: texts,
      timestamp_micros: fc.integer({ min: 1, max: 2_000_000_000 }).map((seconds) => seconds * 1_000_000),
      ip_override: fc.constant('192.0.2.7'),
      device: fc.record({ category: texts, language: texts, screen_resolution: texts }, { requiredKeys: [] }),
      user_location: fc.record({ city: texts, continent_id: texts }, { requiredKeys: [] }),
      consent: fc.record(
        {
          ad_user_data: fc.constantFrom('GRANTED', 'DENIED', 'MAYBE'),
          ad_personalization: fc.constantFrom('GRANTED', 'DENIED'),
        },
        { requiredKeys: [] },
      ),
      non_personalized_ads: fc.boolean(),
      user_properties: fc.dictionary(
        word,
        leaf.map((value) => ({ value })),
        { noNullPrototype: true, maxKeys: 3 },
      ),
      events: fc.array(
        fc.record({
          name: fc.constantFrom('purchase', 'page_view', 'screen_view', 'campaign_details', 'own_event'),
          params: parameters,
        }),
        { minLength: 1, maxLength: 3 },
      ),
    },
    { requiredKeys: ['client_id', 'events'] },
  )
  .map((given) => JSON.parse(JSON.stringify(given)) as JsonObject);
