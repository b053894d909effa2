/** This repository's own SDK in Chromium, on a page of another site, through a real gateway to what a vendor receives. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BrowserOptions, Counts, Headgate } from '../../packages/sdk/src/index.ts';
import { startIsolatingBrowser } from '../browser.ts';
import type { IsolatingBrowser } from '../browser.ts';
import { bundle } from '../bundle.ts';
import { openDoor } from '../door.ts';
import type { Door, Passage } from '../door.ts';
import { startPageServer } from '../page-server.ts';
import type { PageServer } from '../page-server.ts';
import { startAskingShop } from '../sdk-shop.ts';
import { WEB_KEY } from '../shop-gateway.ts';
import type { ShopGateway } from '../shop-gateway.ts';
import { readVendors, sequencesOf } from '../vendor-events.ts';

/** What the page's script puts there. */
interface PageGlobals {
  readonly HeadgateSdk: { createHeadgate(options: BrowserOptions): Headgate };
  sdk: Headgate;
}

const PATIENCE_MS = 20_000;
const ANALYTICS = ['analytics'];

let script: string;
let pages: PageServer;
let shop: ShopGateway;
let door: Door;
let browser: IsolatingBrowser;
const started: { close(): Promise<void> }[] = [];
let page: Page;
let context: BrowserContext;
/** Requests of the page to anyone but its own origin, in order. */
let asked: string[];
let complaints: string[];
/** Each test has numbers of its own. */
let first = 0;
/** Passages before this test. */
let from = 0;

beforeAll(async () => {
  script = (await bundle('packages/sdk/src/index.ts', 'iife')).code;
  started.push((pages = await startPageServer('')));
  started.push((shop = await startAskingShop([pages.origin])));
  started.push((door = await openDoor(shop.port)));
  started.push((browser = await startIsolatingBrowser()));
}, 120_000);

afterAll(async () => {
  for (const each of started.toReversed()) await each.close();
});

beforeEach(async () => {
  first += 10_000;
  from = door.passages.length;
  page = await browser.newPage();
  context = page.context();
  asked = [];
  complaints = [];
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== pages.origin && origin !== 'null') asked.push(`${request.method()} ${request.url()}`);
  });
  context.on('weberror', (error) => complaints.push(error.error().message));
});

afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

/** Opens a page whose address and referrer name a person, and starts the SDK on it. */
async function open(options: Partial<BrowserOptions> = {}, on: Page = page): Promise<void> {
  await on.goto(`${pages.origin}/shop/bread?email=me@person.example#me@person.example`, {
    referer: `${pages.origin}/search?q=me@person.example`,
  });
  await begin(options, on);
}

async function begin(options: Partial<BrowserOptions> = {}, on: Page = page): Promise<void> {
  await on.addScriptTag({ content: script });
  await on.evaluate(
    (given) => {
      const own = globalThis as unknown as PageGlobals;
      own.sdk = own.HeadgateSdk.createHeadgate(given);
    },
    { writeKey: WEB_KEY, host: door.url, flushMs: 200, ...options },
  );
}

/** Orders with the numbers from `start` on. */
async function order(count: number, start = first, on: Page = page): Promise<void> {
  await on.evaluate(
    ([many, begins]) => {
      const { sdk } = globalThis as unknown as PageGlobals;
      for (let at = 0; at < many; at += 1) sdk.track('Order Completed', { sequence: begins + at, total: 3 });
    },
    [count, start] as const,
  );
}

function counts(on: Page = page): Promise<Counts> {
  return on.evaluate(() => (globalThis as unknown as PageGlobals).sdk.counts());
}

function call(name: 'grant' | 'withdraw', categories?: string[], on: Page = page): Promise<void> {
  return on.evaluate(
    ([what, list]) => {
      const { consent } = (globalThis as unknown as PageGlobals).sdk;
      if (what === 'grant') consent.grant(list ?? []);
      else consent.withdraw(list);
    },
    [name, categories] as const,
  );
}

