import { readFileSync, statSync, writeFileSync } from 'node:fs';
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
import { GatewayRefused, GatewayUnauthorised, createClient } from '@headgate/api';
import type { TapLine } from '@headgate/api';

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
    expect(issues).toMatchObject([{ file: join(place.directory, 'events/searched.yaml'), line: 15 }]);
  });

  it.each([
    ['a vendor that the plan does not know', ['  hook:', '  hok:'], 'unplanned-vendor', 9],
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
    await until(() => vendor.bodies, (bodies) => bodies.length > 0);
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
    await until(() => vendor.bodies, (bodies) => bodies.length > 0);
    const environments = await until(
      async () => (await client.balance()).environments,
      (all) => all.length === 2,
    );
    expect(environments.find(({ environment }) => environment === 'staging')).toMatchObject({ accepted: 1, vendors: [] });
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
    await expect(client.explain('message-2')).rejects.toMatchObject({ problem: { refusal: 'unknown-event' } });
  });
});

describe('the admin port', () => {
  it.each([
    ['no token', null],
    ['a wrong token', 'a'.repeat(43)],
  ])('answers 401 to %s, on every route of the contract that needs one', async (_, token) => {
    const { admin } = await start();
    const stranger = createClient({ url: admin, token, fetch });
    for (const asked of [
      () => stranger.status(),
      () => stranger.balance(),
      () => stranger.exposure({ vendor: 'hook' }),
      () => stranger.tap().next(),
      () => stranger.explain('x'),
      () => stranger.vendors(),
      () => stranger.cut('hook', 'because'),
      () => stranger.resume('hook', 'because'),
      () => stranger.reload(),
    ]) {
      await expect(asked()).rejects.toBeInstanceOf(GatewayUnauthorised);
    }
    expect(await stranger.isAlive()).toBe(true);
  });

  it('keeps its token in a file that only its owner reads', async () => {
    const { gateway } = await start();
    const file = join(place.directory, '.headgate/admin-token');
    expect(readFileSync(file, 'utf8').trim()).toBe(gateway.adminToken);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['a path that is no route', '/v1/nothing', {}, 404, 'unknown-route'],
    ['an unknown query parameter', '/v1/exposure?vendor=hook&x=1', {}, 400, 'bad-request'],
    ['a day that is none', '/v1/exposure?vendor=hook&from=2026-02-31', {}, 400, 'bad-request'],
    ['a body that is no JSON', '/v1/vendors/hook/cut', { body: '{' }, 400, 'bad-request'],
    ['a body without a reason', '/v1/vendors/hook/cut', { body: '{}' }, 400, 'bad-request'],
    ['a body of another type', '/v1/vendors/hook/cut', { body: 'x', type: 'text/csv' }, 415, 'wrong-media-type'],
    ['a body over the limit', '/v1/vendors/hook/cut', { body: ' '.repeat(65_537) }, 413, 'too-large'],
    ['a vendor that is none', '/v1/vendors/nobody/cut', { body: '{"reason":"r"}' }, 404, 'unknown-vendor'],
  ])('refuses %s in problem details', async (_, path, given: { body?: string; type?: string }, status, refusal) => {
    const { admin, gateway } = await start();
    const answer = await fetch(`${admin}${path}`, {
      method: given.body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${gateway.adminToken}`,
        ...(given.body === undefined ? {} : { 'content-type': given.type ?? 'application/json' }),
      },
      ...(given.body === undefined ? {} : { body: given.body }),
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, refusal, type: `urn:headgate:refusal:${refusal}` });
    expect(answer.status).toBe(status);
  });

  it('says whether events can be accepted, and by which checks', async () => {
    const { admin } = await start();
    expect(await (await fetch(`${admin}/readyz`)).json()).toEqual({ ready: true });
    const verbose = await (await fetch(`${admin}/readyz?verbose`)).json();
    expect(verbose).toMatchObject({ checks: [{ name: 'accepting', passed: true }, { passed: true }] });
  });
});

describe('cutting a vendor', () => {
  it('shows in the status, holds over a restart, and ends with a resumption', async () => {
    const first = await start();
    const { vendor: cut } = await first.client.cut('hook', 'breach reported');
    expect(cut).toMatchObject({ state: 'cut', changed: { by: 'admin-token', reason: 'breach reported' } });
    await first.send('web-key', { query: 'bread' }, 'while-cut');
    expect((await first.client.explain('while-cut')).vendors[0]?.status).toBe('vendor-cut');
    await first.gateway.stop();

    const { client, send } = await start();
    expect((await client.status()).lanes).toMatchObject([{ vendor: 'hook', state: 'cut', held: 'cut' }]);
    expect(vendor.bodies).toEqual([]);
    await client.resume('hook', 'cleared');
    expect((await client.vendors()).find((each) => each.vendor === 'hook')).toMatchObject({ state: 'flowing' });
    await send('web-key', { query: 'cheese' });
    await until(() => vendor.bodies, (bodies) => bodies.length > 0);
    expect(vendor.bodies.join()).not.toContain('bread');
  });
});

describe('a tap', () => {
  it('gets masked events, then an end at its limit', async () => {
    const { client, send } = await start();
    const lines: TapLine[] = [];
    const tap = client.tap({ event: 'shop.*', vendor: 'hook', outcome: 'routed', limit: 1 });
    lines.push((await tap.next()).value as TapLine);
    await send('web-key', { query: 'a bread with a very long name', results: 4711, extra: PERSON }, 'message-1');
    for await (const line of tap) lines.push(line);
    expect(lines.map(({ kind }) => kind)).toEqual(['listening', 'event', 'end']);
    expect(lines[1]).toMatchObject({
      planned: 'shop.searched',
      remarks: [{ rule: 'unplanned-field', path: '', action: 'stripped' }],
      vendors: [{ vendor: 'hook', event: { properties: { query: 'a… (≤ 32)', results: 5000 } } }],
    });
    for (const value of [PERSON, 'bread', 'message-1', 'u-1']) expect(JSON.stringify(lines)).not.toContain(value);
  });

  it('ends with the gateway, and no more can be opened than the limit', async () => {
    place.write('headgate.yaml', configOf(vendor.url).replace('  deliver:', '  control: { taps_max: 1 }\n  deliver:'));
    const { client, gateway } = await start();
    const tap = client.tap();
    expect((await tap.next()).value).toEqual({ kind: 'listening' });
    await expect(client.tap().next()).rejects.toMatchObject({ problem: { refusal: 'too-many-taps' } });
    const [end] = await Promise.all([tap.next(), gateway.stop()]);
    expect(end.value).toEqual({ kind: 'end', reason: 'stopping' });
  });

  it('is forgotten when its reader goes away', async () => {
    place.write('headgate.yaml', configOf(vendor.url).replace('  deliver:', '  control: { taps_max: 1 }\n  deliver:'));
    const { client } = await start();
    const tap = client.tap();
    await tap.next();
    await tap.return();
    const again = await until(
      () => client.tap().next().catch((error: unknown) => error),
      (answer) => !(answer instanceof GatewayRefused),
    );
    expect(again).toMatchObject({ value: { kind: 'listening' } });
  });
});

describe('reloading the plan', () => {
  it('puts a good one in force and keeps the last good one against a bad one', async () => {
    const { client, log, send } = await start();
    const before = (await client.status()).plan.id;
    expect(await client.reload()).toEqual({ id: before, changed: false, issues: expect.anything() });

    place.write('events/searched.yaml', EVENT.replace('type: integer', 'type: intger'));
    await expect(client.reload()).rejects.toMatchObject({
      problem: { refusal: 'plan-refused', issues: [{ rule: 'bad-value', line: 15 }] },
    });
    const { plan } = await client.status();
    expect(plan).toMatchObject({ id: before, refused: { issues: [{ line: 15 }] } });
    expect(log.join('')).toContain('"snapshot-refused"');
    expect(await send('web-key', { query: 'bread' })).toBe(200);

    place.write('events/searched.yaml', EVENT.replace('[query, results]', '[results]'));
    const { id, changed } = await client.reload();
    expect(changed).toBe(true);
    expect((await client.status()).plan).toMatchObject({ id, refused: null });
    await send('web-key', { query: 'rye', results: 1 }, 'after');
    const query = (await client.explain('after')).vendors[0]?.fields.find(({ path }) => path.endsWith('query'));
    expect(query).toMatchObject({ form: null, reason: 'not-listed' });
  });

  it('refuses a plan that gives a connected vendor another kind', async () => {
    const { client } = await start();
    place.write('plan.yaml', PLAN.replace('hook: { kind: webhook', 'hook: { kind: warehouse'));
    place.write('headgate.yaml', 'unread: true');
    await expect(client.reload()).rejects.toMatchObject({ problem: { refusal: 'plan-refused' } });
  });
});

describe('stopping', () => {
  it('leaves nothing that keeps the process, and can be asked for twice', async () => {
    const { gateway, admin, ports, log } = await start();
    await Promise.all([gateway.stop(), gateway.stop()]);
    await expect(fetch(`${admin}/livez`)).rejects.toThrow();
    await expect(fetch(`http://127.0.0.1:${ports.server}/`)).rejects.toThrow();
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
    for (const value of [PERSON, gateway.adminToken, 'message-1', 'u-1', HOOK_SECRET]) expect(text).not.toContain(value);
  });
});

describe('secrets that others can read', () => {
  it('keep the gateway from being made', async () => {
    const { gateway } = await start();
    await gateway.stop();
    const file = join(place.directory, '.headgate/admin-token');
    writeFileSync(file, `${gateway.adminToken}\n`, { mode: 0o644 });
    const { chmodSync } = await import('node:fs');
    chmodSync(file, 0o644);
    const { value, issues } = await makeGateway(place);
    expect(value).toBeNull();
    expect(issues.at(-1)).toMatchObject({ rule: 'cannot-open', file });
  });
});
