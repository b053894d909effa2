/** The published browser SDKs in Chromium, on a page of another site, through a real gateway to what the vendors receive. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright-core';
import { startBrowser } from '../browser.ts';
import type { Browser } from '../browser.ts';
import { createCanarySet } from '../canary.ts';
import { openDoor } from '../door.ts';
import type { Door, Passage } from '../door.ts';
import { startPageServer } from '../page-server.ts';
import type { PageServer } from '../page-server.ts';
import { VENDOR_NAMES, WEB_KEY, startShopGateway } from '../shop-gateway.ts';
import type { ShopGateway } from '../shop-gateway.ts';
import { readFiles, readParquet } from '../stored-bytes.ts';
import { readVendors, sequencesOf } from '../vendor-events.ts';
import type { SeenEvent, VendorName } from '../vendor-events.ts';

/** What a page hands to its scripts. */
interface Task {
  readonly key: string;
  readonly gateway: string;
  /** The first of the sequence numbers to use. */
  readonly first: number;
  readonly mail: string;
  readonly batching: boolean;
  readonly flushMs: number;
}

/** What the SDKs give to a page, as far as these tests call it. */
interface PageGlobals {
  readonly location: { readonly href: string };
  readonly localStorage: {
    readonly length: number;
    key(at: number): string | null;
    getItem(key: string): string | null;
  };
  readonly AnalyticsNext: { readonly AnalyticsBrowser: { load(settings: object, options: object): Segment } };
  readonly mixpanel: Mixpanel;
  analytics: Segment;
}
type Call = (...given: readonly unknown[]) => Promise<unknown>;
/** Mixpanel's calls give back nothing to wait for. */
type PlainCall = (...given: readonly unknown[]) => void;
type Segment = Readonly<Record<'track' | 'page' | 'identify' | 'group' | 'alias', Call>>;
interface Mixpanel extends Readonly<
  Record<'init' | 'set_config' | 'register' | 'track' | 'track_pageview' | 'identify' | 'alias', PlainCall>
> {
  readonly people: Readonly<Record<'set' | 'set_once' | 'append', PlainCall>>;
  get_group(key: string, id: string): { readonly set: PlainCall };
}

const SEGMENT_EVENTS = 25;
const MIXPANEL_EVENTS = 45;
/** Each page uses the numbers from its own start. */
const FIRST = { segment: 1_000, batching: 2_000, mixpanel: 3_000 } as const;
const PATIENCE_MS = 30_000;
/** How often Mixpanel's SDK sends. */
const FLUSH_MS = 1_000;

const canaries = createCanarySet();
let pages: PageServer;
let shop: ShopGateway;
let door: Door;
let browser: Browser;
/** What was started, to be ended in reverse. */
const started: { close(): Promise<void> }[] = [];
let seen: Readonly<Record<VendorName, readonly SeenEvent[]>>;

beforeAll(async () => {
  started.push((pages = await startPageServer()));
  started.push((shop = await startShopGateway({ origins: [pages.origin] })));
  started.push((door = await openDoor(shop.port)));
  started.push((browser = await startBrowser()));
  await visit('segment', FIRST.segment, runSegment, leaveSegment);
  await visit('batching', FIRST.batching, runSegment, leaveSegment);
  await visit('mixpanel', FIRST.mixpanel, runMixpanel, leaveMixpanel);
  await shop.settled();
  seen = await readVendors(shop);
}, 180_000);

afterAll(async () => {
  for (const each of started.toReversed()) await each.close();
});

type Act = (page: Page, task: Task) => Promise<void>;

/** Opens a page whose address names a person, lets the SDK work, and leaves while the last events are still with it. */
async function visit(name: keyof typeof FIRST, first: number, run: Act, leave: Act): Promise<void> {
  const mail = canaries.plant('email', `the page of ${name}`);
  const page = await browser.newPage();
  const query = `email=${encodeURIComponent(mail)}&utm_campaign=spring#${encodeURIComponent(mail)}`;
  await page.goto(`${pages.origin}/account/${encodeURIComponent(mail)}?${query}`);
  const task = {
    key: WEB_KEY,
    gateway: door.url,
    first,
    mail,
    batching: name === 'batching',
    flushMs: FLUSH_MS,
  };
  await run(page, task);
  await arrival(first + countOf(name) - 1);
  await leave(page, task);
  await page.goto('about:blank');
  await arrival(first + countOf(name));
  await page.close();
}

function countOf(name: keyof typeof FIRST): number {
  return name === 'mixpanel' ? MIXPANEL_EVENTS : SEGMENT_EVENTS;
}

