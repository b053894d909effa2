import { describe, expect, it } from 'vitest';
import type { CleanEvent, JsonObject } from '../../event.ts';
import { eventNameOf, parametersOf, userPropertyNameOf } from './ga4-words.ts';
import { ga4 } from './ga4.ts';

const TOOLS = { now: 0, hmacBase64: () => '' };
const SETTINGS = ga4.parseSettings({ api_secret: 'a&b=c', stream_id: 'G-ABC123' }, 'f').value;

function event(parts: Partial<CleanEvent>): CleanEvent {
  return {
    vendor: 'v',
    environment: 'production',
    id: 'm',
    call: 'track',
    operation: 'set',
    name: 'Seen',
    time: 1,
    userId: null,
    anonymousId: 'a',
    groupId: null,
    previousId: null,
    properties: {},
    context: {},
    subject: 's',
    fields: 'f',
    ...parts,
  } as CleanEvent;
}

function send(events: readonly CleanEvent[]) {
  if (SETTINGS === null) throw new Error('The settings of the test do not parse.');
  return ga4.toRequests(events, SETTINGS, TOOLS);
}

function sizes(events: readonly CleanEvent[]): readonly number[] {
  return send(events).map(({ carries }) => carries.length);
}

function members(count: number, length = 1): JsonObject {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [`p${place}`, 'x'.repeat(length)]));
}

describe('the settings of Google Analytics', () => {
  it.each(['G-ABC123', '1:1234567890:ios:321abc456def7890', '1:1:android:a', '1:1:web:a'])(
    'take the stream %s',
    (stream_id) => expect(ga4.parseSettings({ api_secret: 's', stream_id }, 'f').issues).toEqual([]),
  );

  it.each(['', 'G-', 'g-abc', 'UA-1-1', '1234567890', '1:1:desktop:a', 'G-ABC&api_secret=x'])(
    'refuse the stream "%s"',
    (stream_id) => expect(ga4.parseSettings({ api_secret: 's', stream_id }, 'f').value).toBeNull(),
  );

  it('keep a secret from adding to the query', () => {
    const [request] = send([event({})]);
    expect(new URL(request?.url ?? '').searchParams.get('api_secret')).toBe('a&b=c');
  });
});

describe('requests to Google Analytics', () => {
  it('hold the events of one client, and 25 at most', () => {
    const events = Array.from({ length: 26 }, () => event({}));
    expect(sizes([...events.slice(0, 25), event({ anonymousId: 'b' })])).toEqual([25, 1]);
    expect(sizes(events)).toEqual([25, 1]);
  });

  it('hold events about which the request says the same', () => {
    expect(
      sizes([event({}), event({ context: { locale: 'de' } }), event({}), event({ userId: 'u' })]),
    ).toEqual([2, 1, 1]);
  });

  it('stay below 130 kB', () => {
    const large = Array.from({ length: 5 }, () => event({ properties: members(10, 5_000) }));
    const requests = send(large);
    expect(requests.map(({ carries }) => carries.length)).toEqual([2, 2, 1]);
    for (const { body } of requests) expect(Buffer.byteLength(body)).toBeLessThan(130_000);
  });

  it('hold 25 user properties at most, and never the same twice', () => {
    const identify = (properties: JsonObject) => event({ call: 'identify', properties });
    expect(sizes([identify(members(25)), event({})])).toEqual([2]);
    expect(sizes([identify(members(20)), identify({ a: 1, b: 2, c: 3, d: 4, e: 5 })])).toEqual([2]);
    expect(sizes([identify(members(20)), identify({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 })])).toEqual([1, 1]);
    expect(sizes([identify({ a: 1 }), identify({ a: 2 })])).toEqual([1, 1]);
  });

  it('are not made for nobody, nor for what has no form', () => {
    const none = [
      event({ anonymousId: null }),
      event({ call: 'group', groupId: 'g' }),
      event({ call: 'alias', userId: 'u', previousId: 'p' }),
      event({ call: 'identify', operation: 'unset', properties: { a: null } }),
      event({ call: 'identify', properties: {} }),
    ];
    expect(send(none)).toEqual([]);
  });
});

describe('names at Google Analytics', () => {
  it.each([
    ['Song Played', 'Song_Played'],
    ['song_played', 'song_played'],
    ['2nd Song', 'x_2nd_Song'],
    ['session_start', 'x_session_start'],
    ['ga_own', 'x_ga_own'],
    ['', 'x_'],
    ['a'.repeat(40), 'a'.repeat(40)],
  ])('of the event "%s" is "%s"', (name, expected) => {
    expect(eventNameOf(name)).toBe(expected);
  });

  it('that are too long remain apart and are within the limit', () => {
    const names = ['first', 'second', 'third'].map((end) => eventNameOf(`${'a'.repeat(60)}_${end}`));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
    expect(userPropertyNameOf('a'.repeat(25))).toMatch(/^a+_[a-z0-9]+$/);
    expect(userPropertyNameOf('a'.repeat(25))).toHaveLength(24);
  });

  it.each<[JsonObject, JsonObject]>([
    [{ a: { b: { c: 1 }, d: null } }, { a_b_c: 1 }],
    [{ a: ['x', 1] }, { a: 'x,1' }],
    [{ a: [{ b: 1 }] }, { a: '[{"b":1}]' }],
    [{ revenue: 5 }, { revenue: 5 }],
    [
      { revenue: 5, currency: 'EUR' },
      { value: 5, currency: 'EUR' },
    ],
    [
      { revenue: 5, value: 6, currency: 'EUR' },
      { revenue: 5, value: 6, currency: 'EUR' },
    ],
    [
      { order_id: 'o', products: [{ product_id: 'p', name: 'n', sku: 's' }] },
      { transaction_id: 'o', items: [{ item_id: 'p', item_name: 'n', sku: 's' }] },
    ],
  ])('of the properties %j', (properties, expected) => {
    expect(parametersOf(properties)).toEqual(expected);
  });
});
