/** `plan infer --live` against a gateway that runs as a process of its own: what it drafts, how it ends, and what it never tells. */
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate, StartedHeadgate } from '../../../../test/headgate-process.ts';

const SHOP = fileURLToPath(new URL('../../../../fixtures/plan/good-shop/', import.meta.url));
/** In every value that is sent, and in every key and name that is made of one. */
const MARK = /zebrafish/i;

let directory = '';
let server: StartedHeadgate;
let url = '';
let admin = '';
let token = '';

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-infer-'));
  cpSync(SHOP, join(directory, 'telemetry'), { recursive: true });
  const config = {
    plan: 'telemetry/plan.yaml',
    server: { port: await freePort() },
    admin: { port: await freePort() },
    sources: { web: { environment: 'production', write_key: 'web-key' } },
    vendors: { warehouse: { production: { directory: './warehouse' } } },
  };
  writeFileSync(join(directory, 'headgate.yaml'), JSON.stringify(config));
  server = startHeadgate(directory, ['serve']);
  const { groups } = await server.saw(
    'stderr',
    /events at (?<url>http:\S+), admin at (?<admin>http:[^\s,]+)/,
  );
  url = groups?.['url'] ?? '';
  admin = groups?.['admin'] ?? '';
  token = readFileSync(join(directory, '.headgate', 'admin-token'), 'utf8').trim();
}, 60_000);
afterAll(async () => {
  server.child.kill('SIGKILL');
  await server.ended;
  rmSync(directory, { recursive: true, force: true });
});

async function send(userId: string): Promise<void> {
  const properties = {
    size: 2.5,
    gift: true,
    note: `zebrafish ${userId}`,
    mail: `zebrafish-${userId}@corp.example`,
    items: [{ sku: `zebrafish-${userId}`, count: 3 }],
    [`zebrafish-${userId}@corp.example`]: 'zebrafish',
    [`zebrafish-${userId}@corp.example/x`]: 'zebrafish',
    [`zebrafish_of_${userId}`]: { inner: 'zebrafish' },
  };
  const batch = [
    { type: 'track', event: 'Cart Viewed', userId, properties },
    { type: 'track', event: `Zebrafish ${userId}@corp.example left`, userId, properties },
    { type: 'track', event: `Greeted zebrafish ${userId}`, userId, properties: { a: 1 } },
    { type: 'identify', userId, traits: { tier: 'zebrafish' } },
  ];
  const answer = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('web-key:')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
  });
  expect(answer.status).toBe(200);
}

function infer(...args: readonly string[]): StartedHeadgate {
  return startHeadgate(directory, ['plan', 'infer', '--live', '--admin', admin, ...args], {
    HEADGATE_ADMIN_TOKEN: token,
  });
}

async function inferWhile(args: readonly string[], people: readonly string[]): Promise<EndedHeadgate> {
  const started = infer(...args);
  await started.saw('stderr', /learning types and sizes/);
  for (const userId of people) await send(userId);
  return await started.ended;
}

