/**
 * A gateway that quarantines, in a process of its own, before a webhook that remembers what it got; and the steward's key ring, in a
 * directory apart, with the commands that need it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHeadgate } from './headgate-process.ts';
import type { EndedHeadgate, StartedHeadgate } from './headgate-process.ts';
import { serveGateway } from './served-gateway.ts';
import type { ServedGateway } from './served-gateway.ts';

const HOOK_SECRET = Buffer.alloc(32, 3).toString('base64');

/** Of the steward; not a real one. */
export const STEWARD = { HEADGATE_KEK_SECRET: Buffer.alloc(32, 7).toString('base64') };

const PLAN = `apiVersion: headgate/v1
kind: plan
id: shop
enforcement: { unplanned_event: quarantine, unplanned_field: quarantine, invalid_field: quarantine, expired: quarantine }
detection: { secret: quarantine }
quarantine: { to: steward, retention: P30D, readers: ['@acme/privacy'] }
purposes: { essential.service.security: { basis: Legitimate interests } }
identity: { ids: [user_id] }
vendors: { hook: { kind: webhook, max_tier: 3 } }
`;

export interface PlannedField {
  readonly name: string;
  readonly schema: string;
}

/** A plan file of one event that the webhook gets. */
export function eventFile(name: string, fields: readonly PlannedField[], expires = 'never'): string {
  return `apiVersion: headgate/v1
kind: event
id: shop.${name.toLowerCase()}
version: 1.0.0
wire: { call: track, name: ${name} }
description: Sent when it happened in the shop.
expires: ${expires}
sources: [web]
subjects: [customer]
purposes: [essential.service.security]
vendors: { hook: '*' }
schema:
  type: object
  properties:
${fields.map(({ name: key, schema }) => `    ${key}: ${schema}`).join('\n')}
`;
}

export const SEQUENCE: PlannedField = {
  name: 'sequence',
  schema: '{ type: integer, minimum: 0, maximum: 1000000, x-headgate: { categories: [system.operations] } }',
};

/** What the webhook got of one event. */
export interface HookEvent {
  readonly id: string;
  readonly user: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface QuarantineGateway extends ServedGateway {
  /** Everything that the webhook got, in order. */
  readonly got: HookEvent[];
  /** Directory of the key ring; the gateway has no reason to look into it. */
  readonly keys: string;
  readonly writePlan: (path: string, text: string) => void;
  /** Sends one event; gives back the status of the answer. */
  readonly send: (event: object) => Promise<number>;
  /** Runs a command against this gateway; the key ring is named by its variable. */
  readonly run: (...args: readonly string[]) => Promise<EndedHeadgate>;
  /** The same, still running. */
  readonly begin: (...args: readonly string[]) => StartedHeadgate;
}

export interface QuarantineOptions {
  /** Section `limits.quarantine`. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly files?: Readonly<Record<string, string>>;
}

export async function startQuarantineGateway(options: QuarantineOptions = {}): Promise<QuarantineGateway> {
  const root = mkdtempSync(join(tmpdir(), 'headgate-quarantine-'));
  const keys = join(root, 'steward');
  const directory = join(root, 'gateway');
  mkdirSync(join(directory, 'plan/events'), { recursive: true });
  const writePlan = (path: string, text: string): void => writeFileSync(join(directory, 'plan', path), text);
  writePlan('plan.yaml', PLAN);
  const files = options.files ?? { 'events/searched.yaml': eventFile('Searched', [SEQUENCE]) };
  for (const [path, text] of Object.entries(files)) writePlan(path, text);
  await makeKeys(root, keys);
  const hook = await startHook();
  const served = await serveGateway({
    directory,
    configOf: ({ port, adminPort, dataDirectory }) => ({
      data: dataDirectory,
      plan: join(directory, 'plan/plan.yaml'),
      server: { port },
      admin: { port: adminPort },
      seal: { recipients: join(root, 'recipients.json') },
      limits: { deliver: { linger_ms: 1 }, ledger: { interval_ms: 20 }, quarantine: options.limits ?? {} },
      sources: { web: { environment: 'production', write_key: 'web-key' } },
      vendors: {
        hook: {
          production: { url: hook.url, secret: 'env:HOOK_SECRET', private_addresses_allowed: true },
        },
      },
    }),
    variables: { HOOK_SECRET },
    nodeOptions: [],
  }).catch(async (error: unknown) => {
    await hook.close();
    throw error;
  });
  const begin: QuarantineGateway['begin'] = (...args) =>
    startHeadgate(root, [...args, '--config', join(directory, 'headgate.yaml')], {
      ...STEWARD,
      HEADGATE_KEYS: keys,
    });
  return {
    ...served,
    got: hook.got,
    keys,
    writePlan,
    begin,
    run: (...args) => begin(...args).ended,
    send: async (event) => {
      const answer = await fetch(`${served.url}/v1/track`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('web-key:')}`, 'content-type': 'application/json' },
        body: JSON.stringify({ userId: 'u-1', messageId: crypto.randomUUID(), ...event }),
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    close: async () => {
      await served.close();
      await hook.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Makes a key ring of one group and publishes its public key beside it. */
async function makeKeys(root: string, keys: string): Promise<void> {
  for (const args of [
    ['key', 'init', '--kek', 'secret'],
    ['key', 'create', 'steward', '--yes'],
    ['key', 'publish', 'recipients.json'],
  ]) {
    const { code, stderr } = await startHeadgate(root, [...args, '--keys', keys], STEWARD).ended;
    if (code !== 0) throw new Error(stderr);
  }
}

async function startHook(): Promise<{ url: string; got: HookEvent[]; close: () => Promise<void> }> {
  const got: HookEvent[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(pieces).toString('utf8')) as { events: WireEvent[] };
      for (const each of body.events) {
        got.push({ id: each.id, user: each.userId ?? '', properties: each.properties });
      }
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/events`, got, close };
}

interface WireEvent {
  readonly id: string;
  readonly userId?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
