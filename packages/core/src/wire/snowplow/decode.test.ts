import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextField } from '../../automatic/context-fields.ts';
import type { Json, JsonObject } from '../../event.ts';
import { readEvent, readRequest, RECEIVED_AT, wireRequest } from '../wire.contract.ts';
import type { WireRequest } from '../wire.ts';
import { bucketOf, parseSchema } from './schema.ts';
import { AUTOMATIC, ENTITIES, EVENT_KINDS, SIZES } from './words.ts';

const TP2 = '/com.snowplowanalytics.snowplow/tp2';
const SNOWPLOW = 'iglu:com.snowplowanalytics.snowplow';
const PAGE = { e: 'pv', aid: 'shop', url: 'https://shop.example/' };
const ENTITY_SCHEMAS = [
  `${SNOWPLOW}/web_page/jsonschema/1-0-0`,
  `${SNOWPLOW}/client_session/jsonschema/1-0-2`,
  `${SNOWPLOW}/add_to_cart/jsonschema/1-0-0`,
  `${SNOWPLOW}/screen_view/jsonschema/1-0-0`,
  `${SNOWPLOW}/identify/jsonschema/1-0-0`,
  'iglu:com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2',
  'iglu:com.acme/headgate_context/jsonschema/1-0-0',
];

const sdj = (inner: fc.Arbitrary<Json>) =>
  fc.record({ schema: fc.constantFrom(...ENTITY_SCHEMAS), data: inner }) as fc.Arbitrary<Json>;

describe('times and ids', () => {
  it.each<[string, JsonObject, number]>([
    ['the true time', { ttm: '1768471200000', dtm: '1768471100000' }, 1_768_471_200_000],
    ['the device’s time', { dtm: '1768471100000' }, 1_768_471_100_000],
    ['the gateway’s, where the device’s is none', { dtm: 'yesterday' }, RECEIVED_AT],
    ['the gateway’s, where there is none', {}, RECEIVED_AT],
  ])('an event has %s', (_name, times, time) => {
    expect(readEvent(tp2({ ...PAGE, ...times })).time).toBe(time);
  });

  it('keeps the device’s time where the true one is another', () => {
    const context = readEvent(tp2({ ...PAGE, ttm: '1768471200000', dtm: '1768471100000' })).context;
    expect(field(context, 'snowplow', 'dtm')).toBe('1768471100000');
  });

  it('takes the device from the session of a tracker that has no other id, but nobody for no one', () => {
    const device = '7d3f0c1e-5b2a-4c8d-9e10-000000000005';
    expect(readEvent(tp2(pageOfSession(device))).anonymousId).toBe(device);
    expect(readEvent(tp2(pageOfSession('00000000-0000-0000-0000-000000000000'))).anonymousId).toBeNull();
    expect(readEvent(tp2(pageOfSession('ada@shop.example'))).anonymousId).toBeNull();
  });

  it.each(['*', ''])('of a request with SP-Anonymous: %j are gone, whatever names them', (value) => {
    const headers = { 'sp-anonymous': value };
    const device = '7d3f0c1e-5b2a-4c8d-9e10-000000000003';
    const session = {
      schema: `${SNOWPLOW}/client_session/jsonschema/1-0-2`,
      data: { userId: device, sessionId: 's-2', sessionIndex: 1, previousSessionId: 's-1' },
    };
    const words = { uid: 'u-1', duid: 'd-1', sid: 's-2', nuid: 'n-1', tnuid: 'n-2', ip: '203.0.113.7' };
    const event = readEvent({ ...tp2({ ...PAGE, ...words, co: contexts(session) }), headers });
    expect([event.userId, event.anonymousId]).toEqual([null, null]);
    const text = JSON.stringify(event);
    for (const id of [device, 's-1', ...Object.values(words)]) expect(text).not.toContain(`"${id}"`);
    const identify = {
      schema: 'iglu:com.snowplowanalytics.snowplow/identify/jsonschema/1-0-0',
      data: { id: 'u-1' },
    };
    const named = tp2({ ...PAGE, e: 'ue', ue_pr: JSON.stringify({ data: identify }) });
    expect([readEvent(named).userId, readEvent({ ...named, headers }).userId]).toEqual(['u-1', null]);
  });
});

describe('consent', () => {
  it.each([
    ['allow_all', true, null],
    ['allow_selected', true, 'selected'],
    ['implicit_consent', false, null],
    ['pending', false, null],
    ['deny_all', false, 'denied'],
    ['withdrawn', false, 'denied'],
    ['expired', false, 'expired'],
  ])('by %s of a scope is %s, and of all others %s', (eventType, allowed, status) => {
    const data = { eventType, consentScopes: ['analytics', '__proto__', 7] };
    const schema = `${SNOWPLOW}/consent_preferences/jsonschema/1-0-0`;
    const asEntity = readEvent(tp2({ ...PAGE, co: contexts({ schema, data }) }));
    const asEvent = readEvent(tp2({ ...PAGE, e: 'ue', ue_pr: JSON.stringify({ data: { schema, data } }) }));
    for (const { context } of [asEntity, asEvent]) {
      const preferences = field(context, 'consent', 'categoryPreferences');
      expect(field(context, 'consent', 'status') ?? null).toBe(status);
      expect(Object.entries(preferences ?? {})).toEqual([
        ['analytics', allowed],
        ['__proto__', allowed],
      ]);
    }
  });
});