/** Waits until the gateway has taken the event with this number. */
async function arrival(sequence: number): Promise<void> {
  const has = (): boolean =>
    door.passages.some(
      ({ status, body }) => status === 200 && textOf(body).includes(`"sequence":${sequence},`),
    );
  await vi.waitUntil(has, { timeout: PATIENCE_MS, interval: 20 }).catch(() => {
    const answers = door.passages.map(({ method, target, status }) => `${method} ${target} ${status}`);
    throw new Error(`event ${sequence} did not come: ${[...browser.complaints, ...answers].join('\n')}`);
  });
}

/** The JSON of a body, out of Mixpanel's form where it is in one. */
function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  const data = /^data=([^&]*)/.exec(text)?.[1];
  return data === undefined ? text : Buffer.from(decodeURIComponent(data), 'base64').toString('utf8');
}

/** Numbers `first` to `first + 24`; the functions below run in the page and see nothing but their argument. */
async function runSegment(page: Page, task: Task): Promise<void> {
  await page.evaluate(async ({ key, gateway, first, mail, batching }) => {
    const own = globalThis as unknown as PageGlobals;
    const { AnalyticsBrowser } = own.AnalyticsNext;
    const apiHost = `${gateway.replace('http://', '')}/v1`;
    const batch = { strategy: 'batching', config: { size: 10, timeout: 300 } };
    const standard = { strategy: 'standard', config: { keepalive: true } };
    const settings = { apiHost, protocol: 'http', deliveryStrategy: batching ? batch : standard };
    const analytics = AnalyticsBrowser.load(
      { writeKey: key, cdnURL: gateway },
      { integrations: { 'Segment.io': settings } },
    );
    own.analytics = analytics;
    let next = first;
    const personal = { search_box: mail, nested: { list: [mail] } };
    await analytics.page('Bread', { sequence: next++, ...personal });
    await analytics.identify('browser-person', { sequence: next++, email: mail, note: mail, ...personal });
    await analytics.group('browser-group', { sequence: next++, industry: mail, ...personal });
    const made = [];
    while (next < first + 25) {
      const properties = {
        sequence: next++,
        coupon: mail,
        comment: `write to ${mail}`,
        landing: own.location.href,
        ...personal,
      };
      made.push(analytics.track('Order Completed', properties));
    }
    made.push(analytics.track('Unplanned Event', personal), analytics.alias('browser-alias', mail));
    await Promise.all(made);
  }, task);
}

/** One more, sent while the page goes away. */
async function leaveSegment(page: Page, task: Task): Promise<void> {
  await page.evaluate(async ({ first }) => {
    const done = (globalThis as unknown as PageGlobals).analytics.track('Order Completed', {
      sequence: first + 25,
      total: 1,
    });
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 50))]);
  }, task);
}

async function runMixpanel(page: Page, task: Task): Promise<void> {
  await page.evaluate(({ key, gateway, first, mail, flushMs }) => {
    const own = globalThis as unknown as PageGlobals;
    const { mixpanel } = own;
    mixpanel.init(key, { api_host: gateway, persistence: 'localStorage', batch_flush_interval_ms: flushMs });
    let next = first;
    const personal = { search_box: mail, nested: { list: [mail] } };
    mixpanel.register({ super_property: mail });
    mixpanel.track_pageview({ sequence: next++, ...personal });
    mixpanel.identify('browser-person');
    mixpanel.people.set({ sequence: next++, $email: mail, note: mail, ...personal });
    mixpanel.people.set_once({ sequence: next++, name: mail });
    mixpanel.people.append({ note: mail });
    mixpanel.get_group('company', 'browser-group').set({ sequence: next++, industry: mail });
    while (next < first + 45) {
      const properties = {
        sequence: next++,
        coupon: mail,
        comment: `write to ${mail}`,
        landing: own.location.href,
        ...personal,
      };
      mixpanel.track('Order Completed', properties);
    }
    mixpanel.track('Unplanned Event', personal);
    mixpanel.alias('browser-alias');
  }, task);
}

/**
 * The SDK keeps events in the page's storage and on leaving sends by a beacon what lies there, also what it has sent
 * but not yet crossed out (Mixpanel drops such doubles by their id). So the page waits for the store to be empty, with
 * the timer slowed down, and then for the new event to be in it.
 */