function textsBelow(name: string): string {
  const root = join(directory, name);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`)
    .join('\n');
}

describe('plan infer --live', () => {
  it('drafts types and sizes of what comes in, and no value anywhere', async () => {
    const people = ['ana', 'ben', 'cem'];
    const { code, stdout, stderr } = await inferWhile(['--events', '9', '--out', 'drafted'], people);
    expect([code, stderr]).toEqual([0, expect.stringContaining('The draft rests on 6 events of')]);
    expect(stderr).toContain('Not told: 9 names that too few people brought');
    expect(stderr).toContain('Without a name that can be planned: 3 events.');
    const drafted = textsBelow('drafted');
    expect(drafted).toContain('# Written by `headgate plan infer --live`.');
    expect(drafted).toMatch(/from 3 events[^]*size:\n +type: number/);
    expect(drafted).toMatch(/items:\n +type: array\n +maxItems: 8\n +items:\n +type: object/);
    expect(drafted).toMatch(/held what describes people .*\(email\)\n(?: +#.*\n)* +mail:/);
    expect(drafted).toMatch(/call: identify\n[^]*tier:\n +type: string/);
    expect(drafted).not.toMatch(/enum:|const:|minimum:/);
    expect(`${stdout}${stderr}${drafted}`).not.toMatch(MARK);
    const linted = await startHeadgate(directory, ['plan', 'lint', 'drafted']).ended;
    expect(linted.code).toBe(0);
  });

  it('is answered by the gateway without a value, and so is the log', async () => {
    const answer = await fetch(`${admin}/v1/inference?seconds=60&limit=9`, {
      headers: { authorization: `Bearer ${token}` },
    });
    for (const userId of ['ana', 'ben', 'cem']) await send(userId);
    const lines = (await answer.text()).trim().split('\n');
    expect(lines.at(-1)).toBe('{"kind":"end","reason":"limit"}');
    expect(lines.join('\n')).toContain('"path":"items/[]/sku"');
    expect(lines.join('\n')).not.toMatch(MARK);
    const metrics = await fetch(`${admin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect(await metrics.text()).not.toMatch(MARK);
  });

  it('ends at Ctrl-C with the draft of what was seen', async () => {
    const started = infer('--out', 'stopped', '--progress', 'json');
    await started.saw('stderr', /learning types and sizes/);
    for (const userId of ['ana', 'ben', 'cem']) await send(userId);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    started.child.kill('SIGINT');
    const { code, stderr } = await started.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('The draft rests on 6 events of')]);
    expect(readdirSync(join(directory, 'stopped/events'))).toEqual(['cart_viewed.yaml', 'identify.yaml']);
  });

  it('counts for scripts, and ends with its time', async () => {
    const args = ['--for', '2s', '--out', 'counted', '--format', 'json'];
    const { code, stdout } = await inferWhile(args, ['ana', 'ben', 'cem']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'plan infer --live',
      counts: { restsOn: 6, events: 9, unnamed: 3, beyond: 0, passed: 0, untoldNames: 9 },
    });
  });

  it('writes nothing where nothing may be told of, and says why', async () => {
    const { code, stderr } = await inferWhile(['--for', '1s', '--out', 'none'], ['ana']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/of 3 events in \d s none may be told of[^]*Not told: 3 names/);
    expect(existsSync(join(directory, 'none'))).toBe(false);
  });

  it('runs once at a time', async () => {
    const first = infer('--for', '60s', '--out', 'first');
    await first.saw('stderr', /learning types and sizes/);
    const second = await infer('--for', '1s', '--out', 'second').ended;
    expect(second).toMatchObject({ code: 4, stdout: '' });
    expect(second.stderr).toContain('Somebody infers a plan already');
    first.child.kill('SIGINT');
    expect((await first.ended).code).toBe(5);
  });

  it.each([
    [['plan', 'infer', '--out', 'x'], 'there is nothing to draft a plan from'],
    [['plan', 'infer', 'a.jsonl', '--for', '3s', '--out', 'x'], '--for and --events go with --live only'],
    [['plan', 'infer', 'a.jsonl', '--live', '--out', 'x'], '--live reads a gateway, and no files'],
    [['plan', 'infer', '--live', '--events', '0', '--out', 'x'], '--events is not a count of events'],
    [['plan', 'infer', '--live', '--for', '241h', '--out', 'x'], '--for is not a length of time'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await startHeadgate(directory, args).ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('ends with the gateway, and keeps what it told', async () => {
    const started = infer('--out', 'ended');
    await started.saw('stderr', /learning types and sizes/);
    for (const userId of ['ana', 'ben', 'cem']) await send(userId);
    server.child.kill('SIGTERM');
    const { code, stderr } = await started.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('the gateway is stopping')]);
    expect(stderr).toContain('The draft rests on 6 events of');
    const served = await server.ended;
    expect(`${served.stdout}${served.stderr}`).not.toMatch(MARK);
  });
}, 60_000);
