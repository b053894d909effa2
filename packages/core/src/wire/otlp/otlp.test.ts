import { describe, expect, it } from 'vitest';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { eventsEndpoint, readEvent, readRequest, wireRequest } from '../wire.contract.ts';
import type { WireRequest } from '../wire.ts';
import { eventOf, json, logsJson, logsOf, pairs, text } from './otlp.contract.ts';
import {
  groupOf,
  JSON_TYPE,
  logJson,
  logTree,
  otlpRequest,
  PROTOBUF_TYPE,
  requestJson,
  requestProtobuf,
  writeLog,
} from './trees.contract.ts';
import type { Pair, Value } from './trees.contract.ts';

const keyOf = (headers: WireRequest['headers']): string | null =>
  readRequest(wireRequest({ path: '/v1/logs', headers })).key;

const numberOf = (kind: 'int' | 'double', given: bigint | number): Json =>
  eventOf({ attributes: [['n', { kind, value: given } as Value]] }).properties['n'] ?? null;

const says = (key: string, value: boolean): Pair => [`headgate.consent.${key}`, { kind: 'bool', value }];

const request = (count: number): WireRequest => logsOf(Array.from({ length: count }, () => logTree()));

const open = (bytes: WireRequest, depthMax: number, eventsMax: number) =>
  eventsEndpoint('/v1/logs').open(bytes, { depthMax, eventsMax });

const span = (parts: JsonObject): ReceivedEvent =>
  readEvent(json({ resourceSpans: [{ scopeSpans: [{ spans: [parts] }] }] }, '/v1/traces'));

describe('the form of a request', () => {
  const inJson = requestJson('logs', [groupOf([logTree({ eventName: 'seen' })])], logJson);
  const inProtobuf = requestProtobuf([groupOf([logTree({ eventName: 'seen' })])], writeLog);
  const after = (prefix: string): Uint8Array =>
    Buffer.concat([Buffer.from(prefix, 'latin1'), Buffer.from(inJson)]);

  it.each([
    { name: 'JSON', bytes: inJson, type: JSON_TYPE, answers: JSON_TYPE },
    { name: 'JSON that says it is protobuf', bytes: inJson, type: PROTOBUF_TYPE, answers: JSON_TYPE },
    { name: 'JSON of a beacon', bytes: inJson, type: 'text/plain', answers: JSON_TYPE },
    {
      name: 'JSON after a byte order mark',
      bytes: after('\xef\xbb\xbf'),
      type: PROTOBUF_TYPE,
      answers: JSON_TYPE,
    },
    {
      name: 'JSON after a line feed',
      bytes: after('\n'),
      type: 'application/json; charset=utf-8',
      answers: JSON_TYPE,
    },
    { name: 'protobuf', bytes: inProtobuf, type: PROTOBUF_TYPE, answers: PROTOBUF_TYPE },
    { name: 'protobuf that says it is JSON', bytes: inProtobuf, type: JSON_TYPE, answers: PROTOBUF_TYPE },
  ])('is told for $name by its body, and answered in it', ({ bytes, type, answers }) => {
    const read = readRequest(otlpRequest('/v1/logs', bytes, type));
    expect(read.events.map((event) => event.name)).toEqual(['seen']);
    expect(read.answer).toMatchObject({ status: 200, contentType: answers });
  });

  it('is what Content-Type says where the body is empty or neither', () => {
    expect(readRequest(otlpRequest('/v1/logs', new Uint8Array(0), PROTOBUF_TYPE)).messages).toEqual([]);
    expect(() => readRequest(otlpRequest('/v1/logs', new Uint8Array(0), JSON_TYPE))).toThrow('bad-json');
    expect(() => readRequest(otlpRequest('/v1/logs', Buffer.from('[1]'), JSON_TYPE))).toThrow('bad-shape');
    expect(() => readRequest(otlpRequest('/v1/logs', Buffer.from('[1]'), PROTOBUF_TYPE))).toThrow(
      'bad-encoding',
    );
  });
});

describe('the key', () => {
  it.each([
    [{ authorization: 'Bearer k-1' }, 'k-1'],
    [{ authorization: 'bearer  k-1 ' }, 'k-1'],
    [{ authorization: `Basic ${btoa('k-1:')}` }, 'k-1'],
    [{ 'x-headgate-key': 'k-1' }, 'k-1'],
    [{ 'x-headgate-key': 'k-1', authorization: 'Bearer of-the-proxy' }, 'k-1'],
    [{ authorization: 'Bearer two words' }, null],
    [{ authorization: 'Digest k-1' }, null],
    [{}, null],
  ])('of %j is %s', (headers, key) => {
    expect(keyOf(headers)).toBe(key);
  });
});

