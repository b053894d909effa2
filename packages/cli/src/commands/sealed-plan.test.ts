/** A plan that seals fields, as the commands meet it that check plans where no gateway is, and as `doctor` meets it where one is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';

const PLAN = `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
identity: { ids: [user_id] }
vendors:
  left: { kind: warehouse, role: controller, max_tier: 3, time: 1h }
  right: { kind: webhook, max_tier: 3, time: 1d }
`;
const EVENT = `apiVersion: headgate/v1
kind: event
id: seen
version: 1.0.0
wire: { call: track, name: Seen }
description: Seen.
expires: never
sources: [web]
subjects: [customer]
purposes: [analytics]
vendors: { left: '*', right: '*' }
schema:
  type: object
  properties:
    email:
      type: string
      maxLength: 200
      x-headgate:
        categories: [user.contact.email]
        transform: { '*': { seal: { to: support, travel: true } } }
`;
const CONFIG = `plan: telemetry/plan.yaml
server: { port: 0 }
admin: { port: 0 }
sources: { web: { write_key: key, environment: production } }
vendors: { left: { production: { directory: ./warehouse } } }
`;
const RECIPIENTS = JSON.stringify({
  version: 1,
  tenant: 'shop',
  groups: {
    support: {
      kid: 'dc2e695d2d8223b3',
      publicKey: 'ZLoSGCpwoP00EF68gAvV6RmctKl7DgH8L6FVzWbPH3U',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2099-01-01T00:00:00.000Z',
    },
  },
});

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-sealed-plan-'));
  mkdirSync(join(directory, 'telemetry/events'), { recursive: true });
  writeFileSync(join(directory, 'telemetry/plan.yaml'), PLAN);
  writeFileSync(join(directory, 'telemetry/events/seen.yaml'), EVENT);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function headgate(...given: readonly string[]): Promise<EndedHeadgate> {
  return startHeadgate(directory, given).ended;
}

async function doctor(config: string): Promise<{ readonly code: number | null; readonly found: string }> {
  writeFileSync(join(directory, 'headgate.yaml'), config);
  const { code, stdout } = await headgate('doctor', '--format', 'json');
  rmSync(join(directory, 'headgate.yaml'));
  const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string; found: string }[] };
  expect(checks.find(({ name }) => name === 'plan')).toMatchObject({ state: 'passed' });
  const broken = checks.filter(({ state }) => state === 'failed');
  return { code, found: broken.map(({ name, found }) => `${name}: ${found}`).join('\n') };
}

describe('a plan that seals', () => {
  it('has no fault by itself: which groups have keys is a matter of the configuration', async () => {
    expect((await headgate('plan', 'lint')).code).toBe(0);
    expect((await headgate('plan', 'diff', '--against', 'telemetry')).code).toBe(0);
  });

  it('is measured, and what travels sealed is in common to no two vendors', async () => {
    const lines = Array.from({ length: 60 }, (_, at) =>
      JSON.stringify({
        type: 'track',
        event: 'Seen',
        messageId: `m-${at}`,
        userId: `u-${at % 30}`,
        timestamp: '2026-11-27T12:00:00Z',
        properties: { email: `person-${at % 30}@shop.example` },
      }),
    );
    writeFileSync(join(directory, 'sample.jsonl'), lines.join('\n'));
    const { code, stdout } = await headgate(
      'linkability',
      'sample.jsonl',
      '--plan',
      'telemetry',
      '--format',
      'json',
    );
    expect(code).toBe(0);
    const { pairs } = JSON.parse(stdout) as {
      pairs: { events: number; measures: { join: string; events: number }[] }[];
    };
    expect(pairs.map(({ events }) => events)).toEqual([60]);
    expect(pairs[0]?.measures.find(({ join: on }) => on === 'ids')).toMatchObject({ events: 0 });
  });

  it('runs for development, under keys made for the run', async () => {
    const dev = startHeadgate(directory, ['dev'], {
      HEADGATE_SERVER__PORT: String(await freePort()),
      HEADGATE_ADMIN__PORT: String(await freePort()),
    });
    await dev.saw('stderr', /nobody has: it cannot be opened/);
    const { groups } = await dev.saw('stderr', /events at (?<url>http:\S+),/);
    const answer = await fetch(`${groups?.['url']}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('dev-web:')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ event: 'Seen', userId: 'u-1', properties: { email: 'ana@shop.example' } }),
    });
    expect(answer.status).toBe(200);
    await dev.saw('stdout', /→ left +routed .*"email":"h…/);
    dev.child.kill('SIGINT');
    expect((await dev.ended).code).toBe(0);
  });

  it('is well to the doctor with the keys of its groups, and not without', async () => {
    expect(await doctor(CONFIG)).toEqual({
      code: 1,
      found:
        'connections: Event seen seals "email" to "support", but the configuration names no recipients file that can be read.',
    });
    writeFileSync(join(directory, 'recipients.json'), RECIPIENTS);
    expect(await doctor(`${CONFIG}seal: { recipients: recipients.json }\n`)).toEqual({ code: 0, found: '' });
    writeFileSync(join(directory, 'recipients.json'), RECIPIENTS.replace('support', 'steward'));
    expect(await doctor(`${CONFIG}seal: { recipients: recipients.json }\n`)).toEqual({
      code: 1,
      found:
        'connections: Event seen seals "email" to "support", a group that the recipients file does not know.',
    });
  });
});
