/** A whole way in on a loopback port, before a small protocol and a small plan, for tests of ingest. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { REFUSALS } from '@headgate/core';
import type {
  CleanEvent,
  Decision,
  Endpoint,
  FoundEndpoint,
  Json,
  JsonObject,
  Opened,
  Outcome,
  ReceivedEvent,
  Refusal,
  VendorDecision,
  WireLimits,
  WireRequest,
} from '@headgate/core';
import { createIngest } from '../packages/gateway/src/ingest/ingest.ts';
import type { Ingest } from '../packages/gateway/src/ingest/ingest.ts';
import { INGEST_LIMITS } from '../packages/gateway/src/ingest/limits.ts';
import type { IngestLimits } from '../packages/gateway/src/ingest/limits.ts';
import type { IngestParts } from '../packages/gateway/src/ingest/parts.ts';
import type { HoldReason } from '../packages/gateway/src/ingest/collect.ts';
import type { QuarantinedEvent } from '../packages/gateway/src/queue/quarantined.ts';
import type { Appended } from '../packages/gateway/src/queue/queue.ts';
import type { LedgerEntry } from '../packages/gateway/src/ledger/entry.ts';
import type { LogFields, LogLine } from '../packages/gateway/src/runtime.ts';
import { createSnapshotHolder } from '../packages/gateway/src/snapshot/snapshot.ts';
import { createPlanUsage } from '../packages/gateway/src/snapshot/plan-usage.ts';
import type {
  PlanInForce,
  Snapshot,
  SnapshotHolder,
  SourceInForce,
} from '../packages/gateway/src/snapshot/snapshot.ts';

/** In every request of the bad-input tests; no answer and no log line may contain it. */
export const MARKER = 'MARKED-person-4711';

export const SHOP: SourceInForce = {
  source: { id: 'shop', environment: 'production' },
  writeKey: 'shop-key',
  origins: null,
  eventsPerSecondMax: 1_000_000,
};

const VENDORS = ['alpha', 'beta'];
export const RECEIVED_AT = Date.UTC(2026, 0, 2, 3, 4, 5);

/** Quarantines `held` and `unsealable`, sends `planned` to both vendors, `alpha-only` to one, fails on `failing`, and drops the rest. */
function decidePlain(event: ReceivedEvent): Decision {
  const isFailing = event.name === 'failing';
  const isHeld = event.name === 'held' || event.name === 'unsealable';
  return {
    planned: event.name,
    findings: [],
    remarks: [],
    vendors: VENDORS.map((vendor) => decideFor(vendor, event)),
    sealed: null,
    quarantine: isHeld ? 'unplanned-field' : null,
    cause: isFailing ? new RangeError(`failed on ${JSON.stringify(event)}`) : null,
  };
}

function decideFor(vendor: string, event: ReceivedEvent): VendorDecision {
  const ended = (outcome: Outcome): VendorDecision => ({ kind: 'ended', vendor, outcome });
  if (event.name === 'failing') return ended('internal');
  if (event.name === 'held' || event.name === 'unsealable') return ended('quarantined');
  if (event.name === 'planned') return { kind: 'routed', vendor, event: cleanFor(vendor, event) };
  if (event.name !== 'alpha-only') return ended('unplanned-event');
  return vendor === 'alpha'
    ? { kind: 'routed', vendor, event: cleanFor(vendor, event) }
    : ended('not-for-vendor');
}

/** Stands in for the sealing, which has tests of its own. */
function holdPlain(event: ReceivedEvent, { cause, planned, group }: HoldReason): QuarantinedEvent | null {
  if (event.name === 'unsealable') return null;
  const { source, protocol, id: eventId } = event;
  return {
    head: { cause, planned, group, source, protocol, eventId, shape: event.name, mac: '' },
    texts: [],
  };
}

function cleanFor(vendor: string, event: ReceivedEvent): CleanEvent {
  const parts: Partial<CleanEvent> = {
    vendor,
    environment: event.source.environment,
    id: event.id,
    call: event.call,
    operation: event.operation,
    name: event.name,
    time: event.time,
    userId: null,
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties: {},
    context: {},
    subject: '00000000000000aa',
    fields: event.userId === 'undefined-set' ? 'fs-unknown' : `fs-${vendor}`,
  };
  // Stands in for `protect`, which is not part of these tests.
  return parts as CleanEvent;
}

