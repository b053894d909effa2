import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { SINKS } from '@headgate/core';
import type { CleanEvent, S3Settings } from '@headgate/core';
import { createFakeClock, eventOf, ids, laneOf, START } from '../../../../test/deliver-fixture.ts';
import { ACCESS_KEY, REGION, SECRET_KEY, startFakeStore } from '../../../../test/fake-store.ts';
import type { FakeStore, Fault, StoreRules } from '../../../../test/fake-store.ts';
import { DELIVER_LIMITS, DOOR_LIMITS, OBJECT_STORAGE_LIMITS } from './limits.ts';
import { createS3Sink, encodeJsonLines } from './s3-sink.ts';
import type { S3SinkOptions } from './s3-sink.ts';
import { createDoor } from './send.ts';
import type { Sink } from './sink.ts';

const LANE = laneOf('lake');
const DAY = 24 * 3_600_000;
const running = new AbortController().signal;
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function storeOf(
  fault?: (path: string, count: number) => Fault | null,
  rules?: StoreRules,
): Promise<FakeStore> {
  const store = await startFakeStore(fault, { now: START, ...rules });
  opened.push(() => store.close());
  return store;
}

function settingsFor(store: FakeStore, given: object = {}): S3Settings {
  const written = {
    endpoint: store.url,
    region: REGION,
    bucket: 'shop',
    prefix: 'raw (ü)/a+b',
    access_key_id: ACCESS_KEY,
    secret_access_key: SECRET_KEY,
    ...given,
  };
  const { value } = SINKS.s3.parseSettings(written, 'settings');
  if (value === null) throw new Error('The settings of the test do not parse.');
  return value;
}

function sinkTo(store: FakeStore, given: object = {}, options: Partial<S3SinkOptions> = {}): Sink {
  const settings = settingsFor(store, given);
  const clock = createFakeClock();
  const hosts = SINKS.s3.hosts(settings).map((host) => ({ host, privateAddressesAllowed: true }));
  const door = createDoor({ hosts, limits: DOOR_LIMITS, clock });
  opened.push(() => door.close());
  const limits = { ...DELIVER_LIMITS, ...OBJECT_STORAGE_LIMITS };
  return createS3Sink({ settings, encode: encodeJsonLines, door, clock, limits, ...options });
}

/** `e0`, `e1` … on one day after another. */
function eventsOn(...days: number[]): readonly CleanEvent[] {
  return ids(days.length).map((id, at) => ({ ...eventOf(id, LANE), time: START + (days[at] ?? 0) * DAY }));
}

