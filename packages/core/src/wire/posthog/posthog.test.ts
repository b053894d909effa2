import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
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
import { openPosthogEnvelope } from './open.ts';
import { BATCH } from './capture.ts';
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
    for (const path of ['/e', '/i/v0/e', '/capture', '/i/v0/ai/batch']) {
      const { key, events } = readRequest(wireRequest({ path, ...parts }));
      expect(key).toBe('key-1');
      expect(events.map(({ name, properties }) => ({ name, properties }))).toEqual([
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
      endpoint: BATCH,
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
      { ...EVENT, uuid: '019bc0de-0000-7000-8000-000000000001' },
      { event: '', uuid: '019bc0de-0000-7000-8000-000000000002' },
      { event: 'A', properties: 7, uuid: '019bc0de-0000-7000-8000-000000000003' },
      { event: '$snapshot', uuid: '019bc0de-0000-7000-8000-000000000004' },
      { event: '$groupidentify', uuid: '019bc0de-0000-7000-8000-000000000005' },
      { ...EVENT, uuid: '__proto__' },
      { ...EVENT, uuid: 'kim@shop.example' },
      { ...EVENT, uuid: '019bc0de-0000-7000-8000-000000000006' },
      { uuid: '019bc0de-0000-7000-8000-000000000006' },
      { ...EVENT },
      7,
    ];
    const { answer, malformed } = readRequest(
      wireRequest({ path: '/i/v1/analytics/events', headers, body: JSON.stringify({ batch }) }),
    );
    const drop = { result: 'drop', details: 'The event is malformed.' };
    // What is no UUID is not repeated.
    expect(textOf(answer)).not.toMatch(/__proto__|kim/);
    expect(jsonOf(answer)).toEqual(
      JSON.parse(
        JSON.stringify({
          results: {
            '019bc0de-0000-7000-8000-000000000001': { result: 'ok' },
            '019bc0de-0000-7000-8000-000000000002': drop,
            '019bc0de-0000-7000-8000-000000000003': drop,
            '019bc0de-0000-7000-8000-000000000004': { result: 'ok' },
            '019bc0de-0000-7000-8000-000000000005': drop,
            '019bc0de-0000-7000-8000-000000000006': { result: 'ok' },
          },
        }),
      ),
    );
    expect(malformed).toBe(5);
  });
});

describe('answers', () => {
  it('accept with 200, the only success that posthog-js knows', () => {
    for (const path of ['/e', '/i/v0/e', '/capture', '/i/v0/ai/batch', '/s', '/i/v0/ai']) {
      const answer = eventsEndpoint(path).accepted(wireRequest({ path }), []);
      expect([answer.status, textOf(answer)]).toEqual([200, '{"status":1}']);
    }
  });

  it.each(Object.keys(REFUSALS) as Refusal[])('refuse %s so that what may come again does', (refusal) => {
    const status = refusal === 'too-fast' || refusal === 'too-slow' ? 503 : REFUSALS[refusal].status;
    for (const path of ['/e', '/capture', '/i/v1/analytics/events', '/s', '/i/v1/logs']) {
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

function ask(path: string) {
  return staticAnswer(wireRequest({ method: 'GET', path }), (key) => key === 'key-1');
}
