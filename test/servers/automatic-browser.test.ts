/** The catalogue's browser SDKs against the real packages in Chromium, as `test/automatic.test.ts` does it for Node. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SDKS } from '../../packages/core/src/automatic/sdks/index.ts';
import { NO_DIFFERENCE, compareWith, recordMessages } from '../automatic-fields.ts';
import { startIsolatingBrowser } from '../browser.ts';
import type { IsolatingBrowser } from '../browser.ts';
import { BROWSER_SDKS } from '../sdks/browser-sdks.ts';
import { OWN_BROWSER_SDK } from '../sdks/own-sdks.ts';
import { startBrowserSdk } from '../sdks/run-browser.ts';

const ROWS = [...BROWSER_SDKS, OWN_BROWSER_SDK];

let browser: IsolatingBrowser;
beforeAll(async () => {
  browser = await startIsolatingBrowser();
});
afterAll(() => browser.close());

describe('the catalogue', () => {
  it('names no browser SDK without a driver', () => {
    const driven = ROWS.map((sdk) => sdk.package);
    const described = SDKS.filter(({ runtime }) => runtime === 'browser').map((entry) => entry.package);
    expect(described.filter((name) => !driven.includes(name))).toEqual([]);
  });

  it.each(SDKS.filter(({ runtime }) => runtime === 'browser'))(
    '$package adds by itself what its entry says',
    { timeout: 60_000 },
    async (entry) => {
      const rows = ROWS.filter((sdk) => sdk.package === entry.package);
      const recorded = await Promise.all(
        rows.map((sdk) => recordMessages((task, factor) => startBrowserSdk(browser, sdk, task, factor))),
      );
      expect(recorded.flat().length).toBeGreaterThan(0);
      expect(compareWith(entry, recorded.flat())).toEqual(NO_DIFFERENCE);
    },
  );
});
