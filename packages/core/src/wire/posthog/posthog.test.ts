import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { REFUSALS } from '../wire.ts';
import type { Refusal, WireRequest } from '../wire.ts';
import {
  eventsEndpoint,
  jsonOf,
  LIMITS,
  readEvent,
  readRequest,
  RECEIVED_AT,
  staticAnswer,
  textOf,
  wireRequest,
} from '../wire.contract.ts';
import { AUTOMATIC, AUTOMATIC_OF_PAGE, ridesAlong } from './automatic.ts';
import { openPosthogEnvelope } from './open.ts';
import { posthog } from './posthog.ts';

const EVENT = { event: 'A+B C', distinct_id: 'u-1', properties: { note: '1 + 1 = 50% & größe 日本' } };
const ENVELOPE = JSON.stringify({ api_key: 'key-1', batch: [EVENT] });
const BASE64 = Buffer.from(ENVELOPE).toString('base64');
const SMALL = { depthMax: 10, eventsMax: 3 };

describe('containers', () => {
  it.each<[string, Partial<WireRequest>]>([
    ['an envelope', { body: ENVELOPE }],
    ['a form with base64', { body: `data=${encodeURIComponent(BASE64)}` }],
    ['a form with JSON', { body: `data=${encodeURIComponent(ENVELOPE)}` }],
    ['a form with its compression', { body: `compression=base64&data=${encodeURIComponent(BASE64)}` }],
    ['GET', { method: 'GET', query: new Map([['data', BASE64]]) }],
    ['one event', { body: JSON.stringify({ ...EVENT, api_key: 'key-1' }) }],
    ['one event with a token', { body: JSON.stringify({ ...EVENT, token: 'key-1' }) }],
    ['a list', { body: JSON.stringify([{ ...EVENT, api_key: 'key-1' }]) }],
    [
      'a list with tokens inside',
      { body: JSON.stringify([{ ...EVENT, properties: { ...EVENT.properties, token: 'key-1' } }]) },
    ],
  ])('%s opens to the same event', (_name, parts) => {
    for (const path of ['/e', '/i/v0/e', '/capture', '/batch', '/i/v0/ai/batch']) {
      const read = readRequest(wireRequest({ path, ...parts }));
      expect(read.key).toBe('key-1');
      expect(read.events.map(({ name, properties }) => ({ name, properties }))).toEqual([
        { name: EVENT.event, properties: EVENT.properties },
      ]);
    }
  });

  it.each<[string, string, Refusal]>([
    ['/e', '', 'bad-shape'],
    ['/e', 'hello', 'bad-json'],
    ['/e', '7', 'bad-shape'],
    ['/e', '{}', 'bad-shape'],
    ['/e', '{"batch":{}}', 'bad-shape'],
    ['/e', 'data=*', 'bad-encoding'],
    ['/e', '[1,2,3,4]', 'too-many-events'],
    ['/e', '{"batch":[1,2,3,4]}', 'too-many-events'],
    ['/e', '['.repeat(10_000), 'too-deep'],
    ['/i/v1/analytics/events', '[]', 'bad-shape'],
    ['/i/v1/analytics/events', '{"event":"A"}', 'bad-shape'],
    ['/i/v1/analytics/events', '{"batch":[1,2,3,4]}', 'too-many-events'],
    ['/i/v1/analytics/events', '{"batch":[', 'bad-json'],
  ])('at %s the body %j is refused', (path, body, refusal) => {
    expect(eventsEndpoint(path).open(wireRequest({ path, body }), SMALL)).toEqual({
      kind: 'refused',
      refusal,
    });
  });

  it('take as many events as the limit', () => {
    for (const path of ['/e', '/i/v1/analytics/events']) {
      const request = wireRequest({ path, body: '{"batch":[1,2,3]}' });
      expect(eventsEndpoint(path).open(request, SMALL).kind).toBe('opened');
    }
  });

  it('are one source’s: messages with another key count as malformed', () => {
    const batch = [{ event: 'A' }, { event: 'B', api_key: 'key-2' }, { event: 'C', api_key: 'key-1' }];
    const { key, events, malformed } = read('/batch', { api_key: 'key-1', batch });
    expect([key, events.map(({ name }) => name), malformed]).toEqual(['key-1', ['A', 'C'], 1]);
  });

  it('without any key have none', () => {
    expect(read('/e', [{ event: 'A' }]).key).toBeNull();
    expect(read('/i/v1/analytics/events', { batch: [] }).key).toBeNull();
  });

  it('are opened for the owner of /batch, and handed over', () => {
    const opened = openPosthogEnvelope(
      { api_key: 'key-1', batch: [EVENT] },
      wireRequest({ path: '/batch' }),
      SMALL,
    );
    expect(opened).toMatchObject({ kind: 'opened', key: 'key-1', messages: [EVENT] });
    expect(opened?.kind === 'opened' ? opened.handOver : null).toEqual({
      protocol: 'posthog',
      endpoint: posthog.find('/batch', {}),
    });
    expect(openPosthogEnvelope({ events: [] }, wireRequest({ path: '/batch' }), SMALL)).toBeNull();
    expect(openPosthogEnvelope({ batch: [1, 2, 3, 4] }, wireRequest({ path: '/batch' }), SMALL)).toEqual({
      kind: 'refused',
      refusal: 'too-many-events',
    });
  });
});

