/** Fake vendors on loopback ports, a clock that moves by hand, and a whole delivery before a memory queue. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { connectVendor, reviveCleanEvent } from '@headgate/core';
import type { CleanEvent, ConnectedVendor, Json, VendorKind } from '@headgate/core';
import { createDeliverer } from '../packages/gateway/src/deliver/deliver.ts';
import type { Deliverer } from '../packages/gateway/src/deliver/deliver.ts';
import { createHttpSink } from '../packages/gateway/src/deliver/http-sink.ts';
import { DELIVER_LIMITS, DOOR_LIMITS } from '../packages/gateway/src/deliver/limits.ts';
import type { DeliverLimits, DoorLimits } from '../packages/gateway/src/deliver/limits.ts';
import { createDoor } from '../packages/gateway/src/deliver/send.ts';
import type { LedgerEntry } from '../packages/gateway/src/ledger/entry.ts';
import { createMemoryQueue } from '../packages/gateway/src/queue/memory-queue.ts';
import type { Lane, Queue } from '../packages/gateway/src/queue/queue.ts';
import type { Clock, LogFields, LogLine } from '../packages/gateway/src/runtime.ts';
import type { VendorChange, VendorStates } from '../packages/gateway/src/snapshot/vendor-states.ts';

export const START = Date.UTC(2026, 0, 2, 3, 4, 5);

export interface FakeClock extends Clock {
  /** Moves time and wakes whoever it was waited for. */
  advance(ms: number): void;
  /** How long the sleepers still have to wait, soonest first. */
  sleepers(): readonly number[];
}

export function createFakeClock(): FakeClock {
  let now = START;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted === true) return resolve();
        const sleeper = {
          at: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    advance: (ms) => {
      now += ms;
      for (const sleeper of sleepers) if (sleeper.at <= now) sleeper.wake();
    },
    sleepers: () => [...sleepers].map(({ at }) => at - now).toSorted((left, right) => left - right),
  };
}

export interface Received {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly json: Json;
  /** Port of the connection's other end. */
  readonly port: number | undefined;
}

export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeVendor {
  readonly host: string;
  readonly url: string;
  readonly received: Received[];
  close(): Promise<void>;
}

/** Answers every request as `reply` says, also later; notes it first. */
export async function startFakeVendor(
  reply: (received: Received, count: number) => Reply | Promise<Reply>,
): Promise<FakeVendor> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      const one = await read(request);
      received.push(one);
      const answer = await reply(one, received.length);
      response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? '');
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { host, url: `http://${host}`, received, close };
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
  const { method, url = '', headers, socket } = request;
  return {
    method,
    path: url,
    headers,
    text,
    json: text === '' ? null : (JSON.parse(text) as Json),
    port: socket.remotePort,
  };
}

/** Ids of the events in the body of a webhook. */
export function idsIn(received: Received): string[] {
  return (received.json as { events: { id: string }[] }).events.map(({ id }) => id);
}

const SECRET = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A vendor of the kind that sends to a fake one. */
export function connectTo(kind: VendorKind, url: string): ConnectedVendor {
  const settings = {
    amplitude: { url, api_key: 'key' },
    ga4: { url, api_secret: 'secret', stream_id: 'G-1' },
    mixpanel: { url, project_id: 1, service_account: 'account', secret: 'secret', token: 'token' },
    otlp: { url },
    posthog: { url, api_key: 'key' },
    rudderstack: { url, write_key: 'key' },
    segment: { url, write_key: 'key' },
    sentry: { dsn: `${url.replace('://', '://key@')}/42` },
    snowplow: { url, app_id: 'shop', schema_vendor: 'com.example' },
    webhook: { url, secret: SECRET },
  }[kind];
  const { value } = connectVendor(kind, settings, 'settings');
  if (value === null) throw new Error('The settings of the test do not parse.');
  return value;
}

/** An event whose id is `id`; `subject` picks the partition by its low digits. */
export function eventOf(id: string, lane: Lane, subject = '0000000000000000'): CleanEvent {
  return reviveCleanEvent({
    ...lane,
    id,
    call: 'track',
    operation: 'set',
    name: 'Order Completed',
    time: START,
    userId: `user-of-${id}`,
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties: { total: 59.5 },
    context: {},
    subject,
    fields: 'set-1',
  });
}

export function laneOf(vendor: string): Lane {
  return { vendor, environment: 'production' };
}

interface TestStates extends VendorStates {
  set(vendor: string, state: VendorChange['state']): void;
}

function createTestStates(): TestStates {
  const cut = new Set<string>();
  const listeners = new Set<(change: VendorChange) => void>();
  return {
    isCut: (vendor) => cut.has(vendor),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (vendor, state) => {
      if (state === 'cut') cut.add(vendor);
      else cut.delete(vendor);
      for (const listener of listeners) listener({ vendor, state, at: START, by: 'test' });
    },
  };
}