export const PLAN: PlanInForce = {
  id: 'test',
  vendors: VENDORS,
  decide: decidePlain,
  quarantineTo: 'steward',
  fieldSet: (id) =>
    id === 'fs-unknown' ? undefined : { id, vendor: id.slice(3), event: 'planned', fields: [] },
  usage: createPlanUsage(),
};

export function snapshotOf(sources: readonly SourceInForce[], plan: PlanInForce = PLAN): Snapshot {
  const plans = { development: plan, staging: plan, production: plan };
  return { id: 'test', plans, sources, canary: null };
}

/** `POST /fake/batch` with `{ key, batch: [{ name, userId? }] }`, `GET /fake/pixel?key=&name=`, `GET /fake/settings`. */
function findFakeEndpoint(path: string): FoundEndpoint | null {
  if (path === '/fake/batch') return { protocol: 'fake', endpoint: eventsEndpoint('batch', ['POST']) };
  if (path === '/fake/pixel') return { protocol: 'fake', endpoint: eventsEndpoint('pixel', ['GET', 'POST']) };
  if (path === '/fake/broken') return { protocol: 'fake', endpoint: brokenEndpoint() };
  if (path === '/fake/settings') return { protocol: 'fake', endpoint: settingsEndpoint() };
  return null;
}

function eventsEndpoint(
  id: string,
  methods: readonly ('GET' | 'POST')[],
): Extract<Endpoint, { kind: 'events' }> {
  return {
    kind: 'events',
    id,
    methods,
    reads: 'text',
    open: openFake,
    decode: (messages, context) => {
      const events = messages.filter(isMessage).map((message): ReceivedEvent => ({
        source: context.source,
        protocol: 'fake',
        id: context.newId(),
        call: 'track',
        operation: 'set',
        name: typeof message['name'] === 'string' ? message['name'] : '',
        time: context.receivedAt,
        receivedAt: context.receivedAt,
        userId: typeof message['userId'] === 'string' ? message['userId'] : null,
        anonymousId: null,
        groupId: null,
        previousId: null,
        properties: message,
        context: {},
        signals: context.signals,
      }));
      return { events, malformed: messages.length - events.length };
    },
    accepted: (_request, messages) => ({
      status: 200,
      contentType: 'text/plain',
      body: `took ${messages.length}`,
    }),
    refused: (_request, refusal) => refusedFake(refusal),
  };
}

function fail(request: WireRequest): never {
  throw new TypeError(`cannot read ${request.body}`);
}

function brokenEndpoint(): Endpoint {
  return { ...eventsEndpoint('broken', ['GET', 'POST']), open: fail, accepted: fail };
}

function settingsEndpoint(): Endpoint {
  return {
    kind: 'static',
    id: 'settings',
    methods: ['GET'],
    reply: (request, keyKnown) =>
      keyKnown(request.query.get('key') ?? '')
        ? { status: 200, contentType: 'application/json', body: '{"settings":true}' }
        : null,
  };
}

function refusedFake(refusal: Refusal): { status: number; contentType: string; body: string } {
  return {
    status: REFUSALS[refusal].status,
    contentType: 'application/json',
    body: `{"fake":"${refusal}"}`,
  };
}

function openFake(request: WireRequest, limits: WireLimits): Opened {
  if (request.method === 'GET') {
    const name = request.query.get('name') ?? '';
    return { kind: 'opened', key: request.query.get('key') ?? null, messages: [{ name }] };
  }
  if (depthOf(request.body) > limits.depthMax) return { kind: 'refused', refusal: 'too-deep' };
  let body: Json;
  try {
    body = JSON.parse(request.body);
  } catch {
    return { kind: 'refused', refusal: 'bad-json' };
  }
  if (!isMessage(body) || !Array.isArray(body['batch'])) return { kind: 'refused', refusal: 'bad-shape' };
  const messages: readonly Json[] = body['batch'];
  if (messages.length > limits.eventsMax) return { kind: 'refused', refusal: 'too-many-events' };
  return { kind: 'opened', key: typeof body['key'] === 'string' ? body['key'] : null, messages };
}

