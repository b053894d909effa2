import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  EVENT,
  PLAN,
  configOf,
  makePlace,
  runGateway,
  startVendor,
  until,
} from '../../../../test/gateway-fixture.ts';
import type { Place, Running, Vendor } from '../../../../test/gateway-fixture.ts';
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

async function sendBatch(port: number, count: number): Promise<void> {
  const message = { type: 'track', event: 'Searched', userId: 'u-1', properties: { query: 'bread' } };
  const answer = await fetch(`http://127.0.0.1:${port}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('web-key:')}` },
    body: JSON.stringify({ batch: Array.from({ length: count }, () => message) }),
  });
  expect(answer.status).toBe(200);
}

function withControl(limits: string): string {
  return configOf(vendor.url).replace('  deliver:', `  control: { ${limits} }\n  deliver:`);
}

async function start(): Promise<Running> {
  running = await runGateway(place);
  return running;
}

interface Given {
  readonly body?: string;
  readonly type?: string;
}

const REFUSED: readonly (readonly [string, string, Given, number, string])[] = [
  ['a path that is no route', '/v1/nothing', {}, 404, 'unknown-route'],
  ['an unknown query parameter', '/v1/exposure?vendor=hook&x=1', {}, 400, 'bad-request'],
  ['a day that is none', '/v1/exposure?vendor=hook&from=2026-02-31', {}, 400, 'bad-request'],
  ['a body that is no JSON', '/v1/vendors/hook/cut', { body: '{' }, 400, 'bad-request'],
  ['a body without a reason', '/v1/vendors/hook/cut', { body: '{}' }, 400, 'bad-request'],
  [
    'a body of another type',
    '/v1/vendors/hook/cut',
    { body: 'x', type: 'text/csv' },
    415,
    'wrong-media-type',
  ],
  [
    'a body at the limit, of spaces',
    '/v1/vendors/hook/cut',
    { body: ' '.repeat(65_536) },
    400,
    'bad-request',
  ],
  ['a body over the limit', '/v1/vendors/hook/cut', { body: ' '.repeat(65_537) }, 413, 'too-large'],
  ['a burn without a reason', '/v1/vendors/hook/burn', { body: '{}' }, 400, 'bad-request'],
  ['a vendor that is none', '/v1/vendors/nobody/cut', { body: '{"reason":"r"}' }, 404, 'unknown-vendor'],
];

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
      () => stranger.infer({ seconds: 1 }).next(),
      () => stranger.explain('x'),
      () => stranger.vendors(),
      () => stranger.cut('hook', 'because'),
      () => stranger.resume('hook', 'because'),
      () => stranger.plan(),
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

  it.each(REFUSED)('refuses %s in problem details', async (...[, path, given, status, refusal]) => {
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

  it('takes as many connections as the limit, and closes one over', async () => {
    place.write('headgate.yaml', withControl('connections_max: 1'));
    const { ports } = await start();
    const first = connect(ports.admin, '127.0.0.1');
    await once(first, 'connect');
    const second = connect(ports.admin, '127.0.0.1');
    second.on('error', () => undefined);
    await once(second, 'close');
    first.write('GET /livez HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    const [answer] = await once(first, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('gives up on a request that takes longer than the limit', async () => {
    place.write('headgate.yaml', withControl('request_timeout_ms: 100'));
    const { ports } = await start();
    const slow = connect(ports.admin, '127.0.0.1');
    slow.write('GET /livez HTTP/1.1\r\nHost: h\r\n');
    const [answer] = await once(slow, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
    slow.destroy();
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
    expect((await client.vendors()).find((each) => each.vendor === 'hook')).toMatchObject({
      state: 'flowing',
    });
    await send('web-key', { query: 'cheese' });
    await until(
      () => vendor.bodies,
      (bodies) => bodies.length > 0,
    );
    expect(vendor.bodies.join()).not.toContain('bread');
  });
});

function userIdsOf(): Set<string> {
  return new Set([...vendor.bodies.join().matchAll(/"userId":"([^"]+)"/g)].map(([, id = '']) => id));
}

describe('burning an epoch', () => {
  it('gives the vendor new pseudonyms at once and over a restart, with the plan on disk broken', async () => {
    const first = await start();
    await sendBatch(first.ports.server, 1);
    await until(userIdsOf, (ids) => ids.size === 1);
    writeFileSync(join(place.directory, 'plan.yaml'), 'not: a plan');
    expect(await first.client.burn('hook', 'breach reported')).toMatchObject({
      vendor: { vendor: 'hook', state: 'flowing' },
      epoch: 1,
    });
    await sendBatch(first.ports.server, 1);
    await until(userIdsOf, (ids) => ids.size === 2);
    await first.gateway.stop();

    writeFileSync(join(place.directory, 'plan.yaml'), PLAN);
    const { ports } = await start();
    await sendBatch(ports.server, 1);
    await until(
      () => vendor.bodies,
      (bodies) => bodies.length === 3,
    );
    const tags = [...userIdsOf()].map((id) => id.slice(0, 3));
    expect(tags).toEqual(['p1A', 'p1B']);
  });

  it('counts what waits under the epoch before', async () => {
    const { client, ports } = await start();
    await client.cut('hook', 'drill');
    await sendBatch(ports.server, 1);
    expect((await client.burn('hook', 'drill')).waiting).toBe(0);
  });
});

describe('a tap', () => {
  it('gets masked events, then an end at its limit', async () => {
    const { client, send } = await start();
    const lines: TapLine[] = [];
    const tap = client.tap({ event: 'shop.*', vendor: 'hook', outcome: 'routed', limit: 1 });
    lines.push((await tap.next()).value as TapLine);
    await send(
      'web-key',
      { query: 'a bread with a very long name', results: 4711, extra: PERSON },
      'message-1',
    );
    for await (const line of tap) lines.push(line);
    expect(lines.map(({ kind }) => kind)).toEqual(['listening', 'event', 'end']);
    expect(lines[1]).toMatchObject({
      planned: 'shop.searched',
      remarks: [{ rule: 'unplanned-field', path: '', action: 'stripped' }],
      vendors: [{ vendor: 'hook', event: { properties: { query: 'a… (≤ 32)', results: 5000 } } }],
    });
    for (const value of [PERSON, 'bread', 'message-1', 'u-1'])
      expect(JSON.stringify(lines)).not.toContain(value);
  });

  it('ends with the gateway, and no more can be opened than the limit', async () => {
    place.write('headgate.yaml', withControl('taps_max: 1'));
    const { client, gateway } = await start();
    const tap = client.tap();
    expect((await tap.next()).value).toEqual({ kind: 'listening' });
    await expect(client.tap().next()).rejects.toMatchObject({ problem: { refusal: 'too-many-taps' } });
    const [end] = await Promise.all([tap.next(), gateway.stop()]);
    expect(end.value).toEqual({ kind: 'end', reason: 'stopping' });
  });

  it('is cut when its reader is too slow, without holding up any event', async () => {
    place.write('headgate.yaml', withControl('taps_max: 1, tap_bytes_max: 1000'));
    const { client, ports, gateway } = await start();
    const socket = connect(ports.admin, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /v1/tap HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${gateway.adminToken}\r\n\r\n`);
    await new Promise((resolve) => socket.once('readable', resolve));
    const isCut = async (): Promise<boolean> => {
      await sendBatch(ports.server, 2_000);
      const answer = await client
        .tap()
        .next()
        .catch((error: unknown) => error);
      return !(answer instanceof GatewayRefused);
    };
    expect(await until(isCut, (cut) => cut)).toBe(true);
    socket.destroy();
  });

  it('is forgotten when its reader goes away', async () => {
    place.write('headgate.yaml', withControl('taps_max: 1'));
    const { client } = await start();
    const tap = client.tap();
    await tap.next();
    await tap.return();
    const again = await until(
      () =>
        client
          .tap()
          .next()
          .catch((error: unknown) => error),
      (answer) => !(answer instanceof GatewayRefused),
    );
    expect(again).toMatchObject({ value: { kind: 'listening' } });
  });
});