export interface Rig {
  readonly clock: FakeClock;
  readonly queue: Queue;
  readonly states: TestStates;
  readonly lines: { readonly line: LogLine; readonly fields: LogFields | undefined }[];
  readonly deliverer: Deliverer;
  append(events: readonly CleanEvent[]): Promise<void>;
  /** Everything the journal holds. */
  entries(): readonly LedgerEntry[];
  /** Counts by outcome for a vendor. */
  ended(vendor: string): Readonly<Record<string, number>>;
  waiting(): number;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly vendors: Readonly<Record<string, ConnectedVendor>>;
  /** Hosts beside those of the vendors' settings are not registered; false leaves even those out. */
  readonly registered?: boolean;
  readonly limits?: Partial<DeliverLimits>;
  readonly doorLimits?: Partial<DoorLimits>;
  readonly partitions?: number;
  /** Of the sinks themselves; default none. */
  readonly lingerMs?: number;
  /** What chance gives; default 0.5. */
  readonly fraction?: number;
}

/** A started delivery. Nothing gathers unless `lingerMs` is given. */
function startRig(options: RigOptions): Rig {
  const clock = createFakeClock();
  const limits = { ...DELIVER_LIMITS, lingerMs: 0, ...options.limits };
  const vendors = Object.entries(options.vendors);
  const door = createDoor({
    hosts: vendors.flatMap(([, { hosts }]) =>
      options.registered === false ? [] : hosts.map((host) => ({ host, privateAddressesAllowed: true })),
    ),
    limits: { ...DOOR_LIMITS, ...options.doorLimits },
    clock,
  });
  const queue = createMemoryQueue({ clock, bytesMax: 100_000_000, partitions: options.partitions ?? 1 });
  const states = createTestStates();
  const lines: Rig['lines'] = [];
  const deliverer = createDeliverer({
    lanes: vendors.map(([vendor, connected]) => ({
      lane: laneOf(vendor),
      sink: {
        ...createHttpSink({ vendor: connected, door, clock, limits }),
        ...(options.lingerMs === undefined ? {} : { lingerMs: options.lingerMs }),
      },
    })),
    queue,
    clock,
    random: { fraction: () => options.fraction ?? 0.5, uuid: () => '00000000-0000-4000-8000-000000000000' },
    log: { write: (line, fields) => lines.push({ line, fields }) },
    states,
    limits,
  });
  deliverer.start();
  const entries = (): readonly LedgerEntry[] => queue.journal(0, 1_000_000).entries;
  return {
    clock,
    queue,
    states,
    lines,
    deliverer,
    append: async (events) => {
      if ((await queue.append(events, [])) !== 'stored') throw new Error('The queue of the test is full.');
    },
    entries,
    ended: (vendor) => endedOf(entries(), vendor),
    waiting: () => queue.depth().reduce((sum, { events }) => sum + events, 0),
    stop: async () => {
      door.close();
      await deliverer.stop();
      await queue.close();
    },
  };
}

function endedOf(entries: readonly LedgerEntry[], vendor: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const entry of entries) {
    if (entry.kind !== 'ended' || entry.vendor !== vendor) continue;
    counts[entry.outcome] = (counts[entry.outcome] ?? 0) + entry.count;
  }
  return counts;
}

/** Waits until something holds, in real time, and fails after five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`It never came to hold: ${holds.toString()}`);
    await pause(1);
  }
}

/** Gives everything that could happen now the time to happen. */
export async function calm(): Promise<void> {
  await pause(25);
}

export const HOOK = laneOf('hook');

type Replier = (received: Received, count: number) => Reply | Promise<Reply>;

export interface Stage {
  readonly vendorOf: (reply: Replier) => Promise<FakeVendor>;
  readonly rigOf: (options: RigOptions) => Rig;
  /** One fake webhook and a delivery to it, in the lane `HOOK`. */
  readonly hookRig: (
    reply: Replier,
    options?: Omit<RigOptions, 'vendors'>,
  ) => Promise<{ readonly rig: Rig; readonly vendor: FakeVendor }>;
  /** Closes what was opened, the latest first. */
  readonly close: () => Promise<void>;
}

/** A reply that is given later. */
export function laterReply(): { readonly reply: Promise<Reply>; readonly give: (reply: Reply) => void } {
  const waiting: ((reply: Reply) => void)[] = [];
  const reply = new Promise<Reply>((resolve) => {
    waiting.push(resolve);
  });
  return {
    reply,
    give: (given) => {
      for (const resolve of waiting) resolve(given);
    },
  };
}

/** Opens vendors and deliveries for one file of tests, and closes them after each. */
export function createStage(): Stage {
  const opened: (() => Promise<void>)[] = [];
  const vendorOf: Stage['vendorOf'] = async (reply) => {
    const vendor = await startFakeVendor(reply);
    opened.push(() => vendor.close());
    return vendor;
  };
  const rigOf: Stage['rigOf'] = (options) => {
    const rig = startRig(options);
    opened.push(() => rig.stop());
    return rig;
  };
  return {
    vendorOf,
    rigOf,
    hookRig: async (reply, options = {}) => {
      const vendor = await vendorOf(reply);
      return { vendor, rig: rigOf({ ...options, vendors: { hook: connectTo('webhook', vendor.url) } }) };
    },
    close: async () => {
      for (const close of opened.splice(0).toReversed()) await close();
    },
  };
}

/** `e0`, `e1` … */
export function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `e${index}`);
}

/** Events of the lane `HOOK`, all of one subject. */
export function hookEvents(count: number): readonly CleanEvent[] {
  return ids(count).map((id) => eventOf(id, HOOK));
}
