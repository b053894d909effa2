import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { eventsEndpoint, jsonOf, readEvent, readRequest, wireRequest } from '../wire.contract.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Refusal, WireRequest } from '../wire.ts';
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
} from './otlp.contract.ts';
import type { LogTree, Pair, Value } from './otlp.contract.ts';

const text = (value: string): Value => ({ kind: 'string', value });
const pairs = (given: Readonly<Record<string, string>>): readonly Pair[] =>
  Object.entries(given).map(([key, value]) => [key, text(value)] as const);

function logsOf(records: readonly LogTree[], resource: readonly Pair[] = []): WireRequest {
  return otlpRequest('/v1/logs', requestProtobuf([groupOf(records, resource)], writeLog), PROTOBUF_TYPE);
}

const eventOf = (parts: Partial<LogTree>, resource: readonly Pair[] = []): ReceivedEvent =>
  readEvent(logsOf([logTree(parts)], resource));

function json(body: Json, path = '/v1/logs'): WireRequest {
  return otlpRequest(path, new TextEncoder().encode(JSON.stringify(body)), JSON_TYPE);
}

const logsJson = (...records: Json[]): Json => ({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] });

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
  const keyOf = (headers: WireRequest['headers']): string | null =>
    readRequest(wireRequest({ path: '/v1/logs', headers })).key;

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
    ['a key of a million dots', pairs({ [`${'.'.repeat(1_000_000)}`]: '1' })],
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
    const value = (kind: 'int' | 'double', given: bigint | number): Json =>
      eventOf({ attributes: [['n', { kind, value: given } as Value]] }).properties['n'] ?? null;
    expect(value('int', 2n ** 53n - 1n)).toBe(2 ** 53 - 1);
    expect(value('int', 2n ** 53n)).toBe('9007199254740992');
    expect(value('int', -(2n ** 63n))).toBe('-9223372036854775808');
    expect(value('double', Number.NaN)).toBe('NaN');
    expect(value('double', -Infinity)).toBe('-Infinity');
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
    const says = (key: string, value: boolean): Pair => [`headgate.consent.${key}`, { kind: 'bool', value }];
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
  const request = (count: number): WireRequest => logsOf(Array.from({ length: count }, () => logTree()));
  const open = (bytes: WireRequest, depthMax: number, eventsMax: number) =>
    eventsEndpoint('/v1/logs').open(bytes, { depthMax, eventsMax });

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

describe('JSON', () => {
  it.each([
    ['no object', [1], 'bad-shape'],
    ['a list that is none', { resourceLogs: 1 }, 'bad-shape'],
    ['a resource that is none', { resourceLogs: [{ resource: [] }] }, 'bad-shape'],
    ['records that are none', { resourceLogs: [{ scopeLogs: [{ logRecords: {} }] }] }, 'bad-shape'],
  ])('with %s is refused', (_name, body, refusal) => {
    expect(() => readRequest(json(body as Json))).toThrow(refusal);
  });

  it('that is no UTF-8 is refused', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(() => readRequest(otlpRequest('/v1/logs', bytes, JSON_TYPE))).toThrow('bad-encoding');
  });

  it.each<[string, Json]>([
    ['is no object', 1],
    ['is null', null],
    ['has a time of letters', { timeUnixNano: 'now' }],
    ['has a time before 1970', { timeUnixNano: -1 }],
    ['has a severity by name', { severityNumber: 'SEVERITY_NUMBER_INFO' }],
    ['has an id in base64', { traceId: 'W47/95gDgQPSabYzgT/GDA==' }],
    ['has attributes that are an object', { attributes: { a: 1 } }],
    ['has a key that is a number', { attributes: [{ key: 1, value: {} }] }],
    ['has a value of two kinds', { body: { stringValue: 'a', intValue: 1 } }],
    ['has a whole number that is none', { body: { intValue: 1.5 } }],
    ['has a whole number beyond 64 bits', { body: { intValue: '9223372036854775808' } }],
    ['has a number of letters', { body: { doubleValue: 'many' } }],
    ['has bytes that are none', { body: { bytesValue: '*' } }],
    ['has an array that is none', { body: { arrayValue: { values: {} } } }],
    ['has flags beyond 32 bits', { flags: 4_294_967_296 }],
  ])('with a record that %s has a malformed one', (_name, record) => {
    const read = readRequest(json(logsJson(record, { eventName: 'good' })));
    expect(read.malformed).toBe(1);
    expect(read.events.map((event) => event.name)).toEqual(['good']);
    expect(jsonOf(read.answer)).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } });
  });

  it.each<[JsonObject, Json]>([
    [{ intValue: '12' }, 12],
    [{ intValue: 12 }, 12],
    [{ intValue: 1e300 }, 1e300],
    [{ intValue: 1_152_921_504_606_847_000 }, '1152921504606846976'],
    [{ doubleValue: '1.5' }, 1.5],
    [{ doubleValue: 'NaN' }, 'NaN'],
    [{ doubleValue: null }, null],
    [{ bytesValue: '_-8' }, '/+8='],
    [{ unknownValue: 1 }, null],
    [{ stringValue: 'a', unknownValue: 1, boolValue: null }, 'a'],
    [{ kvlistValue: {} }, {}],
  ])('reads the value %j', (value, expected) => {
    const event = readEvent(json(logsJson({ attributes: [{ key: 'a', value }] })));
    expect(event.properties).toEqual({ a: expected });
  });

  it('has null for what is not there, and keys that nobody knows', () => {
    const record = { body: null, attributes: null, traceId: null, timeUnixNano: null, novelty: [1] };
    expect(readRequest(json(logsJson(record))).malformed).toBe(0);
    expect(readRequest(json({ resourceLogs: null, novelty: 1 })).messages).toEqual([]);
  });
});

