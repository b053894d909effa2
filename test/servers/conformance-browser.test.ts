/** The published browser SDKs on pages of another origin, for every answer of a real gateway and for what can befall it. */
import { afterAll, beforeAll } from 'vitest';
import { startIsolatingBrowser } from '../browser.ts';
import type { IsolatingBrowser } from '../browser.ts';
import { describeConformance } from '../conformance/suite.ts';
import { BROWSER_SDKS } from '../sdks/browser-sdks.ts';
import { startBrowserSdk } from '../sdks/run-browser.ts';

let browser: IsolatingBrowser;
beforeAll(async () => {
  browser = await startIsolatingBrowser();
});
afterAll(() => browser.close());

describeConformance({
  name: 'browser',
  rows: BROWSER_SDKS.map((sdk) => ({
    name: sdk.name,
    protocol: sdk.protocol,
    drops: sdk.drops,
    resends: sdk.resends,
    start: (task, factor) => startBrowserSdk(browser, sdk, task, factor),
  })),
  without: {
    otlp: 'The Node rows hold for it: in browsers OpenTelemetry calls itself experimental.',
    ga4: 'gtag.js speaks another, undocumented protocol.',
    cloudevents: 'The SDK of CloudEvents makes messages and leaves sending to the app.',
  },
});