describe('the second capture API', () => {
  const headers = {
    authorization: 'Bearer key-1',
    'posthog-sdk-info': 'posthog-node/5.70.0',
    'posthog-request-timestamp': new Date(RECEIVED_AT + 60_000).toISOString(),
  };
  const timestamp = new Date(RECEIVED_AT + 59_000).toISOString();

  it('says in its headers and options what the first says in the properties', () => {
    const body = JSON.stringify({
      batch: [
        {
          ...EVENT,
          uuid: 'e-1',
          timestamp,
          session_id: 's-1',
          window_id: 'w-1',
          options: { process_person_profile: true, product_tour_id: 't-1' },
        },
      ],
    });
    const event = readEvent(wireRequest({ path: '/i/v1/analytics/events', headers, body }));
    expect(event.time).toBe(RECEIVED_AT - 1000);
    expect(event.context).toEqual({
      library: { name: 'posthog-node', version: '5.70.0' },
      sessionId: 's-1',
      posthog: { $process_person_profile: true, $product_tour_id: 't-1', $window_id: 'w-1' },
    });
  });

  it('leaves the time as it is where told to', () => {
    const batch = [{ ...EVENT, timestamp, options: { disable_skew_correction: true } }];
    const body = JSON.stringify({ batch });
    const event = readEvent(wireRequest({ path: '/i/v1/analytics/events', headers, body }));
    expect(event.time).toBe(Date.parse(timestamp));
  });

  it('answers for each event: ok for what was taken, drop for what is malformed', () => {
    const batch = [
      { ...EVENT, uuid: 'good' },
      { event: '', uuid: 'bad' },
      { event: 'A', properties: 7, uuid: 'worse' },
      { event: '$snapshot', uuid: 'replay' },
      { event: '$groupidentify', uuid: 'group' },
      { ...EVENT, uuid: '__proto__' },
      { ...EVENT, uuid: 'twice' },
      { uuid: 'twice' },
      { ...EVENT },
      7,
    ];
    const { answer, malformed } = readRequest(
      wireRequest({ path: '/i/v1/analytics/events', headers, body: JSON.stringify({ batch }) }),
    );
    const drop = { result: 'drop', details: 'The event is malformed.' };
    expect(textOf(answer)).toContain('"__proto__":{"result":"ok"}');
    expect(jsonOf(answer)).toEqual(
      JSON.parse(
        JSON.stringify({
          results: {
            good: { result: 'ok' },
            bad: drop,
            worse: drop,
            replay: { result: 'ok' },
            group: drop,
            ['__proto__']: { result: 'ok' },
            twice: { result: 'ok' },
          },
        }),
      ),
    );
    expect(malformed).toBe(5);
  });
});

describe('identity', () => {
  const browser = { $device_id: 'd-1', $is_identified: false };

  it.each<[JsonObject, string | null, string | null, string | undefined]>([
    [{ distinct_id: 'u-1' }, 'u-1', null, undefined],
    [{ distinct_id: 7 }, '7', null, undefined],
    [{ distinct_id: 'd-1', properties: browser }, null, 'd-1', undefined],
    [{ distinct_id: 'd-2', properties: browser }, null, 'd-2', 'd-1'],
    [{ distinct_id: 'd-1', properties: { $device_id: 'd-1' } }, null, 'd-1', undefined],
    [
      { distinct_id: 'u-1', properties: { $device_id: 'd-1', $is_identified: true } },
      'u-1',
      'd-1',
      undefined,
    ],
    [{ distinct_id: 'u-1', properties: { $device_id: 'd-1', $user_id: 'u-1' } }, 'u-1', 'd-1', undefined],
    [{ distinct_id: 'x', properties: { $process_person_profile: false } }, null, 'x', undefined],
    [{ distinct_id: '$posthog_cookieless' }, null, null, undefined],
    [{ distinct_id: 'e-1', uuid: 'e-1' }, null, null, undefined],
    [{ properties: { distinct_id: 'u-1' } }, 'u-1', null, undefined],
    [{}, null, null, undefined],
  ])('of %j', (message, userId, anonymousId, device) => {
    const event = only({ event: 'A', ...message });
    expect([event.userId, event.anonymousId]).toEqual([userId, anonymousId]);
    expect(at(event.context, 'device.id')).toBe(device);
  });
});

