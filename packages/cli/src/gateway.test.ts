/** The commands that speak with a gateway, against one that runs as a process of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SHOP = fileURLToPath(new URL('../../../fixtures/plan/good-shop/', import.meta.url));
const LEAK = 'ada@bakery.example';
const PORTS_IN_TEXT = /events at (?<url>http:\S+), admin at (?<admin>http:[^\s,]+)/;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What stderr held once it matched. */
  readonly saw: (pattern: RegExp) => Promise<RegExpExecArray>;
}

let directory = '';
let server: Started;
let url = '';

function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, ['--conditions=source', MAIN, ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...variables },
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (more: string) => (text[name] += more));
  }
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...text })));
  const saw = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(text.stderr);
        if (found !== null) resolve(found);
      };
      child.stderr.on('data', look);
      child.on('close', () => reject(new Error(`It ended without ${pattern.source}:\n${text.stderr}`)));
      look();
    });
  return { child, ended, saw };
}

function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return start(args, variables).ended;
}

async function runJson(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run([...args, '--format', 'json']);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function send(messageId: string): Promise<void> {
  const answer = await fetch(`${url}/v1/track`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('key-of-web:')}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      event: 'Order Completed',
      messageId,
      anonymousId: LEAK,
      properties: { order_ref: 'A1B2C3D4E5', total: 31.5, messenger: LEAK, [LEAK]: 1 },
      context: { consent: { categoryPreferences: { analytics: true } } },
    }),
  });
  expect(answer.status).toBe(200);
}

async function untilDelivered(): Promise<unknown> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const exposure = await runJson('exposure', 'warehouse');
    if ((exposure as { deliveries: number }).deliveries > 0) return exposure;
  }
  throw new Error('Nothing was delivered.');
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-cli-'));
  cpSync(SHOP, join(directory, 'telemetry'), { recursive: true });
  const config = {
    plan: 'telemetry/plan.yaml',
    server: { port: await freePort() },
    admin: { port: await freePort() },
    limits: { deliver: { linger_ms: 1 }, ledger: { interval_ms: 20 } },
    sources: { web: { environment: 'production', write_key: 'env:WEB_KEY' } },
    vendors: { warehouse: { production: { directory: './warehouse' } } },
  };
  writeFileSync(join(directory, 'headgate.yaml'), JSON.stringify(config));
  server = start(['serve'], { WEB_KEY: 'key-of-web' });
  url = (await server.saw(PORTS_IN_TEXT)).groups?.['url'] ?? '';
});
afterAll(async () => {
  server.child.kill('SIGKILL');
  await server.ended;
  rmSync(directory, { recursive: true, force: true });
});

describe('a gateway that runs', () => {
  it('is healthy', async () => {
    expect(await run(['healthcheck'])).toEqual({ code: 0, stdout: 'alive\n', stderr: '' });
  });

  it('is reached without the secrets that it runs with', async () => {
    expect(await runJson('vendor', 'list')).toMatchObject({
      vendors: [
        { vendor: 'warehouse', state: 'flowing', environments: ['production'], dead: 0 },
        { vendor: 'mixpanel', state: 'flowing', environments: [], waiting: 0 },
      ],
    });
  });

  it.each([
    ['a wrong token', { HEADGATE_ADMIN_TOKEN: 'wrong' }, 'does not know this admin token'],
    ['no token', { HEADGATE_DATA: './nowhere' }, 'there is no admin token'],
  ])('ends with 3 for %s, in every format', async (_, variables, message) => {
    const runs = ['human', 'json'].map((format) => run(['vendor', 'list', '--format', format], variables));
    for (const ended of await Promise.all(runs)) {
      expect(ended).toMatchObject({ code: 3, stdout: '' });
      expect(ended.stderr).toContain(message);
    }
  });

  it('shows, explains and counts an event without a value of it', async () => {
    const tap = start(['tap', '--limit', '1', '--format', 'json']);
    await tap.saw(/listening/);
    await send('message-1');
    const tapped = await tap.ended;
    expect(tapped.code).toBe(0);
    expect(JSON.parse(tapped.stdout)).toMatchObject({ kind: 'event', planned: 'checkout.order_completed' });

    const explained = await run(['explain', 'message-1']);
    expect(explained.stdout).toContain('warehouse: routed');
    expect(explained.stdout).toMatch(/properties\.total +coarse +bucket/);

    expect(await untilDelivered()).toMatchObject({
      vendor: 'warehouse',
      people: 1,
      deliveries: 1,
      current: true,
    });
    expect((await run(['exposure', 'warehouse', '--from', '2020-01-01'])).stdout).toContain(
      'Unknown before 20',
    );
    expect(tapped.stdout + explained.stdout + explained.stderr).not.toContain(LEAK);
  });

  it('shows the same event by the name that tap gave it', async () => {
    const tap = start(['tap', '--limit', '1', '--format', 'json']);
    await tap.saw(/listening/);
    await send('message-2');
    const { event } = JSON.parse((await tap.ended).stdout) as { event: string };
    expect((await run(['explain', event])).stdout).toContain('warehouse: routed');
  });

  it('stops at a vendor that is cut, and flows again when it is resumed', async () => {
    expect(await runJson('vendor', 'cut', 'warehouse', '--reason', 'drill')).toMatchObject({
      vendor: { state: 'cut', changed: { reason: 'drill' } },
    });
    expect((await run(['vendor', 'list'])).stdout).toMatch(/warehouse +warehouse +cut .+ drill/);
    expect((await run(['vendor', 'resume', 'warehouse'])).stdout).toBe('warehouse is flowing\n');
  });

  it.each([
    ['an unknown vendor', ['vendor', 'cut', 'nobody']],
    ['a vendor that cannot be', ['vendor', 'cut', 'No Body']],
    ['an unknown event', ['explain', 'never-sent']],
  ])('ends with 2 for %s', async (_, args) => {
    expect(await run(args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: .+\n {2}.+\n$/),
    });
  });

  it('holds its ports, says the doctor, and nothing else is amiss', async () => {
    const doctor = start(['doctor', '--format', 'json'], { WEB_KEY: 'key-of-web' });
    const { code, stdout } = await doctor.ended;
    const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string }[] };
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({
      configuration: 'passed',
      plan: 'passed',
      'key file': 'passed',
      'admin token': 'passed',
    });
    expect([states['port for events'], states['admin port'], code]).toEqual(['skipped', 'skipped', 0]);
  });

  it('keeps a second one from starting', async () => {
    const second = await run(['serve'], { WEB_KEY: 'key-of-web' });
    expect(second).toMatchObject({ code: 2, stdout: '' });
    expect(second.stderr).toContain('error: the gateway cannot start');
  });
});

