/** A gateway that seals, as a process of its own, with a vendor that takes everything. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../packages/api/src/client.ts';
import type { Client } from '../packages/api/src/client.ts';
import { HOOK_SECRET, startVendor } from './gateway-fixture.ts';
import type { Vendor } from './gateway-fixture.ts';
import { SEAL_EVENT, SEAL_PLAN, makeKeys, poolText, recipientsText } from './seal-fixture.ts';
import type { KeyPair } from './seal-fixture.ts';
import { serveGateway } from './served-gateway.ts';
import type { ServedGateway } from './served-gateway.ts';

export interface SealingProcess {
  /** Everything of the gateway lies below it: data, configuration, plan, recipients and the pool. */
  readonly directory: string;
  readonly gateway: ServedGateway;
  readonly client: Client;
  readonly vendor: Vendor;
  readonly groups: { readonly support: KeyPair; readonly finance: KeyPair };
  readonly subjects: readonly KeyPair[];
  /** Sends one order; its status. Rejects when the gateway is gone. */
  readonly order: (at: number, properties: object) => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function startSealingProcess(options: {
  readonly epochMs: number;
  readonly subjects: number;
}): Promise<SealingProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-sealing-'));
  const vendor = await startVendor();
  const groups = { support: makeKeys(), finance: makeKeys() };
  const subjects = Array.from({ length: options.subjects }, makeKeys);
  mkdirSync(join(directory, 'events'));
  const files = {
    'plan.yaml': SEAL_PLAN,
    'events/ordered.yaml': SEAL_EVENT,
    'recipients.json': recipientsText(groups),
    'subjects.txt': poolText(subjects),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const gateway = await serveGateway({
    directory,
    variables: { HOOK_SECRET },
    nodeOptions: [],
    configOf: ({ port, adminPort, dataDirectory }) => ({
      data: dataDirectory,
      server: { port },
      admin: { port: adminPort },
      limits: { seal: { epoch_ms: options.epochMs } },
      seal: { recipients: 'recipients.json', subjects: 'subjects.txt' },
      sources: { web: { environment: 'production', write_key: 'web-key' } },
      vendors: {
        hook: { production: { url: vendor.url, secret: 'env:HOOK_SECRET', private_addresses_allowed: true } },
      },
    }),
  });
  const token = readFileSync(join(gateway.dataDirectory, 'admin-token'), 'utf8').trim();
  return {
    directory,
    gateway,
    client: createClient({ url: gateway.adminUrl, token, fetch }),
    vendor,
    groups,
    subjects,
    order: async (at, properties) => {
      const answer = await fetch(`${gateway.url}/v1/track`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('web-key:')}` },
        body: JSON.stringify({
          type: 'track',
          event: 'Ordered',
          userId: `u-${at}`,
          messageId: `m-${at}`,
          properties,
        }),
      });
      await answer.text();
      return answer.status;
    },
    close: async () => {
      await gateway.close();
      await vendor.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
