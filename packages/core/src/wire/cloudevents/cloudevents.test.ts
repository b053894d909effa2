import * as fc from 'fast-check';
import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import { REFUSALS } from '../wire.ts';
import type { Refusal, WireRequest } from '../wire.ts';
import {
  eventsEndpoint,
  jsonOf,
  readEvent,
  readRequest,
  RECEIVED_AT,
  wireRequest,
} from '../wire.contract.ts';
import { decodeHeaderValue } from './attributes.ts';

const PATH = '/cloudevents';
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };
const ONE = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const EVENT = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'com.shop.note' };
const HEADERS = {
  'ce-specversion': '1.0',
  'ce-id': 'e-1',
  'ce-source': '/shop',
  'ce-type': 'com.shop.note',
};

describe('the SDK', () => {
  const event = new CloudEvent({
    ...EVENT,
    time: '2026-01-15T10:00:00.000Z',
    subject: 'o-1',
    userid: 'u-1',
    anonymousid: 'a-1',
    data: { total: 1 },
  });

  it.each([
    ['binary', HTTP.binary(event)],
    ['structured', HTTP.structured(event)],
  ])('says the same in its %s mode', (_mode, { headers, body }) => {
    const read = readEvent(post(String(body), headers as WireRequest['headers']));
    expect(read).toMatchObject({
      id: 'e-1 /shop',
      call: 'track',
      name: 'com.shop.note',
      time: Date.UTC(2026, 0, 15, 10),
      userId: 'u-1',
      anonymousId: 'a-1',
      properties: { total: 1 },
    });
    expect(read.context).toMatchObject({ cloudevents: { source: '/shop', subject: 'o-1' } });
  });
});

describe('the mode', () => {
  it.each<[string, Json, WireRequest['headers'], number]>([
    ['a batch', [EVENT, EVENT], BATCH, 2],
    ['an empty batch', [], BATCH, 0],
    ['one event', EVENT, ONE, 1],
    ['one event whose attributes are headers as well', EVENT, { ...ONE, ...HEADERS }, 1],
    ['a batch that does not say so', [EVENT, EVENT], {}, 2],
    ['one event that does not say so', EVENT, { 'content-type': 'application/json' }, 1],
    ['data alone', { a: 1 }, { ...HEADERS, 'content-type': 'application/json' }, 1],
    ['nothing but attributes', '', HEADERS, 1],
  ])('is found of %s', (_name, body, headers, count) => {
    const { events, malformed } = readRequest(post(body === '' ? '' : JSON.stringify(body), headers));
    expect([events.length, malformed]).toEqual([count, 0]);
  });
});

describe('opening', () => {
  it.each<[string | Uint8Array, WireRequest['headers'], Refusal]>([
    ['', ONE, 'bad-json'],
    ['{', ONE, 'bad-json'],
    ['7', ONE, 'bad-shape'],
    ['"text"', {}, 'bad-shape'],
    [Uint8Array.of(0xff), ONE, 'bad-encoding'],
    [Uint8Array.of(0xff), { ...HEADERS, 'content-type': 'text/plain' }, 'bad-encoding'],
    ['{', { ...HEADERS, 'content-type': 'application/json' }, 'bad-json'],
    ['<a/>', { 'content-type': 'application/cloudevents+xml' }, 'bad-json'],
    ['['.repeat(30), BATCH, 'too-deep'],
    [JSON.stringify(Array.from({ length: 101 }, () => 1)), BATCH, 'too-many-events'],
  ])('refuses %j with %j', (body, headers, refusal) => {
    expect(() => readRequest(post(body, headers))).toThrow(refusal);
  });

  it('takes as many events as the limit', () => {
    const batch = Array.from({ length: 100 }, () => EVENT);
    expect(readRequest(post(JSON.stringify(batch), BATCH)).events).toHaveLength(100);
  });

  it.each<[string, (data: string) => WireRequest]>([
    ['beside it', (data) => post(`{"data":${data}}`, ONE)],
    ['in headers', (data) => post(data, { ...HEADERS, 'content-type': 'application/json' })],
    ['in base64', (data) => post(JSON.stringify({ data_base64: btoa(data) }), ONE)],
  ])('bounds data equally with the attributes %s', (_place, request) => {
    const open = (depth: number): string =>
      eventsEndpoint(PATH).open(request(nested(depth)), { depthMax: 5, eventsMax: 1 }).kind;
    expect([open(4), open(5)]).toEqual(['opened', 'refused']);
  });

  it.each<[string | undefined, string | null, string | null]>([
    ['Bearer wk', null, 'wk'],
    ['bearer wk', 'other', 'wk'],
    [`Basic ${btoa('wk:secret')}`, null, 'wk'],
    [undefined, 'wk', 'wk'],
    ['Bearer ', null, null],
    ['Digest wk', null, null],
    [undefined, null, null],
  ])('finds in the header %j and the parameter %j the key %j', (authorization, token, key) => {
    const query = new Map(token === null ? [] : [['access_token', token]]);
    const request = { ...post(JSON.stringify(EVENT), { ...ONE, authorization }), query };
    expect(readRequest(request).key).toBe(key);
  });
});

