/** Pages on which the SDK runs in Chromium, each with a profile of its own, before a running gateway whose every request is kept. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { vi } from 'vitest';
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
export interface PageGlobals {
  readonly HeadgateSdk: { createHeadgate(options: BrowserOptions): Headgate };
  sdk: Headgate;
}

export interface Lab {
  readonly pages: PageServer;
  readonly door: Door;
  readonly visit: () => Promise<Visit>;
  readonly close: () => Promise<void>;
}

type Message = Readonly<Record<string, unknown>>;

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to anyone but the page's own origin, in order. */
  readonly asked: readonly string[];
  /** The first of ten thousand numbers that no other visit uses. */
  readonly first: number;
  /** Opens a page whose address and referrer name a person, and starts the SDK on it. */
  readonly open: (options?: Partial<BrowserOptions>, on?: Page) => Promise<void>;
  /** Tracks orders with the numbers from `start` on; default `first`. */
  readonly order: (count: number, start?: number) => Promise<void>;
  readonly counts: () => Promise<Counts>;
  readonly call: (name: 'grant' | 'withdraw', categories?: string[], on?: Page) => Promise<void>;
  /** Everything that a page can leave in a browser. */
  readonly stored: () => Promise<object>;
  /** What came to the gateway during this visit. */
  readonly passages: () => readonly Passage[];
  /** Of those passages that were answered with 200. */
  readonly messages: () => readonly Message[];
  /** Waits until the gateway took so many messages, and a moment longer. */
  readonly arrived: (count: number) => Promise<void>;
  /** Numbers of this visit that the vendor got. */
  readonly delivered: () => Promise<readonly number[]>;
  /** Rejects where the page had an error that nobody caught. */
  readonly close: () => Promise<void>;
}

export const PATIENCE_MS = 20_000;
export const NOTHING_STORED = {
  local: {},
  session: {},
  cookie: '',
  databases: [],
  caches: [],
  workers: 0,
  cookies: [],
};

export function range(count: number, start: number): number[] {
  return Array.from({ length: count }, (_, at) => start + at);
}

interface Parts {
  readonly script: string;
  readonly pages: PageServer;
  readonly shop: ShopGateway;
  readonly door: Door;
  readonly browser: IsolatingBrowser;
}

export async function openLab(): Promise<Lab> {
  const { code: script } = await bundle('packages/sdk/src/index.ts', 'iife');
  const pages = await startPageServer('');
  const shop = await startAskingShop([pages.origin]);
  const door = await openDoor(shop.port);
  const browser = await startIsolatingBrowser();
  const parts: Parts = { script, pages, shop, door, browser };
  let visits = 0;
  return {
    pages,
    door,
    visit: () => startVisit(parts, ++visits * 10_000),
    close: async () => {
      for (const each of [browser, door, shop, pages]) await each.close();
    },
  };
}

async function startVisit({ script, pages, shop, door, browser }: Parts, first: number): Promise<Visit> {
  const page = await browser.newPage();
  const context = page.context();
  const from = door.passages.length;
  const asked: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== pages.origin && origin !== 'null') asked.push(`${request.method()} ${request.url()}`);
  });
  context.on('weberror', (error) => complaints.push(error.error().message));
  const passages = (): readonly Passage[] => door.passages.slice(from);
  const messages = (): readonly Message[] =>
    passages().flatMap(({ body, status }) =>
      status === 200 ? (JSON.parse(body.toString()) as { batch: Message[] }).batch : [],
    );
  return {
    page,
    context,
    asked,
    first,
    open: async (options = {}, on = page) => {
      await on.goto(`${pages.origin}/shop/bread?email=me@person.example#me@person.example`, {
        referer: `${pages.origin}/search?q=me@person.example`,
      });
      await begin(on, script, { writeKey: WEB_KEY, host: door.url, flushMs: 200, ...options });
    },
    order: (count, start = first) => order(page, count, start),
    counts: () => page.evaluate(() => (globalThis as unknown as PageGlobals).sdk.counts()),
    call: (name, categories, on = page) => call(on, name, categories),
    stored: async () => ({ ...(await readAreas(page)), cookies: await context.cookies() }),
    passages,
    messages,
    arrived: async (count) => {
      await vi.waitUntil(() => messages().length >= count, { timeout: PATIENCE_MS, interval: 20 });
      await sleep(400);
    },
    delivered: async () => {
      await shop.settled();
      const { segment } = await readVendors(shop);
      return sequencesOf(segment).filter((each) => each >= first && each < first + 10_000);
    },
    close: async () => {
      await page.close();
      if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join(', ')}`);
    },
  };
}

async function begin(on: Page, script: string, options: BrowserOptions): Promise<void> {
  await on.addScriptTag({ content: script });
  await on.evaluate((given) => {
    const own = globalThis as unknown as PageGlobals;
    own.sdk = own.HeadgateSdk.createHeadgate(given);
  }, options);
}

async function order(on: Page, count: number, start: number): Promise<void> {
  await on.evaluate(
    ([many, begins]) => {
      const { sdk } = globalThis as unknown as PageGlobals;
      for (let at = 0; at < many; at += 1) sdk.track('Order Completed', { sequence: begins + at, total: 3 });
    },
    [count, start] as const,
  );
}

function call(on: Page, name: 'grant' | 'withdraw', categories: string[] | undefined): Promise<void> {
  return on.evaluate(
    ([what, list]) => {
      const { consent } = (globalThis as unknown as PageGlobals).sdk;
      if (what === 'grant') consent.grant(list ?? []);
      else consent.withdraw(list);
    },
    [name, categories] as const,
  );
}

function readAreas(on: Page): Promise<object> {
  return on.evaluate(async () => ({
    local: Object.fromEntries(Object.entries(localStorage)),
    session: Object.fromEntries(Object.entries(sessionStorage)),
    cookie: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
}
