/**
 * `headgate serve` in a process of its own, on a configuration that the caller gives, with everything it may write below one
 * directory, the process's own home and temporary files included.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BalanceAnswer } from '@headgate/api';
import { COMPILE_CACHE } from './compile-cache.ts';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** A gateway that starts or settles takes far less; this is for machines that are busy with other things. */
const PATIENCE_MS = 60_000;

export interface GatewayPlaces {
  readonly port: number;
  readonly adminPort: number;
  readonly dataDirectory: string;
}

export interface ServeOptions {
  /** Exists; everything goes below it. */
  readonly directory: string;
  /** The configuration; JSON is YAML too. */
  readonly configOf: (places: GatewayPlaces) => unknown;
  readonly variables: Readonly<Record<string, string>>;
  /** Placed before the script on the command line of `node`. */
  readonly nodeOptions: readonly string[];
}

export interface ServedGateway {
  /** Everything the gateway may write lies below it. */
  readonly directory: string;
  readonly dataDirectory: string;
  /** Where SDKs send; the same after a restart. */
  readonly url: string;
  readonly port: number;
  readonly adminUrl: string;
  /** Number of the process that runs now. */
  pid(): number;
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
  /** Waits until nothing waits in the queue and the ledger has counted everything. */
  settled(): Promise<BalanceAnswer>;
  /** Ends it; the directory stays. */
  close(): Promise<void>;
}

/** Starts it and waits until it is ready. */
export async function serveGateway(options: ServeOptions): Promise<ServedGateway> {
  const { directory } = options;
  const home = join(directory, 'home');
  mkdirSync(home);
  const [port = 0, adminPort = 0] = await freePorts(2);
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const dataDirectory = join(directory, 'data');
  const file = join(directory, 'headgate.yaml');
  writeFileSync(file, JSON.stringify(options.configOf({ port, adminPort, dataDirectory }), null, 2));

  let child: ChildProcess | null = null;
  const written: Buffer[] = [];
  const token = (): string => readFileSync(join(dataDirectory, 'admin-token'), 'utf8').trim();
  const output = (): string => Buffer.concat(written).toString('utf8');

  const admin: ServedGateway['admin'] = async (path, init = {}) => {
    const headers = { authorization: `Bearer ${token()}`, 'content-type': 'application/json' };
    const answer = await fetch(`${adminUrl}${path}`, { ...init, headers });
    return answer.text();
  };
  const start = async (): Promise<void> => {
    const script = join(repository, 'packages/cli/src/main.ts');
    const args = ['--conditions=source', ...options.nodeOptions, script, 'serve', '-c', file];
    const started = spawn(process.execPath, args, {
      cwd: home,
      env: { HOME: home, TMPDIR: home, ...COMPILE_CACHE, ...options.variables },
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
  const kill = async (): Promise<void> => void (await end('SIGKILL'));
  await start().catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return {
    directory,
    dataDirectory,
    url: `http://127.0.0.1:${port}`,
    port,
    adminUrl,
    pid: () => child?.pid ?? 0,
    output,
    start,
    kill,
    stop: () => end('SIGTERM'),
    admin,
    balance,
    settled: () => settle(balance),
    close: kill,
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
