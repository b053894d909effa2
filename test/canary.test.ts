/**
 * Marked personal values go in everywhere; afterwards nothing that came out of the gateway holds one of them in any form: no request to
 * a vendor, no byte on disk, no log line, no answer, no metric.
 */
import { Analytics } from '@segment/analytics-node';
import Mixpanel from 'mixpanel';
import type { Json, JsonObject } from '@headgate/core';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY_KINDS, createCanarySet } from './canary.ts';
import type { CanaryKind, Leak } from './canary.ts';
import {
  MIXPANEL_TEMPLATES,
  SEGMENT_TEMPLATES,
  plantEverywhere,
  plantThroughout,
} from './canary-messages.ts';
import { sendMarkedRequests } from './canary-requests.ts';
import { API_KEY, startShopGateway } from './shop-gateway.ts';
import type { ShopGateway } from './shop-gateway.ts';
import { mixpanelConfig } from './shop-senders.ts';
import { readDuckDb, readFiles, readParquet } from './stored-bytes.ts';
import type { StoredPiece } from './stored-bytes.ts';
import { readVendors } from './vendor-events.ts';

const BATCH = 200;
/** For messages whose fields are handled like those of another one. */
const FEW_KINDS: readonly CanaryKind[] = ['email', 'phone', 'jwt', 'url'];

const canaries = createCanarySet();
/** Everything that senders and operators were answered. */
const answers: string[] = [];
let shop: ShopGateway;
let delivered: Awaited<ReturnType<typeof readVendors>>;

beforeAll(async () => {
  shop = await startShopGateway();
  const tapping = new AbortController();
  const tap = listenToTap(tapping.signal);
  await sendMessages();
  await sendWithSdks();
  answers.push(...(await sendMarkedRequests(shop.port, canaries)));
  await shop.settled();
  delivered = await readVendors(shop);
  await askOperatorsQuestions();
  tapping.abort();
  answers.push(await tap);
  await shop.stop();
}, 180_000);

afterAll(() => shop.close());