function isMessage(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Good enough for test bodies, whose strings hold no brackets. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

export interface Gateway {
  readonly ingest: Ingest;
  readonly port: number;
  readonly url: string;
  readonly snapshots: SnapshotHolder;
  /** What the queue holds. */
  readonly stored: {
    readonly event: CleanEvent[];
    readonly entries: LedgerEntry[];
    readonly quarantined: QuarantinedEvent[];
    readonly released: number[];
  };
  /** How the queue answers from now on; it begins with 'stored'. */
  readonly queue: { answer: Appended | 'broken'; delayMs: number };
  /** How often each thing was counted, for example `refused fake bad-key`. */
  readonly counts: Map<string, number>;
  readonly log: { readonly line: LogLine; readonly fields: LogFields | undefined }[];
  readonly clock: { time: number };
  readonly cut: Set<string>;
  readonly seen: ReceivedEvent[];
  readonly tap: { active: boolean };
  readonly bodyOf: (...names: readonly string[]) => string;
}

export interface GatewayOptions {
  readonly limits?: Partial<IngestLimits>;
  readonly sources?: readonly SourceInForce[];
  readonly hostsAllowed?: readonly string[];
  readonly findEndpoint?: IngestParts['findEndpoint'];
  readonly append?: IngestParts['queue']['append'];
}

/** Starts one on a free port; the test closes it. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const counts = new Map<string, number>();
  const add = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  const stored: Gateway['stored'] = { event: [], entries: [], quarantined: [], released: [] };
  const queue: Gateway['queue'] = { answer: 'stored', delayMs: 0 };
  const log: Gateway['log'] = [];
  const clock = { time: RECEIVED_AT };
  const cut = new Set<string>();
  const seen: ReceivedEvent[] = [];
  const tap = { active: false, seen: (event: ReceivedEvent): void => void seen.push(event) };
  const snapshots = createSnapshotHolder(snapshotOf(options.sources ?? [SHOP]));
  let ids = 0;

  const append: IngestParts['queue']['append'] = async (events, entries, step) => {
    if (queue.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, queue.delayMs));
    if (queue.answer === 'broken') throw new Error(`disk failed on ${MARKER}`);
    if (queue.answer === 'stored') {
      stored.event.push(...events);
      stored.entries.push(...entries);
      stored.quarantined.push(...(step?.add ?? []));
      stored.released.push(...(step?.release ?? []));
    }
    return queue.answer;
  };
  const ingest = createIngest({
    version: '0.0.0-test',
    findEndpoint: options.findEndpoint ?? findFakeEndpoint,
    snapshots,
    queue: { append: options.append ?? append },
    keepSealed: () => Promise.resolve('stored'),
    isCut: (vendor) => cut.has(vendor),
    tap,
    hold: holdPlain,
    clock: { now: () => clock.time },
    random: { uuid: () => `id-${++ids}` },
    log: { write: (line, fields) => void log.push({ line, fields }) },
    metrics: {
      accepted: (protocol, count) => add(`accepted ${protocol}`, count),
      quarantined: (count) => void (count > 0 && add('quarantined', count)),
      ended: (vendor, outcome, count) => add(`ended ${vendor} ${outcome}`, count),
      refused: (protocol, refusal) => add(`refused ${protocol} ${refusal}`),
      turnedAway: (reason) => add(`turned away ${reason}`),
      lost: (reason) => add(`lost ${reason}`),
    },
    hostsAllowed: options.hostsAllowed ?? null,
    limits: { ...INGEST_LIMITS, lingerTimeoutMs: 500, ...options.limits },
  });
  const port = await ingest.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  const bodyOf = (...names: readonly string[]): string =>
    JSON.stringify({ key: SHOP.writeKey, batch: names.map((name) => ({ name })) });
  return { ingest, port, url, snapshots, stored, queue, counts, log, clock, cut, seen, tap, bodyOf };
}

/** Sends bytes on a bare socket and gives back everything that came until the gateway ended the connection. */
export function talk(port: number, ...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (piece) => (heard += piece.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    writeAll(socket, pieces);
  });
}

function writeAll(socket: Socket, pieces: readonly (string | Uint8Array)[]): void {
  for (const piece of pieces) socket.write(piece);
}

/** The bytes of a POST whose connection ends with the answer. */
export function rawPost(body: string, headers: readonly string[] = []): string {
  const lines = [
    'POST /fake/batch HTTP/1.1',
    'Host: gateway.example',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
