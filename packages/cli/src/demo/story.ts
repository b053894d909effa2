/** The story of the demo: replay, wait, one round trip, then hold every claim of the gateway against what really arrived. */
import type { JsonObject } from '@headgate/core';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareExposure } from './compare-exposure.ts';
import type { ExposureComparison } from './compare-exposure.ts';
import type { FakeVendor } from './fake-vendors.ts';
import { findLeaks } from './find-leaks.ts';
import type { Place, Recall } from './find-leaks.ts';
import type { Truth } from './leaks.ts';
import { truthOf } from './leaks.ts';
import { plantLeaks } from './planted.ts';
import { sendShop } from './send-shop.ts';
import { settle } from './settle.ts';
import type { EnvironmentBalance } from './settle.ts';
import { makeShop } from './shop.ts';
import { SHOWCASE, compareShowcase, imageOf } from './showcase.ts';
import type { ShowcaseRow } from './showcase.ts';
import type { Stage } from './stage.ts';
import { readWarehouse } from './warehouse.ts';

export interface StoryOptions {
  readonly seed: number;
  readonly events: number;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onSent: (sent: number, total: number) => void;
}

/** What one vendor's fake, or the warehouse, holds against what the ledger says was delivered. */
export interface DeliveryCheck {
  readonly vendor: string;
  readonly delivered: number;
  readonly received: number;
}

export interface Story {
  readonly sent: number;
  /** Messages that an SDK gave up. */
  readonly failed: number;
  readonly replayMs: number;
  readonly settleMs: number;
  /** From sending the showcase to reading it at the fake Mixpanel. */
  readonly roundTripMs: number;
  readonly recall: Recall;
  /** What detection counted, by its own kinds. */
  readonly findings: Readonly<Record<string, number>>;
  readonly searched: { readonly places: number; readonly bytes: number };
  readonly showcase: readonly ShowcaseRow[];
  readonly balance: EnvironmentBalance;
  readonly deliveries: readonly DeliveryCheck[];
  readonly exposure: ExposureComparison;
  readonly exposureMs: number;
  /** What does not hold, each as a sentence; none when all is well. Declared misses are no difference. */
  readonly differences: readonly string[];
}

