/** Snowplow's trackers, through the gateway, to a Snowplow collector: what arrives is what was sent. */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';
import { decodeBase64 } from '../wire/read-value.ts';
import { wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { VendorRequest } from './vendor.ts';

const ROOT = new URL('../../../../fixtures/decode/snowplow/', import.meta.url);
const TP2 = '/com.snowplowanalytics.snowplow/tp2';
const SNOWPLOW = 'iglu:com.snowplowanalytics.snowplow';
const SHOP = `${SNOWPLOW}.ecommerce`;

/** The id is re-keyed, and the time of sending is the sender's own. */
const EXCEPT = ['eid', 'stm'];
/** Without the credentials that came with it, the app id of this one is the key and no part of the event. */
const OTHER_KEY = 'node-custom-headers';
/** Who asks to stay unknown is taken at their word: these do not go on. */
const ANONYMOUS = { name: 'node-anonymous', words: ['uid', 'duid', 'sid', 'nuid', 'ip'] };

const cases = readdirSync(ROOT).filter((name) => !name.startsWith('malformed'));

describe('the way from a tracker to a collector', () => {
  it.each(cases.filter((name) => name !== OTHER_KEY))('keeps the meaning of %s', (name) => {
    const trip = roundTrip(caseOf(recorded(name)));
    expect(trip.before.length).toBeGreaterThan(0);
    expectSameMeaning(trip);
  });

  it.each(cases.filter((name) => !name.startsWith('http-iglu')))('loses no word of %s', (name) => {
    const request = recorded(name);
    const { sent } = roundTrip(caseOf(request));
    expect(sentPayloads(sent)).toHaveLength(payloadsOf(request).length);
    payloadsOf(request).forEach((payload, at) => {
      const except = name === ANONYMOUS.name ? [...EXCEPT, ...ANONYMOUS.words] : EXCEPT;
      expectNothingLost(payload, sentPayloads(sent)[at] ?? null, new Set(except));
    });
  });

  it('keeps the meaning of any payload, and every word and entity of it', () => {
    fc.assert(
      fc.property(fc.array(payloads, { minLength: 1, maxLength: 3 }), (given) => {
        const trip = roundTrip(caseOf(tp2(given)));
        expect(trip.before).toHaveLength(given.length);
        expectSameMeaning(trip);
        sentPayloads(trip.sent).forEach((payload, at) => {
          expectNothingLost(readable(given[at] ?? {}), payload, new Set(EXCEPT));
        });
      }),
      { numRuns: 400 },
    );
  });
});

function caseOf(request: WireRequest) {
  const [payload] = payloadsOf(request);
  const appId = typeof payload?.['aid'] === 'string' ? payload['aid'] : 'key-snowplow-hook';
  const settings = { url: 'https://collector.example', app_id: appId, schema_vendor: 'com.example' };
  return { kind: 'snowplow', settings, request, hopHeader: 'sp-anonymous' } as const;
}

function recorded(name: string): WireRequest {
  const text = readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8');
  const { query, ...rest } = JSON.parse(text) as Omit<WireRequest, 'query'> & { query: string };
  return wireRequest({ ...rest, query: new Map(new URLSearchParams(query)) });
}

function tp2(data: readonly JsonObject[]): WireRequest {
  const schema = `${SNOWPLOW}/payload_data/jsonschema/1-0-4`;
  return wireRequest({ path: TP2, body: JSON.stringify({ schema, data }) });
}

function payloadsOf(request: WireRequest): readonly JsonObject[] {
  if (request.method === 'GET') return [readable(Object.fromEntries(request.query))];
  const body = JSON.parse(request.body) as JsonObject;
  return isJsonArray(body['data']) ? body['data'].filter(isJsonObject).map(readable) : [];
}

function sentPayloads(sent: readonly VendorRequest[]): readonly JsonObject[] {
  return sent.flatMap(({ body }) => payloadsOf(wireRequest({ path: TP2, body })));
}

/** A payload with the JSON in its texts undone; entities of different kinds have no order. */
function readable(payload: JsonObject): JsonObject {
  const { ue_pr: event, ue_px: eventInBase64, co, cx, ...words } = payload;
  const contexts = parse(co, cx)?.['data'];
  return {
    ...words,
    event: parse(event, eventInBase64) ?? null,
    contexts: isJsonArray(contexts) ? contexts.toSorted((left, right) => order(left) - order(right)) : [],
  };
}

function parse(plain: Json | undefined, encoded: Json | undefined): JsonObject | undefined {
  const text = typeof plain === 'string' ? plain : typeof encoded === 'string' ? decodeBase64(encoded) : null;
  return text === null ? undefined : (JSON.parse(text) as JsonObject);
}

/** Stable sorting keeps those of one kind in their order; what no tracker sent comes last. */
function order(entity: Json): number {
  const schema = isJsonObject(entity) ? entity['schema'] : null;
  const at = typeof schema === 'string' ? SCHEMAS.indexOf(schema) : -1;
  return at === -1 ? SCHEMAS.length : at;
}

const SCHEMAS = [
  `${SNOWPLOW}/web_page/jsonschema/1-0-0`,
  `${SNOWPLOW}/web_page/jsonschema/1-0-7`,
  `${SNOWPLOW}/browser_context/jsonschema/2-0-0`,
  `${SNOWPLOW}/application/jsonschema/1-0-0`,
  `${SNOWPLOW}/client_session/jsonschema/1-0-2`,
  `${SNOWPLOW}/geolocation_context/jsonschema/1-1-0`,
  `${SNOWPLOW}/mobile_context/jsonschema/1-0-3`,
  `${SNOWPLOW}/consent_document/jsonschema/1-0-0`,
  `${SNOWPLOW}/consent_preferences/jsonschema/1-0-0`,
  `${SHOP}/transaction/jsonschema/1-0-0`,
  `${SHOP}/product/jsonschema/1-0-0`,
  'iglu:com.acme/product/jsonschema/1-0-2',
  'iglu:com.acme/user-type/jsonschema/1-0-0',
  'iglu:com.snowplowanalytics.snowplow/gdpr/jsonschema/1-0-0',
];
const EVENT_SCHEMAS = [
  `${SNOWPLOW}/link_click/jsonschema/1-0-1`,
  `${SNOWPLOW}/add_to_cart/jsonschema/1-0-0`,
  `${SNOWPLOW}/screen_view/jsonschema/1-0-0`,
  `${SNOWPLOW}/consent_preferences/jsonschema/1-0-0`,
  `${SHOP}/snowplow_ecommerce_action/jsonschema/1-0-2`,
  'iglu:com.acme/checkout_step/jsonschema/2-1-0',
  'iglu:com.acme/Order-Completed/jsonschema/1-0-0',
];

/** Members that decoders look for, so that generation reaches beyond the first check. */
const members = fc.constantFrom(
  ...'id name type products price unitPrice sku product_id order_id transaction_id revenue discount'.split(
    ' ',
  ),
  ...'latitude longitude osType osVersion deviceManufacturer deviceModel carrier version build'.split(' '),
  ...'userId sessionId sessionIndex consentScopes eventType data __proto__ constructor'.split(' '),
);
const ID = '7d3f0c1e-5b2a-4c8d-9e10-000000000005';
// Numbers that JSON writes as they are: minus zero is none.
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const values = fc.oneof(
  fc.constantFrom<Json[]>('transaction', 'allow_all', ['analytics'], ID, [{ id: 'p-1' }], null, true),
  fc.string(),
  numbers,
);
const data = fc.dictionary(members, values, { noNullPrototype: true, maxKeys: 6 });
const wrapped = (kind: string, inner: fc.Arbitrary<Json>) =>
  inner.map((held) => JSON.stringify({ schema: `${SNOWPLOW}/${kind}/jsonschema/1-0-0`, data: held }));
const entity = fc.record({ schema: fc.constantFrom(...SCHEMAS), data: fc.oneof(data, fc.constant([1])) });
const contexts = wrapped('contexts', fc.array(entity, { minLength: 1, maxLength: 5 }));
const events = wrapped(
  'unstruct_event',
  fc.record({ schema: fc.constantFrom(...EVENT_SCHEMAS), data }) as fc.Arbitrary<Json>,
);
const text = fc.string({ minLength: 1 });
const sizes = fc.tuple(fc.nat(9999), fc.nat(9999)).map((pair) => pair.join('x'));
const shared = {
  p: fc.constantFrom('web', 'mob', 'srv', 'pc', 'headset'),
  tv: fc.constantFrom('js-4.10.1', 'java-2.1.0-alpha.1', 'custom', 'a-b', 'a-b-1', '-', '1.2'),
  aid: fc.constant('shop'),
  dtm: fc.integer({ min: 1e12, max: 2e12 }).map(String),
};
const optional = fc.record(
  {
    url: text,
    page: text,
    refr: text,
    lang: text,
    tz: text,
    ua: text,
    ip: text,
    uid: text,
    duid: fc.constantFrom(ID, '0123456789abcdef'),
    sid: fc.constant(ID),
    nuid: text,
    fp: text,
    tna: text,
    vid: fc.nat(99).map(String),
    cd: fc.constantFrom('24', '030'),
    res: fc.oneof(sizes, text),
    vp: sizes,
    ds: sizes,
    cookie: fc.constantFrom('0', '1'),
    ttm: fc.integer({ min: 1e12, max: 2e12 }).map(String),
    co: contexts,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const kinds = fc.oneof(
  fc.constant({ e: 'pv' }),
  fc.record({ e: fc.constant('ue'), ue_pr: events }),
  fc.record({ e: fc.constant('se'), se_ca: text, se_ac: text, se_va: fc.oneof(numbers.map(String), text) }),
  fc.record({ e: fc.constant('pp'), pp_max: fc.constantFrom('1', '01', '1e3') }),
  fc.record({
    e: fc.constant('tr'),
    tr_id: text,
    tr_tt: fc.constantFrom('45.9', '45.90', 'NaN', 'Infinity'),
  }),
  fc.record({ e: fc.constant('ti'), ti_id: text, ti_qu: fc.constantFrom('2', '+2') }),
);
const payloads = fc
  .tuple(fc.record(shared), optional, kinds)
  .map(([always, some, kind]): JsonObject => ({ ...always, ...some, ...kind }));
