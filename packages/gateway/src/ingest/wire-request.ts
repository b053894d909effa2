/** From Node's request to the pure one that protocols read. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { NO_BYTES } from '@headgate/core';
import type { Method, WireRequest } from '@headgate/core';

export interface Target {
  /** Without query and without trailing slash; `/` stays. */
  readonly path: string;
  /** What follows the question mark, still encoded; empty where there is none. */
  readonly query: string;
}

const NO_QUERY: ReadonlyMap<string, string> = new Map();

/** Splits a request target. `/x` and `/x/` are one path, because one SDK writes the former and the next the latter. */
export function splitTarget(target: string): Target {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  return {
    path: path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path,
    query: mark === -1 ? '' : target.slice(mark + 1),
  };
}

/** The body of a request as its endpoint reads it: text, or bytes as they are. */
export type WireBody = Pick<WireRequest, 'body' | 'bytes'>;

/** What a request has before its body was read, or when it has none. */
export const EMPTY_BODY: WireBody = { body: '', bytes: NO_BYTES };

/** Builds the request that `open` reads. */
export function wireRequestOf(
  request: IncomingMessage,
  method: Method,
  target: Target,
  body: WireBody,
): WireRequest {
  return {
    method,
    path: target.path,
    query: parseQuery(target.query),
    headers: textHeaders(request.headers),
    ...body,
  };
}

/** Form rules: `+` is a blank. Of a name that comes twice, the first counts. */
export function parseQuery(query: string): ReadonlyMap<string, string> {
  if (query === '') return NO_QUERY;
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (!values.has(name)) values.set(name, value);
  }
  return values;
}

/** `set-cookie` is the only header that Node gives as a list, and no request has any use for it. */
export function textHeaders(headers: IncomingHttpHeaders): WireRequest['headers'] {
  if (isText(headers)) return headers;
  const { 'set-cookie': _, ...rest } = headers;
  return isText(rest) ? rest : {};
}

function isText(headers: IncomingHttpHeaders): headers is Record<string, string | undefined> {
  return headers['set-cookie'] === undefined;
}