/** Everything that a page can leave in a browser. */
async function stored(): Promise<object> {
  const areas = await page.evaluate(async () => ({
    local: { ...localStorage } as Record<string, string>,
    session: { ...sessionStorage } as Record<string, string>,
    cookie: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  return { ...areas, cookies: await context.cookies() };
}

const NOTHING_STORED = {
  local: {},
  session: {},
  cookie: '',
  databases: [],
  caches: [],
  workers: 0,
  cookies: [],
};

function passages(): readonly Passage[] {
  return door.passages.slice(from);
}

function messages(): readonly Record<string, unknown>[] {
  return passages().flatMap(({ body, status }) => {
    if (status !== 200) return [];
    return (JSON.parse(body.toString()) as { batch: Record<string, unknown>[] }).batch;
  });
}

/** Waits until the gateway took this many messages of this test, and a moment longer. */
async function arrived(count: number): Promise<void> {
  await vi.waitUntil(() => messages().length >= count, { timeout: PATIENCE_MS, interval: 20 });
  await sleep(400);
}

/** Numbers of this test that the vendor got. */
async function delivered(): Promise<readonly number[]> {
  await shop.settled();
  const { segment } = await readVendors(shop);
  return sequencesOf(segment).filter((each) => each >= first && each < first + 10_000);
}

function range(count: number, start = first): number[] {
  return Array.from({ length: count }, (_, at) => start + at);
}

describe('without consent', () => {
  it.each<[string, Partial<BrowserOptions>]>([
    ['nobody has decided', {}],
    ['the answer was No', { consent: [] }],
    ['nobody has decided and events are held', { holdCountMax: 50 }],
  ])('nothing is stored or sent where %s', async (_, options) => {
    await open(options);
    await order(30);
    await page.evaluate(async () => {
      const { sdk } = globalThis as unknown as PageGlobals;
      sdk.page('Bread', { url: location.href });
      sdk.identify('person', { email: 'me@person.example' });
      sdk.group('company', { seats: 3 });
      sdk.reset();
      await sdk.flush();
    });
    await sleep(600);
    expect(await stored()).toEqual(NOTHING_STORED);
    await page.goto(`${pages.origin}/other`);
    await sleep(200);
    expect(await stored()).toEqual(NOTHING_STORED);
    expect([asked, passages()]).toEqual([[], []]);
  });

  it('events are counted as dropped, or held and sent when consent comes', async () => {
    await open({ holdCountMax: 2 });
    await order(5);
    expect(await counts()).toEqual({ 'no-consent': 3 });
    await call('grant', ANALYTICS);
    await arrived(2);
    expect(await delivered()).toEqual(range(2));
  });
});

describe('with consent', () => {
  it('events arrive exactly once, without asking leave, and without what an address says of a person', async () => {
    await open({ consent: ANALYTICS });
    await page.evaluate((sequence) => {
      const { sdk } = globalThis as unknown as PageGlobals;
      sdk.page('Bread', { sequence, url: location.href, referrer: document.referrer });
      sdk.identify('person-1', { sequence: sequence + 1, plan: 'guest' });
      sdk.group('company-1', { sequence: sequence + 2 });
    }, first);
    await order(45, first + 3);
    await arrived(48);
    expect(await counts()).toEqual({ sent: 48 });
    expect(await delivered()).toEqual(range(48));
    expect(passages().map(({ method, status }) => `${method} ${status}`)).toEqual(
      passages().map(() => 'POST 200'),
    );
    for (const { headers, body } of passages()) {
      expect(headers).toMatchObject({ 'content-type': 'text/plain;charset=UTF-8', origin: pages.origin });
      expect(Object.keys(headers).filter((name) => ['referer', 'cookie'].includes(name))).toEqual([]);
      expect(body.toString()).not.toContain('person.example');
    }
    const ids = messages().map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(48);
  });

  it('an event carries this and nothing else', async () => {
    await open({ consent: ANALYTICS });
    await order(1);
    await arrived(1);
    expect(messages()).toEqual([
      {
        type: 'track',
        messageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        anonymousId: expect.stringMatching(/^[0-9a-f]{32}$/),
        event: 'Order Completed',
        properties: { sequence: first, total: 3 },
        context: {
          library: { name: '@headgate/sdk', version: '0.1.0' },
          locale: 'en-US',
          page: { url: `${pages.origin}/shop/bread`, referrer: pages.origin },
          consent: { categoryPreferences: { analytics: true } },
        },
      },
    ]);
    expect(await stored()).toEqual({
      ...NOTHING_STORED,
      local: { headgate: expect.stringMatching(/^\{"id":"[0-9a-f]{32}","born":\d{13}\}$/) },
    });
  });

  it('the anonymous id is that of the last page, and another after reset', async () => {
    await open({ consent: ANALYTICS });
    await order(1);
    await arrived(1);
    await open({ consent: ANALYTICS });
    await order(1, first + 1);
    await page.evaluate(() => (globalThis as unknown as PageGlobals).sdk.reset());
    await order(1, first + 2);
    await arrived(3);
    const [one, two, three] = messages().map(({ anonymousId }) => anonymousId);
    expect([two === one, three === one]).toEqual([true, false]);
  });

  it('nothing is stored where the app says so', async () => {
    await open({ consent: ANALYTICS, store: false });
    await order(1);
    await arrived(1);
    expect(await stored()).toEqual(NOTHING_STORED);
  });

  it('to a category that the plan does not ask for, the gateway lets nothing out', async () => {
    await open({ consent: ['ads'] });
    await order(1);
    await arrived(1);
    expect(await delivered()).toEqual([]);
  });
});

describe('Global Privacy Control', () => {
  beforeEach(async () => {
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    });
  });

  it('denies everything by default', async () => {
    await open({ consent: ANALYTICS });
    await order(3);
    await sleep(600);
    expect([asked, await stored(), await counts()]).toEqual([[], NOTHING_STORED, { 'no-consent': 3 }]);
  });

  it('lets through what the app has set apart, says so, and the gateway decides again', async () => {
    await open({ consent: [...ANALYTICS, 'ads'], gpcAllows: ANALYTICS });
    await order(1);
    await arrived(1);
    expect(messages()[0]).toMatchObject({
      context: { consent: { categoryPreferences: { analytics: true }, gpc: true } },
    });
    expect(JSON.stringify(messages())).not.toContain('ads');
    // The plan denies analytics to whoever says GPC.
    expect(await delivered()).toEqual([]);
  });
});

describe('without a network', () => {
  it('the queue is bounded, and what is left arrives when the network is back', async () => {
    await open({ consent: ANALYTICS, queueCountMax: 30 });
    await context.setOffline(true);
    await order(100);
    await sleep(500);
    expect(await counts()).toEqual({ overflow: 70 });
    await context.setOffline(false);
    await arrived(30);
    expect(await counts()).toEqual({ overflow: 70, sent: 30 });
    expect(await delivered()).toEqual(range(30, first + 70));
  });

  it('what waits when the page goes is parked, and sent by the next page, once, and only with consent', async () => {
    await open({ consent: ANALYTICS });
    // A page that cannot be loaded would be another page, so this one is told that it goes.
    await context.setOffline(true);
    await order(5);
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
    expect(JSON.stringify(await stored())).toContain('parked');
    await context.setOffline(false);
    await open();
    await sleep(500);
    expect(messages()).toEqual([]);
    await call('grant', ANALYTICS);
    await arrived(5);
    expect(JSON.stringify(await stored())).not.toContain('parked');
    await open({ consent: ANALYTICS });
    await sleep(500);
    expect(await delivered()).toEqual(range(5));
    expect(messages()).toHaveLength(5);
  });
});

describe('a page that goes', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['to another page', () => page.goto(`${pages.origin}/other`)],
    ['to another site', () => page.goto('about:blank')],
    ['by closing', () => page.close({ runBeforeUnload: true })],
  ])('%s leaves behind what waits', async (_, go) => {
    await open({ consent: ANALYTICS, flushMs: 600_000 });
    await order(7);
    await sleep(100);
    expect(passages()).toEqual([]);
    await go();
    await arrived(7);
    expect(await delivered()).toEqual(range(7));
  });
});

