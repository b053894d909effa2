/**
 * The control plane's HTTP server. A request is a line: who → parse → the noun's handler → answer.
 *
 * State: open connections alone. Every route of the contract has a handler, or the server is not made. Refusals are thrown
 * as `Refused` and answered here; anything else that is thrown is a bug, answered `internal` and logged without its message.
 */
import { ROUTES } from '@headgate/api';
import type { Route, RouteName } from '@headgate/api';
import fastify from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { z } from 'zod';
import { causeOf } from '../../runtime.ts';
import type { Log } from '../../runtime.ts';
import type { ControlLimits } from '../limits.ts';
import { Refused, problemOf } from './refuse.ts';
import { createTokenCheck } from './token.ts';

type RouteOf<N extends RouteName> = (typeof ROUTES)[N];

/** What a handler is given, already parsed by the route's shapes. */
interface Asked<N extends RouteName> {
  readonly params: z.output<RouteOf<N>['params']>;
  readonly query: z.output<RouteOf<N>['query']>;
  readonly body: RouteOf<N>['body'] extends z.ZodType ? z.output<RouteOf<N>['body']> : null;
}

/** An answer with a status other than 200. */
interface Answered<A> {
  readonly status: number;
  readonly answer: A;
}

type Answer<N extends RouteName> = z.input<RouteOf<N>['answer']>;

/** What a route of lines writes to: the bare response, its head already sent. */
export type Stream = Pick<
  ServerResponse,
  'write' | 'end' | 'destroy' | 'on' | 'writableLength' | 'destroyed'
>;

/** One function for each route. A stream's handler gives the function that begins to write, or throws `Refused`. */
export type Handlers = {
  readonly [N in RouteName]: (
    asked: Asked<N>,
  ) => RouteOf<N>['media'] extends 'lines'
    ? (stream: Stream) => void
    : Promise<Answer<N> | Answered<Answer<N>>> | Answer<N> | Answered<Answer<N>>;
};

export interface ControlParts {
  readonly token: string;
  readonly handlers: Handlers;
  /** Whether questions and orders come too late. */
  readonly isStopping: () => boolean;
  readonly log: Log;
  readonly limits: ControlLimits;
}

export interface ControlServer {
  /** Resolves to the port. Rejects when the address cannot be had. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>;
  close(): Promise<void>;
}

const MEDIA = { text: 'text/plain; version=0.0.4; charset=utf-8', lines: 'application/x-ndjson' } as const;

export function createControlServer(parts: ControlParts): ControlServer {
  const { limits } = parts;
  const server = fastify({
    logger: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestTimeoutMs,
    http: {
      headersTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.max(100, Math.ceil(limits.requestTimeoutMs / 4)),
    },
    forceCloseConnections: true,
    return503OnClosing: false,
    exposeHeadRoutes: false,
  });
  server.server.maxConnections = limits.connectionsMax;
  server.setErrorHandler((error: FastifyError, _request, reply) => refuse(reply, error, parts.log));
  server.setNotFoundHandler((_request, reply) => refuse(reply, new Refused('unknown-route'), parts.log));
  const isToken = createTokenCheck(parts.token);
  for (const name of routeNames()) mount(server, name, { ...parts, isToken });
  return {
    listen: async (address) => {
      await server.listen({ host: address.host, port: address.port });
      const bound = server.server.address();
      return typeof bound === 'object' && bound !== null ? bound.port : address.port;
    },
    close: () => server.close(),
  };
}

interface Mounting extends Pick<ControlParts, 'handlers' | 'isStopping' | 'limits'> {
  readonly isToken: (authorization: string | undefined) => boolean;
}

function mount(
  server: FastifyInstance,
  name: RouteName,
  { handlers, isToken, isStopping, limits }: Mounting,
): void {
  const route: Route = ROUTES[name];
  const handle = handlerOf(handlers, name);
  server.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyBytes === 'events' ? limits.eventsBodyBytesMax : limits.bodyBytesMax,
    // Before the body is read: a stranger's bytes are not worth the memory.
    onRequest: async (request: FastifyRequest) => {
      if (route.permission === null) return;
      if (!isToken(request.headers.authorization)) throw new Refused('unauthorised');
      if (isStopping()) throw new Refused('stopping');
    },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = {
        params: parse(route.params, request.params),
        query: parse(route.query, request.query),
        body: route.body === null ? null : parse(route.body, request.body),
      };
      const outcome = await handle(asked);
      return respond(reply, route, outcome);
    },
  });
}

function respond(reply: FastifyReply, route: Route, outcome: unknown): FastifyReply {
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  if (route.media === 'lines') {
    if (typeof outcome !== 'function') throw new TypeError('A stream has no writer.');
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': MEDIA.lines, 'cache-control': 'no-store' });
    outcome(reply.raw);
    return reply;
  }
  if (route.media === 'text') return reply.type(MEDIA.text).send(outcome);
  return isAnswered(outcome) ? reply.status(outcome.status).send(outcome.answer) : reply.send(outcome);
}

function isAnswered(outcome: unknown): outcome is Answered<unknown> {
  return typeof outcome === 'object' && outcome !== null && 'status' in outcome && 'answer' in outcome;
}

function parse(shape: z.ZodType, given: unknown): unknown {
  const parsed = shape.safeParse(given);
  if (!parsed.success) throw new Refused('bad-request');
  return parsed.data;
}

function refuse(reply: FastifyReply, error: FastifyError | Refused, log: Log): FastifyReply {
  const { refusal, issues } = refusalOf(error);
  if (refusal === 'internal') log.write('request-failed', { cause: causeOf(error) });
  const problem = problemOf(refusal, issues);
  if (refusal === 'unauthorised') reply.header('www-authenticate', 'Bearer');
  return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function refusalOf(error: FastifyError | Refused): Pick<Refused, 'refusal' | 'issues'> {
  if (error instanceof Refused) return error;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { refusal: 'too-large', issues: null };
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { refusal: 'wrong-media-type', issues: null };
  const isTheirs = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return { refusal: isTheirs ? 'bad-request' : 'internal', issues: null };
}

function routeNames(): RouteName[] {
  // Object.keys forgets the key type; the table is a closed literal.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(ROUTES) as RouteName[];
}

function handlerOf(handlers: Handlers, name: RouteName): (asked: unknown) => unknown {
  // A handler takes what its own route's shapes gave, and `mount` parses by the route of the same name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return handlers[name] as (asked: unknown) => unknown;
}
