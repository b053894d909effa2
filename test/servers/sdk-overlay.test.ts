/** The overlay of the SDK in Chromium: what it shows of each event, by keyboard, in light and dark, under a strict policy. */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BrowserOptions, Headgate } from '../../packages/sdk/src/index.ts';
import type { Overlay, OverlayOptions } from '../../packages/sdk/src/overlay/index.ts';
import { startIsolatingBrowser } from '../browser.ts';
import type { IsolatingBrowser } from '../browser.ts';
import { bundle } from '../bundle.ts';
import { startPageServer } from '../page-server.ts';
import type { PageServer } from '../page-server.ts';

interface PageGlobals {
  readonly HeadgateSdk: { createHeadgate(options: BrowserOptions): Headgate };
  readonly HeadgateOverlay: { createOverlay(options?: OverlayOptions): Overlay };
  sdk: Headgate;
  overlay: Overlay;
}

/** Where pictures go when somebody wants to look: SCREENSHOTS=directory. */
const pictures = process.env['SCREENSHOTS'];
const POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src *; style-src 'none'";

let scripts: string[];
let pages: PageServer;
let browser: IsolatingBrowser;
let page: Page;
const violations: string[] = [];

beforeAll(async () => {
  scripts = [
    (await bundle('packages/sdk/src/index.ts', 'iife')).code,
    (await bundle('packages/sdk/src/overlay/index.ts', 'iife', 'HeadgateOverlay')).code,
  ];
  pages = await startPageServer(`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`);
  browser = await startIsolatingBrowser();
});
afterAll(async () => {
  await browser.close();
  await pages.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) violations.push(message.text());
  });
  await page.route('**/v1/batch', (route) =>
    route.fulfill({ status: 200, headers: { 'access-control-allow-origin': pages.origin }, body: '{}' }),
  );
});

async function open(options: OverlayOptions = {}): Promise<void> {
  await page.goto(`${pages.origin}/shop/bread?email=me@person.example`);
  for (const content of scripts) await page.addScriptTag({ content });
  await page.evaluate((given) => {
    const own = globalThis as unknown as PageGlobals;
    own.overlay = own.HeadgateOverlay.createOverlay(given);
    own.sdk = own.HeadgateSdk.createHeadgate({
      writeKey: 'k',
      host: 'http://127.0.0.1:9',
      flushMs: 600_000,
      watch: own.overlay.watch,
    });
  }, options);
}

/** One event before consent, one that is sent, one that waits. */
async function playThrough(): Promise<void> {
  await page.evaluate(async () => {
    const { sdk } = globalThis as unknown as PageGlobals;
    sdk.track('Too Early', { total: 1 });
    sdk.consent.grant(['analytics']);
    sdk.track('Order Completed', { total: 3, landing: location.href, note: '<img src=x onerror=alert(1)>' });
    await sdk.flush();
    sdk.page('Bread', { layout: 'wide' });
  });
}

describe('the overlay', () => {
  it.each(['light', 'dark'] as const)('shows each event before and after, in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await open();
    await playThrough();
    const rows = page.getByRole('listitem');
    expect(await rows.locator('summary').allInnerTexts()).toEqual([
      expect.stringMatching(/^page Bread\s+waits$/),
      expect.stringMatching(/^track Order Completed\s+sent$/),
      expect.stringMatching(/^track Too Early\s+dropped: no-consent$/),
    ]);
    const sent = rows.nth(1);
    await sent.locator('summary').click();
    expect(await sent.getByRole('group', { name: 'What the app gave' }).innerText()).toContain(
      '?email=me@person.example',
    );
    const after = await sent.getByRole('group', { name: 'What left the page' }).innerText();
    expect(after).not.toContain('me@person.example');
    expect(JSON.parse(after)).toMatchObject({
      event: 'Order Completed',
      properties: { landing: `${pages.origin}/shop/bread`, note: '<img src=x onerror=alert(1)>' },
      context: { consent: { categoryPreferences: { analytics: true } } },
    });
    expect(await page.getByRole('status').innerText()).toBe('1 sent, 1 waiting, 1 dropped');
    expect(violations).toEqual([]);
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}/overlay-${colorScheme}.png` });
  });

  it('goes by keyboard alone', async () => {
    await open({ isOpen: false });
    await playThrough();
    const toggle = page.getByRole('button', { name: 'Unfold' });
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('listitem').count()).toBe(3);
    // Clear and close stand between the toggle and the list.
    for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    expect(await page.getByRole('listitem').first().locator('details').getAttribute('open')).toBe('');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('listitem').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('listitem').count()).toBe(0);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('region').count()).toBe(0);
  });

  it('shows no more rows than it may', async () => {
    await open({ rowsMax: 2 });
    await playThrough();
    expect(await page.getByRole('listitem').count()).toBe(2);
  });

  it('stores nothing', async () => {
    await open();
    await playThrough();
    await page.evaluate(() => (globalThis as unknown as PageGlobals).sdk.consent.withdraw());
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  });
});
