/** Whole gateways whose vendors are object storage and a Kafka topic: from the configuration to what arrives. */
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_KEY, REGION, SECRET_KEY, startFakeStore } from '../../../test/fake-store.ts';
import type { FakeStore, Fault } from '../../../test/fake-store.ts';
import { EVENT, makeGateway, makePlace, PLAN, runGateway, until } from '../../../test/gateway-fixture.ts';
import type { Place, Running } from '../../../test/gateway-fixture.ts';

const SECRETS = { STORE_SECRET: SECRET_KEY, PASSWORD: 'pass' };

const opened: (() => unknown)[] = [];
let place: Place;
beforeEach(() => {
  place = makePlace({ 'events/searched.yaml': EVENT });
});
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
  place.remove();
});

async function storeOf(fault?: (path: string, count: number) => Fault | null): Promise<FakeStore> {
  const store = await startFakeStore(fault);
  opened.push(() => store.close());
  return store;
}

/** The configuration and the plan of a shop whose vendor `hook` is of the kind, with these settings. */
function write(kind: string, settings: Readonly<Record<string, unknown>>): void {
  place.write('plan.yaml', PLAN.replace('{ kind: webhook, max_tier: 3 }', `{ kind: ${kind}, max_tier: 3 }`));
  place.write(
    'headgate.yaml',
    `server: { port: 0 }
admin: { port: 0 }
limits:
  deliver: { linger_ms: 1, retry_wait_ms: 5, breaker_wait_ms: 5 }
  object_storage: { linger_ms: 200 }
sources:
  web: { environment: production, write_key: web-key }
vendors:
  hook:
    production: ${JSON.stringify(settings)}
`,
  );
}

function storeSettings(store: FakeStore, given: object = {}): Readonly<Record<string, unknown>> {
  return {
    endpoint: store.url,
    region: REGION,
    bucket: 'lake',
    prefix: 'web',
    access_key_id: ACCESS_KEY,
    secret_access_key: 'env:STORE_SECRET',
    private_addresses_allowed: true,
    ...given,
  };
}

async function start(): Promise<Running> {
  const running = await runGateway(place, SECRETS);
  opened.push(() => running.gateway.stop());
  return running;
}

async function sendSome(running: Running, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    expect(await running.send('web-key', { results: number }, `m-${number}`, `u-${number % 5}`)).toBe(200);
  }
}

interface Message {
  readonly id: string;
  readonly properties: { readonly results: number };
}

function messagesIn(store: FakeStore): Message[] {
  return [...store.objects.values()].flatMap(({ body }) =>
    gunzipSync(body)
      .toString('utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Message),
  );
}

async function rowsIn(store: FakeStore): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows: string[] = [];
  for (const [at, { body }] of [...store.objects.values()].entries()) {
    writeFileSync(join(place.directory, `${at}.parquet`), body);
    const file = join(place.directory, `${at}.parquet`);
    const read = await connection.runAndReadAll(
      `SELECT call || ' ' || event || ' ' || properties FROM '${file}'`,
    );
    rows.push(...read.getRows().map(([row]) => String(row)));
  }
  connection.closeSync();
  instance.closeSync();
  return rows;
}