describe('headers', () => {
  it.each<[string, string | null]>([
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['%e2%82%ac', '€'],
    ['%2541', '%41'],
    ['%C0%A0', null],
    ['100%', '100%'],
    ['%zz', '%zz'],
    ['"a \\"b\\" \\\\c"', 'a "b" \\c'],
    ['"a', '"a'],
    ['', ''],
  ])('%j is read as %j', (written, value) => {
    expect(decodeHeaderValue(written)).toBe(value);
  });

  it('that are no attributes are not read', () => {
    const headers = { ...HEADERS, 'ce-data': 'x', 'ce-a_b': 'x', 'ce-': 'x', cookie: 'x' };
    expect(readEvent(post('', headers))).toMatchObject({
      properties: {},
      context: { cloudevents: { source: '/shop' } },
    });
  });

  it('that are no UTF-8 make the event malformed', () => {
    const read = readRequest(post('', { ...HEADERS, 'ce-subject': '%ff' }));
    expect([read.events.length, read.malformed]).toEqual([0, 1]);
  });
});

describe('events', () => {
  it.each<[string, JsonObject]>([
    ['without id', { id: '' }],
    ['with an id that is no text', { id: 7 }],
    ['without source', { source: '' }],
    ['without type', { type: '' }],
    ['of another version', { specversion: '0.3' }],
    ['with their data twice', { data: {}, data_base64: 'AQ==' }],
  ])('%s are malformed', (_name, change) => {
    const read = readRequest(post(JSON.stringify({ ...EVENT, ...change }), ONE));
    expect([read.events.length, read.malformed, read.opaque]).toEqual([0, 1, 0]);
  });

  it.each<[string, WireRequest]>([
    ['in base64', post(JSON.stringify({ ...EVENT, data_base64: 'AQL/' }), ONE)],
    ['in base64 that is none', post(JSON.stringify({ ...EVENT, data_base64: '!' }), ONE)],
    ['in base64 that only begins like JSON', post(JSON.stringify({ ...EVENT, data_base64: btoa('{') }), ONE)],
    ['in the body', post(Uint8Array.of(1, 2), { ...HEADERS, 'content-type': 'image/png' })],
  ])('whose data is bytes %s are opaque', (_place, request) => {
    const read = readRequest(request);
    expect([read.events.length, read.malformed, read.opaque]).toEqual([0, 0, 1]);
  });

  it.each<[JsonObject, JsonObject]>([
    [{ data: { a: 1 } }, { a: 1 }],
    [{ data: [1] }, { data: [1] }],
    [{ data: 'text' }, { data: 'text' }],
    [{ data: null }, {}],
    [{}, {}],
    [{ data_base64: btoa('{"a":1}') }, { a: 1 }],
  ])('with %j have the properties %j', (data, properties) => {
    expect(readEvent(post(JSON.stringify({ ...EVENT, ...data }), ONE)).properties).toEqual(properties);
  });

  it('have ids that are those of their source alone', () => {
    const ids = ['/a', '/b'].map((source) => readEvent(post(JSON.stringify({ ...EVENT, source }), ONE)).id);
    expect(new Set(ids).size).toBe(2);
  });

  it('have the time of receipt where they tell none', () => {
    expect(readEvent(post(JSON.stringify({ ...EVENT, time: 'soon' }), ONE)).time).toBe(RECEIVED_AT);
  });

  it('put what others know as well to its own place', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const known = { sessionid: 's-1', ipaddress: '203.0.113.7', useragent: 'Probe/1', traceparent };
    expect(readEvent(post(JSON.stringify({ ...EVENT, ...known, own: true }), ONE)).context).toEqual({
      cloudevents: { source: '/shop', own: true },
      sessionId: 's-1',
      ip: '203.0.113.7',
      userAgent: 'Probe/1',
      trace: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' },
    });
  });

  it('are opened and decoded without throwing, whatever comes', () => {
    const anyHeaders = fc.dictionary(
      fc.constantFrom(
        'content-type',
        'authorization',
        'ce-id',
        'ce-specversion',
        'ce-source',
        'ce-type',
        'ce-x',
      ),
      fc.oneof(
        fc.string(),
        fc.constantFrom('1.0', ...Object.values(BATCH), ...Object.values(ONE), 'text/plain'),
      ),
      { noNullPrototype: true },
    );
    const events = fc
      .array(
        fc.record(
          { data: fc.jsonValue(), data_base64: fc.jsonValue(), x: fc.jsonValue() },
          { requiredKeys: [] },
        ),
      )
      .map((list) => JSON.stringify(list.map((each) => ({ ...EVENT, ...each }))));
    const bodies = fc.oneof(
      fc.uint8Array(),
      fc.oneof(fc.json(), events).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bodies, anyHeaders, (bytes, headers) => {
        const opened = eventsEndpoint(PATH).open(post(bytes, headers), { depthMax: 10, eventsMax: 50 });
        if (opened.kind === 'refused') return;
        const { events: read, malformed, opaque = 0 } = readRequest(post(bytes, headers));
        expect(read.length + malformed + opaque).toBe(opened.messages.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('answers', () => {
  it('say that the events are taken, and not yet where they go', () => {
    const { answer } = readRequest(post(JSON.stringify(EVENT), ONE));
    expect(answer).toEqual({ status: 202, contentType: 'application/json', body: '{}' });
  });

  it.each(Object.keys(REFUSALS) as Refusal[])('refuse %s in words', (refusal) => {
    const answer = eventsEndpoint(PATH).refused(post('', {}), refusal);
    expect(answer.status).toBe(refusal === 'bad-shape' ? 415 : REFUSALS[refusal].status);
    expect(jsonOf(answer)).toEqual({ error: REFUSALS[refusal].meaning });
  });
});

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

function post(body: string | Uint8Array, headers: WireRequest['headers']): WireRequest {
  return wireRequest({ path: PATH, headers, bytes: typeof body === 'string' ? Buffer.from(body) : body });
}
