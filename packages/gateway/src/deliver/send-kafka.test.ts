/** The door to Kafka before anybody speaks the protocol; `test/servers/kafka.test.ts` has what a real broker answers. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { KafkaSettings } from '@headgate/core';
import { createFakeClock, until } from '../../../../test/deliver-fixture.ts';
import { createSystemClock } from '../system.ts';
import { DOOR_LIMITS } from './limits.ts';
import { createKafkaDoor } from './send-kafka.ts';
import type { KafkaDoor, KafkaDoorOptions } from './send-kafka.ts';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

const RECORD = { key: 'k', headers: { ce_id: 'one' }, value: '{}' };

interface Listener {
  readonly port: number;
  readonly sockets: Set<Socket>;
}

/** Takes connections and bytes, and answers as `speak` says. */
async function listen(speak: (socket: Socket) => void = () => undefined): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.resume();
    speak(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

function doorTo(brokers: readonly string[], options: Partial<KafkaDoorOptions> = {}): KafkaDoor {
  const settings: KafkaSettings = { brokers, topic: 'shop', tls: false, login: null };
  const door = createKafkaDoor({
    settings,
    privateAddressesAllowed: true,
    limits: DOOR_LIMITS,
    clock: createSystemClock(),
    ...options,
  });
  opened.push(() => door.close());
  return door;
}

describe('the door to Kafka stays closed', () => {
  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '[::1]', '[::ffff:7f00:1]'])(
    'for the address %s where private ones are not allowed',
    async (name) => {
      const door = doorTo([`${name}:9`], { privateAddressesAllowed: false });
      expect(await door.send([RECORD])).toEqual({ kind: 'failed', cause: 'forbidden-address' });
    },
  );

  it.each([false, true])('for a name with a private address beside a public one, tls %s', async (tls) => {
    const listener = await listen();
    const broker = `kafka.example:${listener.port}`;
    const door = doorTo([broker], {
      settings: { brokers: [broker], topic: 'shop', tls, login: null },
      privateAddressesAllowed: false,
      resolve: (_, done) =>
        done(null, [
          { address: '127.0.0.1', family: 4 },
          { address: '93.184.215.14', family: 4 },
        ]),
    });
    expect(await door.send([RECORD])).toEqual({ kind: 'failed', cause: 'forbidden-address' });
    expect(listener.sockets.size).toBe(0);
  });

  it('for a cloud’s own address, whatever is allowed', async () => {
    expect(await doorTo(['169.254.169.254:9092']).send([RECORD])).toEqual({
      kind: 'failed',
      cause: 'forbidden-address',
    });
  });
});

describe('a send that fails', () => {
  it('fails as network when nobody listens, or the name has no address', async () => {
    const { port } = await listen((socket) => socket.destroy());
    expect(await doorTo([`127.0.0.1:${port}`]).send([RECORD])).toEqual({ kind: 'failed', cause: 'network' });
    const nowhere = doorTo(['kafka.example:9092'], { resolve: (_, done) => done(null, []) });
    expect(await nowhere.send([RECORD])).toEqual({ kind: 'failed', cause: 'network' });
  });

  it('fails as timeout when no answer comes in time, and lets go of the connection', async () => {
    const listener = await listen();
    const clock = createFakeClock();
    const sent = doorTo([`127.0.0.1:${listener.port}`], { clock }).send([RECORD]);
    await until(() => listener.sockets.size === 1);
    clock.advance(DOOR_LIMITS.timeoutMs);
    expect(await sent).toEqual({ kind: 'failed', cause: 'timeout' });
    await until(() => listener.sockets.size === 0);
  });

  it('connects to the very address that was looked up, and asks again for the next send', async () => {
    const { port } = await listen((socket) => socket.destroy());
    let address = '127.0.0.1';
    const door = doorTo([`kafka.example:${port}`], {
      resolve: (_, done) => done(null, [{ address, family: 4 }]),
    });
    expect(await door.send([RECORD])).toEqual({ kind: 'failed', cause: 'network' });
    address = '169.254.169.254';
    expect(await door.send([RECORD])).toEqual({ kind: 'failed', cause: 'forbidden-address' });
  });

  it.each([
    [2_000, 'timeout'],
    [1_999, 'network'],
  ])('waits on after 2000 bytes of an answer of which %i may come: %s', async (answerBytesMax, cause) => {
    // The bytes announce a long answer whose end never comes.
    const { port } = await listen((socket) => void socket.write(Buffer.alloc(2_000, 0x7f)));
    const limits = { ...DOOR_LIMITS, timeoutMs: 2_000, answerBytesMax };
    expect(await doorTo([`127.0.0.1:${port}`], { limits }).send([RECORD])).toEqual({ kind: 'failed', cause });
  });

  it('fails as network when the door is closed meanwhile', async () => {
    const listener = await listen();
    const door = doorTo([`127.0.0.1:${listener.port}`]);
    const sent = door.send([RECORD]);
    await until(() => listener.sockets.size === 1);
    door.close();
    expect(await sent).toEqual({ kind: 'failed', cause: 'network' });
    await until(() => listener.sockets.size === 0);
    expect(await door.send([RECORD])).toEqual({ kind: 'failed', cause: 'network' });
    expect(listener.sockets.size).toBe(0);
  });
});