describe('a browser whose fetch does not outlive the page', () => {
  it('leaves behind what waits by beacon', async () => {
    await context.addInitScript(() => {
      Reflect.deleteProperty(Request.prototype, 'keepalive');
    });
    await open({ consent: ANALYTICS, flushMs: 600_000 });
    await order(7);
    await page.goto('about:blank');
    await arrived(7);
    // A beacon asks for no leave and hears no answer (https://w3c.github.io/beacon/ §3.1); fetch says `cors`.
    expect(passages().map(({ headers }) => headers['sec-fetch-mode'])).toEqual(['no-cors']);
    expect(await delivered()).toEqual(range(7));
  });
});

describe('a gateway that cannot take more', () => {
  it.each([429, 503])(
    'with %i and Retry-After is left alone for so long, and then gets the same events',
    async (status) => {
      const times: number[] = [];
      await page.route(`${door.url}/**`, async (route) => {
        times.push(Date.now());
        if (times.length > 1) return route.continue();
        const headers = {
          'access-control-allow-origin': pages.origin,
          'access-control-expose-headers': 'Retry-After',
          'retry-after': '3',
        };
        return route.fulfill({ status, headers, body: '' });
      });
      await open({ consent: ANALYTICS, retryMs: 10 });
      await order(25);
      await arrived(25);
      const [refused = 0, again = 0] = times;
      expect(again - refused).toBeGreaterThanOrEqual(3_000);
      expect(await delivered()).toEqual(range(25));
      expect(await counts()).toEqual({ sent: 25 });
    },
  );

  it('for good is not asked again', async () => {
    await open({ consent: ANALYTICS, writeKey: 'unknown', retryMs: 10 });
    await order(25);
    await vi.waitUntil(async () => (await counts()).refused === 25, { timeout: PATIENCE_MS });
    await sleep(500);
    expect(passages().map(({ status }) => status)).toEqual([401, 401]);
  });
});