describe('time', () => {
  const iso = (ms: number): string => new Date(RECEIVED_AT + ms).toISOString();

  it.each<[string, JsonObject, number]>([
    ['a fast clock is corrected', { timestamp: iso(59_000), sent_at: iso(60_000) }, -1000],
    ['an event after its sending keeps its time', { timestamp: iso(-5), sent_at: iso(-6) }, -5],
    ['nothing is corrected without the sending', { timestamp: iso(-5) }, -5],
    ['an offset counts back', { offset: 250 }, -250],
    ['a negative offset counts nothing', { offset: -250 }, 0],
    ['no time is the time of receipt', { timestamp: 'soon' }, 0],
    [
      'the sender’s wish is kept',
      { timestamp: iso(59_000), sent_at: iso(60_000), properties: { $ignore_sent_at: true } },
      59_000,
    ],
  ])('%s', (_name, message, ms) => {
    expect(only({ event: 'A', ...message }).time).toBe(RECEIVED_AT + ms);
  });

  it('is corrected by the envelope’s sending, but not in what is brought in later', () => {
    const batch = [{ event: 'A', timestamp: iso(-3_600_000) }];
    const shared = { batch, sent_at: iso(60_000) };
    expect(read('/batch', shared).events[0]?.time).toBe(RECEIVED_AT - 3_660_000);
    expect(read('/batch', { ...shared, historical_migration: true }).events[0]?.time).toBe(
      RECEIVED_AT - 3_600_000,
    );
  });
});

describe('properties', () => {
  it.each(Object.entries(AUTOMATIC))('of the SDK: %s goes to context.%s and nowhere else', (word, path) => {
    for (const event of ['A', '$pageview', '$autocapture', '$identify']) {
      const { properties, context } = only({ event, distinct_id: 'u-1', properties: { [word]: 'value' } });
      expect([at(context, path), properties]).toEqual(['value', {}]);
    }
  });

  it.each(Object.entries(AUTOMATIC_OF_PAGE))('of a page view: %s goes to context.%s', (word, path) => {
    expect(at(only({ event: '$pageview', properties: { [word]: 'v' } }).context, path)).toBe('v');
    expect(only({ event: 'A', properties: { [word]: 'v' } }).properties).toEqual({ [word]: 'v' });
  });

  it('have targets that can be read backwards', () => {
    const targets: string[] = Object.values({ ...AUTOMATIC, ...AUTOMATIC_OF_PAGE });
    expect(new Set(targets).size).toBe(targets.length);
  });

  it('with a dollar are the SDK’s in the app’s events, and the event’s own in PostHog’s', () => {
    const properties = { $elements_chain: 'a', $window_id: 'w', '$feature/new': true, plan: 'pro' };
    expect(only({ event: 'A', properties }).properties).toEqual({ plan: 'pro' });
    const event = only({ event: '$autocapture', properties });
    expect(event.properties).toEqual({ $elements_chain: 'a', plan: 'pro' });
    expect(event.context).toEqual({ posthog: { $window_id: 'w', '$feature/new': true } });
  });

  it.each<[string, boolean]>([
    ['$sdk_debug_new', true],
    ['$initial_gclid', true],
    ['$dead_clicks_enabled_server_side', true],
    ['feature_server_side', false],
    ['$exception_list', false],
  ])('%s rides on every event: %j', (word, expected) => {
    expect(ridesAlong(word)).toBe(expected);
  });

  it('of the SDK without a value say nothing; those of the app do', () => {
    const event = only({ event: 'A', properties: { utm_term: null, $new: null, plan: null } });
    expect([event.properties, event.context]).toEqual([{ plan: null }, {}]);
  });

  it('with dangerous names stay data', () => {
    const body = '{"event":"A","properties":{"__proto__":{"admin":1},"$set":{"__proto__":1}}}';
    const { events } = readRequest(wireRequest({ path: '/e', body }));
    expect(events.map(({ properties }) => Object.keys(properties))).toEqual([['__proto__'], ['__proto__']]);
    expect(Object.getPrototypeOf(events[0]?.properties)).toBe(Object.prototype);
  });

  it('keep the wish not to be located only with an address', () => {
    const located = { $ip: '203.0.113.7', $geoip_disable: true };
    expect(only({ event: 'A', properties: located }).context).toEqual({
      ip: '203.0.113.7',
      posthog: { $geoip_disable: true },
    });
    expect(only({ event: 'A', properties: { $geoip_disable: true } }).context).toEqual({});
  });
});