function linesOf(body: Buffer): { id: string }[] {
  const text = gunzipSync(body).toString('utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { id: string });
}

async function failToEncode(): Promise<Uint8Array> {
  throw new Error('disk full at 59.5');
}

const day = (path: string): string => /date=([^/]+)/.exec(path)?.[1] ?? '';

describe('a delivery', () => {
  it('puts one signed object for each day, with the events in their order', async () => {
    const store = await storeOf();
    const delivery = await sinkTo(store).deliver(eventsOn(0, 1, 0), running);
    expect(delivery).toEqual({ results: ['delivered', 'delivered', 'delivered'], hold: null });
    const objects = [...store.objects].map(([path, { body, contentType }]) => ({
      path: path.replace(/[0-9a-f]{32}/, 'digest'),
      contentType,
      ids: linesOf(body).map(({ id }) => id),
    }));
    const shared = { contentType: 'application/gzip' };
    const prefix = '/shop/raw (ü)/a+b/environment=production';
    expect(objects).toEqual([
      { ...shared, path: `${prefix}/date=2026-01-02/digest.jsonl.gz`, ids: ['e0', 'e2'] },
      { ...shared, path: `${prefix}/date=2026-01-03/digest.jsonl.gz`, ids: ['e1'] },
    ]);
  });

  it('goes to the host that the bucket has of its own, found by its name', async () => {
    const store = await storeOf();
    const asked: string[] = [];
    const host = `shop.store.example:${new URL(store.url).port}`;
    const door = createDoor({
      hosts: [{ host, privateAddressesAllowed: true }],
      limits: DOOR_LIMITS,
      clock: createFakeClock(),
      resolve: (name, done) => {
        asked.push(name);
        done(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    opened.push(() => door.close());
    const endpoint = `http://store.example:${new URL(store.url).port}`;
    const sink = sinkTo(store, { endpoint, path_style: 'no' }, { door });
    expect(await sink.deliver(eventsOn(0), running)).toEqual({ results: ['delivered'], hold: null });
    expect(asked).toEqual(['shop.store.example']);
    expect(store.puts).toEqual([
      expect.stringMatching(/^\/raw \(ü\)\/a\+b\/environment=production\/date=2026-01-02\/[0-9a-f]{32}\./),
    ]);
  });

  it('is signed with the token of temporary credentials', async () => {
    const sessionToken = 'FQoGZXIvYXdzEXAMPLE/+==';
    const store = await storeOf(undefined, { sessionToken });
    const sink = sinkTo(store, { session_token: sessionToken });
    expect(await sink.deliver(eventsOn(0), running)).toEqual({ results: ['delivered'], hold: null });
  });

  it('is signed with the time of the clock, which may be as far off as S3 lets it', async () => {
    const store = await storeOf(undefined, { now: START + 15 * 60_000 });
    expect(await sinkTo(store).deliver(eventsOn(0), running)).toEqual({ results: ['delivered'], hold: null });
  });

  it('has the same bytes at any time', async () => {
    const events = eventsOn(0, 0);
    const before = await encodeJsonLines(events);
    // Real seconds, because that is what the header of gzip can hold (RFC 1952 §2.3.1).
    await pause(1_050);
    expect(Buffer.from(await encodeJsonLines(events)).equals(before)).toBe(true);
  });

  it('never sends the subject or the field set', async () => {
    const store = await storeOf();
    await sinkTo(store).deliver([eventOf('a', LANE, '00000000deadbeef')], running);
    const [{ body } = { body: Buffer.of() }] = store.objects.values();
    expect(Object.keys(linesOf(body)[0] ?? {})).not.toContain('subject');
    expect(gunzipSync(body).toString('utf8')).not.toMatch(/deadbeef|set-1/);
  });

  it('of the same events replaces the same object, in whatever order they come', async () => {
    // As after a crash between the store's answer and its settlement.
    const store = await storeOf();
    const sink = sinkTo(store);
    await sink.deliver(eventsOn(0, 0, 1), running);
    const before = [...store.objects.keys()];
    await sinkTo(store).deliver(eventsOn(0, 0, 1).toReversed(), running);
    expect(store.puts).toHaveLength(4);
    expect([...store.objects.keys()]).toEqual(before);
    await sink.deliver(eventsOn(0), running);
    expect(store.objects.size).toBe(3);
  });

  it('keeps what was stored without an answer, and its repetition makes no second object', async () => {
    const store = await storeOf((_, count) =>
      count === 1 ? { status: 500, code: 'InternalError', keeps: true } : null,
    );
    const sink = sinkTo(store);
    const later = { kind: 'later', waitMs: null, cause: 'answer' };
    expect(await sink.deliver(eventsOn(0), running)).toEqual({ results: ['kept'], hold: later });
    expect(await sink.deliver(eventsOn(0), running)).toEqual({ results: ['delivered'], hold: null });
    expect(store.objects.size).toBe(1);
  });
});

describe('when an object is not taken', () => {
  it('keeps its events and those of the days behind it, and no others', async () => {
    const store = await storeOf((path) =>
      day(path) === '2026-01-03' ? { status: 503, code: 'SlowDown' } : null,
    );
    expect(await sinkTo(store).deliver(eventsOn(0, 1, 2, 0), running)).toEqual({
      results: ['delivered', 'kept', 'kept', 'delivered'],
      hold: { kind: 'later', waitMs: null, cause: 'answer' },
    });
    expect(store.puts.map(day)).toEqual(['2026-01-02', '2026-01-03']);
  });

  it.each([
    [404, 'NoSuchBucket'],
    [403, 'AccessDenied'],
    [400, 'AuthorizationHeaderMalformed'],
  ])('waits for the configuration after %i %s, without an attempt spent', async (status, code) => {
    const store = await storeOf(() => ({ status, code }));
    expect(await sinkTo(store).deliver(eventsOn(0), running)).toEqual({
      results: ['kept'],
      hold: { kind: 'unauthorised', status },
    });
  });

  it.each<[string, object, StoreRules]>([
    ['secret', { secret_access_key: 'wrong' }, {}],
    ['access key', { access_key_id: 'AKIAANOTHER' }, {}],
    ['region', { region: 'us-east-1' }, {}],
    ['token', { session_token: 'old' }, { sessionToken: 'new' }],
    ['clock', {}, { now: START + 15 * 60_000 + 1_000 }],
  ])('is told by the store when the %s is wrong', async (_, given, rules) => {
    const store = await storeOf(undefined, rules);
    expect(await sinkTo(store, given).deliver(eventsOn(0), running)).toEqual({
      results: ['kept'],
      hold: { kind: 'unauthorised', status: 403 },
    });
    expect(store.puts).toHaveLength(1);
    expect(store.objects.size).toBe(0);
  });

  it.each([301, 307])('keeps its events after a redirect (%i), which is not followed', async (status) => {
    const elsewhere = await storeOf();
    const store = await storeOf(() => ({
      status,
      code: 'PermanentRedirect',
      headers: { location: `${elsewhere.url}/shop/elsewhere` },
    }));
    const hosts = [store, elsewhere].map(({ host }) => ({ host, privateAddressesAllowed: true }));
    const door = createDoor({ hosts, limits: DOOR_LIMITS, clock: createFakeClock() });
    opened.push(() => door.close());
    expect(await sinkTo(store, {}, { door }).deliver(eventsOn(0), running)).toEqual({
      results: ['kept'],
      hold: { kind: 'later', waitMs: null, cause: 'redirect' },
    });
    expect(elsewhere.puts).toEqual([]);
  });

  it('puts what was kept, and that alone, under the name that it had', async () => {
    let isSlow = true;
    const store = await storeOf((path) =>
      isSlow && day(path) === '2026-01-03' ? { status: 503, code: 'SlowDown' } : null,
    );
    const sink = sinkTo(store);
    const events = eventsOn(0, 1, 2, 1);
    const { results } = await sink.deliver(events, running);
    isSlow = false;
    const kept = events.filter((_, at) => results[at] === 'kept');
    expect(await sink.deliver(kept, running)).toMatchObject({ hold: null });
    expect(store.puts.map(day)).toEqual(['2026-01-02', '2026-01-03', '2026-01-03', '2026-01-04']);
    expect(store.puts[2]).toBe(store.puts[1]);
    const stored = [...store.objects.values()].flatMap(({ body }) => linesOf(body).map(({ id }) => id));
    expect(stored).toEqual(['e0', 'e1', 'e3', 'e2']);
  });

  it('halves an object that is too large, and refuses the one event that is', async () => {
    const store = await storeOf((_, count) =>
      [1, 2, 4].includes(count) ? { status: 400, code: 'EntityTooLarge' } : null,
    );
    const delivery = await sinkTo(store).deliver(eventsOn(0, 0, 0, 0), running);
    expect(delivery).toEqual({ results: ['delivered', 'refused', 'delivered', 'delivered'], hold: null });
    expect([...store.objects.values()].map(({ body }) => linesOf(body).map(({ id }) => id))).toEqual([
      ['e0'],
      ['e2', 'e3'],
    ]);
  });

  it.each([
    [2, ['delivered', 'delivered', 'kept'], { kind: 'more' }],
    [3, ['delivered', 'delivered', 'delivered'], null],
  ])('makes at most %i requests for one delivery', async (requestsMax, results, hold) => {
    const store = await storeOf();
    const sink = sinkTo(store, {}, { limits: { requestsMax, lingerMs: 1 } });
    expect(await sink.deliver(eventsOn(0, 1, 2), running)).toEqual({ results, hold });
  });

  it('puts nothing once it is told to stop', async () => {
    const store = await storeOf();
    const delivery = await sinkTo(store).deliver(eventsOn(0), AbortSignal.abort());
    expect(delivery).toEqual({ results: ['kept'], hold: { kind: 'stopped' } });
    expect(store.puts).toEqual([]);
  });

  it('keeps events whose object could not be made, and says nothing of what the library said', async () => {
    const store = await storeOf();
    expect(await sinkTo(store, {}, { encode: failToEncode }).deliver(eventsOn(0), running)).toEqual({
      results: ['kept'],
      hold: { kind: 'later', waitMs: null, cause: 'write-failed' },
    });
  });

  it('goes to no host but the one of the settings', async () => {
    const store = await storeOf();
    const door = createDoor({ hosts: [], limits: DOOR_LIMITS, clock: createFakeClock() });
    expect(await sinkTo(store, {}, { door }).deliver(eventsOn(0), running)).toMatchObject({
      hold: { cause: 'unregistered-host' },
    });
    expect(store.puts).toEqual([]);
  });
});