describe('a log record', () => {
  it('is named by its event name, by the attribute of old, or `log`', () => {
    expect(eventOf({ eventName: 'order.completed' }).name).toBe('order.completed');
    expect(eventOf({ attributes: pairs({ 'event.name': 'old' }) })).toMatchObject({
      name: 'old',
      properties: {},
    });
    expect(eventOf({ body: text('a line') })).toMatchObject({ name: 'log', properties: { body: 'a line' } });
    const both = eventOf({ eventName: 'new', attributes: pairs({ 'event.name': 'old' }) });
    expect(both).toMatchObject({ name: 'new', properties: { event: { name: 'old' } } });
  });

  it('has the time it happened, else the time it was observed, else that of receipt', () => {
    expect(eventOf({ time: 1_768_471_200_001_999_999n }).time).toBe(1_768_471_200_001);
    expect(eventOf({ time: 0n, observed: 1_768_471_200_002_000_000n }).time).toBe(1_768_471_200_002);
    expect(eventOf({ time: 0n }).time).toBe(Date.UTC(2026, 0, 15, 10, 0, 1));
    expect(eventOf({ time: 2n ** 64n - 1n }).time).toBe(18_446_744_073_709);
  });

  it('keeps a value beside its namespace, whichever comes first', () => {
    const nested = { http: { _value: 'own', method: 'GET' } };
    expect(eventOf({ attributes: pairs({ http: 'own', 'http.method': 'GET' }) }).properties).toEqual(nested);
    expect(eventOf({ attributes: pairs({ 'http.method': 'GET', http: 'own' }) }).properties).toEqual(nested);
  });

  it('keeps names that a plan cannot have', () => {
    const { properties } = eventOf({
      attributes: pairs({ '__proto__.x': '1', 'a..b': '2', '': '3', '.c': '4' }),
    });
    const expected = '{"__proto__":{"x":"1"},"a":{"":{"b":"2"}},"":{"_value":"3","c":"4"}}';
    expect(properties).toEqual(JSON.parse(expected));
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
  });

  it('sets attributes aside that are named as its body', () => {
    const { properties } = eventOf({
      body: text('line'),
      attributes: pairs({ body: 'attribute', 'body.x': '1' }),
    });
    expect(properties).toEqual({ body: 'line', attributes: { body: { _value: 'attribute', x: '1' } } });
  });

  it.each<[string, readonly Pair[]]>([
    ['a key twice', [...pairs({ a: '1' }), ...pairs({ a: '1' })]],
    ['a key and the place of its value', pairs({ a: '1', 'a.b': '2', 'a._value': '3' })],
    ['a word twice', [...pairs({ 'user.id': '1' }), ...pairs({ 'user.id': '1' })]],
    ['a key of too many names', pairs({ [Array.from({ length: 21 }, () => 'a').join('.')]: '1' })],
    ['a key of a million dots', pairs({ ['.'.repeat(1_000_000)]: '1' })],
  ])('with %s is malformed, and the others are not', (_name, attributes) => {
    const read = readRequest(
      logsOf([logTree({ eventName: 'a' }), logTree({ attributes }), logTree({ eventName: 'c' })]),
    );
    expect(read.events.map((event) => event.name)).toEqual(['a', 'c']);
    expect(read.malformed).toBe(1);
  });

  it('with as many names in a key as may be nested is none of that', () => {
    const key = Array.from({ length: 20 }, () => 'a').join('.');
    expect(readRequest(logsOf([logTree({ attributes: pairs({ [key]: '1' }) })])).malformed).toBe(0);
  });

  it('is malformed with a resource that is', () => {
    const resource = [...pairs({ x: '1' }), ...pairs({ x: '2' })];
    expect(readRequest(logsOf([logTree(), logTree()], resource)).malformed).toBe(2);
  });

  it('keeps whole numbers exact and numbers that JSON lacks as text', () => {
    expect(numberOf('int', 2n ** 53n - 1n)).toBe(2 ** 53 - 1);
    expect(numberOf('int', 2n ** 53n)).toBe('9007199254740992');
    expect(numberOf('int', -(2n ** 63n))).toBe('-9223372036854775808');
    expect(numberOf('double', Number.NaN)).toBe('NaN');
    expect(numberOf('double', -Infinity)).toBe('-Infinity');
  });
});

