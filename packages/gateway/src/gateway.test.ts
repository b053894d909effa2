import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  EVENT,
  HOOK_SECRET,
  PLAN,
  configOf,
  makeGateway,
  makePlace,
  runGateway,
  startVendor,
  until,
} from '../../../test/gateway-fixture.ts';
import type { Place, Running, Vendor } from '../../../test/gateway-fixture.ts';

const PERSON = 'mara.quill@mail.example';

let vendor: Vendor;
let place: Place;
let running: Running | null = null;

beforeEach(async () => {
  vendor = await startVendor();
  place = makePlace({
    'headgate.yaml': configOf(vendor.url),
    'plan.yaml': PLAN,
    'events/searched.yaml': EVENT,
  });
});

afterEach(async () => {
  await running?.gateway.stop();
  running = null;
  await vendor.close();
  place.remove();
});

async function start(): Promise<Running> {
  running = await runGateway(place);
  return running;
}

describe('a gateway with a plan that does not compile', () => {
  it('is not made, and the issues say where', async () => {
    place.write('events/searched.yaml', EVENT.replace('type: integer', 'type: intger'));
    const { value, issues } = await makeGateway(place);
    expect(value).toBeNull();
    expect(issues).toMatchObject([{ file: join(place.directory, 'events/searched.yaml'), line: 16 }]);
  });

  it.each([
    ['a vendor that the plan does not know', ['  hook:', '  hok:'], 'unplanned-vendor', 10],
    ['a secret written out', ['env:HOOK_SECRET', HOOK_SECRET], 'literal-secret', 10],
    ['a variable that is not set', ['env:HOOK_SECRET', 'env:MISSING'], 'unread-reference', 10],
    ['a setting of another kind', ["url: '", "urls: '"], 'vendor-setting', 10],
  ])('is not made with %s', async (_, [from = '', to = ''], rule, line) => {
    place.write('headgate.yaml', configOf(vendor.url).replace(from, to));
    const { value, issues } = await makeGateway(place);
    expect(value).toBeNull();
    const errors = issues.filter((issue) => issue.level === 'error');
    expect(errors[0]).toMatchObject({ rule, line, file: join(place.directory, 'headgate.yaml') });
    expect(JSON.stringify(issues)).not.toContain(HOOK_SECRET);
  });

  it('is not made where staging shares the project of production at a vendor', async () => {
    const production = `    production: { url: '${vendor.url}', secret: env:HOOK_SECRET, private_addresses_allowed: true }`;
    const config = configOf(vendor.url);
    expect(config).toContain(production);
    place.write(
      'headgate.yaml',
      config.replace(production, `${production}\n${production.replace('production', 'staging')}`),
    );
    const { value, issues } = await makeGateway(place);
    expect(value).toBeNull();
    expect(issues.filter(({ level }) => level === 'error')).toMatchObject([
      { rule: 'shared-vendor-project' },
    ]);

    const own = production.replace('production', 'staging').replace(vendor.url, `${vendor.url}/staging`);
    place.write('headgate.yaml', config.replace(production, `${production}\n${own}`));
    const made = await makeGateway(place);
    expect(made.issues.filter(({ level }) => level === 'error')).toEqual([]);
    await made.value?.stop();
  });

  it('is not made while another one holds its files', async () => {
    await start();
    const { value, issues } = await makeGateway(place);
    expect(value).toBeNull();
    expect(issues.filter((issue) => issue.level === 'error')).toMatchObject([{ rule: 'cannot-open' }]);
  });
});

describe('the way of one event', () => {
  it('is delivered, counted and found again in exposure and balance', async () => {
    const { client, send } = await start();
    expect(await send('web-key', { query: 'bread', results: 3, extra: PERSON })).toBe(200);
    await until(
      () => vendor.bodies,
      (bodies) => bodies.length > 0,
    );
    const exposure = await until(
      () => client.exposure({ vendor: 'hook' }),
      ({ deliveries }) => deliveries > 0,
    );
    expect(exposure).toMatchObject({ current: true, people: 1, deliveries: 1 });
    expect(exposure.fields.map(({ path, form }) => `${path} ${form}`)).toContain('properties.query clear');
    const { environments } = await client.balance();
    expect(environments).toMatchObject([
      {
        environment: 'production',
        accepted: 1,
        vendors: [{ vendor: 'hook', ended: 1, waiting: 0, outcomes: { delivered: 1 } }],
      },
    ]);
    expect(vendor.bodies.join()).not.toContain(PERSON);
    const metrics = await client.metrics();
    expect(metrics).toContain('headgate_events_accepted_total{protocol="segment"} 1\n');
    expect(metrics).toContain('headgate_events_ended_total{vendor="hook",outcome="delivered"} 1\n');
    expect(metrics).toMatch(/headgate_queue_capacity_bytes \d+\n/);
  });

  it('ends in its own environment: staging never reaches a vendor of production', async () => {
    const { client, send } = await start();
    expect(await send('staging-key', { query: 'bread' })).toBe(200);
    expect(await send('web-key', { query: 'cheese' })).toBe(200);
    await until(
      () => vendor.bodies,
      (bodies) => bodies.length > 0,
    );
    const environments = await until(
      async () => (await client.balance()).environments,
      (all) => all.length === 2,
    );
    expect(environments.find(({ environment }) => environment === 'staging')).toMatchObject({
      accepted: 1,
      vendors: [],
    });
    expect(vendor.bodies.join()).not.toContain('bread');
  });

  it('is explained field by field, without values', async () => {
    const { client, send } = await start();
    await send('web-key', { query: PERSON, results: 3, secret_note: 'psst' }, 'message-1');
    const explained = await client.explain('message-1');
    expect(explained).toMatchObject({ planned: 'shop.searched', source: 'web', planInForce: true });
    const [hook] = explained.vendors;
    expect(hook).toMatchObject({ vendor: 'hook', status: 'routed' });
    expect(hook?.fields.map(({ path, reason }) => [path, reason])).toEqual(
      expect.arrayContaining([
        ['properties.results', 'sent'],
        ['properties.secret_note', 'not-listed'],
        ['properties.query', 'redacted'],
      ]),
    );
    const text = JSON.stringify(explained);
    for (const value of [PERSON, 'psst', 'message-1', 'u-1']) expect(text).not.toContain(value);
    await expect(client.explain('message-2')).rejects.toMatchObject({
      problem: { refusal: 'unknown-event' },
    });
  });
});

