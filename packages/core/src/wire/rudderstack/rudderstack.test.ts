import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import { findEndpoint } from '../protocols.ts';
import { REFUSALS } from '../wire.ts';
import type { Refusal, WireRequest } from '../wire.ts';
import {
  eventsEndpoint,
  jsonOf,
  readEvent,
  readRequest,
  RECEIVED_AT,
  staticAnswer,
  textOf,
  wireRequest,
} from '../wire.contract.ts';

const DEVICE = { anonymousid: 'YS0x' };
const NODE = { 'user-agent': 'analytics-node/3.0.13' };

describe('paths shared with Segment', () => {
  it.each<[string, WireRequest['headers'], string]>([
    ['/v1/track', DEVICE, 'rudderstack'],
    ['/v1/track', { sentat: '2026-01-15T10:00:00.000Z' }, 'rudderstack'],
    ['/v1/batch', NODE, 'rudderstack'],
    ['/v1/import', DEVICE, 'rudderstack'],
    ['/v1/merge', {}, 'rudderstack'],
    ['/v1/track', {}, 'segment'],
    ['/v1/batch', { 'user-agent': 'analytics-node-next/latest' }, 'segment'],
    ['/v1/t', DEVICE, 'segment'],
    ['/v1/m', NODE, 'segment'],
  ])('%s with %j belongs to %s', (path, headers, protocol) => {
    expect(findEndpoint(path, headers)?.protocol).toBe(protocol);
  });

  it.each<[Json, WireRequest['headers'], string]>([
    [[{ channel: 'server' }], NODE, 'rudderstack'],
    [[{}], NODE, 'segment'],
    [[], NODE, 'segment'],
    [[{}], { ...NODE, ...DEVICE }, 'rudderstack'],
  ])('the batch %j with %j is read as %s', (batch, headers, protocol) => {
    const request = post('/v1/batch', { batch: withType(batch) }, headers);
    const opened = eventsEndpoint('/v1/batch', headers).open(request, { depthMax: 9, eventsMax: 9 });
    if (opened.kind === 'refused') throw new Error(opened.refusal);
    expect(opened.handOver?.protocol ?? 'rudderstack').toBe(protocol);
    const { events } = readRequest(request);
    expect(events.every((event) => event.protocol === protocol)).toBe(true);
  });
});

describe('opening', () => {
  it.each<[Json, Refusal]>([
    [[], 'bad-shape'],
    [{ batch: 7 }, 'bad-shape'],
    [{ batch: Array.from({ length: 101 }, () => 1) }, 'too-many-events'],
  ])('refuses at %# as it does for Segment', (body, refusal) => {
    expect(() => readRequest(post('/v1/batch', body, DEVICE))).toThrow(refusal);
  });

  it('takes as many events as the limit', () => {
    const batch = Array.from({ length: 100 }, () => ({ type: 'alias' }));
    expect(readRequest(post('/v1/batch', { batch }, DEVICE)).events).toHaveLength(100);
  });

  it('finds a beacon’s key in its query', () => {
    const query = new Map([['writeKey', 'wk-query']]);
    const body = JSON.stringify({ batch: [{ type: 'track', event: 'A' }] });
    const read = readRequest(wireRequest({ path: '/beacon/v1/batch', query, body }));
    expect([read.key, read.events.length]).toEqual(['wk-query', 1]);
  });
});

describe('messages', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['of the browser', { context: { traits: { plan: 'pro' } } }, { plan: 'pro' }],
    ['of Node', { traits: { plan: 'pro' }, context: { traits: { plan: 'pro' } } }, { plan: 'pro' }],
    [
      'told in two places, the message’s own first',
      { traits: { plan: 'a' }, context: { traits: { plan: 'b', age: 1 } } },
      { plan: 'a', age: 1 },
    ],
    ['of nobody', {}, {}],
  ])('an identify has the traits %s', (_name, message, traits) => {
    const event = readEvent(post('/v1/identify', { userId: 'u-1', ...message }, DEVICE));
    expect(event.properties).toEqual(traits);
    expect(event.context).not.toHaveProperty('traits');
  });

  it('leave what the SDK remembers of the person where it is in every other call', () => {
    const message = { groupId: 'g-1', traits: { seats: 2 }, context: { traits: { plan: 'pro' } } };
    const { properties, context } = readEvent(post('/v1/group', message, DEVICE));
    expect([properties, context]).toEqual([{ seats: 2 }, { traits: { plan: 'pro' } }]);
  });

  it.each<[string, JsonObject, number]>([
    ['corrected by the time of sending', { originalTimestamp: at(59), sentAt: at(60) }, RECEIVED_AT - 60_000],
    [
      'as stated by a timestamp',
      { timestamp: at(-5), originalTimestamp: at(1), sentAt: at(2) },
      RECEIVED_AT - 300_000,
    ],
    ['that of receipt without one', {}, RECEIVED_AT],
  ])('have a time %s', (_name, times, time) => {
    expect(readEvent(post('/v1/track', { event: 'A', ...times }, DEVICE)).time).toBe(time);
  });

  it('put words beside the context into it, and a session’s id into text', () => {
    const message = {
      event: 'A',
      channel: 'web',
      request_ip: '203.0.113.7',
      rudderId: 'r-1',
      _metadata: { nodeVersion: '24.0.0' },
      context: { sessionId: 1768471190000, autoTrack: { page: { pageViewId: 'v-1' } }, 'ua-ch': { a: 1 } },
    };
    expect(readEvent(post('/v1/track', message, DEVICE)).context).toEqual({
      channel: 'web',
      ip: '203.0.113.7',
      rudderstack: { rudderId: 'r-1' },
      server: { runtimeVersion: '24.0.0' },
      sessionId: '1768471190000',
      page: { view_id: 'v-1' },
      'ua-ch': { a: 1 },
    });
  });

  it('keep what the context says itself', () => {
    const context = { channel: 'own', ip: 'own', rudderstack: 7, server: { runtimeVersion: 'own' } };
    const beside = { channel: 'x', request_ip: 'x', rudderId: 'x', _metadata: { nodeVersion: 'x' } };
    expect(readEvent(post('/v1/track', { event: 'A', context, ...beside }, DEVICE)).context).toEqual(context);
  });

  it.each<[JsonObject, Json]>([
    [{ allowedConsentIds: ['a'], deniedConsentIds: ['b'] }, { categoryPreferences: { a: true, b: false } }],
    [{ allowedConsentIds: ['a', 7], deniedConsentIds: ['a'] }, { categoryPreferences: { a: false } }],
    [{ allowedConsentIds: 'a' }, null],
    [{}, null],
  ])('the consent %j is read as %j', (consentManagement, consent) => {
    const { context } = readEvent(post('/v1/track', { event: 'A', context: { consentManagement } }, DEVICE));
    expect([context['consentManagement'], context['consent'] ?? null]).toEqual([consentManagement, consent]);
  });

  it('a consent that the app tells itself is not overruled', () => {
    const consent = { categoryPreferences: { a: false } };
    const context = { consent, consentManagement: { allowedConsentIds: ['a'] } };
    expect(readEvent(post('/v1/track', { event: 'A', context }, DEVICE)).context).toEqual(context);
  });

  it('merges are counted and not read', () => {
    const batch = [{ type: 'merge', channel: 'web', mergeProperties: [] }, { type: 'alias' }, 7];
    const { events, malformed, opaque } = readRequest(post('/v1/batch', { batch }, DEVICE));
    expect([events.length, malformed, opaque]).toEqual([1, 1, 1]);
  });
});