describe('changes of a person', () => {
  it('that ride on an event are events of their own, with ids that a second sending gives again', () => {
    const message = {
      event: 'A',
      uuid: 'e-1',
      distinct_id: 'u-1',
      $set: { plan: 'pro' },
      properties: { $set: { name: 'Ann' }, $set_once: { first: 1 }, $unset: ['old'], $device_id: 'd-1' },
    };
    const told = (events: readonly ReceivedEvent[]) =>
      events.map(({ id, call, operation, anonymousId, properties }) => [
        id,
        call,
        operation,
        anonymousId,
        properties,
      ]);
    const expected = [
      ['e-1', 'track', 'set', 'd-1', {}],
      ['e-1/set', 'identify', 'set', null, { name: 'Ann', plan: 'pro' }],
      ['e-1/set_once', 'identify', 'set_once', null, { first: 1 }],
      ['e-1/unset', 'identify', 'unset', null, { old: null }],
    ];
    expect(told(read('/e', message).events)).toEqual(expected);
    expect(told(read('/e', message).events)).toEqual(expected);
  });

  it('by the SDK alone are no events: they say more of the one that carries them', () => {
    const $set_once = {
      $initial_current_url: 'https://shop.example/',
      $initial_gclid: 'g',
      utm_source: 'news',
    };
    const event = only({ event: 'A', $set_once, properties: { utm_source: 'own' } });
    expect(event.context).toEqual({
      page: { initial_url: 'https://shop.example/' },
      posthog: { $initial_gclid: 'g' },
      campaign: { source: 'own' },
    });
  });

  it('link a device in $identify alone, and without a trait still', () => {
    const given = { $device_id: 'd-1', $is_identified: true };
    const link = only({
      event: '$identify',
      distinct_id: 'u-1',
      properties: { ...given, $anon_distinct_id: 'd-1', super: 1 },
    });
    expect(link).toMatchObject({ call: 'identify', userId: 'u-1', anonymousId: 'd-1', properties: {} });
    const set = only({ event: '$set', distinct_id: 'u-1', properties: { ...given, $set: { a: 1 } } });
    expect(set).toMatchObject({ call: 'identify', userId: 'u-1', anonymousId: null, properties: { a: 1 } });
    expect(set.context).toEqual({ device: { id: 'd-1' } });
  });

  it('that PostHog joins under two ids are an alias, the device’s the one that gave way', () => {
    const known = only({ event: '$create_alias', distinct_id: 'u-1', properties: { alias: 'other' } });
    expect(known).toMatchObject({ call: 'alias', userId: 'u-1', previousId: 'other' });
    const properties = { alias: 'u-1', $device_id: 'd-1', $is_identified: false };
    const unknown = only({ event: '$create_alias', distinct_id: 'd-1', properties });
    expect(unknown).toMatchObject({ call: 'alias', userId: 'u-1', previousId: 'd-1' });
  });
});

describe('groups', () => {
  it.each<[Json, string | null, Json]>([
    [{ company: 'acme' }, 'acme', { $group_type: 'company' }],
    [{ company: 7 }, '7', { $group_type: 'company' }],
    [{ company: 'acme', team: 'blue' }, null, { $groups: { company: 'acme', team: 'blue' } }],
    [{ company: null }, null, { $groups: { company: null } }],
    ['acme', null, { $groups: 'acme' }],
  ])('of %j', ($groups, groupId, own) => {
    const event = only({ event: 'A', properties: { $groups } });
    expect([event.groupId, event.context['posthog']]).toEqual([groupId, own]);
  });

  it('are described by $groupidentify, whose others stay', () => {
    const properties = {
      $group_type: 'company',
      $group_key: 'acme',
      $group_set: { seats: 12 },
      $groups: { company: 'acme', team: 'blue' },
    };
    const event = only({ event: '$groupidentify', distinct_id: '$company_acme', properties });
    expect(event).toMatchObject({ call: 'group', groupId: 'acme', userId: null, properties: { seats: 12 } });
    expect(event.context).toEqual({ posthog: { $group_type: 'company', $groups: { team: 'blue' } } });
  });
});

