/** A server on loopback that keeps what it is sent and answers every request as the vendor's own does on success. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decompress } from './wire-bytes.ts';

export interface Captured {
  readonly method: string;
  /** With query. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  /** As sent. */
  readonly body: Buffer;
}

export interface CaptureServer {
  readonly url: string;
  /** In the order of arrival, without preflights. */
  readonly captured: readonly Captured[];
  close(): Promise<void>;
}

export async function startCaptureServer(): Promise<CaptureServer> {
  const captured: Captured[] = [];
  const server = createServer((request, response) => {
    // Whoever breaks off gets no answer.
    take(request, response).catch(() => response.destroy());
  });
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: target = '', headers } = request;
    for (const [name, value] of corsHeaders(headers)) response.setHeader(name, value);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    const one = { method, target, headers, body: Buffer.concat(pieces) };
    captured.push(one);
    const [type, body] = successOf(one);
    response.writeHead(200, { 'content-type': type }).end(body);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    captured,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function corsHeaders(headers: IncomingMessage['headers']): readonly (readonly [string, string])[] {
  const { origin, 'access-control-request-headers': asked } = headers;
  if (origin === undefined) return [];
  return [
    ['access-control-allow-origin', origin],
    ['access-control-allow-credentials', 'true'],
    ['access-control-allow-methods', 'GET, POST'],
    ...(asked === undefined ? [] : ([['access-control-allow-headers', asked]] as const)),
  ];
}

type Success = readonly [contentType: string, body: string];
type Reply = (captured: Captured) => Success;

const JSON_TYPE = 'application/json';
const json = (value: unknown): Success => [JSON_TYPE, JSON.stringify(value)];

/** By the beginning of the path: what the SDK takes for success. The first that fits counts. */
const SUCCESSES: readonly (readonly [path: RegExp, reply: Reply])[] = [
  [
    /^\/v1\/projects\/([^/]+)\/settings/,
    ({ target }) =>
      json({ integrations: { 'Segment.io': { apiKey: target.split('/')[3], addBundledMetadata: true } } }),
  ],
  [
    /^\/sourceConfig/,
    ({ target }) =>
      json(rudderConfig(new URL(target, 'http://localhost').searchParams.get('writeKey') ?? '')),
  ],
  [/^\/array\/[^/]+\/config\.js/, () => ['text/javascript', '']],
  [
    /^\/array\/[^/]+\/config/,
    () =>
      json({
        supportedCompression: ['gzip-js'],
        hasFeatureFlags: false,
        sessionRecording: false,
        surveys: false,
        heatmaps: false,
        capturePerformance: false,
        captureDeadClicks: false,
      }),
  ],
  [/^\/flags/, () => json({ flags: {}, errorsWhileComputingFlags: false })],
  [/^\/i\/v1\/analytics/, posthogResults],
  [/^\/(?:batch|e|i\/v0)(?:[/?]|$)/, () => json({ status: 1 })],
  [/^\/(?:track|engage|groups|import)/, ({ target }) => mixpanelSuccess(target)],
  [
    /^\/2\/httpapi/,
    () => json({ code: 200, events_ingested: 1, payload_size_bytes: 1, server_upload_time: 1 }),
  ],
  [/^\/com\.snowplowanalytics\.snowplow/, () => ['text/plain', 'ok']],
  [/^\/api\/\d+\/envelope/, () => json({})],
  [
    /^\/v1\/(?:logs|traces|metrics)/,
    ({ headers }) =>
      headers['content-type'] === 'application/x-protobuf' ? ['application/x-protobuf', ''] : json({}),
  ],
  [/./, () => json({ success: true })],
];

function successOf(captured: Captured): Success {
  const found = SUCCESSES.find(([path]) => path.test(captured.target));
  return found === undefined ? json({}) : found[1](captured);
}

function mixpanelSuccess(target: string): Success {
  const verbose = new URL(target, 'http://localhost').searchParams.get('verbose') === '1';
  return verbose ? json({ status: 1, error: null }) : ['text/plain', '1'];
}

function posthogResults({ body }: Captured): Success {
  const ids = [
    ...decompress(body)
      .toString('utf8')
      .matchAll(/"uuid":"([^"]+)"/g),
  ].map(([, id = '']) => id);
  return json({ results: Object.fromEntries(ids.map((id) => [id, { result: 'ok' }])) });
}

function rudderConfig(writeKey: string): unknown {
  const off = { enabled: false };
  return {
    source: {
      id: 'source',
      name: 'source',
      writeKey,
      enabled: true,
      workspaceId: 'workspace',
      destinations: [],
      dataplanes: {},
      config: { statsCollection: { errors: off, metrics: off } },
    },
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}