describe('ids and consent', () => {
  it('are taken from the record, else from its resource', () => {
    const resource = pairs({ 'enduser.id': 'resource', 'app.installation.id': 'install' });
    expect(eventOf({}, resource)).toMatchObject({ userId: 'resource', anonymousId: 'install' });
    const event = eventOf({ attributes: pairs({ 'user.id': 'record', 'log.record.uid': 'id-1' }) }, resource);
    expect(event).toMatchObject({ id: 'id-1', userId: 'record', anonymousId: 'install' });
    expect(event.context['otlp']).toMatchObject({ overridden: { user: { id: 'resource' } } });
  });

  it('keep the second word for the same id as an attribute', () => {
    const event = eventOf({ attributes: pairs({ 'enduser.id': 'old', 'user.id': 'new' }) });
    expect(event).toMatchObject({ userId: 'new', properties: { enduser: { id: 'old' } } });
  });

  it('do not come from a list that looks like them', () => {
    const user: Value = { kind: 'list', value: pairs({ id: 'not an id' }) };
    const event = eventOf({ attributes: [['user', user]] });
    expect(event).toMatchObject({ userId: null, properties: { user: { id: 'not an id' } } });
  });

  it('allow what both the record and the resource allow, by a boolean', () => {
    const event = eventOf(
      {
        attributes: [
          says('a', true),
          says('b', true),
          says('c', false),
          ...pairs({ 'headgate.consent.d': 'true' }),
        ],
      },
      [says('b', false), says('c', true), says('e', true)],
    );
    const consent = { categoryPreferences: { a: true, b: false, c: false, e: true } };
    expect(event.context['consent']).toEqual(consent);
    expect(event.properties).toEqual({ headgate: { consent: { d: 'true' } } });
  });
});

describe('limits', () => {
  it('count the records of both forms', () => {
    const inJson = json(logsJson({}, {}, {}));
    for (const three of [request(3), inJson]) {
      expect(open(three, 20, 3)).toMatchObject({ kind: 'opened' });
      expect(open(three, 20, 2)).toEqual({ kind: 'refused', refusal: 'too-many-events' });
    }
  });

  it('are the same depth in both forms', () => {
    const nest = (levels: number, kind: 'array' | 'list'): Value => {
      if (levels === 0) return text('x');
      const inner = nest(levels - 1, kind);
      return kind === 'array' ? { kind, value: [inner] } : { kind, value: [['k', inner]] };
    };
    for (const kind of ['array', 'list'] as const) {
      for (let levels = 0; levels < 5; levels += 1) {
        const groups = [groupOf([logTree({ attributes: [['a', nest(levels, kind)]] })])];
        const forms = [
          otlpRequest('/v1/logs', requestJson('logs', groups, logJson), JSON_TYPE),
          otlpRequest('/v1/logs', requestProtobuf(groups, writeLog), PROTOBUF_TYPE),
        ];
        const depth = 10 + levels * (kind === 'array' ? 3 : 4);
        for (const form of forms) {
          expect(open(form, depth, 10)).toMatchObject({ kind: 'opened' });
          expect(open(form, depth - 1, 10)).toEqual({ kind: 'refused', refusal: 'too-deep' });
        }
      }
    }
  });
});

describe('a span', () => {
  const ids = { traceId: '5B8EFFF798038103D269B633813FC60C', spanId: 'eee19b7ec3c1b174' };

  it('is known by its ids', () => {
    expect(span(ids).id).toBe('5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174');
  });

  it('has no id of another length, in which a text could lie', () => {
    const hidden = ['ada@shop.example, 7 Rye Lane', 'Ada Byrd'].map((name) =>
      Buffer.from(name).toString('hex'),
    );
    for (const id of hidden) {
      const event = span({ ...ids, traceId: id, links: [{ traceId: id, spanId: ids.spanId }] });
      expect(event.id).not.toContain(id);
      expect(JSON.stringify([event.properties, event.context])).not.toContain(id);
    }
  });

  it('without ids is known by its content, so that the same request again brings the same event', () => {
    const bare = { ...ids, spanId: '0000000000000000', name: 'query' };
    expect(span(bare).id).toBe(span(bare).id);
    expect(span({ ...bare, name: 'other' }).id).not.toBe(span(bare).id);
  });

  it('has its times as distances from its start', () => {
    const event = span({
      ...ids,
      startTimeUnixNano: '1768471200001000456',
      endTimeUnixNano: '1768471200009001123',
      events: [{ name: 'late', timeUnixNano: '1768471200000000456' }],
    });
    expect(event.time).toBe(1_768_471_200_001);
    expect(event.properties).toEqual({
      name: '',
      duration_ms: 8.000667,
      events: [{ name: 'late', offset_ms: -1 }],
    });
  });

  it('keeps the address that it asked for as a property', () => {
    const event = span({
      ...ids,
      attributes: [{ key: 'url.full', value: { stringValue: 'https://api.example/' } }],
    });
    expect(event.properties).toMatchObject({ url: { full: 'https://api.example/' } });
    expect(event.context['page']).toBeUndefined();
  });

  it('keeps numbers that have no word', () => {
    const { properties } = span({ ...ids, kind: 9, status: { code: 7 } });
    expect(properties).toMatchObject({ kind: 9, status: { code: 7 } });
  });
});
