import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../event.ts';
import { decodeContext, eventsEndpoint } from '../wire.contract.ts';
import type { WireRequest } from '../wire.ts';
import { groupsOf, logTrees, spanTrees } from './arbitraries.contract.ts';
import {
  JSON_TYPE,
  logJson,
  otlpRequest,
  PROTOBUF_TYPE,
  requestJson,
  requestProtobuf,
  spanJson,
  writeLog,
  writeSpan,
} from './trees.contract.ts';

const LIMITS = { depthMax: 64, eventsMax: 1000 };

function messagesOf(request: WireRequest): readonly Json[] {
  const opened = eventsEndpoint(request.path).open(request, LIMITS);
  if (opened.kind === 'refused') throw new Error(opened.refusal);
  expect(opened.key).toBe('write-key');
  return opened.messages;
}

/** What is the same for `open` is the same for `decode`, and what `open` let through is an event. */
function expectSame(json: WireRequest, protobuf: WireRequest): void {
  const fromJson = messagesOf(json);
  const fromProtobuf = messagesOf(protobuf);
  expect(fromProtobuf).toEqual(fromJson);
  const endpoint = eventsEndpoint(json.path);
  const decoded = endpoint.decode(fromJson, decodeContext());
  expect(endpoint.decode(fromProtobuf, decodeContext())).toEqual(decoded);
  expect(decoded.malformed).toBe(fromJson.filter((message) => message === null).length);
}

describe('the two forms of OTLP', () => {
  it('give the same messages for any log records', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(groupsOf(logTrees), (groups) => {
        expectSame(
          otlpRequest('/v1/logs', requestJson('logs', groups, logJson), JSON_TYPE),
          otlpRequest('/v1/logs', requestProtobuf(groups, writeLog), PROTOBUF_TYPE),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('give the same messages for any spans', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(groupsOf(spanTrees), (groups) => {
        expectSame(
          otlpRequest('/v1/traces', requestJson('traces', groups, spanJson), JSON_TYPE),
          otlpRequest('/v1/traces', requestProtobuf(groups, writeSpan), PROTOBUF_TYPE),
        );
      }),
      { numRuns: 500 },
    );
  });
});
