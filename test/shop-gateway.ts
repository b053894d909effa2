/**
 * A whole gateway as its operator runs it: `headgate serve` in a process of its own, on the plan of `fixtures/shop`,
 * with a queue and ledger on disk, before the fake vendors of the demo and a Parquet warehouse. All of it lies below one
 * temporary directory, the process's own home and temporary files included.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BalanceAnswer, ExposureAnswer } from '@headgate/api';
import { startFakeVendor } from '../packages/cli/src/demo/fake-vendors.ts';
import type { FakeVendor } from '../packages/cli/src/demo/fake-vendors.ts';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

export const WEB_KEY = 'web-write-key';
export const API_KEY = 'api-write-key';
/** In the order of the plan. */
export const VENDOR_NAMES = ['mixpanel', 'segment', 'partner', 'warehouse'] as const;

/** A gateway that starts or settles takes far less; this is for machines that are busy with other things. */
const PATIENCE_MS = 60_000;

export interface ShopGateway {
  /** Everything the gateway may write lies below it. */
  readonly directory: string;
  readonly dataDirectory: string;
  readonly warehouseDirectory: string;
  /** Where SDKs send; the same after a restart. */
  readonly url: string;
  readonly port: number;
  readonly adminUrl: string;
  readonly vendors: {
    readonly mixpanel: FakeVendor;
    readonly segment: FakeVendor;
    readonly partner: FakeVendor;
  };
  /** Everything written to standard output and standard error so far, over all starts. */
  output(): string;
  /** Starts it again on the same directory and ports. Resolves when it is ready. */
  start(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end; gives back its exit code. */
  stop(): Promise<number | null>;
  /** One request to the admin port; the body as text. */
  admin(path: string, init?: RequestInit): Promise<string>;
  balance(): Promise<BalanceAnswer>;
  exposure(vendor: string): Promise<ExposureAnswer>;
  /** Waits until nothing waits in the queue and the ledger has counted everything. */
  settled(): Promise<BalanceAnswer>;
  /** Ends it and the vendors, and removes the directory. */
  close(): Promise<void>;
}

export interface ShopOptions {
  /** Placed before the script on the command line of `node`. */
  readonly nodeOptions?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Origins whose pages may use the web key; default any. */
  readonly origins?: readonly string[];
  /** Another plan than that of `fixtures/shop`, written below the gateway's directory, and who sends besides: source → write key. */
  readonly other?: {
    readonly writePlan: (directory: string) => string;
    readonly sources: Readonly<Record<string, string>>;
  };
}

export async function startShopGateway(options: ShopOptions = {}): Promise<ShopGateway> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-shop-'));
  const home = join(directory, 'home');
  mkdirSync(home);
  const vendors = {
    mixpanel: await startFakeVendor('mixpanel'),
    segment: await startFakeVendor('segment'),
    partner: await startFakeVendor('newsletter'),
  };
  const [port = 0, adminPort = 0] = await freePorts(2);
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const dataDirectory = join(directory, 'data');
  const file = join(directory, 'headgate.yaml');
  const warehouseDirectory = join(directory, 'warehouse');
  const plan =
    options.other?.writePlan(join(directory, 'plan')) ?? join(repository, 'fixtures/shop/plan/plan.yaml');
  const places = { port, adminPort, dataDirectory, warehouseDirectory, plan };
  writeFileSync(file, JSON.stringify(configOf(vendors, places, options), null, 2));

  let child: ChildProcess | null = null;
  const written: Buffer[] = [];
  const token = (): string => readFileSync(join(dataDirectory, 'admin-token'), 'utf8').trim();
  const output = (): string => Buffer.concat(written).toString('utf8');