describe('withdrawal', () => {
  it('deletes what is stored and what waits', async () => {
    await open({ consent: ANALYTICS });
    await context.setOffline(true);
    await order(3);
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
    await order(3);
    expect(await stored()).not.toEqual(NOTHING_STORED);
    await call('withdraw');
    expect(await stored()).toEqual(NOTHING_STORED);
    await context.setOffline(false);
    await order(3);
    await sleep(600);
    expect([messages(), await stored()]).toEqual([[], NOTHING_STORED]);
    expect(await counts()).toEqual({ withdrawn: 3, 'no-consent': 3 });
  });

  it('of one category takes it from what waits already', async () => {
    await open({ consent: [...ANALYTICS, 'ads'], flushMs: 1_000 });
    await order(1);
    await call('withdraw', ['ads']);
    await arrived(1);
    expect(messages()[0]).toMatchObject({
      context: { consent: { categoryPreferences: { analytics: true } } },
    });
    expect(JSON.stringify(messages())).not.toContain('ads');
  });

  it('in one tab ends it in the others', async () => {
    await open({ consent: ANALYTICS });
    await order(1);
    await arrived(1);
    const other = await context.newPage();
    await open({ consent: ANALYTICS }, other);
    await call('withdraw', undefined, other);
    await vi.waitUntil(
      () => page.evaluate(() => (globalThis as unknown as PageGlobals).sdk.consent.granted().length === 0),
      { timeout: PATIENCE_MS },
    );
    await order(1, first + 1);
    await sleep(500);
    expect([messages().length, await stored()]).toEqual([1, NOTHING_STORED]);
  });
});
