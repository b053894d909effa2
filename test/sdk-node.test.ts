/** This repository's own SDK on a server, through a real gateway to what a vendor receives. */
import { createHeadgate } from '@headgate/sdk/node';
import type { Headgate, NodeOptions, Notice } from '@headgate/sdk/node';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runTool } from './codegen-project.ts';
import { openDoor } from './door.ts';
import type { Door } from './door.ts';
import { startAskingShop } from './sdk-shop.ts';
import { API_KEY } from './shop-gateway.ts';
import type { ShopGateway } from './shop-gateway.ts';
import { readVendors, sequencesOf } from './vendor-events.ts';

const SCRIPT = fileURLToPath(new URL('send-with-sdk.ts', import.meta.url));
const WHO = { userId: 'person-1', consent: ['analytics'] };

let shop: ShopGateway;
let door: Door;
let first = 0;
let from = 0;

beforeAll(async () => {
  shop = await startAskingShop();
  door = await openDoor(shop.port);
});
afterAll(async () => {
  await door.close();
  await shop.close();
});
beforeEach(() => {
  first += 10_000;
  from = door.passages.length;
});

function start(options: Partial<NodeOptions> = {}): Headgate {
  return createHeadgate({ writeKey: API_KEY, host: door.url, flushMs: 50, retryMs: 50, ...options });
}

function order(sdk: Headgate, count: number, begin = first): void {
  for (let at = 0; at < count; at += 1) sdk.track(WHO, 'Order Completed', { sequence: begin + at });
}

async function delivered(): Promise<readonly number[]> {
  await shop.settled();
  const { segment } = await readVendors(shop);
  return sequencesOf(segment).filter((each) => each >= first && each < first + 10_000);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}

function messages(): readonly Record<string, unknown>[] {
  return door.passages
    .slice(from)
    .flatMap(({ body }) => (JSON.parse(body.toString()) as { batch: Record<string, unknown>[] }).batch);
}

describe('a server', () => {
  it('sends every event exactly once', async () => {
    const sdk = start();
    sdk.page(WHO, 'Bread', { sequence: first, url: 'https://shop.example/a?email=me@person.example' });
    sdk.identify(WHO, { sequence: first + 1, plan: 'guest' });
    sdk.group(WHO, 'company-1', { sequence: first + 2 });
    order(sdk, 60, first + 3);
    await sdk.close();
    expect(sdk.counts()).toEqual({ sent: 63 });
    expect(await delivered()).toEqual(range(63));
    expect(JSON.stringify(messages())).not.toContain('person.example');
  });

  it('keeps and sends nothing of a person who agreed to nothing', async () => {
    const notices: Notice[] = [];
    const sdk = start({ watch: (notice) => notices.push(notice) });
    sdk.track({ userId: 'person-2', consent: [] }, 'Order Completed', { sequence: first });
    await sdk.close();
    expect([sdk.counts(), messages()]).toEqual([{ 'no-consent': 1 }, []]);
    expect(notices).toMatchObject([
      { kind: 'given', after: null },
      { kind: 'ended', fate: 'no-consent' },
    ]);
  });

  it('says for each event whether its person said GPC, and the gateway denies those', async () => {
    const sdk = start();
    sdk.track({ ...WHO, gpc: true }, 'Order Completed', { sequence: first });
    sdk.track(WHO, 'Order Completed', { sequence: first + 1 });
    sdk.track({ ...WHO, consent: ['ads'] }, 'Order Completed', { sequence: first + 2 });
    await sdk.close();
    expect(messages()).toHaveLength(3);
    expect(await delivered()).toEqual([first + 1]);
  });

  it('sends of the context what it was given, but no address', async () => {
    const sdk = start();
    const context = { ip: '192.0.2.1', locale: 'de', page: { url: 'https://shop.example/a?b' }, consent: 7 };
    const timestamp = new Date(Date.now() - 60_000);
    sdk.track({ anonymousId: 'device-1', consent: ['analytics'], context, timestamp }, 'Order Completed', {
      sequence: first,
    });
    await sdk.close();
    expect(messages()).toEqual([
      {
        type: 'track',
        messageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        timestamp: timestamp.toISOString(),
        anonymousId: 'device-1',
        event: 'Order Completed',
        properties: { sequence: first },
        context: {
          locale: 'de',
          page: { url: 'https://shop.example/a' },
          library: { name: '@headgate/sdk', version: '0.1.0' },
          consent: { categoryPreferences: { analytics: true } },
        },
      },
    ]);
  });

  it('counts what is no JSON, and what comes after it was closed', async () => {
    const sdk = start();
    sdk.track(WHO, 'Order Completed', { big: 1n });
    await sdk.close();
    order(sdk, 2);
    expect(sdk.counts()).toEqual({ unreadable: 1, closed: 2 });
  });

  it('has a queue in memory with a bound', async () => {
    const sdk = start({ host: 'http://127.0.0.1:9', queueCountMax: 10, closeMs: 100 });
    order(sdk, 25);
    await sdk.close();
    const { overflow = 0, closed = 0 } = sdk.counts();
    expect([overflow + closed, closed]).toEqual([25, 10]);
  });
});

describe('a gateway that is away', () => {
  it('gets the same events when it is back', async () => {
    await shop.stop();
    const sdk = start({ retryMaxMs: 200 });
    order(sdk, 30);
    await vi.waitUntil(() => door.passages.length > from + 1, { timeout: 10_000 });
    await shop.start();
    await vi.waitUntil(() => sdk.counts().sent === 30, { timeout: 20_000 });
    await sdk.close();
    expect(await delivered()).toEqual(range(30));
    expect(new Set(messages().map(({ messageId }) => messageId)).size).toBe(30);
  });
});

const run = (host: string, count: number) =>
  runTool(
    process.execPath,
    ['--conditions=source', SCRIPT, host, API_KEY, String(first), String(count)],
    '.',
  );

describe('a process that ends', () => {
  it('sends what waits before it does', async () => {
    const { code, output } = await run(door.url, 45);
    expect([code, JSON.parse(output)]).toEqual([0, { sent: 45 }]);
    expect(await delivered()).toEqual(range(45));
  });

  it('ends in time where nobody answers, and counts what is lost', async () => {
    const begun = Date.now();
    const { code, output } = await run('http://127.0.0.1:9', 5);
    expect([code, JSON.parse(output)]).toEqual([0, { closed: 5 }]);
    expect(Date.now() - begun).toBeLessThan(8_000);
  });
});
