/** Nothing of the gateway or of the SDKs behind it reaches for any address that its operator has not registered. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startShopGateway } from './shop-gateway.ts';
import type { ShopGateway } from './shop-gateway.ts';

const here = dirname(fileURLToPath(import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'headgate-egress-'));
const RECORDER = ['--import', join(here, 'record-connections.ts')] as const;
const run = promisify(execFile);

let shop: ShopGateway;

beforeAll(async () => {
  const file = recordFile('gateway');
  shop = await startShopGateway({ nodeOptions: RECORDER, variables: { CONNECTIONS_FILE: file } });
});

afterAll(async () => {
  await shop.close();
  rmSync(directory, { recursive: true, force: true });
});

function recordFile(name: string): string {
  const file = join(directory, name);
  writeFileSync(file, '');
  return file;
}

/** Node asks its resolver for addresses too, which costs nothing outside. */
function isLookup(line: string): boolean {
  return line === 'dns 127.0.0.1';
}

/** Whom a process wanted to reach, each once. */
function reached(name: string): readonly string[] {
  const lines = readFileSync(join(directory, name), 'utf8').split('\n');
  return [...new Set(lines.filter((line) => line !== ''))].toSorted();
}

async function runRecorded(name: string, args: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', CONNECTIONS_FILE: recordFile(name) };
  const { stdout } = await run(process.execPath, ['--conditions=source', ...RECORDER, ...args], { env });
  return stdout;
}

describe('a gateway and its senders', () => {
  it('reach the vendors and the gateway, and nobody else', async () => {
    const sent = await runRecorded('shop', [join(here, 'send-from-shop.ts'), shop.url]);
    expect(JSON.parse(sent)).toEqual([
      { events: expect.any(Number), failures: [] },
      { events: expect.any(Number), failures: [] },
    ]);
    const balance = await shop.settled();
    expect(balance.environments[0]?.accepted).toBeGreaterThan(200);
    await shop.stop();

    const vendors = Object.values(shop.vendors).map(({ url }) => `tcp ${new URL(url).host}`);
    expect(reached('gateway').filter((line) => !isLookup(line))).toEqual(vendors.toSorted());
    expect(reached('shop').filter((line) => !isLookup(line))).toEqual([`tcp ${new URL(shop.url).host}`]);
  });
});

describe('the recorder', () => {
  it('notices every way out of a process', async () => {
    const script = join(directory, 'reach.mjs');
    writeFileSync(
      script,
      `import { connect } from 'node:net';
       import { lookup, promises } from 'node:dns';
       import { createSocket } from 'node:dgram';
       import http from 'node:http';
       await fetch('http://127.0.0.1:4711/').catch(() => undefined);
       await new Promise((done) => connect(2, '127.0.0.1').on('error', done));
       await new Promise((done) => http.get({ host: '127.0.0.1', port: 3 }).on('error', done));
       await new Promise((done) => lookup('one.invalid', done));
       await promises.resolve4('two.invalid').catch(() => undefined);
       await new Promise((done) => { const socket = createSocket('udp4'); socket.send('x', 4, '127.0.0.1', () => socket.close(done)); });`,
    );
    await runRecorded('control', [script]);
    const due = [
      'dns one.invalid',
      'dns two.invalid',
      'tcp 127.0.0.1:4711',
      'tcp 127.0.0.1:2',
      'tcp 127.0.0.1:3',
      'udp',
    ];
    expect(reached('control')).toEqual(expect.arrayContaining(due));
  });
});
