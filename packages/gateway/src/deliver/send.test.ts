import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { VendorRequest } from '@headgate/core';
import { createFakeClock, startFakeVendor, until } from '../../../../test/deliver-fixture.ts';
import type { FakeVendor, Received, Reply } from '../../../../test/deliver-fixture.ts';
import { DOOR_LIMITS } from './limits.ts';
import { createDoor } from './send.ts';
import type { Door, DoorOptions } from './send.ts';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function vendorOf(
  reply: (received: Received, count: number) => Reply | Promise<Reply> = () => ({ status: 200 }),
): Promise<FakeVendor> {
  const vendor = await startFakeVendor(reply);
  opened.push(() => vendor.close());
  return vendor;
}

function doorOf(options: Partial<DoorOptions>): Door {
  const door = createDoor({ hosts: [], limits: DOOR_LIMITS, clock: createFakeClock(), ...options });
  opened.push(() => door.close());
  return door;
}

function doorTo(host: string, options: Partial<DoorOptions> = {}): Door {
  return doorOf({ hosts: [{ host, privateAddressesAllowed: true }], ...options });
}

function post(url: string, given: Partial<VendorRequest> = {}): VendorRequest {
  return { method: 'POST', url, headers: {}, body: '{}', gzip: false, carries: [0], ...given };
}