  const admin: ShopGateway['admin'] = async (path, init = {}) => {
    const headers = { authorization: `Bearer ${token()}`, 'content-type': 'application/json' };
    const answer = await fetch(`${adminUrl}${path}`, { ...init, headers });
    return answer.text();
  };
  const start = async (): Promise<void> => {
    const script = join(repository, 'packages/cli/src/main.ts');
    const args = ['--conditions=source', ...(options.nodeOptions ?? []), script, 'serve', '-c', file];
    const started = spawn(process.execPath, args, {
      cwd: home,
      env: { HOME: home, TMPDIR: home, ...secretsOf(vendors), ...options.variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (piece: Buffer) => written.push(piece));
    await ready(started, adminUrl, output);
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null)
      return ending?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => ending.once('close', (code) => resolve(code)));
    ending.kill(signal);
    return ended;
  };
  const balance = async (): Promise<BalanceAnswer> => JSON.parse(await admin('/v1/balance')) as BalanceAnswer;
  const close = async (): Promise<void> => {
    await end('SIGKILL');
    await Promise.all(Object.values(vendors).map((vendor) => vendor.close()));
    rmSync(directory, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    directory,
    dataDirectory,
    warehouseDirectory,
    url: `http://127.0.0.1:${port}`,
    port,
    adminUrl,
    vendors,
    output,
    start,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    admin,
    balance,
    exposure: async (vendor) => JSON.parse(await admin(`/v1/exposure?vendor=${vendor}`)) as ExposureAnswer,
    settled: () => settle(balance),
    close,
  };
}

/** Settings of a vendor on loopback. */
function production(settings: object): unknown {
  return { production: { ...settings, private_addresses_allowed: true } };
}

interface Places {
  readonly port: number;
  readonly adminPort: number;
  readonly dataDirectory: string;
  readonly warehouseDirectory: string;
  readonly plan: string;
}

/** JSON is YAML too. Waits are short, so that a test does not wait for them. */
function configOf(vendors: ShopGateway['vendors'], places: Places, options: ShopOptions): unknown {
  const source = { environment: 'production', events_per_second: 1_000_000 };
  return {
    data: places.dataDirectory,
    plan: places.plan,
    server: { port: places.port },
    admin: { port: places.adminPort },
    limits: {
      deliver: { linger_ms: 20, retry_wait_ms: 50, breaker_wait_ms: 100 },
      ledger: { interval_ms: 50 },
      ingest: { linger_timeout_ms: 200 },
    },
    sources: {
      web: { ...source, write_key: WEB_KEY, ...(options.origins && { origins: options.origins }) },
      api: { ...source, write_key: API_KEY },
      ...Object.fromEntries(
        Object.entries(options.other?.sources ?? {}).map(([name, key]) => [
          name,
          { ...source, write_key: key },
        ]),
      ),
    },
    vendors: {
      mixpanel: production({
        url: vendors.mixpanel.url,
        project_id: '4711',
        service_account: vendors.mixpanel.credentials['service_account'],
        secret: 'env:MIXPANEL_SECRET',
        token: 'env:MIXPANEL_TOKEN',
      }),
      segment: production({ url: vendors.segment.url, write_key: 'env:SEGMENT_WRITE_KEY' }),
      partner: production({ url: `${vendors.partner.url}/hook`, secret: 'env:PARTNER_SECRET' }),
      warehouse: { production: { directory: places.warehouseDirectory } },
    },
  };
}

function secretsOf({ mixpanel, segment, partner }: ShopGateway['vendors']): NodeJS.ProcessEnv {
  return {
    MIXPANEL_SECRET: mixpanel.credentials['secret'],
    MIXPANEL_TOKEN: mixpanel.credentials['token'],
    SEGMENT_WRITE_KEY: segment.credentials['write_key'],
    PARTNER_SECRET: partner.credentials['secret'],
  };
}

async function ready(child: ChildProcess, adminUrl: string, output: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { exitCode, signalCode } = child;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`the gateway ended with ${exitCode ?? signalCode}: ${output()}`);
    }
    const answer = await fetch(`${adminUrl}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(25);
  }
  throw new Error(`the gateway did not get ready: ${output()}`);
}

async function settle(balance: () => Promise<BalanceAnswer>): Promise<BalanceAnswer> {
  const deadline = Date.now() + PATIENCE_MS;
  let last = await balance();
  while (Date.now() < deadline) {
    await sleep(50);
    const now = await balance();
    if (isSettled(now) && JSON.stringify(now) === JSON.stringify(last)) return now;
    last = now;
  }
  throw new Error(`the queue did not empty: ${JSON.stringify(last)}`);
}

function isSettled({ current, environments }: BalanceAnswer): boolean {
  return current && environments.every(isDone);
}

function isDone({ accepted, vendors }: BalanceAnswer['environments'][number]): boolean {
  return vendors.every((vendor) => vendor.waiting === 0 && vendor.ended === accepted);
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