async function leaveMixpanel(page: Page, task: Task): Promise<void> {
  const sequence = `"sequence":${task.first + MIXPANEL_EVENTS}`;
  const until = (isSo: (stored: string) => boolean): Promise<unknown> =>
    vi.waitUntil(async () => isSo(await page.evaluate(readStore)), { timeout: PATIENCE_MS, interval: 20 });
  await until((stored) => !stored.includes('"sequence"'));
  await page.evaluate(() => {
    (globalThis as unknown as PageGlobals).mixpanel.set_config({ batch_flush_interval_ms: 600_000 });
  });
  // The timer that still runs at the old pace goes off once more.
  await sleep(FLUSH_MS + 200);
  await page.evaluate(({ first }) => {
    const { mixpanel } = globalThis as unknown as PageGlobals;
    mixpanel.track('Order Completed', { sequence: first + 45, total: 1 });
  }, task);
  await until((stored) => stored.includes(sequence));
}

/** Runs in the page: what Mixpanel's SDK keeps in its storage. */
function readStore(): string {
  const { localStorage } = globalThis as unknown as PageGlobals;
  return Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
    .filter((key) => key.startsWith('__mpq_'))
    .map((key) => localStorage.getItem(key) ?? '')
    .join('');
}

/** Ids of all messages in all bodies that came to the door. */
function messageIds(passages: readonly Passage[]): readonly string[] {
  return passages.flatMap(({ body }) =>
    [...textOf(body).matchAll(/"(?:messageId|\$insert_id)":"([^"]+)"/g)].map((match) => match[1] ?? ''),
  );
}

describe('the browser SDKs', () => {
  it('ask nobody but their page and the gateway', () => {
    expect([...browser.asked.keys()].toSorted()).toEqual([door.url, pages.origin].toSorted());
  });

  it('have nothing to complain about', () => {
    expect(browser.complaints).toEqual([]);
    expect(door.passages.filter(({ status }) => status !== 200 && status !== 204)).toEqual([]);
  });

  it('send no message twice', () => {
    const ids = messageIds(door.passages);
    expect(ids.length).toBeGreaterThan(80);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('asked first where that is due, and were let', () => {
    const preflights = door.passages.filter(({ method }) => method === 'OPTIONS');
    expect(preflights.length).toBeGreaterThan(0);
    expect(preflights.filter(({ status }) => status !== 204)).toEqual([]);
  });
});

describe('delivery', () => {
  const due = Object.entries(FIRST).flatMap(([name, first]) =>
    Array.from({ length: countOf(name as keyof typeof FIRST) + 1 }, (_, at) => first + at),
  );
  /** Mixpanel's group call names no person, and Segment takes none without. */
  const groupOfMixpanel = FIRST.mixpanel + 3;

  it.each(VENDOR_NAMES)('brings %s every event exactly once, those of the last moment included', (vendor) => {
    const got = sequencesOf(seen[vendor]);
    expect(got).toEqual(vendor === 'segment' ? due.filter((each) => each !== groupOfMixpanel) : due);
  });

  it('brings no vendor, file or log line what the pages knew of a person', async () => {
    const traffic = Object.values(shop.vendors).flatMap((vendor) => vendor.traffic);
    expect(traffic.length).toBeGreaterThan(0);
    expect(traffic.flatMap((bytes) => canaries.find(bytes))).toEqual([]);
    const files = [...readFiles(shop.directory), ...(await readParquet(shop.warehouseDirectory))];
    expect(
      files.flatMap(({ name, bytes }) => canaries.find(bytes).map((leak) => ({ name, ...leak }))),
    ).toEqual([]);
    expect(canaries.find(Buffer.from(shop.output()))).toEqual([]);
  });
});

describe('a page of an origin that may not use the key', () => {
  it('is refused, and its browser complains', async () => {
    const other = await startBrowser();
    try {
      const page = await other.newPage();
      await page.goto(pages.origin.replace('localhost', '127.0.0.1'));
      await page.evaluate(
        async ({ key, gateway }) => {
          const body = JSON.stringify({
            writeKey: key,
            event: 'Order Completed',
            userId: 'u',
            properties: { sequence: 9 },
          });
          await fetch(`${gateway}/v1/t`, { method: 'POST', body }).catch(() => undefined);
        },
        { key: WEB_KEY, gateway: door.url },
      );
      expect(door.passages.at(-1)?.status).toBe(403);
      expect(other.complaints.join()).toContain('403');
    } finally {
      await other.close();
    }
    const after = await readVendors(shop);
    expect(VENDOR_NAMES.flatMap((vendor) => sequencesOf(after[vendor])).filter((each) => each === 9)).toEqual(
      [],
    );
  });
});
