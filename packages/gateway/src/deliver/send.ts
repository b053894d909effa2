/**
 * The outbound door over HTTP: beside `send-kafka.ts`, no other file opens a connection to a vendor.
 *
 * State: one keep-alive agent for each registered host. Invariants: only exact registered hosts pass; the address is judged
 * when the connection is made, from the very lookup that the connection uses, so a name cannot change its address in between;
 * redirects are not followed; nothing is read beyond the limit; proxies of the environment are not used; no value of a
 * request or answer is logged. A crash leaves nothing behind.
 */
import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { VendorAnswer } from '@headgate/core';
import type { Clock } from '../runtime.ts';
import { createAddressRules } from './addresses.ts';
import type { AddressRules } from './addresses.ts';
import { createGuard, ForbiddenAddress, resolveBySystem } from './guard.ts';
import type { Guard, RegisteredHost, Resolve } from './guard.ts';
import type { DoorLimits } from './limits.ts';
import type { HoldCause } from './sink.ts';

export interface DoorOptions {
  readonly hosts: readonly RegisteredHost[];
  readonly limits: DoorLimits;
  readonly clock: Clock;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
}

export type Sent =
  | { readonly kind: 'answered'; readonly answer: VendorAnswer }
  | { readonly kind: 'failed'; readonly cause: Exclude<HoldCause, 'answer' | 'write-failed' | 'internal'> };

/** What passes: a vendor's request, or bytes for a store. */
export interface DoorRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Compress the body with gzip. */
  readonly gzip: boolean;
}

export interface Door {
  /** Sends once. Never rejects. */
  send(request: DoorRequest): Promise<Sent>;
  /** Ends every connection; what is under way fails as `network`. */
  close(): void;
}

interface Passage {
  readonly guard: Guard;
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
}

const compress = promisify(gzip);

/** Makes the door. Opens nothing yet. */
export function createDoor(options: DoorOptions): Door {
  const rules = createAddressRules();
  const passages = new Map(options.hosts.map((each) => [each.host, passageOf(each, rules, options)]));
  return {
    send: async (request) => {
      const url = URL.parse(request.url);
      const passage = url === null ? undefined : passages.get(url.host);
      if (url === null || passage === undefined) return failure('unregistered-host');
      if (!passage.guard.allowsLiteral(url.hostname)) return failure('forbidden-address');
      try {
        const plain = Buffer.from(request.body);
        const body = request.gzip ? await compress(plain) : plain;
        return await exchange({ request, url, body, passage }, options);
      } catch {
        return failure('network');
      }
    },
    close: () => {
      for (const { agents } of passages.values()) {
        agents.http.destroy();
        agents.https.destroy();
      }
    },
  };
}

function passageOf(host: RegisteredHost, rules: AddressRules, options: DoorOptions): Passage {
  const guard = createGuard(host, rules, options.resolve ?? resolveBySystem);
  const shared = { keepAlive: true, maxSockets: options.limits.connectionsMax, lookup: guard.lookup };
  return { guard, agents: { http: new HttpAgent(shared), https: new HttpsAgent(shared) } };
}

interface Exchange {
  readonly request: DoorRequest;
  readonly url: URL;
  readonly body: Buffer;
  readonly passage: Passage;
}

async function exchange(given: Exchange, options: DoorOptions): Promise<Sent> {
  const over = new AbortController();
  const client = open(given);
  const answered = converse(client, given.body, options.limits.answerBytesMax);
  const late = options.clock.sleep(options.limits.timeoutMs, over.signal).then(() => failure('timeout'));
  const sent = await Promise.race([answered, late]);
  over.abort();
  if (sent.kind === 'failed') client.destroy();
  return sent;
}

function open({ request, url, body, passage }: Exchange): ClientRequest {
  const isSecure = url.protocol === 'https:';
  const shared = {
    method: request.method,
    headers: {
      ...request.headers,
      'user-agent': 'headgate',
      'accept-encoding': 'identity',
      'content-length': body.length,
      ...(request.gzip ? { 'content-encoding': 'gzip' } : {}),
    },
  };
  return isSecure
    ? requestHttps(url, { ...shared, agent: passage.agents.https })
    : requestHttp(url, { ...shared, agent: passage.agents.http });
}

/** Resolves once, with whatever comes first; errors after that are swallowed on purpose, the request being over. */
function converse(client: ClientRequest, body: Buffer, bytesMax: number): Promise<Sent> {
  return new Promise((resolve) => {
    client.on('error', (error) => {
      resolve(failure(error instanceof ForbiddenAddress ? 'forbidden-address' : 'network'));
    });
    client.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        client.destroy();
        resolve(failure('redirect'));
        return;
      }
      read(response, bytesMax).then(
        (text) => resolve({ kind: 'answered', answer: { status, headers: headersOf(response), body: text } }),
        () => resolve(failure('network')),
      );
    });
    client.end(body);
  });
}

/** The body up to the limit. Leaving the loop early ends the connection, so nothing more is received. */
async function read(response: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stream: AsyncIterable<Buffer> = response;
  for await (const chunk of stream) {
    chunks.push(chunk.subarray(0, bytesMax - bytes));
    bytes += chunk.length;
    if (bytes > bytesMax) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(response: IncomingMessage): VendorAnswer['headers'] {
  const entries = Object.entries(response.headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function failure(cause: Extract<Sent, { kind: 'failed' }>['cause']): Sent {
  return { kind: 'failed', cause };
}
