/** What the SDK does with values in Chromium's own WebCrypto, before they leave the page, and through a real gateway. */
import { createOpener, rawPublicKey } from '@headgate/seal/envelope';
import { generateKeyPairSync } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type * as Privacy from '../../packages/sdk/src/privacy/index.ts';
import type * as Seal from '../../packages/sdk/src/seal/index.ts';
import type { BrowserOptions, Headgate } from '../../packages/sdk/src/index.ts';
import { startIsolatingBrowser } from '../browser.ts';
import { bundle } from '../bundle.ts';
import { startPageServer } from '../page-server.ts';
import { startAskingShop } from '../sdk-shop.ts';
import { WEB_KEY } from '../shop-gateway.ts';
import type { ShopGateway } from '../shop-gateway.ts';
import { readVendors } from '../vendor-events.ts';

interface PageGlobals {
  readonly HeadgateSdk: { createHeadgate(options: BrowserOptions): Headgate };
  readonly HeadgatePrivacy: typeof Privacy;
  readonly HeadgateSeal: typeof Seal;
}

const started: { close(): Promise<void> }[] = [];
let shop: ShopGateway;
let page: Page;

beforeAll(async () => {
  const scripts = await Promise.all([
    bundle('packages/sdk/src/index.ts', 'iife', 'HeadgateSdk'),
    bundle('packages/sdk/src/privacy/index.ts', 'iife', 'HeadgatePrivacy'),
    bundle('packages/sdk/src/seal/index.ts', 'iife', 'HeadgateSeal'),
  ]);
  const pages = await startPageServer('');
  started.push(pages);
  started.push((shop = await startAskingShop([pages.origin])));
  const browser = await startIsolatingBrowser();
  started.push(browser);
  page = await browser.newPage();
  await page.goto(pages.origin);
  for (const { code } of scripts) await page.addScriptTag({ content: code });
});
afterAll(async () => {
  for (const each of started.toReversed()) await each.close();
});

it('what is sealed in Chromium passes the gateway as it is, and its group alone can open it', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const note = 'please ring me, me@person.example';
  await page.evaluate(
    async ([host, writeKey, key, secret]) => {
      const { HeadgateSdk, HeadgateSeal } = globalThis as unknown as PageGlobals;
      const sealer = HeadgateSeal.createSealer({
        publicKey: Uint8Array.from(key),
        tenant: 'shop',
        recipientGroup: 'support',
        source: 'web',
      });
      const coupon = await sealer.seal(secret, { eventName: 'Order Completed', jsonPath: 'coupon' });
      const sdk = HeadgateSdk.createHeadgate({ host, writeKey, consent: ['analytics'] });
      sdk.track('Order Completed', { sequence: 1, coupon });
      await sdk.flush();
    },
    [shop.url, WEB_KEY, [...rawPublicKey(publicKey)], note] as const,
  );
  await vi.waitUntil(async () => (await readVendors(shop)).segment.length === 1, { timeout: 20_000 });
  const [event] = (await readVendors(shop)).segment;
  const coupon = (event?.message['properties'] as Record<string, string> | undefined)?.['coupon'];
  const opener = createOpener({ privateKey: () => privateKey, header: () => null });
  const place = {
    tenant: 'shop',
    recipientGroup: 'support',
    source: 'web',
    eventName: 'Order Completed',
    eventId: '',
    jsonPath: 'coupon',
  };
  expect(opener.open(coupon ?? '', place)).toEqual({ kind: 'opened', value: note });
});

it('hashes by keys that are not the same on two pages', async () => {
  const hashes = await page.evaluate(async () => {
    const { HeadgatePrivacy } = globalThis as unknown as PageGlobals;
    const [one, other] = await Promise.all([
      HeadgatePrivacy.sessionHasher(),
      HeadgatePrivacy.sessionHasher(),
    ]);
    return Promise.all([one.hash('email', 'a'), one.hash('email', 'a'), other.hash('email', 'a')]);
  });
  expect(hashes.map((hash) => hash.length)).toEqual([22, 22, 22]);
  expect(new Set(hashes).size).toBe(2);
});

it('answers at random, and the analyst can count', async () => {
  const yes = await page.evaluate(() => {
    const { HeadgatePrivacy } = globalThis as unknown as PageGlobals;
    const asked = HeadgatePrivacy.randomisedResponse({ values: ['yes', 'no'], epsilon: 2 });
    const counts: Record<string, number> = { yes: 0, no: 0 };
    for (let at = 0; at < 20_000; at += 1) {
      const answer = asked.respond(at < 5_000 ? 'yes' : 'no');
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
    return asked.estimate(counts)[0];
  });
  expect(Math.abs((yes?.people ?? 0) - 5_000)).toBeLessThan(5.5 * (yes?.standardError ?? 0));
});