async function send(path: string, body: string, contentType = 'application/json'): Promise<void> {
  const answer = await fetch(`${shop.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  });
  answers.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
}

async function sendMessages(): Promise<void> {
  for (const template of SEGMENT_TEMPLATES) {
    const call = template['type'] as string;
    const kinds = call === 'track' ? CANARY_KINDS : FEW_KINDS;
    const messages = plantEverywhere(template, `segment ${call}`, canaries, kinds);
    for (const batch of batchesOf(messages))
      await send('/v1/batch', JSON.stringify({ writeKey: API_KEY, batch }));
    await send(`/v1/${call}`, JSON.stringify({ ...messages[0], writeKey: API_KEY }));
  }
  for (const { path, message } of MIXPANEL_TEMPLATES) {
    const isFirst = path === '/track' && message['event'] === 'Order Completed';
    const kinds = isFirst || Object.hasOwn(message, '$set') ? CANARY_KINDS : FEW_KINDS;
    const label = `mixpanel ${path} ${Object.keys(message).join(' ')}`;
    const messages = plantEverywhere(message, label, canaries, kinds).map(withToken);
    for (const batch of batchesOf(messages)) await sendToMixpanel(path, batch);
  }
}

/** `/import` as JSON, the rest as the SDKs do: base64 in a form. */
async function sendToMixpanel(path: string, batch: readonly JsonObject[]): Promise<void> {
  const json = JSON.stringify(batch);
  if (path === '/import') return send(path, json);
  const data = Buffer.from(json).toString('base64');
  return send(path, `data=${data}`, 'application/x-www-form-urlencoded');
}

function withToken(message: JsonObject): JsonObject {
  const { event, properties } = message;
  if (event === undefined || typeof properties !== 'object' || properties === null)
    return { ...message, $token: API_KEY };
  return { ...message, properties: { ...(properties as JsonObject), token: API_KEY } };
}

function batchesOf(messages: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const count = Math.ceil(messages.length / BATCH);
  return Array.from({ length: count }, (_, at) => messages.slice(at * BATCH, (at + 1) * BATCH));
}

/** Every call of both Node SDKs with a canary in every argument, once for each kind. */
async function sendWithSdks(): Promise<void> {
  const analytics = new Analytics({ writeKey: API_KEY, host: shop.url, flushAt: 20, flushInterval: 20 });
  const sdk = Mixpanel.init(API_KEY, mixpanelConfig(shop.url));
  const calls: Promise<unknown>[] = [];
  const call = (act: (done: () => void) => void): void =>
    void calls.push(new Promise<void>((resolve) => act(resolve)));
  for (const kind of CANARY_KINDS) {
    const text = canaries.plant(kind, 'an SDK call');
    // The SDKs' types ask for what a careless app would not give.
    const planted = (template: JsonObject | undefined, ...kept: string[]): never =>
      plantThroughout(template ?? {}, new Set(['type', 'timestamp', 'sequence', ...kept]), text) as never;
    const [track, page, screen, identify, group, alias] = SEGMENT_TEMPLATES;
    analytics.track(planted(track, 'event'));
    analytics.track(planted(track));
    analytics.page(planted(page));
    analytics.screen(planted(screen, 'name'));
    analytics.identify(planted(identify));
    analytics.group(planted(group));
    analytics.alias(planted(alias));
    const [event] = MIXPANEL_TEMPLATES;
    const properties: object = planted(event?.message['properties'] as JsonObject, 'time');
    const traits: object = planted(identify?.['traits'] as JsonObject);
    const modifiers = { $ip: text, $latitude: text, $longitude: text, $ignore_alias: true } as never;
    call((done) => sdk.track('Order Completed', { ...properties }, done));
    call((done) => sdk.track(text, { ...properties, [text]: text }, done));
    call((done) => sdk.track_batch([{ event: 'Order Completed', properties: { ...properties } }], done));
    call((done) => sdk.import('Order Completed', Date.now(), { ...properties }, done));
    call((done) => sdk.import_batch([{ event: 'Order Completed', properties: { ...properties } }], done));
    call((done) => sdk.alias(text, text, done));
    call((done) => sdk.people.set(text, { ...traits, [text]: text }, modifiers, done));
    call((done) => sdk.people.set_once(text, { ...traits }, modifiers, done));
    call((done) => sdk.people.increment(text, { [text]: 1 }, modifiers, done));
    call((done) => sdk.people.append(text, { [text]: text, note: text }, modifiers, done));
    call((done) => sdk.people.union(text, { [text]: [text], note: [text] }, modifiers, done));
    call((done) => sdk.people.remove(text, { [text]: text, note: text }, modifiers, done));
    call((done) => sdk.people.unset(text, [text, 'note'], modifiers, done));
    call((done) => sdk.people.track_charge(text, 10, { [text]: text }, modifiers, done));
    call((done) => sdk.people.clear_charges(text, modifiers, done));
    call((done) => sdk.people.delete_user(text, done));
    call((done) => sdk.groups.set(text, text, { ...traits, industry: text }, modifiers, done));
    call((done) => sdk.groups.set_once(text, text, { [text]: text }, modifiers, done));
    call((done) => sdk.groups.union(text, text, { [text]: [text] }, modifiers, done));
    call((done) => sdk.groups.remove(text, text, { [text]: text }, modifiers, done));
    call((done) => sdk.groups.unset(text, text, [text], modifiers, done));
    call((done) => sdk.groups.delete_group(text, text, modifiers, done));
  }
  await analytics.closeAndFlush({ timeout: 30_000 });
  await Promise.all(calls);
}

async function listenToTap(signal: AbortSignal): Promise<string> {
  const heard: Uint8Array[] = [];
  const token = await shop
    .admin('/livez')
    .then(() => readFiles(shop.dataDirectory).find(({ name }) => name === 'admin-token'));
  const authorization = `Bearer ${token?.bytes.toString('utf8').trim() ?? ''}`;
  try {
    const answer = await fetch(`${shop.adminUrl}/v1/tap`, { headers: { authorization }, signal });
    for await (const piece of answer.body ?? []) heard.push(piece);
  } catch {
    // The end of the stream that this test asked for.
  }
  return Buffer.concat(heard).toString('utf8');
}

async function askOperatorsQuestions(): Promise<void> {
  const paths = [
    '/metrics',
    '/v1/status',
    '/v1/balance',
    '/v1/vendors',
    '/readyz?verbose=1',
    '/v1/exposure?vendor=mixpanel',
  ];
  for (const path of paths) answers.push(await shop.admin(path));
  const known = canaries.plant('email', 'an id that explain is asked for');
  const message = { ...SEGMENT_TEMPLATES[0], messageId: known };
  await send('/v1/batch', JSON.stringify({ writeKey: API_KEY, batch: [message] }));
  for (const id of [known, canaries.plant('jwt', 'an id that nobody sent'), 'message-1']) {
    answers.push(await shop.admin('/v1/events/explain', { method: 'POST', body: JSON.stringify({ id }) }));
  }
  answers.push(
    await shop.admin(`/v1/${encodeURIComponent(canaries.plant('email', 'a path of the admin port'))}`),
  );
  await shop.settled();
}

function leaksIn(pieces: readonly StoredPiece[]): readonly (Leak & { readonly where: string })[] {
  return pieces.flatMap(({ name, bytes }) => canaries.find(bytes).map((leak) => ({ where: name, ...leak })));
}

function textPiece(name: string, text: string): StoredPiece {
  return { name, bytes: Buffer.from(text) };
}

function vendorTraffic(): readonly StoredPiece[] {
  return Object.entries(shop.vendors).flatMap(([name, vendor]) =>
    vendor.traffic.map((bytes, at) => ({ name: `${name}, piece ${at}`, bytes })),
  );
}

describe('after canaries were planted everywhere', () => {
  it('the events they were planted in arrived, so that there was something to leak into', () => {
    expect(canaries.planted).toBeGreaterThan(5_000);
    for (const events of Object.values(delivered)) expect(events.length).toBeGreaterThan(2_000);
  });

  it('no vendor received one', () => {
    expect(leaksIn(vendorTraffic())).toEqual([]);
  });

  it('no file below the directory of the gateway holds one', async () => {
    const files = readFiles(shop.directory);
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/mdb/),
        expect.stringMatching(/duckdb/),
        expect.stringMatching(/parquet/),
      ]),
    );
    expect(leaksIn(files)).toEqual([]);
    const ledgers = files.filter(({ name }) => name.endsWith('.duckdb'));
    for (const { name } of ledgers) expect(leaksIn(await readDuckDb(join(shop.directory, name)))).toEqual([]);
    expect(leaksIn(await readParquet(shop.warehouseDirectory))).toEqual([]);
  });

  it('no log line holds one', () => {
    expect(shop.output()).not.toBe('');
    expect(leaksIn([textPiece('output', shop.output())])).toEqual([]);
  });

  it('no answer, metric or tap line holds one', () => {
    expect(answers.length).toBeGreaterThan(500);
    expect(leaksIn(answers.map((answer, at) => textPiece(`answer ${at}`, answer)))).toEqual([]);
  });
});

function find(text: string | Buffer): readonly Leak[] {
  return canaries.find(typeof text === 'string' ? Buffer.from(text) : text);
}

describe('the search', () => {
  it.each(CANARY_KINDS)('finds %s in every form', (kind) => {
    const value = canaries.plant(kind, 'a test of the search');
    const base64 = ['', 'a', 'ab'].map((before) => Buffer.from(`${before}${value} end`).toString('base64'));
    const forms: readonly (string | Buffer)[] = [
      value,
      encodeURIComponent(value),
      encodeURIComponent(encodeURIComponent(value)),
      ...base64,
      ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
      value.replaceAll(/./gs, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`),
      Buffer.from(value).toString('hex'),
      Buffer.from(value, 'utf16le'),
    ];
    expect(forms.map((form, at) => (find(form).length > 0 ? null : at)).filter((at) => at !== null)).toEqual(
      [],
    );
  });

  it('finds an unkeyed hash of a planted value', async () => {
    const value = canaries.plant('email', 'a test of the search');
    const { createHash } = await import('node:crypto');
    for (const algorithm of ['md5', 'sha1', 'sha256']) {
      const digest = createHash(algorithm).update(value).digest();
      for (const text of [digest.toString('hex'), digest.toString('base64'), digest.toString('base64url')]) {
        expect(find(`{"id":"${text}"}`)).toHaveLength(1);
      }
    }
  });

  it('finds nothing where nothing is', () => {
    expect(find('{"id":"p1Ab3dEf","total":20,"page":"https://shop.example/bread"}')).toEqual([]);
  });

  it('finds a canary that the plan lets through, at the vendor and in the warehouse', async () => {
    await shop.start();
    await sendControl();
    await shop.settled();
    await shop.stop();
    const found = leaksIn(vendorTraffic());
    expect([...new Set(found.map(({ where }) => where.split(',')[0]))]).toEqual(['mixpanel']);
    expect(found.map(({ form }) => form)).toContain('plain');
    expect(leaksIn(await readParquet(shop.warehouseDirectory)).map(({ form }) => form)).toContain('plain');
  });

  it('finds a canary that waits in the queue for a vendor that is away', async () => {
    await shop.vendors.mixpanel.close();
    await shop.start();
    await sendControl();
    await shop.stop();
    const queue = readFiles(join(shop.dataDirectory, 'queue'));
    expect(leaksIn(queue).map(({ form }) => form)).toContain('plain');
  });
});

/** The one event whose plan lets an e-mail address leave in clear. */
async function sendControl(): Promise<void> {
  const contact = canaries.plant('email', 'the one field that is sent in clear');
  const message: Json = { type: 'track', event: 'Control Sent', userId: 'u', properties: { contact } };
  await send('/v1/batch', JSON.stringify({ writeKey: API_KEY, batch: [message] }));
}
