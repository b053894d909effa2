/** A whole gateway in a temporary directory, with a fake webhook vendor on loopback, for tests of the composition. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient } from '../packages/api/src/client.ts';
import type { Client } from '../packages/api/src/client.ts';
import type { Checked } from '../packages/core/src/issue.ts';
import { loadConfig } from '../packages/gateway/src/config/load-config.ts';
import { createGateway } from '../packages/gateway/src/gateway.ts';
import type { Gateway, Ports } from '../packages/gateway/src/gateway.ts';
import { createLog } from '../packages/gateway/src/log.ts';

export const PLAN = `apiVersion: headgate/v1
kind: plan
id: shop
enforcement: { unplanned_field: strip, invalid_field: strip }
purposes:
  essential.service.security: { basis: Legitimate interests }
identity: { ids: [user_id] }
vendors:
  hook: { kind: webhook, max_tier: 3 }
  spare: { kind: webhook, max_tier: 1 }
`;

export const EVENT = `apiVersion: headgate/v1
kind: event
id: shop.searched
version: 1.0.0
wire: { call: track, name: Searched }
description: Sent when somebody searched the shop.
expires: never
sources: [web]
subjects: [customer]
purposes: [essential.service.security]
vendors: { hook: [query, results], spare: [results] }
schema:
  type: object
  properties:
    query: { type: string, maxLength: 200, x-headgate: { categories: [user.behavior.search_history], free_text: scan } }
    results: { type: integer, minimum: 0, maximum: 10000, x-headgate: { categories: [system.operations] } }
    secret_note: { type: string, maxLength: 50, x-headgate: { categories: [user.behavior], free_text: false } }
`;

/** Base64 of 32 bytes; not a real key. */
export const HOOK_SECRET = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');

export interface Vendor {
  readonly url: string;
  readonly bodies: string[];
  close(): Promise<void>;
}

/** Takes everything and remembers it. */
export async function startVendor(): Promise<Vendor> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      bodies.push(Buffer.concat(pieces).toString('utf8'));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface Place {
  readonly directory: string;
  readonly write: (path: string, text: string) => void;
  readonly remove: () => void;
}

export function makePlace(files: Readonly<Record<string, string>> = {}): Place {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { directory, write, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export function configOf(vendorUrl: string): string {
  return `server: { port: 0 }
admin: { port: 0 }
limits:
  deliver: { linger_ms: 1 }
sources:
  web: { environment: production, write_key: web-key }
  web-staging: { source: web, environment: staging, write_key: staging-key }
vendors:
  hook:
    production: { url: '${vendorUrl}', secret: env:HOOK_SECRET, private_addresses_allowed: true }
`;
}

export interface Running {
  readonly gateway: Gateway;
  readonly ports: Ports;
  readonly client: Client;
  readonly admin: string;
  readonly log: string[];
  readonly send: (key: string, properties: object, messageId?: string, userId?: string) => Promise<number>;
}

type Variables = Readonly<Record<string, string>>;

export async function makeGateway(
  place: Place,
  log: string[] = [],
  given: Variables = {},
): Promise<Checked<Gateway>> {
  const variables = { HOOK_SECRET, ...given };
  const { value, issues } = await loadConfig({ file: join(place.directory, 'headgate.yaml'), variables });
  if (value === null) return { value: null, issues };
  const clock = { now: () => Date.now() };
  return createGateway(value, { version: '0.0.0-test', log: createLog((line) => log.push(line), clock) });
}

export async function runGateway(place: Place, variables: Variables = {}): Promise<Running> {
  const log: string[] = [];
  const { value: gateway, issues } = await makeGateway(place, log, variables);
  if (gateway === null) throw new Error(JSON.stringify(issues));
  const ports = await gateway.start();
  const admin = `http://127.0.0.1:${ports.admin}`;
  const client = createClient({ url: admin, token: gateway.adminToken, fetch });
  const send: Running['send'] = async (key, properties, messageId = crypto.randomUUID(), userId = 'u-1') => {
    const answer = await fetch(`http://127.0.0.1:${ports.server}/v1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${key}:`)}` },
      body: JSON.stringify({ type: 'track', event: 'Searched', userId, messageId, properties }),
    });
    await answer.text();
    return answer.status;
  };
  return { gateway, ports, client, admin, log, send };
}

/** Asks again until the answer will do; the test's own time limit ends a wait that never does. */
export async function until<T>(ask: () => Promise<T> | T, isEnough: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