describe('a request to a registered host', () => {
  it('arrives as it was made and brings the answer back with lower-case header names', async () => {
    const vendor = await vendorOf(() => ({ status: 429, body: 'wait', headers: { 'Retry-After': '3' } }));
    const sent = await doorTo(vendor.host).send(
      post(`${vendor.url}/in?x=1`, { headers: { 'webhook-id': 'm1' }, body: '{"ü":1}' }),
    );
    expect(sent).toMatchObject({
      kind: 'answered',
      answer: { status: 429, body: 'wait', headers: { 'retry-after': '3' } },
    });
    expect(vendor.received).toMatchObject([
      { path: '/in?x=1', text: '{"ü":1}', headers: { 'webhook-id': 'm1', 'content-length': '8' } },
    ]);
  });

  it('is a PUT of bytes as they are, when that is asked', async () => {
    const vendor = await vendorOf();
    const body = Uint8Array.from(Buffer.from('["bytes"]'));
    const sent = await doorTo(vendor.host).send({ ...post(`${vendor.url}/key`), method: 'PUT', body });
    expect(sent).toMatchObject({ kind: 'answered', answer: { status: 200 } });
    expect(vendor.received).toMatchObject([
      { method: 'PUT', path: '/key', text: '["bytes"]', headers: { 'content-length': '9' } },
    ]);
    expect(vendor.received[0]?.headers).not.toHaveProperty('content-encoding');
  });

  it('is compressed when asked', async () => {
    const vendor = await vendorOf();
    await doorTo(vendor.host).send(post(vendor.url, { body: '[1]', gzip: true }));
    expect(vendor.received).toMatchObject([{ text: '[1]', headers: { 'content-encoding': 'gzip' } }]);
  });

  it('uses the connection again', async () => {
    const vendor = await vendorOf();
    const door = doorTo(vendor.host);
    await door.send(post(vendor.url));
    await door.send(post(vendor.url));
    expect(vendor.received[1]?.port).toBe(vendor.received[0]?.port);
  });

  it.each([
    [8, '12345678'],
    [7, '1234567'],
  ])('reads at most %i bytes of an answer', async (answerBytesMax, body) => {
    const vendor = await vendorOf(() => ({ status: 200, body: '12345678' }));
    const door = doorTo(vendor.host, { limits: { ...DOOR_LIMITS, answerBytesMax } });
    expect(await door.send(post(vendor.url))).toMatchObject({ answer: { status: 200, body } });
  });

  it('fails as timeout when no answer comes in time', async () => {
    const vendor = await vendorOf(() => new Promise(() => {}));
    const clock = createFakeClock();
    const sent = doorTo(vendor.host, { clock }).send(post(vendor.url));
    await until(() => vendor.received.length === 1);
    clock.advance(DOOR_LIMITS.timeoutMs);
    expect(await sent).toEqual({ kind: 'failed', cause: 'timeout' });
  });

  it('fails as network when the answer is no HTTP, or nobody listens', async () => {
    const server = createServer((socket) => socket.resume().end('no http'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const door = doorTo(host);
    expect(await door.send(post(`http://${host}/`))).toEqual({ kind: 'failed', cause: 'network' });
    await new Promise((resolve) => server.close(resolve));
    expect(await door.send(post(`http://${host}/`))).toEqual({ kind: 'failed', cause: 'network' });
  });

  it('fails as network when a header cannot be written', async () => {
    const vendor = await vendorOf();
    const sent = await doorTo(vendor.host).send(post(vendor.url, { headers: { 'webhook-id': 'a\nb' } }));
    expect(sent).toEqual({ kind: 'failed', cause: 'network' });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
    const elsewhere = await vendorOf();
    const vendor = await vendorOf(() => ({ status, headers: { location: elsewhere.url } }));
    const hosts = [vendor, elsewhere].map(({ host }) => ({ host, privateAddressesAllowed: true }));
    const door = doorOf({ hosts });
    for (const method of ['POST', 'PUT'] as const) {
      const sent = await door.send({ ...post(vendor.url), method });
      expect(sent).toEqual({ kind: 'failed', cause: 'redirect' });
    }
    expect(elsewhere.received).toHaveLength(0);
  });
});

describe('the door stays closed', () => {
  it.each([
    'http://vendor.example/',
    'https://vendor.example:8444/',
    'https://sub.vendor.example:8443/',
    'https://vendor.example.:8443/',
    'https://vendor.example:8443@other.example/',
    'https://other.example/?vendor.example:8443',
    'not a url',
  ])('for %s, which is not the registered host', async (url) => {
    let isAsked = false;
    const door = doorOf({
      hosts: [{ host: 'vendor.example:8443', privateAddressesAllowed: true }],
      resolve: () => {
        isAsked = true;
      },
    });
    expect(await door.send(post(url))).toEqual({ kind: 'failed', cause: 'unregistered-host' });
    expect(isAsked).toBe(false);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '[::1]',
    '[::ffff:7f00:1]',
    '0x7f000001',
    '2130706433',
  ])('for the address %s written as a host', async (name) => {
    const url = `http://${name}:9/`;
    const door = doorOf({ hosts: [{ host: new URL(url).host, privateAddressesAllowed: false }] });
    expect(await door.send(post(url))).toEqual({ kind: 'failed', cause: 'forbidden-address' });
  });

  it('for a registered name that resolves to a private address, even beside a public one', async () => {
    const vendor = await vendorOf();
    const port = vendor.host.split(':')[1] ?? '';
    const door = doorOf({
      hosts: [{ host: `vendor.example:${port}`, privateAddressesAllowed: false }],
      resolve: (_, done) =>
        done(null, [
          { address: '127.0.0.1', family: 4 },
          { address: '93.184.215.14', family: 4 },
        ]),
    });
    expect(await door.send(post(`http://vendor.example:${port}/`))).toEqual({
      kind: 'failed',
      cause: 'forbidden-address',
    });
    expect(vendor.received).toHaveLength(0);
  });

  it('when a name changes its address between two connections', async () => {
    const vendor = await vendorOf(() => ({ status: 200, headers: { connection: 'close' } }));
    const port = vendor.host.split(':')[1] ?? '';
    const addresses = ['127.0.0.1', '169.254.169.254'];
    const door = doorTo(`vendor.example:${port}`, {
      resolve: (_, done) => done(null, [{ address: addresses.shift() ?? '', family: 4 }]),
    });
    const url = `http://vendor.example:${port}/`;
    expect(await door.send(post(url))).toMatchObject({ kind: 'answered' });
    expect(await door.send(post(url))).toEqual({ kind: 'failed', cause: 'forbidden-address' });
    expect(vendor.received).toHaveLength(1);
  });

  it('for a name that resolves to nothing', async () => {
    const door = doorTo('vendor.example', { resolve: (_, done) => done(null, []) });
    expect(await door.send(post('http://vendor.example/'))).toEqual({ kind: 'failed', cause: 'network' });
  });
});
