/**
 * The stage of the demo: a directory of its own, three fake vendors, and a gateway between them and the shop.
 *
 * State on disk: one temporary directory with configuration, secrets, truth file, data and warehouse. It is removed by
 * `close`, and, should the process be ended in a hurry, on its exit; only a kill -9 leaves it behind.
 */
import type { Client } from '@headgate/api';
import type { Gateway } from '@headgate/gateway';
import { createClient } from '@headgate/api';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FAKE_VENDORS, startFakeVendor } from './fake-vendors.ts';
import type { FakeVendor } from './fake-vendors.ts';
import { SHOP_SOURCES } from './message.ts';
import type { ShopSource } from './message.ts';
import { startGateway } from './start-gateway.ts';

export interface Stage {
  /** Everything on disk lies below it. */
  readonly directory: string;
  readonly configFile: string;
  readonly dataDirectory: string;
  readonly warehouseDirectory: string;
  readonly url: string;
  readonly adminUrl: string;
  readonly port: number;
  readonly keys: Readonly<Record<ShopSource, string>>;
  readonly vendors: readonly FakeVendor[];
  readonly client: Client;
  /** What the gateway logged so far. */
  readonly log: readonly string[];
  /** Stops everything and removes the directory. */
  close(): Promise<void>;
}

/** Keys of a shop that nobody else can reach. */
const KEYS = { web: 'demo-web-key', ios: 'demo-ios-key', api: 'demo-api-key' } as const;
const HOST = '127.0.0.1';
const PORTS = { server: 4400, admin: 4401 } as const;

/** The plan that is shipped beside the program; the same path from source and as built. */
export const PLAN_DIRECTORY = fileURLToPath(new URL('../../demo/plan', import.meta.url));

/** Sets the stage. Rejects, and leaves nothing behind, when something of it does not start. */
export async function setStage(signal: AbortSignal): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-demo-'));
  const removeNow = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeNow);
  const vendors = await Promise.all(FAKE_VENDORS.map((name) => startFakeVendor(name)));
  const remove = async (): Promise<void> => {
    await Promise.all(vendors.map((vendor) => vendor.close()));
    await rm(directory, { recursive: true, force: true });
    process.removeListener('exit', removeNow);
  };
  try {
    const ports = await choosePorts();
    const configFile = await writeConfig(directory, vendors, ports);
    const log: string[] = [];
    const gateway = await startGateway(configFile, (line) => log.push(line));
    return assemble({ directory, configFile, vendors, gateway, log, remove, signal, ports });
  } catch (error) {
    await remove();
    throw error;
  }
}

interface Ports {
  readonly server: number;
  readonly admin: number;
}

interface Props {
  readonly directory: string;
  readonly configFile: string;
  readonly vendors: readonly FakeVendor[];
  readonly gateway: Gateway;
  readonly log: readonly string[];
  readonly remove: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly ports: Ports;
}

function assemble(props: Props): Stage {
  const { directory, configFile, vendors, gateway, log, signal, ports } = props;
  const dataDirectory = join(directory, 'data');
  const adminUrl = `http://${HOST}:${ports.admin}`;
  return {
    directory,
    configFile,
    dataDirectory,
    warehouseDirectory: join(directory, 'warehouse'),
    url: `http://${HOST}:${ports.server}`,
    adminUrl,
    port: ports.server,
    keys: KEYS,
    vendors,
    client: createClient({ url: adminUrl, token: gateway.adminToken, fetch, signal }),
    log,
    close: async () => {
      await gateway.stop();
      await props.remove();
    },
  };
}

/** The ports that the documentation names, or any free ones where those are taken. */
async function choosePorts(): Promise<Ports> {
  // Both are held until both are known, so that they cannot be the same one.
  const server = await hold(PORTS.server);
  const admin = await hold(PORTS.admin);
  await Promise.all([server.release(), admin.release()]);
  return { server: server.port, admin: admin.port };
}

interface Held {
  readonly port: number;
  release(): Promise<void>;
}

async function hold(wanted: number): Promise<Held> {
  return (await listen(wanted)) ?? (await listen(0)) ?? { port: wanted, release: () => Promise.resolve() };
}

/** Null where the port is taken. */
function listen(port: number): Promise<Held | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: HOST }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      const release = (): Promise<void> => new Promise((released) => server.close(() => released()));
      resolve({ port: bound, release });
    });
  });
}

/** Writes `headgate.yaml` and the secrets that it refers to, for the owner's eyes alone. */
async function writeConfig(directory: string, vendors: readonly FakeVendor[], ports: Ports): Promise<string> {
  await mkdir(join(directory, 'secrets'), { mode: 0o700 });
  const connected: Record<string, unknown> = { warehouse: { production: { directory: './warehouse' } } };
  for (const { name, url, credentials } of vendors) {
    const settings: Record<string, unknown> = { url, private_addresses_allowed: true };
    if (name === 'mixpanel') settings['project_id'] = '1';
    for (const [key, secret] of Object.entries(credentials)) {
      const file = `secrets/${name}-${key}`;
      await writeFile(join(directory, file), secret, { mode: 0o600 });
      settings[key] = `file:${file}`;
    }
    connected[name] = { production: settings };
  }
  const config = {
    data: './data',
    plan: join(PLAN_DIRECTORY, 'plan.yaml'),
    server: { host: HOST, port: ports.server },
    admin: { host: HOST, port: ports.admin },
    limits: { deliver: { linger_ms: 20 }, ledger: { interval_ms: 100 } },
    sources: Object.fromEntries(
      SHOP_SOURCES.map((source) => [source, { environment: 'production', write_key: KEYS[source] }]),
    ),
    vendors: connected,
  };
  const file = join(directory, 'headgate.yaml');
  // JSON is YAML too (YAML 1.2.2 §1.2).
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return file;
}