describe('answers', () => {
  it('accept with 200, the only success that posthog-js knows', () => {
    for (const path of ['/e', '/i/v0/e', '/batch', '/capture', '/i/v0/ai/batch', '/s', '/i/v0/ai']) {
      const answer = eventsEndpoint(path).accepted(wireRequest({ path }), []);
      expect([answer.status, textOf(answer)]).toEqual([200, '{"status":1}']);
    }
  });

  it.each(Object.keys(REFUSALS) as Refusal[])('refuse %s so that what may come again does', (refusal) => {
    const status = refusal === 'too-fast' || refusal === 'too-slow' ? 503 : REFUSALS[refusal].status;
    for (const path of ['/e', '/batch', '/i/v1/analytics/events', '/s', '/i/v1/logs']) {
      const answer = eventsEndpoint(path).refused(wireRequest({ path }), refusal);
      expect([answer.status, jsonOf(answer)]).toEqual([
        status,
        { status: 0, error: REFUSALS[refusal].meaning },
      ]);
    }
  });
});

describe('opaque content', () => {
  it.each<[string, Partial<WireRequest>]>([
    ['/s', { body: '{"api_key":"key-1","batch":[{"event":"$snapshot","properties":{"token":"other"}}]}' }],
    ['/s', { body: `data=${encodeURIComponent(BASE64)}` }],
    ['/s', { body: `{"x":"\\"token\\":\\"no\\"","api_key" : "key-1"${'['.repeat(10_000)}` }],
    ['/i/v1/logs', { query: new Map([['token', 'key-1']]) }],
    ['/i/v1/traces', { headers: { authorization: 'Bearer key-1' } }],
    ['/i/v1/metrics', { headers: { authorization: 'bearer key-1' } }],
    ['/i/v0/ai', { headers: { authorization: 'Bearer key-1' }, bytes: Buffer.from([0, 255]) }],
  ])('at %s is counted, and no more read than the key', (path, parts) => {
    const { key, events, malformed, opaque } = readRequest(wireRequest({ path, ...parts }));
    expect([key, events, malformed, opaque]).toEqual(['key-1', [], 0, 1]);
  });

  it.each(['/s', '/i/v1/logs', '/i/v0/ai'])('at %s without a key has none', (path) => {
    expect(readRequest(wireRequest({ path, body: '{' })).key).toBeNull();
  });

  it('among events is counted too', () => {
    const batch = [{ event: '$snapshot' }, { event: '$$heatmap' }, { event: 'A' }];
    const { events, malformed, opaque } = read('/batch', { batch });
    expect([events.length, malformed, opaque]).toEqual([1, 0, 2]);
  });
});

describe('side requests', () => {
  const ask = (path: string) => staticAnswer(wireRequest({ method: 'GET', path }), (key) => key === 'key-1');

  it('give the configuration of a known key, as JSON and as a script that says the same', () => {
    const config = jsonOf(ask('/array/key-1/config'));
    expect(config).toMatchObject({ sessionRecording: false, surveys: false, hasFeatureFlags: false });
    const script = textOf(ask('/array/key-1/config.js'));
    const window: JsonObject = {};
    runInNewContext(script, { window });
    expect(window).toEqual({ _POSTHOG_REMOTE_CONFIG: { 'key-1': { config, siteApps: [] } } });
  });

  it.each(['/array/other/config', '/array/other/config.js', '/array/%E0%A4/config'])(
    'are not found at %s',
    (path) => expect(ask(path)).toBeNull(),
  );

  it.each<[string, Json]>([
    ['/api/surveys', { surveys: [] }],
    ['/api/early_access_features', { earlyAccessFeatures: [] }],
    ['/api/product_tours', { product_tours: [] }],
    ['/api/web_experiments', { experiments: [] }],
    ['/flags', { flags: {}, errorsWhileComputingFlags: false }],
    ['/flags/definitions', { flags: [] }],
  ])('at %s are answered alike for every key', (path, body) => {
    expect(jsonOf(ask(path))).toEqual(body);
  });

  it('of older SDKs get the configuration with no flags', () => {
    const config = jsonOf(ask('/array/key-1/config')) as JsonObject;
    expect(jsonOf(ask('/decide'))).toEqual({
      ...config,
      flags: {},
      featureFlags: {},
      featureFlagPayloads: {},
      errorsWhileComputingFlags: false,
    });
  });

  it.each(['/static/recorder.js', '/array/key-1', '/array//config', '/i/v1/other', '/engage'])(
    'find nothing of PostHog’s at %s',
    (path) => expect(posthog.find(path, {})).toBeNull(),
  );
});

function read(path: string, body: Json) {
  return readRequest(wireRequest({ path, body: JSON.stringify(body) }), LIMITS);
}

function only(message: JsonObject): ReceivedEvent {
  return readEvent(wireRequest({ path: '/e', body: JSON.stringify(message) }));
}

function at(value: JsonObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