describe('the configuration', () => {
  const secrets = { WEB_KEY: 'key-of-web' };

  it('is printed with what was set, or with every value in force, and never with a secret', async () => {
    const set = await run(['config', 'print'], secrets);
    const all = await run(['config', 'print', '--effective'], secrets);
    expect(set.stdout).toContain('limits.deliver.linger_ms: 1\n');
    expect(set.stdout).toContain('sources.web.write_key: "env:WEB_KEY"\n');
    expect(set.stdout).not.toContain('limits.queue');
    expect(all.stdout).toContain('limits.queue.bytes_max: ');
    expect(set.stdout + all.stdout).not.toContain('key-of-web');
  });

  it('is valid, or says what is not', async () => {
    expect(await run(['config', 'validate'], secrets)).toMatchObject({ code: 0 });
    const lacking = await run(['config', 'validate', '--format', 'json']);
    expect(lacking.code).toBe(1);
    expect(JSON.parse(lacking.stdout)).toMatchObject({ errors: 1, issues: [{ rule: 'unread-reference' }] });
    expect(await run(['serve'])).toMatchObject({ code: 2 });
    expect(await run(['doctor'])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('✘ configuration'),
    });
  });

  it('has a schema', async () => {
    expect(await runJson('config', 'schema')).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
    });
  });
});

describe('a gateway that is told to stop', () => {
  it('ends well, and its ledger answers without it', async () => {
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stdout: '' });
    const answer = await run(['exposure', 'warehouse']);
    expect(answer.stdout).toContain('1 person, ');
    expect(answer.stdout).toContain('The newest deliveries may be missing');
    expect(answer.stderr).toContain('ledger file');
    expect(await run(['vendor', 'list'])).toMatchObject({ code: 4 });
  });

  it('ends at once, with 130, at the second signal', async () => {
    const again = start(['serve'], { WEB_KEY: 'key-of-web' });
    await again.saw(PORTS_IN_TEXT);
    again.child.kill('SIGINT');
    again.child.kill('SIGTERM');
    expect(await again.ended).toMatchObject({ code: 130 });
  });

  it('does not start with a key file that others may read', async () => {
    const keys = join(directory, '.headgate', 'keys.json');
    chmodSync(keys, 0o644);
    const refused = await run(['serve'], { WEB_KEY: 'key-of-web' });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('chmod 600');
    expect(refused.stderr).not.toContain((JSON.parse(readFileSync(keys, 'utf8')) as { root: string }).root);
    chmodSync(keys, 0o600);
  });
});

describe('headgate dev', () => {
  it('runs a built-in plan where there is none, shows what comes, and leaves nothing behind', async () => {
    const bare = mkdtempSync(join(directory, 'bare-'));
    const scratch = mkdtempSync(join(directory, 'tmp-'));
    const variables = {
      TMPDIR: scratch,
      HEADGATE_SERVER__PORT: String(await freePort()),
      HEADGATE_ADMIN__PORT: String(await freePort()),
    };
    const child = spawn(process.execPath, ['--conditions=source', MAIN, 'dev', '--format', 'json'], {
      cwd: bare,
      env: { PATH: process.env['PATH'], ...variables },
    });
    let stderr = '';
    child.stderr.setEncoding('utf8');
    for await (const more of child.stderr as AsyncIterable<string>) {
      stderr += more;
      if (/-d '.+'\n/.test(stderr)) break;
    }
    const { groups } = /curl (?<to>\S+) -u (?<key>\S+): .+ -d '(?<body>.+)'/.exec(stderr) ?? {};
    const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
    const answer = await fetch(groups?.['to'] ?? '', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${groups?.['key']}:`)}`, 'content-type': 'application/json' },
      body: groups?.['body'] ?? '',
    });
    expect(answer.status).toBe(200);
    const shown = JSON.parse((await lines.next()).value as string) as unknown;
    expect(shown).toMatchObject({
      planned: 'hello',
      findings: [{ kind: 'email', path: 'properties.greeting' }],
    });
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(readFileSync(join(directory, 'headgate.yaml'), 'utf8')).not.toBe('');
  });
});
