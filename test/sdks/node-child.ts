/**
 * One Node SDK in a process of its own, whose clock runs fast. Started by `run-node.ts` with the name of its row and told what
 * to do by messages; it answers each with what the SDK said, or with what it threw.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { installFastClock } from './fast-clock.ts';
import type { ClockGlobals } from './fast-clock.ts';
import { NODE_SDKS } from './node-sdks.ts';
import { OWN_NODE_SDK } from './own-sdks.ts';
import type { Numbered, Planted, RunningSdk, SdkTask } from './sdk.ts';

export type Order =
  | { readonly kind: 'start'; readonly task: SdkTask }
  | { readonly kind: 'act'; readonly planted: Planted }
  | { readonly kind: 'track'; readonly events: readonly Numbered[] }
  | { readonly kind: 'flush' }
  | { readonly kind: 'speed'; readonly factor: number };

export interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

const [name = '', factor = '1'] = process.argv.slice(2);
// Before any SDK is loaded: some keep the timers they find.
installFastClock(Number(factor));
const clock = (globalThis as unknown as ClockGlobals).headgateClock;
holdDuringRequests();

let running: RunningSdk | null = null;

async function obey(order: Order): Promise<unknown> {
  if (order.kind === 'speed') return clock.speed(order.factor);
  if (order.kind === 'start') {
    const sdk = [...NODE_SDKS, OWN_NODE_SDK].find((each) => each.name === name);
    if (sdk === undefined) throw new Error(`there is no driver for "${name}"`);
    running = await (await sdk.load())(order.task);
    return null;
  }
  if (running === null) throw new Error('not started');
  switch (order.kind) {
    case 'act':
      return running.act(order.planted);
    case 'track':
      return running.track(order.events);
    case 'flush':
      return running.flush();
  }
}

process.on('message', ({ id, order }: { readonly id: number; readonly order: Order }) => {
  const answer = (reply: Omit<Reply, 'id'>): void => void process.send?.({ id, ...reply });
  obey(order).then(
    (value) => answer({ value }),
    (error: unknown) =>
      answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

/** Both of Node's HTTP clients say when a request starts and ends (https://nodejs.org/api/diagnostics_channel.html). */
function holdDuringRequests(): void {
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { readonly request: ClientRequest };
    clock.hold();
    request.once('close', () => clock.release());
  });
  const fetches = new Set<unknown>();
  subscribe('undici:request:create', (message) => {
    fetches.add((message as { readonly request: unknown }).request);
    clock.hold();
  });
  const ended = (message: unknown): void => {
    if (fetches.delete((message as { readonly request: unknown }).request)) clock.release();
  };
  for (const channel of ['undici:request:headers', 'undici:request:error']) subscribe(channel, ended);
}
