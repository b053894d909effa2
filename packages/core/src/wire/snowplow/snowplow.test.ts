import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextField } from '../../automatic/context-fields.ts';
import type { Json, JsonObject } from '../../event.ts';
import { decodeContext, readEvent, readRequest, RECEIVED_AT, textOf, wireRequest } from '../wire.contract.ts';
import type { EventsEndpoint, Opened, Refusal, WireRequest } from '../wire.ts';
import { REFUSALS } from '../wire.ts';
import { bucketOf, parseSchema } from './schema.ts';
import { snowplow } from './snowplow.ts';
import { AUTOMATIC, ENTITIES, EVENT_KINDS, SIZES } from './words.ts';

const LIMITS = { depthMax: 10, eventsMax: 3 };
const TP2 = '/com.snowplowanalytics.snowplow/tp2';
const IGLU = '/com.snowplowanalytics.iglu/v1';
const SNOWPLOW = 'iglu:com.snowplowanalytics.snowplow';
const PAGE = { e: 'pv', aid: 'shop', url: 'https://shop.example/' };

describe('paths', () => {
  it.each([TP2, IGLU, '/i', '/ice.png'])('%s is Snowplow’s', (path) => {
    expect(snowplow.find(path, {})?.kind).toBe('events');
  });

  it.each(['/com.acme/track', '/com.snowplowanalytics.snowplow/tp1', '/r/tp2', '/', '/health'])(
    '%s is not claimed: a collector’s other paths say nothing of who asks',
    (path) => {
      expect(snowplow.find(path, {})).toBeNull();
    },
  );
});

