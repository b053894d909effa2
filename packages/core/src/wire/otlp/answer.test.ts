import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { eventsEndpoint, jsonOf, readRequest } from '../wire.contract.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Refusal } from '../wire.ts';
import { json, logsJson, logsOf, pairs } from './otlp.contract.ts';
import { JSON_TYPE, logTree, otlpRequest, PROTOBUF_TYPE } from './trees.contract.ts';

const { LengthDelimited, Varint } = WireType;

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
    fields[field] = type === Varint ? Number(reader.int64()) : reader.string(true);
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
    expect(reader.tag()).toEqual([1, LengthDelimited]);
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
