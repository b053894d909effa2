/**
 * The open service over HTTP: who → parse → desk → answer. A process of its own, away from the gateway. Every answer is a row of the audit
 * trail first, refusals too; strangers' only so many a minute, so that they cannot fill the disk.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Desk, Done, Refused } from './desk.ts';
import type { Caller, OpenLimits } from './policy.ts';
import { REQUEST_REFUSALS } from './refusals.ts';
import type { RequestRefusal } from './refusals.ts';
import { openBody } from './request.ts';
import type { OpenRequest } from './request.ts';

export interface OpenServerParts {
  readonly desk: Desk;
  readonly limits: OpenLimits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of what failed inside, by its class alone. */
  readonly onFault: (cause: string) => void;
}

export interface OpenServer {
  /** Resolves to the port. */
  readonly listen: (address: { readonly host: string; readonly port: number }) => Promise<number>;
  readonly close: () => Promise<void>;
}

type Answer = Done<unknown> | Refused;
type Handle = (asked: {
  readonly desk: Desk;
  readonly caller: Caller;
  readonly id: string;
  readonly body: () => Promise<OpenRequest | RequestRefusal>;
}) => Promise<Answer>;

interface OpenRoute {
  readonly method: 'GET' | 'POST';
  /** Its group is the id of a bulk request. */
  readonly path: RegExp;
  readonly handle: Handle;
}

const REQUESTS = '/v1/open/requests';
const STRANGERS_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

const ROUTES: readonly OpenRoute[] = [
  {
    method: 'POST',
    path: /^\/v1\/open()$/,
    handle: async ({ desk, caller, body }) => {
      const request = await body();
      if (typeof request === 'string') return desk.refuse(caller, request);
      return itemsOf(await desk.open(caller, request));
    },
  },
  {
    method: 'POST',
    path: new RegExp(`^${REQUESTS}()$`),
    handle: async ({ desk, caller, body }) => {
      const request = await body();
      return typeof request === 'string' ? desk.refuse(caller, request) : desk.ask(caller, request);
    },
  },
  {
    method: 'GET',
    path: new RegExp(`^${REQUESTS}/([0-9a-f]{32})$`),
    handle: ({ desk, caller, id }) => desk.show(caller, id),
  },
  {
    method: 'POST',
    path: new RegExp(`^${REQUESTS}/([0-9a-f]{32})/approve$`),
    handle: ({ desk, caller, id }) => desk.approve(caller, id),
  },
  {
    method: 'POST',
    path: new RegExp(`^${REQUESTS}/([0-9a-f]{32})/collect$`),
    handle: async ({ desk, caller, id }) => itemsOf(await desk.collect(caller, id)),
  },
];

export function createOpenServer(parts: OpenServerParts): OpenServer {
  const { limits } = parts;
  const noteStranger = createStrangerNote(parts);
  const server = createServer(
    {
      requestTimeout: limits.requestMs,
      headersTimeout: limits.requestMs,
      connectionsCheckingInterval: Math.max(100, Math.ceil(limits.requestMs / 4)),
    },
    (request, response) => {
      // It answers its own failures; nothing is left to reject.
      void answer(parts, noteStranger, request, response);
    },
  );
  server.maxConnections = limits.connections;
  return {
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          const bound = server.address();
          resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  parts: OpenServerParts,
  noteStranger: () => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A sender reads no answer before its body is taken: what is not wanted runs out, as long as a request may last.
  response.once('finish', () => request.resume());
  try {
    // What is no path at all is no route either.
    const pathname = URL.parse(request.url ?? '', 'http://localhost')?.pathname ?? '';
    if (request.method === 'GET' && pathname === '/livez') return respond(response, 200, { alive: true });
    const caller = parts.desk.callerOf(tokenOf(request));
    if (caller === null) {
      await noteStranger();
      return refuse(response, 'unauthorised');
    }
    const outcome = await dispatch(parts, caller, pathname, request);
    if (outcome.kind === 'refused') refuse(response, outcome.refusal);
    else respond(response, 200, outcome.answer);
  } catch (error) {
    parts.onFault(error instanceof Error ? error.constructor.name : typeof error);
    refuse(response, 'internal');
  }
}

function dispatch(
  { desk, limits }: OpenServerParts,
  caller: Caller,
  pathname: string,
  request: IncomingMessage,
): Promise<Answer> {
  for (const { method, path, handle } of ROUTES) {
    const id = path.exec(pathname)?.[1];
    if (method !== request.method || id === undefined) continue;
    return handle({ desk, caller, id, body: () => readRequest(request, limits.bodyBytes) });
  }
  return desk.refuse(caller, 'unknown-route');
}

async function readRequest(
  request: IncomingMessage,
  bytesMax: number,
): Promise<OpenRequest | RequestRefusal> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return 'wrong-media-type';
  const body = await readBody(request, bytesMax);
  if (typeof body === 'string') return body;
  const parsed = openBody.safeParse(parseJson(body.toString('utf8')));
  return parsed.success ? parsed.data : 'bad-request';
}

async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | RequestRefusal> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Not destroyed when it is too large: that would take the answer with it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError('The body is not read as bytes.');
      bytes += chunk.length;
      if (bytes > bytesMax) return 'too-large';
      chunks.push(chunk);
    }
  } catch (error) {
    // The sender went away or took too long.
    if (!request.complete) return 'bad-request';
    throw error;
  }
  return Buffer.concat(chunks);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function itemsOf<T>(outcome: Done<T> | Refused): Done<{ readonly items: T }> | Refused {
  return outcome.kind === 'refused' ? outcome : { kind: 'done', answer: { items: outcome.answer } };
}

function tokenOf({ headers }: IncomingMessage): string | null {
  return /^Bearer +(\S{1,512}) *$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

function createStrangerNote({ desk, now }: OpenServerParts): () => Promise<void> {
  let minute = 0;
  let noted = 0;
  return async () => {
    const current = Math.floor(now() / MINUTE_MS);
    if (current !== minute) [minute, noted] = [current, 0];
    noted += 1;
    if (noted <= STRANGERS_PER_MINUTE) await desk.refuse(null, 'unauthorised');
  };
}

function refuse(response: ServerResponse, refusal: RequestRefusal): void {
  const { status, meaning } = REQUEST_REFUSALS[refusal];
  if (refusal === 'unauthorised') response.setHeader('www-authenticate', 'Bearer');
  if (refusal === 'rate-limited') response.setHeader('retry-after', '60');
  // What is left of a body that is not read would be taken for the next request.
  if (refusal !== 'rate-limited') response.setHeader('connection', 'close');
  const problem = { type: `urn:headgate:open-refusal:${refusal}`, title: meaning, status, refusal };
  respond(response, status, problem, 'application/problem+json');
}

function respond(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json; charset=utf-8',
): void {
  response
    .writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(JSON.stringify(body));
}
