/** How an answer goes out: headers, the end of the connection, and the few pages that belong to no protocol. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '@headgate/core';
import type { HeaderPairs } from './cors.ts';
import type { TurnAway } from './metrics.ts';
import { TURN_AWAYS } from './metrics.ts';
import { declaredBytes, hasBody } from './read-body.ts';

export interface Reply extends Answer {
  readonly headers: HeaderPairs;
}

/** A rest that may as well be read to its end: cheaper for both sides than a new connection. */
const SMALL_BODY_BYTES_MAX = 64 * 1024;

export const NO_HEADERS: HeaderPairs = [];

/** A request that belongs to no protocol. Says why in one word of a closed list and repeats nothing of the request. */
export function turnAway(reason: TurnAway, headers: HeaderPairs = NO_HEADERS): Reply {
  return {
    status: TURN_AWAYS[reason].status,
    contentType: 'application/json',
    body: JSON.stringify({ error: reason }),
    headers,
  };
}

/** `Retry-After` in whole seconds (RFC 9110 §10.2.3), at least one, at most an hour. */
export function retryAfter(waitMs: number): HeaderPairs {
  return ['Retry-After', String(Math.min(3_600, Math.max(1, Math.ceil(waitMs / 1_000))))];
}

/** The page at `/`: what this is and where to read on. Carries nothing of the configuration. */
export function statusPage(version: string): Reply {
  return {
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Headgate</title>
<h1>Headgate ${version}</h1>
<p>This is a privacy gateway for product telemetry, and it is running.</p>
<p>Point the host setting of your analytics SDK here. How to do that for each SDK is in the handbook that came with
Headgate; its health and its numbers are on the admin port.</p>
</html>
`,
    headers: ['Content-Security-Policy', "default-src 'none'", 'X-Content-Type-Options', 'nosniff'],
  };
}

export interface SendOptions {
  readonly lingerTimeoutMs: number;
  /** Ask the client to use another connection next time. */
  readonly closing: boolean;
}

/**
 * Writes the reply. When much of the request's body is still on its way, the connection ends afterwards, but not
 * before the rest was read and thrown away for a while: closing a socket with unread bytes resets it, and the client
 * would lose the very answer that tells it why.
 */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  options: SendOptions,
): void {
  if (response.destroyed) return;
  const cutsBody = leavesBody(request, reply.status);
  response.writeHead(reply.status, headersOf(reply, options.closing || cutsBody));
  const body = request.method === 'HEAD' ? '' : reply.body;
  if (!cutsBody) {
    request.resume();
    response.end(body);
    return;
  }
  if (body === '') response.flushHeaders();
  else response.write(body);
  endAfterBody(request, response, options.lingerTimeoutMs);
}

/** Whether the body's rest is too large, too slow or of too unknown a length to be waited for. */
function leavesBody(request: IncomingMessage, status: number): boolean {
  if (request.complete || !hasBody(request)) return false;
  const declared = declaredBytes(request);
  return status === 408 || declared === 0 || declared > SMALL_BODY_BYTES_MAX;
}

function headersOf(reply: Reply, close: boolean): string[] {
  const headers = ['Cache-Control', 'no-store'];
  if (reply.status !== 204) {
    headers.push('Content-Type', reply.contentType, 'Content-Length', String(Buffer.byteLength(reply.body)));
  }
  if (close) headers.push('Connection', 'close');
  if (reply.headers.length > 0) headers.push(...reply.headers);
  return headers;
}

function endAfterBody(request: IncomingMessage, response: ServerResponse, lingerTimeoutMs: number): void {
  const end = (): void => {
    clearTimeout(timer);
    request.off('end', end).off('close', end).off('error', end);
    response.end();
  };
  const timer = setTimeout(end, lingerTimeoutMs);
  request.on('end', end).on('close', end).on('error', end);
  request.resume();
}
