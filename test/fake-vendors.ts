/**
 * Stand-ins for Mixpanel, Segment and a partner's webhook on loopback. They keep every request as it came, answer as
 * the real ones do, and read the events out again.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Json, JsonObject } from '@headgate/core';

export interface SeenRequest {
  readonly path: string;
  /** Request line and headers as they came, one a line. */
  readonly head: string;
  /** Decompressed. */
  readonly body: string;
}

/** One event as a vendor got it. `id` is null where the vendor's protocol has none, as for profiles. */
export interface SeenEvent {
  readonly id: string | null;
  /** The plain number that every event of the test shop carries; null where it carries none. */
  readonly sequence: number | null;
  /** The message as the vendor got it. */
  readonly message: JsonObject;
  readonly path: string;
}

export interface FakeVendor {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  events(): readonly SeenEvent[];
  close(): Promise<void>;
}

type Kind = 'mixpanel' | 'segment' | 'webhook';

/** What the fake Mixpanel and Segment know their customer by. */
export const CREDENTIALS = {
  mixpanelAccount: 'gateway.service',
  mixpanelSecret: 'secret-of-the-test',
  segmentKey: 'vendor-write-key',
  /** Base64 of 32 zero bytes. */
  webhookSecret: `${'A'.repeat(43)}=`,
} as const;

export async function startFakeVendor(kind: Kind): Promise<FakeVendor> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((bytes) => {
      const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
      const body = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
      const headers = request.rawHeaders.join('\n');
      const path = request.url ?? '';
      requests.push({ path, head: `${request.method ?? ''} ${path}\n${headers}`, body });
      const { status, answer } = isKnown(kind, request)
        ? { status: 200, answer: answerOf(kind, path, body) }
        : { status: 401, answer: '{}' };
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    events: () => requests.flatMap((request) => eventsOf(kind, request)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isKnown(kind: Kind, request: IncomingMessage): boolean {
  const { authorization } = request.headers;
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
  if (kind === 'segment') return authorization === basic(`${CREDENTIALS.segmentKey}:`);
  if (kind === 'webhook') return request.headers['webhook-signature'] !== undefined;
  const isImport = request.url?.startsWith('/import') === true;
  return (
    !isImport || authorization === basic(`${CREDENTIALS.mixpanelAccount}:${CREDENTIALS.mixpanelSecret}`)
  );
}

function answerOf(kind: Kind, path: string, body: string): string {
  if (kind !== 'mixpanel') return '{"success":true}';
  if (!path.startsWith('/import')) return '{"status":1,"error":null}';
  return JSON.stringify({ code: 200, num_records_imported: listOf(JSON.parse(body)).length, status: 'OK' });
}

function eventsOf(kind: Kind, request: SeenRequest): readonly SeenEvent[] {
  const { path } = request;
  const parsed: Json = JSON.parse(request.body);
  const messages = kind === 'mixpanel' ? listOf(parsed) : listOf(at(parsed, kind === 'segment' ? 'batch' : 'events'));
  return messages.filter(isObject).map((message) => {
    const bag = bagOf(kind, message);
    const id = idOf(kind, message, bag);
    const { sequence } = bag;
    return {
      id: typeof id === 'string' ? id : null,
      sequence: typeof sequence === 'number' ? sequence : null,
      message,
      path: path.split('?')[0] ?? '',
    };
  });
}

function idOf(kind: Kind, message: JsonObject, bag: JsonObject): Json | undefined {
  if (kind === 'mixpanel') return bag['$insert_id'];
  return kind === 'segment' ? message['messageId'] : message['id'];
}

/** The object that holds an event's own properties. */
function bagOf(kind: Kind, message: JsonObject): JsonObject {
  const names = kind === 'mixpanel' ? ['properties', '$set', '$set_once', '$add'] : ['properties', 'traits'];
  return names.map((name) => message[name]).find(isObject) ?? {};
}

function at(value: Json, key: string): Json {
  return isObject(value) ? (value[key] ?? null) : null;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
