/** The commands that speak with a gateway, against one that runs as a process of its own. */
import { chmodSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startHeadgate } from '../../../test/headgate-process.ts';
import type { EndedHeadgate, StartedHeadgate } from '../../../test/headgate-process.ts';

const SHOP = fileURLToPath(new URL('../../../fixtures/plan/good-shop/', import.meta.url));
const LEAK = 'ada@bakery.example';
const PORTS_IN_TEXT = /events at (?<url>http:\S+), admin at (?<admin>http:[^\s,]+)/;

let directory = '';
let server: StartedHeadgate;
let url = '';
/** The address and the token, so that a command need not read the configuration to find them. */
let admin: readonly string[] = [];
let token: Readonly<Record<string, string>> = {};

function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}): StartedHeadgate {
  return startHeadgate(directory, args, variables);
}

function run(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<EndedHeadgate> {
  return start(args, variables).ended;
}

/** Asks the gateway that runs, the short way. */
function ask(...args: string[]): Promise<EndedHeadgate> {
  return run([...args, ...admin], token);
}

async function askJson(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await ask(...args, '--format', 'json');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout);
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
    const exposure = await askJson('exposure', 'warehouse');
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
  const { groups } = await server.saw('stderr', PORTS_IN_TEXT);
  url = groups?.['url'] ?? '';
  admin = ['--admin', groups?.['admin'] ?? ''];
  token = { HEADGATE_ADMIN_TOKEN: readFileSync(join(directory, '.headgate', 'admin-token'), 'utf8') };
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
    const { stdout } = await run(['vendor', 'list', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      vendors: [
        { vendor: 'mixpanel', state: 'flowing', environments: [], waiting: 0 },
        { vendor: 'warehouse', state: 'flowing', environments: ['production'], dead: 0 },
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
    const tap = start(['tap', '--limit', '1', '--format', 'json', ...admin], token);
    await tap.saw('stderr', /listening/);
    await send('message-1');
    const tapped = await tap.ended;
    expect(tapped.code).toBe(0);
    expect(JSON.parse(tapped.stdout)).toMatchObject({ kind: 'event', planned: 'checkout.order_completed' });

    const explained = await ask('explain', 'message-1');
    expect(explained.stdout).toContain('warehouse: routed');
    expect(explained.stdout).toMatch(/properties\.total +coarse +bucket/);

    expect(await untilDelivered()).toMatchObject({
      vendor: 'warehouse',
      people: 1,
      deliveries: 1,
      current: true,
    });
    expect((await ask('exposure', 'warehouse', '--from', '2020-01-01')).stdout).toContain(
      'Unknown before 20',
    );
    expect(tapped.stdout + explained.stdout + explained.stderr).not.toContain(LEAK);
  });

  it('does not say of a misspelt vendor that nothing was delivered to it', async () => {
    const answer = await ask('exposure', 'warehuose');
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toContain('vendor list');
    expect((await ask('exposure', 'warehouse', '--to', '2020-01-01')).stdout).toContain('Nothing was');
  });

  it('is audited live, by path and kind, until the time is up', async () => {
    const live = start(['audit', '--live', '--for', '6s', '--output', 'json=live.json', ...admin], token);
    await live.saw('stderr', /auditing what passes/);
    await send('message-live');
    const { code, stdout, stderr } = await live.ended;
    expect(code).toBe(1);
    expect(stdout).toContain('email  properties.messenger');
    const report: unknown = JSON.parse(readFileSync(join(directory, 'live.json'), 'utf8'));
    expect(report).toMatchObject({ isLive: true, isComplete: true, events: 1, eventsWithFindings: 1 });
    expect(stdout + stderr + JSON.stringify(report)).not.toContain(LEAK);
    const stopped = start(['audit', '--live', ...admin], token);
    await stopped.saw('stderr', /auditing what passes/);
    stopped.child.kill('SIGINT');
    expect((await stopped.ended).code).toBe(0);
  });

  it('says which planned events were delivered, and when last', async () => {
    const covered = await askJson('plan', 'coverage', '--plan', 'telemetry', '--fail-on', 'unseen');
    expect(covered).toMatchObject({
      unit: 'deliveries at most',
      events: [
        {
          id: 'checkout.order_completed',
          standing: 'seen',
          // That of the audit, too.
          events: 2,
          last: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
        },
      ],
      unplanned: [],
    });
  });

  it('finds the pseudonyms of a person and what was delivered of them, without saying who it is', async () => {
    const { child, ended } = start(['subject', 'find', '--delivered', '--format', 'json', ...admin], token);
    child.stdin?.end(`${LEAK}\n`);
    const { code, stdout, stderr } = await ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      subject: expect.stringMatching(/^[0-9a-f]{16}$/),
      tokens: expect.arrayContaining([
        expect.objectContaining({ vendor: 'warehouse', domain: 'anonymous', epoch: '0' }),
      ]) as unknown,
      delivered: [
        { vendor: 'warehouse', people: 1 },
        { vendor: 'mixpanel', people: 0, deliveries: 0 },
      ],
    });
    expect(stdout).not.toContain(LEAK);
  });

  it('stops at a vendor that is cut, and flows again when it is resumed', async () => {
    expect(await askJson('vendor', 'cut', 'warehouse', '--reason', 'drill')).toMatchObject({
      vendor: { state: 'cut', changed: { reason: 'drill' } },
    });
    expect((await ask('vendor', 'list')).stdout).toMatch(/warehouse +warehouse +cut .+ drill/);
    expect((await ask('vendor', 'burn', 'warehouse', '--reason', 'drill')).stdout).toBe(
      'warehouse is in pseudonym epoch 1; it sees every person as new from now on\n',
    );
    expect((await ask('vendor', 'resume', 'warehouse')).stdout).toBe('warehouse is flowing\n');
  });

  it.each([
    ['an unknown vendor', ['vendor', 'cut', 'nobody']],
    ['a burn without a reason', ['vendor', 'burn', 'warehouse']],
    ['a vendor that cannot be', ['vendor', 'cut', 'No Body']],
    ['an unknown event', ['explain', 'never-sent']],
  ])('ends with 2 for %s', async (_, args) => {
    expect(await ask(...args)).toMatchObject({
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

  it('reads its plan again when it is told to, and goes on with the last one where that is refused', async () => {
    const plan = join(directory, 'telemetry/plan.yaml');
    const text = readFileSync(plan, 'utf8');
    const first = await ask('plan', 'reload');
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^[0-9a-f]{64} was in force already\n$/),
    });
    writeFileSync(plan, `${text}# Another digest.\n`);
    expect(await askJson('plan', 'reload')).toMatchObject({ changed: true, issues: expect.any(Array) });
    writeFileSync(plan, `${text}nonsense: 1\n`);
    const refused = await ask('plan', 'reload');
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('nonsense') });
    writeFileSync(plan, text);
    expect((await ask('plan', 'reload')).stdout).toBe(
      first.stdout.replace('was in force already', 'is in force'),
    );
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
    expect((await run(['config', 'print'])).stdout).toBe(set.stdout);
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
    const { stdout } = await run(['config', 'schema']);
    expect(JSON.parse(stdout)).toMatchObject({
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
    expect((await run(['exposure', 'warehuose', '-q'])).stderr).toContain('check the name');
    expect(await run(['vendor', 'list'])).toMatchObject({ code: 4 });
  });

  it('ends at once, with 130, at the second signal', async () => {
    const again = start(['serve'], { WEB_KEY: 'key-of-web' });
    await again.saw('stderr', PORTS_IN_TEXT);
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
  it('says to whom events go on where a configuration says it', async () => {
    const own = mkdtempSync(join(directory, 'own-'));
    cpSync(join(directory, 'telemetry'), join(own, 'telemetry'), { recursive: true });
    cpSync(join(directory, 'headgate.yaml'), join(own, 'headgate.yaml'));
    const dev = startHeadgate(own, ['dev'], {
      WEB_KEY: 'key-of-web',
      HEADGATE_SERVER__PORT: String(await freePort()),
      HEADGATE_ADMIN__PORT: String(await freePort()),
    });
    await dev.saw('stderr', /Ctrl-C stops/);
    dev.child.kill('SIGINT');
    expect((await dev.ended).stderr).toContain('events go on to warehouse (production)');
  });

  it('runs a built-in plan where there is none, shows what comes, and leaves nothing behind', async () => {
    const bare = mkdtempSync(join(directory, 'bare-'));
    const scratch = mkdtempSync(join(directory, 'tmp-'));
    const variables = {
      TMPDIR: scratch,
      HEADGATE_SERVER__PORT: String(await freePort()),
      HEADGATE_ADMIN__PORT: String(await freePort()),
    };
    const dev = startHeadgate(bare, ['dev', '--format', 'json'], variables);
    const { groups } = await dev.saw('stderr', /curl (?<to>\S+) -u (?<key>\S+): .+ -d '(?<body>.+)'\n/);
    const answer = await fetch(groups?.['to'] ?? '', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${groups?.['key']}:`)}`, 'content-type': 'application/json' },
      body: groups?.['body'] ?? '',
    });
    expect(answer.status).toBe(200);
    const [shown] = await dev.saw('stdout', /^.+(?=\n)/);
    expect(JSON.parse(shown)).toMatchObject({
      planned: 'hello',
      findings: [{ kind: 'email', path: 'properties.greeting' }],
    });
    dev.child.kill('SIGINT');
    expect(await dev.ended).toMatchObject({ code: 0 });
    expect([readdirSync(bare), readdirSync(scratch)]).toEqual([[], []]);
  });
});
