/**
 * Three vendors on loopback that keep in memory what they receive, and answer as the real ones do
 * (https://docs.mixpanel.com/reference/import-events, https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/,
 * https://github.com/standard-webhooks/standard-webhooks). A request with wrong credentials is refused, so that what is
 * kept came through the front door.
 *
 * State: received bodies and messages, until the process ends. Nothing is written anywhere.
 */
import type { Json, JsonObject } from '@headgate/core';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { isJsonObject } from '@headgate/core';
import { parseJson } from './json.ts';

/** One message as it came, with the path it came to. */
export interface Received {
  readonly path: string;
  readonly message: JsonObject;
}

export interface FakeVendor {
  readonly name: FakeVendorName;
  readonly url: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Everything received so far, in order. */
  readonly received: readonly Received[];
  /** Request lines, headers and decompressed bodies, as bytes. */
  readonly traffic: readonly Buffer[];
  /** Requests that were refused. */
  readonly refused: () => number;
  close(): Promise<void>;
}

export const FAKE_VENDORS = ['mixpanel', 'segment', 'newsletter'] as const;
export type FakeVendorName = (typeof FAKE_VENDORS)[number];

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Answered {
  readonly status: number;
  readonly body: JsonObject;
  readonly messages: readonly JsonObject[];
}

type Answer = (asked: Asked, credentials: Readonly<Record<string, string>>) => Answered;

const VENDORS: Readonly<
  Record<FakeVendorName, { readonly keys: readonly string[]; readonly answer: Answer }>
> = {
  mixpanel: { keys: ['token', 'service_account', 'secret'], answer: answerMixpanel },
  segment: { keys: ['write_key'], answer: answerSegment },
  newsletter: { keys: ['secret'], answer: answerWebhook },
};

/** Starts one vendor on a free port of the loopback interface, with fresh credentials. */
export async function startFakeVendor(name: FakeVendorName): Promise<FakeVendor> {
  const received: Received[] = [];
  const traffic: Buffer[] = [];
  let refused = 0;
  const { keys, answer } = VENDORS[name];
  const credentials = Object.fromEntries(keys.map((key) => [key, randomBytes(24).toString('base64')]));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await read(request, traffic);
    const { status, body, messages } = asked === null ? NOT_READ : answer(asked, credentials);
    if (status !== 200) refused += 1;
    received.push(...messages.map((message) => ({ path: asked?.path ?? '', message })));
    reply(response, status, body);
  };
  const server = createServer((request, response) => {
    // A body that breaks off or is no gzip gets no answer, which every sender takes for a failure.
    serve(request, response).catch(() => response.destroy());
  });
  const port = await listen(server);
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    credentials,
    received,
    traffic,
    refused: () => refused,
    close: () => close(server),
  };
}

const NOT_READ: Answered = { status: 400, body: { error: 'the body could not be read' }, messages: [] };
const NOT_FOUND: Answered = { status: 404, body: { error: 'no such path' }, messages: [] };
const UNAUTHORISED: Answered = { status: 401, body: { error: 'wrong credentials' }, messages: [] };

async function read(request: IncomingMessage, traffic: Buffer[]): Promise<Asked | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  const sent = Buffer.concat(chunks);
  const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
  traffic.push(Buffer.from(`${request.url}\n${request.rawHeaders.join('\n')}\n`), bytes);
  if (request.method !== 'POST') return null;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor.example');
  return { path: pathname, query: searchParams, headers: request.headers, body: bytes.toString('utf8') };
}

/** `/import` takes a service account; profiles are known by the project token in each of them. */
function answerMixpanel(
  { path, headers, body }: Asked,
  credentials: Readonly<Record<string, string>>,
): Answered {
  const messages = objectsOf(parseJson(body));
  if (path === '/import') {
    const { service_account: account = '', secret = '' } = credentials;
    if (!hasBasic(headers.authorization, `${account}:${secret}`)) return UNAUTHORISED;
    return {
      status: 200,
      body: { code: 200, num_records_imported: messages.length, status: 'OK' },
      messages,
    };
  }
  if (path !== '/engage' && path !== '/groups') return NOT_FOUND;
  if (messages.some((message) => message['$token'] !== credentials['token'])) return UNAUTHORISED;
  return { status: 200, body: { error: null, status: 1 }, messages };
}

function answerSegment(
  { path, headers, body }: Asked,
  credentials: Readonly<Record<string, string>>,
): Answered {
  if (path !== '/v1/batch') return NOT_FOUND;
  if (!hasBasic(headers.authorization, `${credentials['write_key']}:`)) return UNAUTHORISED;
  return { status: 200, body: { success: true }, messages: messagesOf(body, 'batch') };
}

function answerWebhook({ headers, body }: Asked, credentials: Readonly<Record<string, string>>): Answered {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  const key = Buffer.from(credentials['secret'] ?? '', 'base64');
  const due = createHmac('sha256', key)
    .update(`${String(id)}.${String(timestamp)}.${body}`)
    .digest('base64');
  if (!isSame(String(signature), `v1,${due}`)) return UNAUTHORISED;
  return { status: 200, body: {}, messages: messagesOf(body, 'events') };
}

function hasBasic(authorization: string | undefined, due: string): boolean {
  return isSame(authorization ?? '', `Basic ${Buffer.from(due).toString('base64')}`);
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function messagesOf(body: string, key: string): readonly JsonObject[] {
  const parsed = parseJson(body);
  return isJsonObject(parsed) ? objectsOf(parsed[key]) : [];
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((each: Json): each is JsonObject => isJsonObject(each)) : [];
}

function reply(response: ServerResponse, status: number, body: JsonObject): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