describe('reloading the plan', () => {
  it('puts a good one in force and keeps the last good one against a bad one', async () => {
    const { client, log, send } = await start();
    const before = (await client.status()).plan.id;
    expect(await client.reload()).toEqual({ id: before, changed: false, issues: expect.anything() });

    place.write('events/searched.yaml', EVENT.replace('type: integer', 'type: intger'));
    await expect(client.reload()).rejects.toMatchObject({
      problem: { refusal: 'plan-refused', issues: [{ rule: 'bad-value', line: 16 }] },
    });
    const { plan } = await client.status();
    expect(plan).toMatchObject({ id: before, refused: { issues: [{ line: 16 }] } });
    expect(log.join('')).toContain('"snapshot-refused"');
    expect(await client.plan()).toMatchObject({
      id: before,
      root: null,
      plan: { path: 'plan.yaml', text: PLAN },
      events: [{ path: 'events/searched.yaml', text: EVENT }],
      reviewers: null,
    });
    const { environments } = await client.usage();
    expect(environments).toEqual([]);
    await expect(client.plan({ of: 'accepted' })).rejects.toMatchObject({
      problem: { refusal: 'no-accepted-plan' },
    });
    expect(await send('web-key', { query: 'bread' })).toBe(200);

    expect(await client.usage()).toMatchObject({
      id: before,
      environments: [
        { environment: 'production', events: [{ event: 'shop.searched', events: 1, violations: 0 }] },
      ],
    });

    place.write('events/searched.yaml', EVENT.replace('[query, results]', '[results]'));
    const { id, changed } = await client.reload();
    expect(changed).toBe(true);
    expect((await client.status()).plan).toMatchObject({ id, refused: null });
    await send('web-key', { query: 'rye', results: 1 }, 'after');
    const query = (await client.explain('after')).vendors[0]?.fields.find(({ path }) =>
      path.endsWith('query'),
    );
    expect(query).toMatchObject({ form: null, reason: 'not-listed' });
  });
});

describe('stopping', () => {
  it('leaves nothing that keeps the process, and can be asked for twice', async () => {
    const { gateway, admin, ports, log } = await start();
    await Promise.all([gateway.stop(), gateway.stop()]);
    await expect(fetch(`${admin}/livez`)).rejects.toThrow('fetch failed');
    await expect(fetch(`http://127.0.0.1:${ports.server}/`)).rejects.toThrow('fetch failed');
    expect(log.filter((line) => line.includes('"stopping"'))).toHaveLength(1);
    const again = await start();
    expect(await again.client.isAlive()).toBe(true);
  });

  it('happens by itself when a port cannot be had', async () => {
    const { ports } = await start();
    const other = makePlace({
      'headgate.yaml': configOf(vendor.url).replace('admin: { port: 0 }', `admin: { port: ${ports.admin} }`),
      'plan.yaml': PLAN,
      'events/searched.yaml': EVENT,
    });
    const { value } = await makeGateway(other);
    await expect(value?.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const { value: again } = await makeGateway(other);
    expect(again).not.toBeNull();
    await again?.stop();
    other.remove();
  });

  it('writes no event value and no token into the log', async () => {
    const { gateway, log, send } = await start();
    await send('web-key', { query: PERSON }, 'message-1');
    await gateway.stop();
    const text = log.join('');
    for (const value of [PERSON, gateway.adminToken, 'message-1', 'u-1', HOOK_SECRET])
      expect(text).not.toContain(value);
  });
});

describe('secrets that others can read', () => {
  it('keep the gateway from being made', async () => {
    const { gateway } = await start();
    await gateway.stop();
    const file = join(place.directory, '.headgate/admin-token');
    chmodSync(file, 0o644);
    const { value, issues } = await makeGateway(place);
    expect(value).toBeNull();
    expect(issues.at(-1)).toMatchObject({ rule: 'cannot-open', file });
  });
});
