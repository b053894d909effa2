import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import { eventsEndpoint, jsonOf, LIMITS, readRequest, wireRequest } from '../wire.contract.ts';
import { REFUSALS } from '../wire.ts';
import type { Refusal } from '../wire.ts';
import { validateBody } from './validate.ts';

const QUERY = new Map([
  ['measurement_id', 'G-ABC123'],
  ['api_secret', 'secret-1'],
]);

function post(body: Json, path = '/mp/collect') {
  return wireRequest({ path, query: QUERY, body: JSON.stringify(body) });
}

function read(request: JsonObject) {
  return readRequest(post({ client_id: 'client-1', ...request })).events;
}

function readOne(params: JsonObject, name = 'own_event') {
  const [event] = read({ events: [{ name, params }] });
  return [event?.call, event?.name, event?.properties, event?.context];
}

function calls(request: JsonObject) {
  return read(request).map(({ call }) => call);
}

function codes(body: Json) {
  return validateBody(body).map(({ validationCode }) => validationCode);
}

function withEvent(event: JsonObject): JsonObject {
  return { client_id: 'c', events: [event] };
}

function text(length: number): string {
  return 'x'.repeat(length);
}

function members(count: number, value: Json): JsonObject {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [`p${place}`, value]));
}

describe('the Measurement Protocol’s container', () => {
  it('has its key in the query and its events in the body', () => {
    const { key, events, malformed } = readRequest(
      post({ client_id: 'c', user_id: 'u', events: [{ name: 'a' }, {}] }),
    );
    expect([
      key,
      malformed,
      events.map(({ name, userId, anonymousId }) => [name, userId, anonymousId]),
    ]).toEqual(['secret-1', 1, [['a', 'u', 'c']]]);
    expect(readRequest(wireRequest({ path: '/mp/collect', body: '{"events":[]}' })).key).toBeNull();
  });

  it.each([
    ['no JSON', '{', 'bad-json'],
    ['an array', '[]', 'bad-shape'],
    ['no events', '{"client_id":"c"}', 'bad-shape'],
    [
      'nesting over the limit',
      `{"events":${'['.repeat(LIMITS.depthMax)}${']'.repeat(LIMITS.depthMax)}}`,
      'too-deep',
    ],
  ])('is refused for %s', (_name, body, refusal) => {
    expect(() => readRequest(wireRequest({ path: '/mp/collect', query: QUERY, body }))).toThrow(refusal);
  });

  it('holds as many events as the limit, and not one more', () => {
    const events = Array.from({ length: LIMITS.eventsMax }, () => ({ name: 'a' }));
    expect(readRequest(post({ events })).events).toHaveLength(LIMITS.eventsMax);
    expect(() => readRequest(post({ events: [...events, { name: 'a' }] }))).toThrow('too-many-events');
  });
});

describe('an event of the Measurement Protocol', () => {
  it.each<[string, string, JsonObject, JsonObject, JsonObject]>([
    ['own_event', 'track', { a: 1 }, { a: 1 }, {}],
    ['page_view', 'page', { page_title: 'Cart' }, {}, { page: { title: 'Cart' } }],
    ['screen_view', 'screen', { screen_name: 'own_event' }, {}, {}],
    ['own_event', 'track', { session_id: 12 }, {}, { sessionId: '12' }],
    ['own_event', 'track', { source: 'app' }, { source: 'app' }, {}],
    ['campaign_details', 'track', { source: 'letter' }, {}, { campaign: { source: 'letter' } }],
    ['own_event', 'track', { value: 3 }, { value: 3 }, {}],
    ['own_event', 'track', { value: 3, currency: 'EUR' }, { revenue: 3, currency: 'EUR' }, {}],
    [
      'own_event',
      'track',
      { value: 3, revenue: 4, currency: 'EUR' },
      { value: 3, revenue: 4, currency: 'EUR' },
      {},
    ],
    [
      'own_event',
      'track',
      { items: [{ item_id: 'a', name: 'b' }, 5] },
      { products: [{ product_id: 'a', name: 'b' }, 5] },
      {},
    ],
    ['own_event', 'track', { items: 5, products: 6 }, { items: 5, products: 6 }, {}],
  ])('named %s is a %s', (name, call, params, ...[properties, context]) => {
    const named = { page: '', screen: 'own_event', track: name }[call];
    expect(readOne(params, name)).toEqual([call, named, properties, context]);
  });

  it('happened at its own time, else at the time of its request, else now', () => {
    const events = [
      { name: 'a', timestamp_micros: 1_700_000_000_000_999 },
      { name: 'b', params: { timestamp_micros: '1600000000000000' } },
      { name: 'c' },
    ];
    const times = (micros: Json) => read({ events, timestamp_micros: micros }).map(({ time }) => time);
    expect(times(1_500_000_000_000_000)).toEqual([1_700_000_000_000, 1_600_000_000_000, 1_500_000_000_000]);
    for (const broken of [null, -1, 1e300, 'soon', {}])
      expect(times(broken)[2]).toBe(Date.UTC(2026, 0, 15, 10, 0, 1));
  });

  it('is preceded by what its request says of the user, one event for each time', () => {
    const said = read({
      user_properties: {
        tier: { value: 'gold' },
        late: { value: 1, timestamp_micros: 1_600_000_000_000_000 },
        also: { value: 2 },
      },
      events: [{ name: 'a' }],
    });
    expect(said.map(({ call, properties }) => [call, properties])).toEqual([
      ['identify', { tier: 'gold', also: 2 }],
      ['identify', { late: 1 }],
      ['track', {}],
    ]);
  });

  it('is none where it only carries what is said of the user', () => {
    const user_properties = { tier: { value: 'gold' } };
    expect(calls({ user_properties, events: [{ name: 'identify' }] })).toEqual(['identify']);
    expect(calls({ events: [{ name: 'identify' }] })).toEqual(['track']);
    expect(calls({ user_properties, events: [{ name: 'identify', params: { a: 1 } }] })).toEqual([
      'identify',
      'track',
    ]);
  });

  it('has at most 25 user properties beside it', () => {
    expect(readRequest(post({ user_properties: members(25, { value: 1 }), events: [] }))).toMatchObject({
      malformed: 0,
    });
    expect(readRequest(post({ user_properties: members(26, { value: 1 }), events: [] }))).toMatchObject({
      malformed: 1,
      events: [],
    });
  });

  it('carries the consent of its request as category preferences', () => {
    const consent = { ad_user_data: 'GRANTED', ad_personalization: 'DENIED', ad_storage: 'GRANTED' };
    const [event] = read({ consent, events: [{ name: 'a' }] });
    expect(event?.context).toEqual({
      consent: { categoryPreferences: { ad_user_data: true, ad_personalization: false } },
      ga4: { consent: { ad_storage: 'GRANTED' } },
    });
  });

  it('keeps names that reach for prototypes as data', () => {
    const body =
      '{"__proto__":{"x":1},"device":{"__proto__":1},"events":[{"name":"a","params":{"__proto__":{"x":1}}}]}';
    const [event] = readRequest(wireRequest({ path: '/mp/collect', query: QUERY, body })).events;
    expect(JSON.stringify([event?.properties, event?.context])).toBe(
      '[{"__proto__":{"x":1}},{"ga4":{"__proto__":{"x":1},"device":{"__proto__":1}}}]',
    );
  });
});

