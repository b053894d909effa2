/** Chromium with a fresh profile that can reach loopback alone, and a record of all that its pages ask for and complain about. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';

/** Where Debian's package puts it. */
const EXECUTABLE = '/usr/bin/chromium';

const FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever Chromium wants of its own accord finds no host.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

export interface Browser {
  newPage(): Promise<Page>;
  /** Origins that pages asked, by how often. */
  readonly asked: ReadonlyMap<string, number>;
  /** Errors on the consoles, errors that no script caught, and requests that failed before an answer. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function startBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'headgate-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    headless: true,
    args: [...FLAGS],
  });
  const asked = new Map<string, number>();
  const complaints: string[] = [];
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:') asked.set(origin, (asked.get(origin) ?? 0) + 1);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // An answer whose body the SDK never read counts as aborted when its page goes away. What CORS forbids is ERR_FAILED.
    if (reason !== 'net::ERR_ABORTED')
      complaints.push(`failed: ${request.method()} ${request.url()} ${reason}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
  return {
    newPage: () => context.newPage(),
    asked,
    complaints,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Chromium whose every page has a profile of its own, for pages that must not find what another one stored. */
export interface IsolatingBrowser {
  /** Closing the page throws its profile away. */
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export async function startIsolatingBrowser(): Promise<IsolatingBrowser> {
  const browser = await chromium.launch({ executablePath: EXECUTABLE, headless: true, args: [...FLAGS] });
  return {
    newPage: async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.once('close', () => void context.close().catch(() => {}));
      return page;
    },
    close: () => browser.close(),
  };
}