describe('object storage', () => {
  it('gets every event once, gathered in few objects, and the books balance', async () => {
    const store = await storeOf();
    write('s3', storeSettings(store));
    const running = await start();
    await sendSome(running, 40);
    await until(
      () => messagesIn(store).length,
      (count) => count >= 40,
    );
    const numbers = messagesIn(store).map(({ properties }) => properties.results);
    expect(numbers.toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 40 }, (_, at) => at),
    );
    expect(store.objects.size).toBeLessThan(40);
    for (const path of store.objects.keys()) {
      expect(path).toMatch(
        /^\/lake\/web\/environment=production\/date=\d{4}-\d\d-\d\d\/[0-9a-f]{32}\.jsonl\.gz$/,
      );
    }
  });

  it('gets them after it was slow, refused us, or broke off, with no event twice in two objects', async () => {
    const faults: readonly Fault[] = [
      { status: 503, code: 'SlowDown' },
      { status: 500, code: 'InternalError', keeps: true },
      { status: 409, code: 'OperationAborted' },
    ];
    const store = await storeOf((_, count) => faults[count - 1] ?? null);
    write('s3', storeSettings(store));
    const running = await start();
    await sendSome(running, 1);
    await until(
      () => store.puts.length,
      (count) => count === 4,
    );
    expect(store.objects.size).toBe(1);
    expect(messagesIn(store)).toHaveLength(1);
  });

  it('takes Parquet, which the gateway makes in its data directory and removes', async () => {
    const store = await storeOf();
    write('s3', storeSettings(store, { format: 'parquet' }));
    const uploads = join(place.directory, '.headgate', 'uploads');
    mkdirSync(join(uploads, 'former.production'), { recursive: true });
    writeFileSync(join(uploads, 'former.production', 'object.parquet'), 'left by a crash');
    const running = await start();
    expect(readdirSync(uploads)).toEqual(['hook.production']);
    await sendSome(running, 3);
    const rows = await until(
      () => rowsIn(store),
      (each) => each.length >= 3,
    );
    expect(new Set(rows)).toEqual(new Set([0, 1, 2].map((number) => `track Searched {"results":${number}}`)));
    expect(rows).toHaveLength(3);
    await running.gateway.stop();
    expect(
      readdirSync(uploads, { recursive: true }).filter((name) => String(name).endsWith('.parquet')),
    ).toEqual([]);
  });

  it('whose bucket is not there is reported, and the events wait', async () => {
    const store = await storeOf(() => ({ status: 404, code: 'NoSuchBucket' }));
    write('s3', storeSettings(store));
    const running = await start();
    await sendSome(running, 2);
    const line = await until(
      () => running.log.find((each) => each.includes('vendor-unauthorised')),
      (found) => found !== undefined,
    );
    expect(line).toContain('404');
    const { environments } = await running.client.balance();
    expect(environments).toMatchObject([{ vendors: [{ vendor: 'hook', ended: 0, waiting: 2 }] }]);
    expect(running.log.join('')).not.toContain('NoSuchBucket');
  });

  it('at a private address is not asked unless its settings allow that', async () => {
    const store = await storeOf();
    write('s3', storeSettings(store, { private_addresses_allowed: false }));
    const running = await start();
    await sendSome(running, 1);
    const line = await until(
      () => running.log.find((each) => each.includes('egress-refused')),
      (found) => found !== undefined,
    );
    expect(line).toContain('forbidden-address');
    expect(store.puts).toEqual([]);
  });

  it('that refuses the signature is reported without a word of its answer', async () => {
    const store = await storeOf(() => ({ status: 403, code: 'SignatureDoesNotMatch' }));
    write('s3', storeSettings(store));
    const running = await start();
    await sendSome(running, 1);
    const line = await until(
      () => running.log.find((each) => each.includes('vendor-unauthorised')),
      (found) => found !== undefined,
    );
    expect(line).toContain('403');
    expect(running.log.join('')).not.toMatch(/SignatureDoesNotMatch|u-0|wJalr/);
  });
});

describe('a gateway', () => {
  const store = { url: 'http://127.0.0.1:9' };
  const kafka = { brokers: ['127.0.0.1:9'], topic: 'shop', sasl: 'scram-sha-256', username: 'u' };

  it.each([
    ['s3', { ...storeSettings(store as FakeStore), secret_access_key: 'out' }, 'literal-secret'],
    ['s3', { ...storeSettings(store as FakeStore), session_token: 'out' }, 'literal-secret'],
    ['s3', { ...storeSettings(store as FakeStore), secret_access_key: 'env:NONE' }, 'unread-reference'],
    ['s3', { ...storeSettings(store as FakeStore), bucket: '/' }, 'vendor-setting'],
    ['kafka', { ...kafka, password: 'out' }, 'literal-secret'],
    ['kafka', { ...kafka, password: 'env:PASSWORD', topic: '/' }, 'vendor-setting'],
    ['kafca', kafka, 'unknown-vendor-kind'],
  ])('is not made with %s settings %j: %s', async (kind, settings, rule) => {
    write(kind, settings);
    const { value, issues } = await makeGateway(place, [], SECRETS);
    expect(value).toBeNull();
    expect(issues.filter(({ level }) => level === 'error')).toMatchObject([{ rule, line: 10 }]);
  });

  it('is made for a topic whose broker is not there, and keeps the events', async () => {
    write('kafka', { ...kafka, password: 'env:PASSWORD', tls: false, private_addresses_allowed: true });
    const running = await start();
    await sendSome(running, 2);
    const line = await until(
      () => running.log.find((each) => each.includes('vendor-failing')),
      (found) => found !== undefined,
    );
    expect(line).toContain('network');
    expect(running.log.join('')).not.toMatch(/u-[01]|pass/);
  });

  it('says once when a broker must not be reached', async () => {
    write('kafka', { ...kafka, password: 'env:PASSWORD', tls: false });
    const running = await start();
    await sendSome(running, 1);
    await until(
      () => running.log.find((each) => each.includes('vendor-failing')),
      (found) => found !== undefined,
    );
    const refused = running.log.filter((each) => each.includes('egress-refused'));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain('forbidden-address');
  });
});