describe('names', () => {
  it.each([
    ['iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0', 'web_page_1'],
    ['iglu:com.acme/product/jsonschema/2-1-0', 'com_acme_product_2'],
    [`iglu:com.acme/${'x'.repeat(100)}/jsonschema/12-0-0`, `com_acme_${'x'.repeat(52)}_12`],
  ])('of the bucket of %s can be planned', (uri, bucket) => {
    const name = parseSchema(uri);
    expect(name === null ? null : bucketOf(name)).toBe(bucket);
    expect(bucket.length).toBeLessThanOrEqual(64);
  });

  it.each(['iglu:com.acme/x', 'com.acme/x/jsonschema/1-0-0', 'iglu:com.acme/x/jsonschema/1-0', 7, null])(
    '%j is no schema',
    (uri) => {
      expect(parseSchema(uri)).toBeNull();
    },
  );

  it('leave numbers alone that would be written otherwise again', () => {
    const { properties } = readEvent(
      tp2({ ...PAGE, e: 'tr', tr_tt: '45.90', tr_tx: '3.2', tr_sh: '1e1000' }),
    );
    expect(properties).toEqual({ total: '45.90', tax: 3.2, shipping: '1e1000' });
  });

  it('of an action that has words of the spec already stay Snowplow’s own', () => {
    const schema = 'iglu:com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2';
    const data = { type: 'transaction', order_id: 'o-1' };
    const event = readEvent(tp2({ ...PAGE, e: 'ue', ue_pr: JSON.stringify({ data: { schema, data } }) }));
    expect([event.name, event.properties]).toEqual(['snowplow_ecommerce_action', data]);
  });
});

describe('the tables', () => {
  const paths = [
    ...Object.values(AUTOMATIC),
    ...Object.values(SIZES).flat(),
    ...[...ENTITIES.values()].flatMap(({ words }) => Object.values(words)),
  ];

  it('name only fields that every protocol has, each once', () => {
    expect(paths.filter((path) => contextField(path) === undefined)).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { words } of Object.values(EVENT_KINDS)) {
      expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
    }
  });

  it('have the entities in the buckets that their schemas go to', () => {
    for (const [bucket, { schema, words, required }] of ENTITIES) {
      const name = parseSchema(schema);
      expect(name === null ? null : bucketOf(name)).toBe(bucket);
      expect(Object.keys(words)).toEqual(expect.arrayContaining([...required]));
    }
  });
});

describe('any payload', () => {
  const names =
    'e eid aid dtm ttm p tv res vp uid duid sid se_ac tr_tt ue_pr co cx __proto__ constructor'.split(' ');
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<Json>,
    sdj(fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<Json>),
  );
  const texts = fc.oneof(
    fc.constantFrom('pv', 'ue', 'se', 'tr', 'ti', 'pp', 'shop', '0x0', '1768471200000'),
    fc.string(),
    anything.map((data) => JSON.stringify({ data })),
    fc.array(anything).map((data) => JSON.stringify({ data })),
  );
  const payload = fc.dictionary(fc.constantFrom(...names), fc.oneof(texts, anything), {
    noNullPrototype: true,
  });

  it('gives whole events or is counted, and never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(payload, anything), { maxLength: 3 }), (data) => {
        const request = wireRequest({ path: TP2, body: envelope(...data) });
        const { events, malformed } = readRequest(request);
        expect(events.length + malformed).toBe(data.length);
        for (const { id, time, context, properties } of events) {
          expect(id === '' || !Number.isFinite(time)).toBe(false);
          for (const object of [context, properties, ...Object.values(context)]) {
            expect(isPlain(object)).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** A prototype from outside would show in objects alone. */
function isPlain(value: Json): boolean {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return !isObject || Object.getPrototypeOf(value) === Object.prototype;
}

function pageOfSession(userId: string): JsonObject {
  const schema = `${SNOWPLOW}/client_session/jsonschema/1-0-2`;
  return { ...PAGE, co: contexts({ schema, data: { userId } }) };
}

function envelope(...data: readonly Json[]): string {
  return JSON.stringify({ schema: `${SNOWPLOW}/payload_data/jsonschema/1-0-4`, data });
}

function tp2(payload: JsonObject): WireRequest {
  return wireRequest({ path: TP2, body: envelope(payload) });
}

function contexts(...data: readonly Json[]): string {
  return JSON.stringify({ schema: `${SNOWPLOW}/contexts/jsonschema/1-0-0`, data });
}

function field(context: JsonObject, group: string, leaf: string): Json | undefined {
  const members = context[group];
  return typeof members === 'object' && members !== null && !Array.isArray(members)
    ? (members as JsonObject)[leaf]
    : undefined;
}