/** Tells the whole story once. Rejects when the signal aborts. */
export async function tellStory(stage: Stage, options: StoryOptions): Promise<Story> {
  const leaks = plantLeaks();
  const truth = leaks.map(truthOf);
  await writeFile(join(stage.directory, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
  const messages = makeShop({ seed: options.seed, events: options.events, leaks });

  const { now, signal } = options;
  const startedAt = now();
  const job = { host: '127.0.0.1', port: stage.port, keys: stage.keys, messages, now: startedAt };
  const news = await sendShop(job, ({ sent }) => options.onSent(sent, messages.length), signal);
  const replayMs = now() - startedAt;
  await settle({ client: stage.client, events: news.sent, now, signal });
  const settleMs = now() - startedAt;

  const roundTripMs = await sendShowcase(stage, now, signal);
  const balance = await settle({ client: stage.client, events: news.sent + 1, now, signal });
  const rows = await readWarehouse(stage.warehouseDirectory);
  const askedAt = now();
  const answer = await stage.client.exposure({ vendor: 'mixpanel' });
  const exposureMs = now() - askedAt;
  const exposure = compareExposure(answer, vendorOf(stage, 'mixpanel').received);
  const metrics = await stage.client.metrics();
  const { recall, searched } = await search(stage, { truth, rows, metrics });
  const showcase = compareShowcase(imagesOf(stage, rows));
  const deliveries = checkDeliveries(balance, stage.vendors, rows.length);
  const facts = { sent: news.sent, failed: news.failed, recall, balance, deliveries, exposure };
  const times = { replayMs, settleMs, roundTripMs, exposureMs };
  return {
    ...facts,
    ...times,
    findings: findingsIn(metrics),
    searched,
    showcase,
    differences: differencesOf(facts),
  };
}

/** How long the showcase may take before it counts as lost. */
const ROUND_TRIP_MS_MAX = 10_000;

/** Sends one order as any back end could, and waits for it at the fake Mixpanel. */
async function sendShowcase(stage: Stage, now: () => number, signal: AbortSignal): Promise<number> {
  const mixpanel = vendorOf(stage, 'mixpanel');
  const before = mixpanel.received.length;
  const startedAt = now();
  const answer = await fetch(`${stage.url}/v1/track`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${stage.keys.api}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify(SHOWCASE),
    signal,
  });
  await answer.arrayBuffer();
  while (mixpanel.received.length === before && now() - startedAt < ROUND_TRIP_MS_MAX) {
    await sleep(1, undefined, { signal });
  }
  return now() - startedAt;
}

function vendorOf(stage: Stage, name: FakeVendor['name']): FakeVendor {
  const vendor = stage.vendors.find((each) => each.name === name);
  if (vendor === undefined) throw new Error('a fake vendor is missing from the stage');
  return vendor;
}

/** The showcase was sent when nothing else was under way, so it is the last that every vendor received. */
function imagesOf(stage: Stage, rows: readonly JsonObject[]): Record<string, JsonObject> {
  const images: Record<string, JsonObject> = {};
  for (const { name, received } of stage.vendors) {
    const last = received.at(-1);
    if (last !== undefined) images[name] = imageOf(last);
  }
  const row = rows.find((each) => JSON.stringify(each['properties']).includes('wedding-cake'));
  return row === undefined ? images : { ...images, warehouse: row };
}

interface Searched {
  readonly truth: readonly Truth[];
  readonly rows: readonly JsonObject[];
  readonly metrics: string;
}

/** Everything that left the gateway, and every byte it wrote. */
async function search(
  stage: Stage,
  { truth, rows, metrics }: Searched,
): Promise<Pick<Story, 'recall' | 'searched'>> {
  const places: Place[] = [
    ...stage.vendors.map(({ name, traffic }) => ({ name, bytes: Buffer.concat(traffic) })),
    { name: 'warehouse', bytes: Buffer.from(JSON.stringify(rows)) },
    { name: 'log', bytes: Buffer.from(stage.log.join('\n')) },
    { name: 'metrics', bytes: Buffer.from(metrics) },
    ...(await filesBelow(stage.dataDirectory, 'data')),
    ...(await filesBelow(stage.warehouseDirectory, 'warehouse')),
  ];
  const bytes = places.reduce((total, place) => total + place.bytes.byteLength, 0);
  return { recall: findLeaks(truth, places), searched: { places: places.length, bytes } };
}

function findingsIn(metrics: string): Record<string, number> {
  const lines = metrics.matchAll(/^headgate_findings_total\{kind="([a-z_]+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, kind = '', count = '0']) => [kind, Number(count)]));
}

async function filesBelow(directory: string, name: string): Promise<Place[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (entry) => ({
      name: `${name}/${entry.name}`,
      bytes: await readFile(join(entry.parentPath, entry.name)),
    })),
  );
}

function checkDeliveries(
  balance: EnvironmentBalance,
  vendors: readonly FakeVendor[],
  rows: number,
): DeliveryCheck[] {
  return balance.vendors.map(({ vendor, outcomes }) => {
    const fake = vendors.find(({ name }) => name === vendor);
    return { vendor, delivered: outcomes.delivered ?? 0, received: fake?.received.length ?? rows };
  });
}

type Facts = Pick<Story, 'sent' | 'failed' | 'recall' | 'balance' | 'deliveries' | 'exposure'>;

function differencesOf({ sent, failed, recall, balance, deliveries, exposure }: Facts): string[] {
  const undeclared = recall.misses.filter((miss) => !miss.isDeclared);
  return [
    ...(failed === 0 ? [] : [`${failed} messages were given up by an SDK.`]),
    ...(balance.accepted === sent + 1 ? [] : [`${sent + 1} events were sent, ${balance.accepted} accepted.`]),
    ...(balance.vendors.length === 4 ? [] : ['The balance does not name all four vendors.']),
    ...balance.vendors
      .filter(({ ended }) => ended !== balance.accepted)
      .map(({ vendor, ended }) => `${ended} of ${balance.accepted} events ended for ${vendor}.`),
    ...deliveries
      .filter(({ delivered, received }) => delivered !== received)
      .map(
        ({ vendor, delivered, received }) => `${vendor} received ${received}, the ledger says ${delivered}.`,
      ),
    ...undeclared.map(({ id, kind, places }) => `${id} (${kind}) was found in ${places.join(', ')}.`),
    ...(exposure.agrees ? [] : ['Exposure of mixpanel differs from what it received.']),
  ];
}
