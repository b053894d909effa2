/**
 * The canary test for every protocol: the recorded requests of each, with marked personal values in every value and as a key of
 * every object, in whatever container it lies. The plan lets all of it leave, so that detection alone keeps them in.
 */
import { PROTOCOLS } from '../packages/core/src/wire/protocols.ts';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCanarySet } from './canary.ts';
import type { Leak } from './canary.ts';
import { plantSpread } from './canary-messages.ts';
import { recordedRequests } from './canary-packs.ts';
import type { PackedRequest } from './canary-packs.ts';
import { writeOtlp } from './otlp-protobuf.ts';
import { recordedSources, writeRecordedPlan } from './recorded-plan.ts';
import { startShopGateway } from './shop-gateway.ts';
import type { ShopGateway } from './shop-gateway.ts';
import { readDuckDb, readFiles, readParquet } from './stored-bytes.ts';
import type { StoredPiece } from './stored-bytes.ts';

/** Protocols with few recordings go more rounds than one. */
const REQUESTS_MIN = 150;
const EVENTS_MIN = 50;
const AT_ONCE = 32;
const VENDORS = { mixpanel: 'mixpanel', segment: 'segment', partner: 'webhook', warehouse: 'warehouse' };
/** Who gets everything; the others get nothing, since it would be the same again. */
const RECEIVERS = ['partner', 'warehouse'];
const IDS = PROTOCOLS.map(({ id }) => id);

const canaries = createCanarySet();
const answers: string[] = [];
/** Protocol → events that the partner got of its requests. */
const arrived = new Map<string, number>();
let shop: ShopGateway;

beforeAll(async () => {
  const sources = recordedSources();
  shop = await startShopGateway({
    other: {
      sources,
      writePlan: (directory) =>
        writeRecordedPlan(directory, {
          vendors: VENDORS,
          receivers: RECEIVERS,
          sources: Object.keys(sources),
        }),
    },
  });
  for (const id of IDS) {
    const before = shop.vendors.partner.received.length;
    await sendAll(id);
    await shop.settled();
    arrived.set(id, shop.vendors.partner.received.length - before);
  }
  for (const path of ['/metrics', '/v1/status', '/v1/balance', '/v1/exposure?vendor=partner'])
    answers.push(await shop.admin(path));
  await shop.stop();
}, 600_000);

afterAll(() => shop.close());

async function sendAll(protocol: string): Promise<void> {
  const requests = requestsOf(protocol);
  while (requests.length > 0) await Promise.all(requests.splice(0, AT_ONCE).map(send));
}

function requestsOf(protocol: string): PackedRequest[] {
  const recorded = recordedRequests(protocol);
  const requests: PackedRequest[] = [];
  for (let round = 0; recorded.length > 0 && requests.length < REQUESTS_MIN; round += 1) {
    for (const { name, tree, pack } of recorded)
      requests.push(...plantSpread(tree, name, canaries, round).map(pack));
  }
  return requests;
}

/** Every other body goes compressed. */
async function send({ method, target, headers, body }: PackedRequest, at: number): Promise<void> {
  const zipped = method === 'POST' && at % 2 === 1;
  const answer = await fetch(`${shop.url}${target}`, {
    method,
    headers: { ...headers, ...(zipped && { 'content-encoding': 'gzip' }) },
    ...(method === 'POST' && { body: new Uint8Array(zipped ? gzipSync(body) : body) }),
  });
  answers.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
}

function leaksIn(pieces: readonly StoredPiece[]): readonly (Leak & { readonly where: string })[] {
  return pieces.flatMap(({ name, bytes }) => canaries.find(bytes).map((leak) => ({ where: name, ...leak })));
}

describe('after canaries were planted in the requests of every protocol', () => {
  it('enough was planted, and events of each protocol arrived for it to leak into', () => {
    expect(canaries.planted).toBeGreaterThan(20_000);
    expect(IDS.filter((id) => (arrived.get(id) ?? 0) < EVENTS_MIN)).toEqual([]);
  });

  it('no vendor received one', () => {
    const traffic = Object.entries(shop.vendors).flatMap(([name, vendor]) =>
      vendor.traffic.map((bytes, at) => ({ name: `${name}, piece ${at}`, bytes })),
    );
    expect(traffic.length).toBeGreaterThan(10);
    expect(leaksIn(traffic)).toEqual([]);
  });

  it('nothing on disk holds one', async () => {
    const files = readFiles(shop.directory);
    expect(leaksIn(files)).toEqual([]);
    const ledgers = files.filter(({ name }) => name.endsWith('.duckdb'));
    expect(ledgers).not.toEqual([]);
    for (const { name } of ledgers) expect(leaksIn(await readDuckDb(join(shop.directory, name)))).toEqual([]);
    expect(leaksIn(await readParquet(shop.warehouseDirectory))).toEqual([]);
  });

  it('no log line, answer or metric holds one', () => {
    const pieces = [shop.output(), ...answers].map((text, at) => ({
      name: `text ${at}`,
      bytes: Buffer.from(text),
    }));
    expect(pieces.length).toBeGreaterThan(1000);
    expect(leaksIn(pieces)).toEqual([]);
  });
});

describe('the search', () => {
  it('finds a canary in a body of protobuf', () => {
    const key = canaries.plant('email', 'a key of protobuf');
    const attributes = [{ key, value: { stringValue: 'x' } }];
    const body = writeOtlp('/v1/logs', { groups: [{ scoped: [{ records: [{ attributes }] }] }] });
    expect(canaries.find(body).map(({ form }) => form)).toContain('plain');
  });
});