describe('a span', () => {
  const span = (parts: JsonObject): ReceivedEvent =>
    readEvent(json({ resourceSpans: [{ scopeSpans: [{ spans: [parts] }] }] }, '/v1/traces'));
  const ids = { traceId: '5B8EFFF798038103D269B633813FC60C', spanId: 'eee19b7ec3c1b174' };

  it('is known by its ids', () => {
    expect(span(ids).id).toBe('5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174');
    expect(span({ ...ids, spanId: '0000000000000000' }).id).toBe('made-1');
  });

  it('has no id of another length, in which a text could lie', () => {
    const text = Buffer.from('ada@shop.example, 7 Rye Lane').toString('hex');
    const event = span({ ...ids, spanId: text, links: [{ traceId: text, spanId: ids.spanId }] });
    expect(event.id).toBe('made-1');
    expect(JSON.stringify(event)).not.toContain(text);
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

/** `google.rpc.Status` or an export response: varints and texts by field number. */
function fieldsOf(answer: Answer): Readonly<Record<number, number | string>> {
  const bytes = typeof answer.body === 'string' ? new TextEncoder().encode(answer.body) : answer.body;
  return fieldsIn(bytes);
}

function fieldsIn(bytes: Uint8Array): Readonly<Record<number, number | string>> {
  const reader = new BinaryReader(bytes);
  const fields: Record<number, number | string> = {};
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    fields[field] = type === WireType.Varint ? Number(reader.int64()) : reader.string(true);
  }
  return fields;
}

describe('answers', () => {
  it('are empty messages of the form asked for when everything is in', () => {
    const inProtobuf = readRequest(logsOf([logTree()])).answer;
    expect(inProtobuf).toEqual({ status: 200, contentType: PROTOBUF_TYPE, body: new Uint8Array(0) });
    const inJson = readRequest(json(logsJson({}))).answer;
    expect(inJson).toEqual({ status: 200, contentType: JSON_TYPE, body: '{}' });
  });

  it('say in protobuf how many records were rejected', () => {
    const broken = logTree({ attributes: [...pairs({ a: '1' }), ...pairs({ a: '2' })] });
    const { answer } = readRequest(logsOf([broken, logTree(), broken]));
    const reader = new BinaryReader(answer.body as Uint8Array);
    expect(reader.tag()).toEqual([1, WireType.LengthDelimited]);
    expect(fieldsIn(reader.bytes())).toMatchObject({ 1: 2 });
    expect(reader.pos).toBe(reader.len);
  });

  const statuses: Readonly<Record<Refusal, readonly [status: number, code: number]>> = {
    'bad-key': [401, 16],
    'bad-origin': [403, 7],
    'bad-json': [400, 3],
    'bad-shape': [400, 3],
    'bad-encoding': [400, 3],
    'too-deep': [400, 3],
    'too-many-events': [413, 3],
    'too-large': [413, 3],
    'too-slow': [503, 14],
    'too-fast': [429, 8],
    full: [503, 14],
    internal: [503, 14],
  };

  it.each(Object.keys(REFUSALS) as Refusal[])('to %s are a status in the form asked for', (refusal) => {
    const [status, code] = statuses[refusal];
    for (const path of ['/v1/logs', '/v1/traces', '/v1/metrics', '/v1/profiles']) {
      const endpoint = eventsEndpoint(path);
      const inProtobuf = endpoint.refused(otlpRequest(path, new Uint8Array(0), PROTOBUF_TYPE), refusal);
      expect(inProtobuf).toMatchObject({ status, contentType: PROTOBUF_TYPE });
      expect(fieldsOf(inProtobuf)).toEqual({ 1: code, 2: REFUSALS[refusal].meaning });
      const inJson = endpoint.refused(otlpRequest(path, new Uint8Array(0), JSON_TYPE), refusal);
      expect(inJson).toMatchObject({ status, contentType: JSON_TYPE });
      expect(jsonOf(inJson)).toEqual({ code, message: REFUSALS[refusal].meaning });
    }
  });
});

describe('metrics and profiles', () => {
  it.each(['/v1/metrics', '/v1/profiles', '/v1development/profiles'])(
    'of %s are counted and not read',
    (path) => {
      const read = readRequest(otlpRequest(path, Buffer.from([0xff, 0xff]), PROTOBUF_TYPE));
      expect(read).toMatchObject({ key: 'write-key', events: [], malformed: 0, opaque: 1 });
      expect(read.answer).toMatchObject({ status: 200, contentType: PROTOBUF_TYPE });
    },
  );
});

describe('protobuf', () => {
  const bytesOf = (write: (writer: BinaryWriter) => BinaryWriter): WireRequest =>
    otlpRequest('/v1/logs', write(new BinaryWriter()).finish(), PROTOBUF_TYPE);
  const record = (write: (writer: BinaryWriter) => BinaryWriter): WireRequest =>
    bytesOf((writer) => {
      const inner = writer.tag(1, 2).fork().tag(2, 2).fork().tag(2, 2).fork();
      return write(inner).join().join().join();
    });

  it('takes the last of a field that comes twice, and joins resources', () => {
    const twice = record((writer) => writer.tag(12, 2).string('first').tag(12, 2).string('last'));
    expect(readEvent(twice).name).toBe('last');
    const resources = bytesOf((writer) => {
      writer.tag(1, 2).fork();
      for (const name of ['service.name', 'service.version']) {
        writer.tag(1, 2).fork().tag(1, 2).fork().tag(1, 2).string(name);
        writer.tag(2, 2).fork().tag(1, 2).string('x').join().join().join();
      }
      return writer.tag(2, 2).fork().tag(2, 2).fork().join().join().join();
    });
    expect(readEvent(resources).context['app']).toEqual({ name: 'x', version: 'x' });
  });

  it('leaves out what it does not know, groups and wrong wire types included', () => {
    const strange = record((writer) =>
      writer
        .tag(99, WireType.Varint)
        .uint64(2n ** 64n - 1n)
        .tag(98, WireType.Bit64)
        .fixed64(1)
        .tag(97, WireType.StartGroup)
        .tag(1, WireType.StartGroup)
        .tag(1, WireType.EndGroup)
        .tag(97, WireType.EndGroup)
        .tag(12, WireType.Varint)
        .uint32(5)
        .tag(12, WireType.LengthDelimited)
        .string('known'),
    );
    expect(readEvent(strange).name).toBe('known');
  });

  it.each<[string, WireRequest]>([
    ['text that is no UTF-8', record((writer) => writer.tag(12, 2).bytes(Uint8Array.of(0xc3, 0x28)))],
    ['an overlong form of UTF-8', record((writer) => writer.tag(12, 2).bytes(Uint8Array.of(0xc0, 0xaf)))],
    ['a lone surrogate', record((writer) => writer.tag(12, 2).bytes(Uint8Array.of(0xed, 0xa0, 0x80)))],
    ['a field of number 0', record((writer) => writer.raw(Uint8Array.of(0x02, 0x00)))],
    ['wire type 6', record((writer) => writer.raw(Uint8Array.of(0x0e)))],
    ['the end of a group that did not begin', record((writer) => writer.raw(Uint8Array.of(0x0c)))],
    ['a group that does not end', record((writer) => writer.raw(Uint8Array.of(0x0b)))],
    ['a varint of eleven bytes', record((writer) => writer.tag(2, 0).raw(new Uint8Array(11).fill(0x80)))],
    [
      'an unknown varint of eleven bytes',
      record((writer) => writer.tag(50, 0).raw(new Uint8Array(11).fill(0x80))),
    ],
    ['a length beyond the message', record((writer) => writer.tag(5, 2).uint32(100))],
    ['a text beyond the message', record((writer) => writer.tag(12, 2).uint32(1))],
    ['a length of 4 GB', record((writer) => writer.tag(6, 2).uint32(0xffffffff))],
    ['half a number', record((writer) => writer.tag(1, WireType.Bit64).fixed32(1))],
  ])('with %s is refused', (_name, request) => {
    expect(() => readRequest(request)).toThrow('bad-encoding');
  });

  it('reads a name again only where all of its bytes are the same', () => {
    const names = ['axa', 'aya', 'axb', 'bxa'];
    const { properties } = eventOf({ attributes: names.map((name) => [name, text(name)] as const) });
    expect(properties).toEqual(Object.fromEntries(names.map((name) => [name, name])));
  });
});

describe('any bytes', () => {
  it('are opened or refused, and what is opened is decoded', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((given) => new TextEncoder().encode(given)),
    );
    fc.assert(
      fc.property(bytes, fc.constantFrom('/v1/logs', '/v1/traces'), fc.string(), (given, path, type) => {
        const opened = eventsEndpoint(path).open(otlpRequest(path, given, type), {
          depthMax: 20,
          eventsMax: 20,
        });
        expect(['opened', 'refused']).toContain(opened.kind);
      }),
      { numRuns: 1000 },
    );
  });
});
