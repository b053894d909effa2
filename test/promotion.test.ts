/**
 * A plan's way to production by the command line alone: locked, reviewed by keys of `ssh-keygen`'s kind, tried in a gateway of
 * staging, let through the gate, and put in force in the gateway of production.
 */
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROLES } from '../packages/core/src/plan/diff/change.ts';
import { publicBytes } from '../packages/gateway/src/snapshot/review/ssh-key.ts';
import { sshString } from '../packages/gateway/src/snapshot/review/ssh-wire.ts';
import { EVENT, HOOK_SECRET, PLAN, configOf } from './gateway-fixture.ts';
import { startHeadgate } from './headgate-process.ts';
import type { EndedHeadgate, StartedHeadgate } from './headgate-process.ts';

const PORTS = /events at (?<url>http:\S+), admin at (?<admin>http:[^\s,]+)/;
let directory = '';
const started: StartedHeadgate[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-promotion-'));
  for (const place of ['staging', 'production']) {
    write(
      `${place}/headgate.yaml`,
      `plan: ./telemetry/plan.yaml\nreviews: ${policyOf(place)}\n${configOf('http://127.0.0.1:1/')}`,
    );
  }
  const reviewers = ROLES.map((role) => ({ by: role, roles: [role], keys: [makeKey(role)] }));
  write(
    'work/plan.yaml',
    `${PLAN}environments: { staging: { promotion: { soak: P0D, min_events: 3, min_events_each: 3, max_violation_rate: 0 } } }\n`,
  );
  write('work/events/a.yaml', EVENT);
  write('work/reviewers.yaml', JSON.stringify({ apiVersion: 'headgate/v1', kind: 'reviewers', reviewers }));
});
afterAll(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(directory, { recursive: true, force: true });
});

it('goes from the first lock to production, and the next change after it', async () => {
  await goes('plan lock --plan work');
  await signAll(await review());
  expect((await run('review status --plan work')).code).toBe(0);

  // Nothing is in production yet, so the first plan is put there as it is.
  const untried = await run('plan promote --plan work --to production/telemetry');
  expect(untried).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/✘ soak .*No gateway of staging was asked/),
  });
  expect(existsSync(join(directory, 'production/telemetry'))).toBe(false);

  copyToStaging();
  const staging = await serve('staging');
  const unseen = await run(`plan gate --plan work --admin ${staging.admin}`, staging.token);
  expect(unseen.stdout).toMatch(/✘ each-event +Seen less than 3 times: shop\.searched \(0\)/);
  await send(staging, 3, 'first');
  const gate = await run(`plan gate --plan work --admin ${staging.admin}`, staging.token);
  expect(gate).toMatchObject({ code: 0, stderr: expect.stringContaining('The gate is open.') });
  await goes(`plan promote --plan work --to production/telemetry --admin ${staging.admin}`, staging.token);
  const production = await serve('production');

  // A longer text widens: privacy and analytics must agree, and the version must rise.
  change('maxLength: 200', 'maxLength: 400');
  const base = '--base production/telemetry';
  await goes(`plan lock --plan work ${base}`);
  expect(JSON.parse(readFileSync(join(directory, 'work/plan.lock.json'), 'utf8'))).toMatchObject({
    change: {
      semver: 'minor',
      direction: 'widening',
      kinds: ['D08', 'D24'],
      roles: ['privacy', 'analytics'],
    },
  });
  const closed = await run(`plan gate --plan work ${base}`);
  expect(closed.code).toBe(1);
  expect(closed.stdout).toMatch(/✘ version .*shop\.searched \(minor\)/);
  expect(closed.stdout).toMatch(/✘ reviews .*privacy \(privacy\), analytics \(analytics\)/);
  expect(closed.stdout).toMatch(/✘ soak/);

  change('version: 1.0.0', 'version: 1.1.0');
  await goes(`plan lock --plan work ${base}`);
  const file = await review(base);
  for (const role of ['privacy', 'analytics']) await sign(file, role);
  copyToStaging();
  await goes(`review status --plan work ${base}`);
  const reloaded = await fetch(`${staging.admin}/v1/plan/reload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staging.token['HEADGATE_ADMIN_TOKEN'] ?? ''}` },
  });
  expect(reloaded.status).toBe(200);
  await send(staging, 3, 'second');
  await goes(
    `plan promote --plan work ${base} --to production/telemetry --admin ${staging.admin} --production-admin ${production.admin}`,
    {
      ...staging.token,
      HEADGATE_PRODUCTION_ADMIN_TOKEN: production.token['HEADGATE_ADMIN_TOKEN'] ?? '',
    },
  );
  const accepted = readFileSync(join(directory, 'production/.headgate/accepted-plan.json'), 'utf8');
  expect(accepted).toContain('maxLength: 400');

  // The next change meets some subjects first, and only as many as it says.
  change('maxLength: 400', 'maxLength: 600');
  change('version: 1.1.0', 'version: 1.2.0');
  write(
    'work/plan.yaml',
    `${PLAN}environments: { production: { promotion: { canary: 0.05, min_events: 20, max_violation_rate: 0 } } }\n`,
  );
  await goes(`plan lock --plan work ${base}`);
  await signAll(await review(base));
  const tokens = { HEADGATE_PRODUCTION_ADMIN_TOKEN: production.token['HEADGATE_ADMIN_TOKEN'] ?? '' };
  const promote = `plan promote --plan work ${base} --to production/telemetry --production-admin ${production.admin}`;
  const whole = await run(promote, tokens);
  expect(whole).toMatchObject({ code: 1, stdout: expect.stringMatching(/✘ canary .*of at most 5 %/) });
  expect((await run(`${promote} --canary 6%`, tokens)).code).toBe(1);
  await goes(`${promote} --canary 5%`, tokens);
  expect(readFileSync(join(directory, 'production/telemetry/events/a.yaml'), 'utf8')).toContain('400');
  const short = await run(`plan ramp 50% --production-admin ${production.admin}`, tokens);
  expect(short).toMatchObject({ code: 1, stdout: expect.stringMatching(/✘ canary-events .*of 20/) });

  // Killed, it goes on with the same candidate and share.
  const killed = started.at(-1);
  killed?.child.kill('SIGKILL');
  await killed?.ended;
  const restarted = await serve('production');
  const ramp = (share: string): Promise<EndedHeadgate> =>
    run(`plan ramp ${share} --production-admin ${restarted.admin}`, tokens);
  await sendPeople(restarted, 1000);
  const shown = await run(`plan gate --plan work ${base} --production-admin ${restarted.admin}`, tokens);
  expect(shown).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /✔ canary-violations 0 violations in \d+ events: 0 %, of at most 0 %\. The plan in force: 0 violations in \d+ events/,
    ),
  });
  expect(await ramp('50%')).toMatchObject({ code: 0, stderr: expect.stringContaining('50 % of subjects') });
  expect((await ramp('100%')).stderr).toContain('Name the directory of the plan in production with --to.');
  expect((await ramp('100% --to production/telemetry')).code).toBe(0);
  const second = readFileSync(join(directory, 'production/.headgate/accepted-plan.json'), 'utf8');
  expect(second).toContain('maxLength: 600');
  expect(existsSync(join(directory, 'production/telemetry/.candidate'))).toBe(false);
  expect((await ramp('--abort')).stderr).toContain('No canary runs');

  // What production admitted is what the next change is compared with: asked for, or as its file.
  change('maxLength: 600', 'maxLength: 800');
  const asked = await run(
    `plan diff work --against gateway --admin ${restarted.admin} --format json`,
    production.token,
  );
  expect(kindsIn(asked)).toEqual(['D08', 'D24']);
  const kept = await run('plan diff work --against production/.headgate/accepted-plan.json --format json');
  expect(kindsIn(kept)).toEqual(['D08', 'D24']);
  // Staging asks for no signatures, so there it is the plan in force.
  const tried = await run(`plan diff work --against gateway --admin ${staging.admin}`, staging.token);
  expect(tried).toMatchObject({ code: 0, stderr: expect.stringContaining('never admitted a signed plan') });
}, 600_000);

