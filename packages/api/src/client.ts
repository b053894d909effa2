/** The typed client of the control plane. Opens no connection of its own: `fetch` is handed in. */
import type { z } from 'zod';
import type { ExplainAnswer } from './event.ts';
import type { ExposureAnswer, ExposureQuery } from './exposure.ts';
import type { CanaryAnswer, PlanAnswer, PlanQuery, ReloadAnswer, UsageAnswer } from './plan.ts';
import type { InferenceLine, InferenceQuery } from './inference.ts';
import { splitLines } from './lines.ts';
import type { ByteStream } from './lines.ts';
import { problemShape } from './refusal.ts';
import type {
  QuarantineAnswer,
  QuarantineFetchAnswer,
  QuarantineReplayAnswer,
  ReplayEvent,
} from './quarantine.ts';
import type { Problem } from './refusal.ts';
import type { RetentionAnswer } from './retention.ts';
import { ROUTES } from './routes.ts';
import type { Route } from './routes.ts';
import type { ForgetSubjectAnswer, SealedFindAnswer, SealedQuestion } from './sealed.ts';
import type { BalanceAnswer, StatusAnswer } from './status.ts';
import type { TapLine, TapQuery } from './tap.ts';
import type { BurnAnswer, CutAnswer, VendorAnswer } from './vendor.ts';

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly redirect: 'error';
}

export interface FetchAnswer {
  readonly status: number;
  text(): Promise<string>;
  readonly body: ByteStream | null;
}

/** The global `fetch` of Node and of browsers is one. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface ClientOptions {
  /** Address of the admin port, for example `http://127.0.0.1:4401`. */
  readonly url: string;
  /** The admin token; without one only the open routes answer. */
  readonly token: string | null;
  readonly fetch: Fetch;
  /** Ends every request when it aborts. */
  readonly signal?: AbortSignal;
}

/** Nobody answers at the address, or something that is no Headgate of this version. */
export class GatewayUnreachable extends Error {
  override readonly name = 'GatewayUnreachable';
  readonly kind = 'unreachable';
}

/** The token is missing or wrong. */
export class GatewayUnauthorised extends Error {
  override readonly name = 'GatewayUnauthorised';
  readonly kind = 'unauthorised';
}

/** The gateway understood and said no. `problem.refusal` says which row of `REFUSALS`. */
export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused';
  readonly kind = 'refused';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** Every method rejects with `GatewayUnreachable`, `GatewayUnauthorised` or `GatewayRefused`. */