describe('the Measurement Protocol’s answers', () => {
  it('are empty where events are taken', () => {
    const { answer } = readRequest(post({ events: [] }));
    expect(answer).toEqual({ status: 204, contentType: 'text/plain', body: '' });
  });

  it.each(Object.keys(REFUSALS) as Refusal[])('say %s without repeating the secret', (refusal) => {
    for (const path of ['/mp/collect', '/debug/mp/collect']) {
      const answer = eventsEndpoint(path).refused(post({}), refusal);
      expect([answer.status, jsonOf(answer)]).toEqual([
        REFUSALS[refusal].status,
        { error: REFUSALS[refusal].meaning },
      ]);
    }
  });

  it('validate a request and lead its events nowhere', () => {
    const { events, malformed, answer } = readRequest(
      post({ events: [{ name: '_bad' }] }, '/debug/mp/collect'),
    );
    expect([events, malformed, answer.status]).toEqual([[], 0, 200]);
    expect(jsonOf(answer)).toMatchObject({
      validationMessages: [{ fieldPath: 'client_id' }, { validationCode: 'NAME_INVALID' }],
    });
  });
});

describe('validation', () => {
  it.each<[string, (size: number) => Json, number, string]>([
    [
      'events',
      (size) => ({ client_id: 'c', events: Array.from({ length: size }, () => ({ name: 'a' })) }),
      25,
      'EXCEEDED_MAX_ENTITIES',
    ],
    ['parameters', (size) => withEvent({ name: 'a', params: members(size, 1) }), 25, 'EXCEEDED_MAX_ENTITIES'],
    [
      'user properties',
      (size) => ({ ...withEvent({ name: 'a' }), user_properties: members(size, { value: 1 }) }),
      25,
      'EXCEEDED_MAX_ENTITIES',
    ],
    ['the name of an event', (size) => withEvent({ name: text(size) }), 40, 'NAME_INVALID'],
    [
      'the name of a parameter',
      (size) => withEvent({ name: 'a', params: { [text(size)]: 1 } }),
      40,
      'NAME_INVALID',
    ],
    [
      'the value of a parameter',
      (size) => withEvent({ name: 'a', params: { b: text(size) } }),
      100,
      'VALUE_OUT_OF_BOUNDS',
    ],
    [
      'the address of a page',
      (size) => withEvent({ name: 'a', params: { page_location: text(size) } }),
      1000,
      'VALUE_OUT_OF_BOUNDS',
    ],
    [
      'the name of a user property',
      (size) => ({ ...withEvent({ name: 'a' }), user_properties: { [text(size)]: { value: 1 } } }),
      24,
      'NAME_INVALID',
    ],
    [
      'the value of a user property',
      (size) => ({ ...withEvent({ name: 'a' }), user_properties: { b: { value: text(size) } } }),
      36,
      'VALUE_OUT_OF_BOUNDS',
    ],
  ])('bounds %s', (_name, body, limit, code) => {
    expect(codes(body(limit))).toEqual([]);
    expect(codes(body(limit + 1))).toEqual([code]);
  });

  it('names at most fifty mistakes, and no value', () => {
    const events = Array.from({ length: 500 }, () => ({ name: 'not a name' }));
    const messages = validateBody({ events });
    expect(messages).toHaveLength(50);
    expect(JSON.stringify(messages)).not.toContain('not a name');
  });

  it.each<[Json]>([[null], [5], [[]], ['text']])('reads %j as a mistake', (body) => {
    expect(codes(body)).toEqual(['VALUE_INVALID']);
  });
});
