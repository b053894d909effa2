/**
 * The Segment protocol: analytics-node, analytics-next in its default and batching mode, and the public HTTP API that
 * the other languages' SDKs use (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/).
 */
import type { Call } from '../../event.ts';
import { REFUSALS } from '../wire.ts';
import type { Answer, Endpoint, Protocol, Refusal } from '../wire.ts';
import { decodeMessages } from '../spec-messages.ts';
import { DIALECT } from './dialect.ts';
import { openBatch, openMessage } from '../spec-containers.ts';
import { METRICS, SETTINGS, isSettingsPath } from './settings.ts';

/** Each call under its full name and under the letter that analytics-next uses. */
const CALLS_BY_PATH: readonly (readonly [string, Call])[] = [
  ['track', 'track'],
  ['t', 'track'],
  ['identify', 'identify'],
  ['i', 'identify'],
  ['page', 'page'],
  ['p', 'page'],
  ['screen', 'screen'],
  ['s', 'screen'],
  ['group', 'group'],
  ['g', 'group'],
  ['alias', 'alias'],
  ['a', 'alias'],
];
const BATCH_PATHS: readonly string[] = ['batch', 'b', 'import'];

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ...BATCH_PATHS.map((name) => [`/v1/${name}`, batchEndpoint(name)] as const),
  ...CALLS_BY_PATH.map(([name, call]) => [`/v1/${name}`, callEndpoint(name, call)] as const),
  ['/v1/m', METRICS],
]);

/** Segment's wire protocol. Success is `{"success":true}`; a refusal carries `error` in words. */
export const segment: Protocol = {
  id: 'segment',
  find: (path) => ENDPOINTS.get(path) ?? (isSettingsPath(path) ? SETTINGS : null),
};

function batchEndpoint(name: string): Endpoint {
  return {
    kind: 'events',
    id: `segment-${name}`,
    methods: ['POST'],
    reads: 'text',
    open: openBatch,
    decode: (messages, context) => decodeMessages(messages, context, null, DIALECT),
    accepted,
    refused,
  };
}

function callEndpoint(name: string, call: Call): Endpoint {
  return {
    kind: 'events',
    id: `segment-${name}`,
    methods: ['POST'],
    reads: 'text',
    open: openMessage,
    decode: (messages, context) => decodeMessages(messages, context, call, DIALECT),
    accepted,
    refused,
  };
}

function accepted(): Answer {
  return { status: 200, contentType: 'application/json', body: '{"success":true}' };
}

function refused(_request: unknown, refusal: Refusal): Answer {
  const { status, meaning } = REFUSALS[refusal];
  return {
    status,
    contentType: 'application/json',
    body: JSON.stringify({ success: false, error: meaning }),
  };
}
