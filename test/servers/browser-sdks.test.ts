/** The drivers of the browser SDKs before a server that takes everything. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIsolatingBrowser } from '../browser.ts';
import type { IsolatingBrowser } from '../browser.ts';
import { checkDriver } from '../sdk-driver.contract.ts';
import { BROWSER_SDKS } from '../sdks/browser-sdks.ts';
import { OWN_BROWSER_SDK } from '../sdks/own-sdks.ts';
import { startBrowserSdk } from '../sdks/run-browser.ts';

let browser: IsolatingBrowser;
beforeAll(async () => {
  browser = await startIsolatingBrowser();
});
afterAll(() => browser.close());

it.each([...BROWSER_SDKS, OWN_BROWSER_SDK])('$name sends everything', { timeout: 60_000 }, async (sdk) => {
  await expect(
    checkDriver((task, factor) => startBrowserSdk(browser, sdk, task, factor), sdk),
  ).resolves.toBeUndefined();
});