describe('containers', () => {
  const event = selfDescribing('unstruct_event', {
    schema: 'iglu:com.acme/x/jsonschema/1-0-0',
    data: { größe: '日本 ✓?>~' },
  });
  const text = JSON.stringify(event);
  const encoded = Buffer.from(text).toString('base64url');
  const words = { e: 'ue' };

  it.each<[string, Partial<WireRequest>]>([
    ['an envelope with plain JSON', { body: envelope({ ...words, aid: 'shop', ue_pr: text }) }],
    ['an envelope with base64url', { body: envelope({ ...words, aid: 'shop', ue_px: encoded }) }],
    [
      'an envelope with padded base64',
      { body: envelope({ ...words, aid: 'shop', ue_px: Buffer.from(text).toString('base64') }) },
    ],
    ['a query', { method: 'GET', query: new Map(Object.entries({ ...words, aid: 'shop', ue_px: encoded })) }],
  ])('%s opens to the same message', (_name, parts) => {
    const messages = [{ words, event: event['data'], contexts: null }];
    expect(open(parts)).toEqual({ kind: 'opened', key: 'shop', messages });
  });

  it.each<[string, string, Refusal]>([
    ['nothing', '', 'bad-json'],
    ['no JSON', 'payload', 'bad-json'],
    ['a list', '[]', 'bad-shape'],
    [
      'an envelope without data',
      JSON.stringify({ schema: `${SNOWPLOW}/payload_data/jsonschema/1-0-4` }),
      'bad-shape',
    ],
    [
      'an envelope of another schema',
      JSON.stringify({ schema: `${SNOWPLOW}/contexts/jsonschema/1-0-0`, data: [] }),
      'bad-shape',
    ],
    ['an envelope without schema', '{"data":[]}', 'bad-shape'],
    ['four events where three may be', envelope(PAGE, PAGE, PAGE, PAGE), 'too-many-events'],
    ['nesting beyond the limit', `{"data":${'['.repeat(10)}${']'.repeat(10)}}`, 'too-deep'],
  ])('%s is refused', (_name, body, refusal) => {
    expect(open({ body })).toEqual({ kind: 'refused', refusal });
  });

  it('takes as many events as the limit', () => {
    expect(open({ body: envelope(PAGE, PAGE, PAGE) }).kind).toBe('opened');
  });

  it.each([
    ['ue_pr', 10, true],
    ['ue_pr', 11, false],
    ['co', 10, true],
    ['co', 11, false],
  ])('JSON within %s of depth %i is opened: %s', (word, depth, isOpened) => {
    // The container itself is the first level.
    const deep = `{"data":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    const opened = open({ body: envelope({ ...PAGE, [word]: deep }, PAGE) });
    if (opened.kind === 'refused') throw new Error(opened.refusal);
    expect(opened.messages.map((message) => message !== null)).toEqual([isOpened, true]);
  });

  it('counts one bad payload as malformed and reads the others', () => {
    const read = readRequest(wireRequest({ path: TP2, body: envelope({ ...PAGE, co: '{' }, PAGE, 7) }));
    expect([read.events.length, read.malformed]).toEqual([1, 2]);
  });
});

describe('the Iglu webhook', () => {
  const SCHEMA = 'iglu:com.acme/campaign/jsonschema/1-0-0';

  it.each<[string, Partial<WireRequest>]>([
    [
      'a query',
      { method: 'GET', query: new Map(Object.entries({ schema: SCHEMA, aid: 'shop', name: 'spring' })) },
    ],
    [
      'a self-describing body',
      {
        query: new Map([['aid', 'shop']]),
        body: JSON.stringify({ schema: SCHEMA, data: { name: 'spring' } }),
      },
    ],
    [
      'a body whose schema is in the query',
      { query: new Map(Object.entries({ schema: SCHEMA, aid: 'shop' })), body: '{"name":"spring"}' },
    ],
  ])('reads %s', (_name, parts) => {
    const request = wireRequest({ path: IGLU, ...parts });
    expect(readRequest(request).key).toBe('shop');
    const { call, name, properties } = readEvent(request);
    expect({ call, name, properties }).toEqual({
      call: 'track',
      name: 'campaign',
      properties: { name: 'spring' },
    });
  });

  it('keeps the limit of events, and says what is wrong with a body', () => {
    const opened = (body: string) => endpoint(IGLU).open(wireRequest({ path: IGLU, body }), LIMITS);
    expect(opened('[1,2,3]').kind).toBe('opened');
    expect(opened('[1,2,3,4]')).toEqual({ kind: 'refused', refusal: 'too-many-events' });
    expect(opened('name=spring')).toEqual({ kind: 'refused', refusal: 'bad-json' });
  });
});

describe('key', () => {
  const other = { ...PAGE, aid: 'other' };

  it.each<[string, string | undefined, string | null]>([
    ['the app id', undefined, 'shop'],
    ['the user name of Basic', `Basic ${btoa('key-basic:')}`, 'key-basic'],
    ['a Bearer token', 'Bearer key-bearer', 'key-bearer'],
    ['the app id, where the header is of another scheme', 'Digest x', 'shop'],
  ])('is %s', (_name, authorization, key) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect(open({ body: envelope(PAGE), headers })).toEqual(expect.objectContaining({ key }));
  });

  it('is null where the request shows none', () => {
    expect(open({ body: envelope({ e: 'pv' }) })).toEqual(expect.objectContaining({ key: null }));
  });

  it('is one for all messages: those with another count as malformed', () => {
    const read = readRequest(wireRequest({ path: TP2, body: envelope(PAGE, other, { e: 'pv' }) }));
    expect([read.key, read.events.length, read.malformed]).toEqual(['shop', 2, 1]);
  });

  it('in a header lets messages have app ids of their own, as fields of the event', () => {
    const headers = { authorization: 'Bearer key' };
    const { events } = readRequest(wireRequest({ path: TP2, headers, body: envelope(PAGE, other) }));
    expect(events.map((event) => field(event.context, 'snowplow', 'aid'))).toEqual(['shop', 'other']);
  });
});

describe('answers', () => {
  it('are ok to what is posted and a pixel to what is asked for', () => {
    const posted = endpoint(TP2).accepted(wireRequest({ path: TP2 }), []);
    expect([posted.status, textOf(posted)]).toEqual([200, 'ok']);
    const pixel = endpoint('/i').accepted(wireRequest({ path: '/i', method: 'GET' }), []);
    expect([pixel.status, pixel.contentType]).toEqual([200, 'image/gif']);
    expect(Buffer.from(pixel.body).subarray(0, 10).toString('latin1')).toBe('GIF89a\u0001\0\u0001\0');
  });

  /** What the trackers do not send again (@snowplow/tracker-core 4.10.1). All else they repeat for ever. */
  const FINAL = new Set([400, 401, 403, 410, 422]);
  const PASSES: readonly Refusal[] = ['too-slow', 'too-fast', 'full', 'internal'];

  it.each(Object.keys(REFUSALS).filter(isRefusal))('to %s are final unless it may pass', (refusal) => {
    const answer = endpoint(TP2).refused(wireRequest({ path: TP2 }), refusal);
    expect(answer.status).not.toBe(404);
    expect(FINAL.has(answer.status)).toBe(!PASSES.includes(refusal));
    expect(answer.body).toBe(REFUSALS[refusal].meaning);
  });

  it('stop a batch that is too large with 422, since 413 would come again for ever', () => {
    const statuses = (['too-large', 'too-many-events', 'bad-key'] as const).map(
      (refusal) => endpoint(TP2).refused(wireRequest({ path: TP2 }), refusal).status,
    );
    expect(statuses).toEqual([422, 422, 401]);
  });
});

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
    const session = (userId: string): JsonObject => ({
      ...PAGE,
      co: contexts({ schema: `${SNOWPLOW}/client_session/jsonschema/1-0-2`, data: { userId } }),
    });
    const device = '7d3f0c1e-5b2a-4c8d-9e10-000000000005';
    expect(readEvent(tp2(session(device))).anonymousId).toBe(device);
    expect(readEvent(tp2(session('00000000-0000-0000-0000-000000000000'))).anonymousId).toBeNull();
    expect(readEvent(tp2(session('ada@shop.example'))).anonymousId).toBeNull();
  });

  it('invents no id for an anonymous sender, and needs nothing of what the app itself wrote taken away', () => {
    const headers = { 'sp-anonymous': '*' };
    const { userId, anonymousId, context } = readEvent({ ...tp2({ ...PAGE, ip: '203.0.113.7' }), headers });
    expect({ userId, anonymousId, ip: context['ip'] }).toEqual({
      userId: null,
      anonymousId: null,
      ip: '203.0.113.7',
    });
  });
});

describe('consent', () => {
  it.each([
    ['allow_all', true],
    ['allow_selected', true],
    ['implicit_consent', false],
    ['pending', false],
    ['deny_all', false],
    ['withdrawn', false],
    ['expired', false],
  ])('by %s of a scope is %s', (eventType, allowed) => {
    const data = { eventType, consentScopes: ['analytics', '__proto__', 7] };
    const schema = `${SNOWPLOW}/consent_preferences/jsonschema/1-0-0`;
    const asEntity = readEvent(tp2({ ...PAGE, co: contexts({ schema, data }) }));
    const asEvent = readEvent(tp2({ ...PAGE, e: 'ue', ue_pr: JSON.stringify({ data: { schema, data } }) }));
    for (const { context } of [asEntity, asEvent]) {
      const preferences = field(context, 'consent', 'categoryPreferences');
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
  const sdj = (inner: fc.Arbitrary<Json>) =>
    fc.record({ schema: fc.constantFrom(...ENTITY_SCHEMAS), data: inner }) as fc.Arbitrary<Json>;
  const anything = fc.oneof(fc.jsonValue() as fc.Arbitrary<Json>, sdj(fc.jsonValue() as fc.Arbitrary<Json>));
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
        const opened = open({ body: envelope(...data) }, { depthMax: 30, eventsMax: 3 });
        if (opened.kind === 'refused') return;
        const { events, malformed } = endpoint(TP2).decode(opened.messages, decodeContext());
        expect(events.length + malformed).toBe(data.length);
        for (const { id, time, context, properties } of events) {
          expect(id === '' || !Number.isFinite(time)).toBe(false);
          for (const object of [context, properties, ...Object.values(context)]) {
            if (typeof object === 'object' && object !== null && !Array.isArray(object))
              expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

const ENTITY_SCHEMAS = [
  `${SNOWPLOW}/web_page/jsonschema/1-0-0`,
  `${SNOWPLOW}/client_session/jsonschema/1-0-2`,
  `${SNOWPLOW}/add_to_cart/jsonschema/1-0-0`,
  `${SNOWPLOW}/screen_view/jsonschema/1-0-0`,
  `${SNOWPLOW}/identify/jsonschema/1-0-0`,
  'iglu:com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2',
  'iglu:com.acme/headgate_context/jsonschema/1-0-0',
];

function open(parts: Partial<WireRequest>, limits = LIMITS): Opened {
  return endpoint(TP2).open(wireRequest({ path: TP2, ...parts }), limits);
}

function endpoint(path: string): EventsEndpoint {
  const found = snowplow.find(path, {});
  if (found?.kind !== 'events') throw new Error(`There are no events at ${path}.`);
  return found;
}

function envelope(...data: readonly Json[]): string {
  return JSON.stringify({ schema: `${SNOWPLOW}/payload_data/jsonschema/1-0-4`, data });
}

function tp2(payload: JsonObject): WireRequest {
  return wireRequest({ path: TP2, body: envelope(payload) });
}

function selfDescribing(name: string, data: Json): JsonObject {
  return { schema: `${SNOWPLOW}/${name}/jsonschema/1-0-0`, data };
}

function contexts(...data: readonly Json[]): string {
  return JSON.stringify(selfDescribing('contexts', data));
}

function field(context: JsonObject, group: string, leaf: string): Json | undefined {
  const members = context[group];
  return typeof members === 'object' && members !== null && !Array.isArray(members)
    ? (members as JsonObject)[leaf]
    : undefined;
}

function isRefusal(name: string): name is Refusal {
  return Object.hasOwn(REFUSALS, name);
}
