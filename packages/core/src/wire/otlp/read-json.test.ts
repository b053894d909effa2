import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import { jsonOf, readEvent, readRequest } from '../wire.contract.ts';
import { json, logsJson } from './otlp.contract.ts';
import { JSON_TYPE, otlpRequest } from './trees.contract.ts';

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