export interface Client {
  isAlive(): Promise<boolean>;
  status(): Promise<StatusAnswer>;
  balance(period?: { readonly from?: string; readonly to?: string }): Promise<BalanceAnswer>;
  exposure(question: ExposureQuery): Promise<ExposureAnswer>;
  retention(): Promise<RetentionAnswer>;
  /** `subject` is the internal index: 16 hex digits. */
  subjectExposure(vendor: string, subject: string): Promise<ExposureAnswer>;
  /** Yields `listening` first, then events, until the limit, the signal, or the end of the gateway. */
  tap(query?: TapQuery, signal?: AbortSignal): AsyncGenerator<TapLine, void, undefined>;
  /** Yields `listening` first, then what is new once a second, until the time, the limit, the signal, or the end of the gateway. */
  infer(query: InferenceQuery, signal?: AbortSignal): AsyncGenerator<InferenceLine, void, undefined>;
  /** `id` is the sender's message id. */
  explain(id: string): Promise<ExplainAnswer>;
  vendors(): Promise<readonly VendorAnswer[]>;
  cut(vendor: string, reason: string): Promise<CutAnswer>;
  resume(vendor: string, reason: string): Promise<VendorAnswer>;
  burn(vendor: string, reason: string): Promise<BurnAnswer>;
  plan(question?: PlanQuery): Promise<PlanAnswer>;
  usage(): Promise<UsageAnswer>;
  reload(): Promise<ReloadAnswer>;
  /** `id` is that of the candidate, `share` above 0 and below 1. */
  setCanary(id: string, share: number): Promise<CanaryAnswer | null>;
  abortCanary(): Promise<void>;
  quarantine(): Promise<QuarantineAnswer>;
  /** Sealed events with a number higher than `after`; of every shape where none is named. */
  fetchQuarantined(shape: string | null, after: number, limit?: number): Promise<QuarantineFetchAnswer>;
  /** One result for each, in the order of the records' numbers. */
  replayQuarantined(events: readonly ReplayEvent[]): Promise<QuarantineReplayAnswer['results']>;
  /** Gives back how many there were. */
  discardQuarantined(shape: string): Promise<number>;
  metrics(): Promise<string>;
  /** Sealed values, still sealed. */
  findSealed(question: SealedQuestion): Promise<SealedFindAnswer>;
  /** Header records in base64url, by id; ids that are not stored are left out. */
  sealedHeaders(ids: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** `subject` is the raw identifier. */
  forgetSubject(subject: string): Promise<ForgetSubjectAnswer>;
}

/** Makes a client. Connects to nothing until a method is called. */
export function createClient(options: ClientOptions): Client {
  return {
    isAlive: async () => (await ask(options, ROUTES.livez)).alive,
    status: () => ask(options, ROUTES.status),
    balance: (period = {}) => ask(options, ROUTES.balance, { query: period }),
    exposure: (question) => ask(options, ROUTES.exposure, { query: question }),
    retention: () => ask(options, ROUTES.retention),
    subjectExposure: (vendor, subject) => ask(options, ROUTES.subjectExposure, { body: { vendor, subject } }),
    tap: (query = {}, signal) => readStream(options, ROUTES.tap, { query, signal }),
    infer: (query, signal) => readStream(options, ROUTES.infer, { query, signal }),
    explain: (id) => ask(options, ROUTES.explain, { body: { id } }),
    vendors: async () => (await ask(options, ROUTES.vendors)).vendors,
    cut: (vendor, reason) => ask(options, ROUTES.cut, { params: { vendor }, body: { reason } }),
    burn: (vendor, reason) => ask(options, ROUTES.burn, { params: { vendor }, body: { reason } }),
    resume: async (vendor, reason) =>
      (await ask(options, ROUTES.resume, { params: { vendor }, body: { reason } })).vendor,
    plan: (question = {}) => ask(options, ROUTES.plan, { query: question }),
    usage: () => ask(options, ROUTES.usage),
    reload: () => ask(options, ROUTES.reload),
    setCanary: async (id, share) => (await ask(options, ROUTES.canary, { body: { id, share } })).canary,
    abortCanary: async () => {
      await ask(options, ROUTES.abortCanary);
    },
    quarantine: () => ask(options, ROUTES.quarantine),
    fetchQuarantined: (shape, after, limit) =>
      ask(options, ROUTES.quarantineFetch, { body: { ...(shape === null ? {} : { shape }), after, limit } }),
    replayQuarantined: async (events) =>
      (await ask(options, ROUTES.quarantineReplay, { body: { events } })).results,
    discardQuarantined: async (shape) =>
      (await ask(options, ROUTES.quarantineDiscard, { body: { shape } })).discarded,
    metrics: () => ask(options, ROUTES.metrics),
    findSealed: (question) => ask(options, ROUTES.sealedFind, { body: question }),
    sealedHeaders: async (ids) => (await ask(options, ROUTES.sealedHeaders, { body: { ids } })).headers,
    forgetSubject: (subject) => ask(options, ROUTES.forgetSubject, { body: { subject } }),
  };
}

interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

async function ask<R extends Route>(
  options: ClientOptions,
  route: R,
  input: Input = {},
): Promise<z.output<R['answer']>> {
  const answer = await send(options, route, input);
  const text = await answer.text().catch(unreachable);
  const parsed = route.answer.safeParse(route.media === 'text' ? text : parse(text));
  if (!parsed.success) throw new GatewayUnreachable('The answer is not that of a Headgate of this version.');
  // The schema of this very route has just passed; the compiler loses the tie between the two.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed.data as z.output<R['answer']>;
}

async function* readStream<L extends { readonly kind: string }>(
  options: ClientOptions,
  route: Route & { readonly answer: z.ZodType<L> },
  input: Input,
): AsyncGenerator<L, void, undefined> {
  const { signal } = input;
  const answer = await send(options, route, input);
  if (answer.body === null) throw new GatewayUnreachable('The stream has no body.');
  try {
    for await (const line of splitLines(answer.body)) {
      const parsed = route.answer.safeParse(parse(line));
      if (!parsed.success) throw new GatewayUnreachable('A line is not that of a Headgate of this version.');
      yield parsed.data;
      if (parsed.data.kind === 'end') return;
    }
  } catch (error) {
    if (signal?.aborted === true || options.signal?.aborted === true) return;
    if (error instanceof GatewayUnreachable) throw error;
    throw new GatewayUnreachable('The stream broke off.', { cause: error });
  }
  throw new GatewayUnreachable('The stream was cut: its reader was too slow, or the gateway is gone.');
}

async function send(options: ClientOptions, route: Route, input: Input): Promise<FetchAnswer> {
  const signal = input.signal ?? options.signal;
  const answer = await options
    .fetch(`${options.url.replace(/\/+$/, '')}${pathOf(route, input)}`, {
      method: route.method,
      redirect: 'error',
      headers: {
        accept: route.media === 'json' ? 'application/json' : '*/*',
        ...(options.token === null ? {} : { authorization: `Bearer ${options.token}` }),
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      ...(signal === undefined ? {} : { signal }),
    })
    .catch(unreachable);
  if (answer.status < 400) return answer;
  const problem = problemShape.safeParse(parse(await answer.text().catch(unreachable)));
  if (!problem.success)
    throw new GatewayUnreachable(`Something else answers there, with status ${answer.status}.`);
  if (problem.data.refusal === 'unauthorised') throw new GatewayUnauthorised(problem.data.title);
  throw new GatewayRefused(problem.data);
}

function pathOf(route: Route, input: Input): string {
  const path = route.path.replaceAll(/:([a-z]+)/g, (_, name: string) =>
    encodeURIComponent(input.params?.[name] ?? ''),
  );
  const pairs = Object.entries(input.query ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(key)}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

function unreachable(cause: unknown): never {
  throw new GatewayUnreachable('Nobody answers at the address of the gateway.', { cause });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