describe('answers', () => {
  it('to events is the text that the SDKs know', () => {
    const { answer } = readRequest(post('/v1/track', { event: 'A' }, DEVICE));
    expect(answer).toEqual({ status: 200, contentType: 'text/plain', body: 'OK' });
  });

  it.each(Object.keys(REFUSALS) as Refusal[])(
    'to %s says why, and is tried again where that helps',
    (refusal) => {
      const { status, body } = eventsEndpoint('/v1/batch', DEVICE).refused(post('/v1/batch', {}), refusal);
      expect(body).toBe(REFUSALS[refusal].meaning);
      const isTriedAgain = status === 429 || status >= 500;
      expect(isTriedAgain).toBe(['too-slow', 'too-fast', 'full', 'internal'].includes(refusal));
    },
  );

  it.each(Object.keys(REFUSALS) as Refusal[])('to an image is one, even for %s', (refusal) => {
    const { status, contentType } = eventsEndpoint('/pixel/v1/page').refused(
      post('/pixel/v1/page', {}),
      refusal,
    );
    expect([status, contentType]).toEqual([REFUSALS[refusal].status, 'image/gif']);
  });
});

describe('images', () => {
  it('carry a message in their query, with dots for paths', () => {
    const event = readEvent(
      pixel({ writeKey: 'wk', event: 'A', userId: 'u-1', 'properties.a.b': '1', 'properties.a.c': '2' }),
    );
    expect([event.call, event.userId, event.properties]).toEqual(['track', 'u-1', { a: { b: '1', c: '2' } }]);
  });

  it('may nest as deep as the limit', () => {
    const limits = { depthMax: 3, eventsMax: 1 };
    const open = (name: string) =>
      eventsEndpoint('/pixel/v1/track').open(pixel({ event: 'A', [name]: '1' }), limits).kind;
    expect([open('properties.a.b'), open('properties.a.b.c')]).toEqual(['opened', 'refused']);
  });

  it('keep names that would change a prototype as data', () => {
    const { properties } = readEvent(pixel({ event: 'A', 'properties.__proto__.x': '1' }));
    expect(Object.hasOwn(properties, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
  });
});

describe('the browser’s source configuration', () => {
  it('names no destination and reports nothing', () => {
    expect(jsonOf(ask({ authorization: `Basic ${btoa('wk:')}` }))).toMatchObject({
      source: {
        writeKey: 'wk',
        enabled: true,
        destinations: [],
        config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
      },
    });
  });

  it('is found by the key in the query as well, and by no unknown one', () => {
    expect(ask({}, new Map([['writeKey', 'wk']]))).not.toBeNull();
    expect([ask({}), ask({ authorization: `Basic ${btoa('other:')}` })]).toEqual([null, null]);
  });

  it.each(['/transform', '/rsaMetrics'])('is all there is to ask for: %s is answered quietly', (path) => {
    expect(textOf(staticAnswer(wireRequest({ path })))).not.toBe('');
  });
});

function pixel(entries: Readonly<Record<string, string>>): WireRequest {
  return wireRequest({ method: 'GET', path: '/pixel/v1/track', query: new Map(Object.entries(entries)) });
}

function ask(headers: WireRequest['headers'], query: ReadonlyMap<string, string> = new Map()) {
  const request = wireRequest({ method: 'GET', path: '/sourceConfig', headers, query });
  return staticAnswer(request, (key) => key === 'wk');
}

function at(minutes: number): string {
  return new Date(RECEIVED_AT + minutes * 60_000).toISOString();
}

function withType(batch: Json): Json {
  return (batch as readonly JsonObject[]).map((message) => ({ type: 'alias', ...message }));
}

function post(path: string, body: Json, headers: WireRequest['headers'] = {}): WireRequest {
  return wireRequest({ path, headers, body: JSON.stringify(body) });
}
