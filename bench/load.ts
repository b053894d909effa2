/** Starts a gateway with three vendors on loopback, and sends to it. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ask, Usage } from './gateway-child.ts';
import { EVENT, PLAN, WRITE_KEY } from './shop.ts';

/** A POST to the gateway. */
export interface BenchRequest {
  /** With query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Bench {
  /** Sends `count` requests, `concurrency` at a time; number `at` comes from `requestOf`. Rejects on any answer but success. */
  send(count: number, concurrency: number, requestOf: (at: number) => BenchRequest): Promise<void>;
  /** After a garbage collection, which it counts. */
  usage(): Promise<Usage>;
  /** CPU-seconds so far, as they are. */
  cpuSeconds(): Promise<number>;
  /** Events that wait in the queue, all vendors together. */
  waiting(): Promise<number>;
  /** From now on the vendors take events, or answer 503. */
  setVendorsUp(up: boolean): void;
  close(): Promise<void>;
}

/** A gateway whose plan has `events`, each in a file of its own. */
export async function startBench(events: readonly string[] = [EVENT]): Promise<Bench> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-bench-'));
  let up = true;
  const vendor = await startVendor(() => up);
  writeFiles(directory, portOf(vendor), events);
  const child = fork(new URL('gateway-child.ts', import.meta.url), [join(directory, 'headgate.yaml')], {
    execArgv: ['--conditions=source', '--expose-gc'],
  });
  const [started] = (await once(child, 'message')) as [
    { ports: { server: number; admin: number }; token: string },
  ];
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    send: async (count, concurrency, requestOf) => {
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < count) {
          const at = next;
          next += 1;
          await post(started.ports.server, agent, requestOf(at));
        }
      };
      await Promise.all(Array.from({ length: concurrency }, work));
    },
    usage: () => ask(child, 'usage'),
    cpuSeconds: async () => (await ask(child, 'cpu')).cpuSeconds,
    waiting: async () => {
      const response = await fetch(`http://127.0.0.1:${started.ports.admin}/metrics`);
      const lines = (await response.text())
        .split('\n')
        .filter((line) => line.startsWith('headgate_queue_events{'));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
    setVendorsUp: (next) => {
      up = next;
    },
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
      agent.destroy();
      vendor.closeAllConnections();
      vendor.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function ask(child: ChildProcess, what: Ask): Promise<Usage> {
  child.send(what);
  const [usage] = (await once(child, 'message')) as [Usage];
  return usage;
}

/** Takes any batch of any of the three vendors without looking into it. */
async function startVendor(isUp: () => boolean): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on('end', () => {
      outgoing.writeHead(isUp() ? 200 : 503, { 'Content-Type': 'application/json' });
      outgoing.end('{"success":true,"code":200,"status":"OK","num_records_imported":1}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function writeFiles(directory: string, vendorPort: number, events: readonly string[]): void {
  const url = `http://127.0.0.1:${vendorPort}`;
  const production = (settings: object): object => ({
    production: { ...settings, url, private_addresses_allowed: true },
  });
  const secrets = join(directory, 'secret');
  writeFileSync(secrets, Buffer.alloc(24, 7).toString('base64'), { mode: 0o600 });
  const secret = `file:${secrets}`;
  const config = {
    data: './data',
    plan: './plan.yaml',
    server: { port: 0 },
    admin: { port: 0 },
    sources: { web: { environment: 'production', write_key: WRITE_KEY, events_per_second: 10_000_000 } },
    vendors: {
      mixpanel: production({ project_id: '1', service_account: 'bench', secret, token: secret }),
      segment: production({ write_key: secret }),
      webhook: production({ secret }),
    },
  };
  mkdirSync(join(directory, 'events'));
  writeFileSync(join(directory, 'headgate.yaml'), JSON.stringify(config));
  writeFileSync(join(directory, 'plan.yaml'), PLAN);
  events.forEach((event, at) => writeFileSync(join(directory, 'events', `event_${at}.yaml`), event));
}

function post(port: number, agent: Agent, { path, headers: own, body }: BenchRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', ...own, 'Content-Length': body.length };
    const outgoing = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if ([200, 202, 204].includes(answer.statusCode ?? 0)) resolve();
        else reject(new Error(`the gateway answered ${answer.statusCode}`));
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