function kindsIn({ stdout }: EndedHeadgate): unknown {
  const { changes } = JSON.parse(stdout) as { changes: { kind: string }[] };
  return changes.map(({ kind }) => kind);
}

interface Served {
  readonly url: string;
  readonly admin: string;
  readonly token: Readonly<Record<string, string>>;
}

function policyOf(place: string): string {
  return place === 'production' ? 'required' : 'none';
}

async function serve(place: string): Promise<Served> {
  const gateway = startHeadgate(join(directory, place), ['serve'], { HOOK_SECRET });
  started.push(gateway);
  const { groups } = await gateway.saw('stderr', PORTS);
  const token = readFileSync(join(directory, place, '.headgate/admin-token'), 'utf8').trim();
  return {
    url: groups?.['url'] ?? '',
    admin: groups?.['admin'] ?? '',
    token: { HEADGATE_ADMIN_TOKEN: token },
  };
}

async function send({ url }: Served, count: number, name: string): Promise<void> {
  for (let at = 0; at < count; at++) {
    const answer = await fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('staging-key:')}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        event: 'Searched',
        messageId: `${name}-${at}`,
        userId: 'u',
        properties: { results: at },
      }),
    });
    expect(answer.status).toBe(200);
  }
}

/** One event of each person, in production. */
async function sendPeople({ url }: Served, count: number): Promise<void> {
  const batch = Array.from({ length: count }, (_, at) => ({
    type: 'track',
    event: 'Searched',
    messageId: `person-${at}`,
    userId: `person-${at}`,
    properties: { results: 1 },
  }));
  const answer = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('web-key:')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
  });
  expect(answer.status).toBe(200);
}

function write(path: string, text: string): void {
  mkdirSync(join(directory, path, '..'), { recursive: true });
  writeFileSync(join(directory, path), text);
}

function change(from: string, to: string): void {
  const path = join(directory, 'work/events/a.yaml');
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

/** Gives the public line; the private key lies in a file named as the role. */
function makeKey(role: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  write(`${role}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const blob = Buffer.concat([sshString('ssh-ed25519'), sshString(publicBytes(privateKey))]);
  return `ssh-ed25519 ${blob.toString('base64')}`;
}

function run(line: string, variables: Readonly<Record<string, string>> = {}): Promise<EndedHeadgate> {
  return startHeadgate(directory, line.split(' ').filter(Boolean), variables).ended;
}

async function goes(line: string, variables?: Readonly<Record<string, string>>): Promise<void> {
  const ended = await run(line, variables);
  // With its output, which says why.
  expect({ line, ...ended }).toMatchObject({ code: 0 });
}

/** Begins a review of the plan as it is locked; gives its file. */
async function review(base = ''): Promise<string> {
  const { stdout, code } = await run(`review start --plan work --author dev ${base}`);
  expect(code).toBe(0);
  return stdout.trim();
}

async function sign(file: string, role: string): Promise<void> {
  await goes(`review sign ${file} --role ${role} --by ${role} --key ${role}.pem`);
}

async function signAll(file: string): Promise<void> {
  for (const role of ROLES) await sign(file, role);
}

function copyToStaging(): void {
  cpSync(join(directory, 'work'), join(directory, 'staging/telemetry'), { recursive: true });
}
