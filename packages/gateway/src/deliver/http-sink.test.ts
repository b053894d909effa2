import { afterEach, expect, it } from 'vitest';
import {
  connectTo,
  createFakeClock,
  createStage,
  eventOf,
  HOOK,
  ids,
  idsIn,
  laneOf,
} from '../../../../test/deliver-fixture.ts';
import { createHttpSink } from './http-sink.ts';
import { DELIVER_LIMITS, DOOR_LIMITS } from './limits.ts';
import { createDoor } from './send.ts';
import type { Sink } from './sink.ts';

const running = new AbortController().signal;
const stage = createStage();
afterEach(() => stage.close());

function sinkTo(vendor: ReturnType<typeof connectTo>, requestsMax = DELIVER_LIMITS.requestsMax): Sink {
  const clock = createFakeClock();
  const hosts = vendor.hosts.map((host) => ({ host, privateAddressesAllowed: true }));
  const door = createDoor({ hosts, limits: DOOR_LIMITS, clock });
  return createHttpSink({ vendor, door, clock, limits: { requestsMax } });
}

it('halves a request that is over the bytes of a batch before it is sent, and keeps the order', async () => {
  const fake = await stage.vendorOf(() => ({ status: 200 }));
  const events = ids(5).map((id) => ({ ...eventOf(id, HOOK), properties: { filler: 'ü'.repeat(200_000) } }));
  const { results, hold } = await sinkTo(connectTo('webhook', fake.url)).deliver(events, running);
  expect(results).toEqual(ids(5).map(() => 'delivered'));
  expect(hold).toBeNull();
  expect(fake.received.flatMap(idsIn)).toEqual(ids(5));
  for (const { text } of fake.received) expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
});

it('puts the results of several requests back into the places of their events', async () => {
  const fake = await stage.vendorOf(({ path }) => ({ status: path.startsWith('/engage') ? 503 : 200 }));
  const lane = laneOf('mix');
  const person = { ...eventOf('p', lane), call: 'identify' as const, properties: { plan: 'free' } };
  const nobody = { ...eventOf('n', lane), call: 'alias' as const };
  const events = [person, eventOf('a', lane), nobody, eventOf('b', lane)];
  expect(await sinkTo(connectTo('mixpanel', fake.url)).deliver(events, running)).toEqual({
    results: ['kept', 'delivered', 'refused', 'delivered'],
    hold: { kind: 'later', waitMs: null, cause: 'answer' },
  });
});

it.each([
  [7, ['refused', 'refused', 'refused', 'refused'], null],
  [6, ['refused', 'refused', 'refused', 'kept'], { kind: 'more' }],
])('makes at most %i requests for one delivery', async (requestsMax, results, hold) => {
  const fake = await stage.vendorOf(() => ({ status: 400 }));
  const events = ids(4).map((id) => eventOf(id, HOOK));
  const sink = sinkTo(connectTo('webhook', fake.url), requestsMax);
  const delivery = await sink.deliver(events, running);
  expect(delivery).toEqual({ results, hold });
});

it('sends nothing once it is told to stop', async () => {
  const fake = await stage.vendorOf(() => ({ status: 200 }));
  const delivery = await sinkTo(connectTo('webhook', fake.url)).deliver(
    [eventOf('a', HOOK)],
    AbortSignal.abort(),
  );
  expect(delivery).toEqual({ results: ['kept'], hold: { kind: 'stopped' } });
  expect(fake.received).toHaveLength(0);
});
