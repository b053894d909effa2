/**
 * The listening socket and everything about connections that is not about one request.
 *
 * State, per connection: how many of its requests wait for their answer, the newest of them, and whether it broke. Invariant: bytes that
 * are not HTTP are answered on the bare socket only when no other answer is due on it, so that no client takes the
 * answer to garbage for the answer to an event. A crash closes all connections; unanswered senders try again.
 */
import { STATUS_CODES, createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { IngestLimits } from './limits.ts';
import { TURN_AWAYS } from './metrics.ts';
import type { IngestMetrics, TurnAway } from './metrics.ts';
import { declaredBytes } from './read-body.ts';

export interface ListenAddress {
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
}

export interface IngestServer {
  /** Resolves to the port once connections are taken. Rejects when the address cannot be had. */
  listen(address: ListenAddress): Promise<number>;
  /** Takes no more connections, waits for the requests under way up to `closeTimeoutMs`, then cuts what is left. */
  close(): Promise<void>;
  isClosing(): boolean;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Connection {
  waiting: number;
  latest: { readonly request: IncomingMessage; readonly response: ServerResponse } | null;
  /** Its bytes stopped being HTTP; what follows is thrown away until it ends. */
  broken: boolean;
}

/** `handler` must not reject. */
export function createIngestServer(
  handler: Handler,
  limits: IngestLimits,
  metrics: IngestMetrics,
): IngestServer {
  const connectionOf = createConnections();
  const server = openServer(limits);
  let closing = false;

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const connection = connectionOf(request.socket);
    connection.waiting += 1;
    connection.latest = { request, response };
    response.on('close', () => {
      connection.waiting -= 1;
    });
    void handler(request, response);
  };
  server.on('request', handle);
  server.on('checkContinue', (request, response) => {
    // Whoever asks first (RFC 9110 §10.1.1) is told before the body is sent.
    if (declaredBytes(request) <= limits.bodyBytesMax) response.writeContinue();
    handle(request, response);
  });
  server.on('clientError', (error, socket) => {
    const reason = turnAwayOf(error);
    const connection = connectionOf(socket);
    if (reason === null || !socket.writable) {
      if (!connection.broken) socket.destroy();
    } else if (!connection.broken) {
      connection.broken = true;
      metrics.turnedAway(reason);
      endBroken(socket, connection, reason, limits.lingerTimeoutMs);
    }
  });
  server.on('drop', () => metrics.lost('connections'));

  return {
    listen: (address) => listen(server, address),
    isClosing: () => closing,
    close: () => {
      closing = true;
      return close(server, limits.closeTimeoutMs);
    },
  };
}

function createConnections(): (socket: Duplex) => Connection {
  const connections = new WeakMap<Duplex, Connection>();
  return (socket) => {
    const known = connections.get(socket);
    if (known !== undefined) return known;
    const connection = { waiting: 0, latest: null, broken: false };
    connections.set(socket, connection);
    return connection;
  };
}

function openServer(limits: IngestLimits): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.headerTimeoutMs,
    // A last resort behind read-body.ts, which answers slow bodies in the protocol's own form.
    requestTimeout: limits.headerTimeoutMs + 2 * limits.bodyTimeoutMs + limits.lingerTimeoutMs,
    connectionsCheckingInterval: Math.max(100, Math.ceil(limits.headerTimeoutMs / 4)),
    keepAliveTimeout: limits.keepAliveTimeoutMs,
  });
  // Node drops what is over its own limit without a word, a privacy signal perhaps: one more is let in, to be seen.
  server.maxHeadersCount = limits.headersMax + 1;
  server.maxConnections = limits.connectionsMax;
  return server;
}

function listen(server: Server, address: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: address.port, host: address.host }, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : address.port);
    });
  });
}

function close(server: Server, timeoutMs: number): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Null when the client is simply gone. Codes: the parser's `HPE_*` and Node's own for headers that took too long. */
function turnAwayOf(error: Error): TurnAway | null {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || code === 'EPIPE') return null;
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'headers-too-slow';
  return 'bad-request';
}

function endBroken(socket: Duplex, connection: Connection, reason: TurnAway, lingerTimeoutMs: number): void {
  const { latest, waiting } = connection;
  const isWithinLatest = latest !== null && !latest.request.complete;
  const nothingDue = waiting === 0 || (waiting === 1 && isWithinLatest && !latest.response.headersSent);
  if (nothingDue) {
    socket.end(rawAnswer(reason));
    const timer = setTimeout(() => socket.destroy(), lingerTimeoutMs);
    socket.on('close', () => clearTimeout(timer));
  } else if (waiting > 0 && latest !== null && !isWithinLatest) {
    // Answers to whole requests are still due: they go out first, then the connection ends.
    latest.response.on('close', () => socket.destroy());
  } else {
    socket.destroy();
  }
}

function rawAnswer(reason: TurnAway): string {
  const { status } = TURN_AWAYS[reason];
  const body = JSON.stringify({ error: reason });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
