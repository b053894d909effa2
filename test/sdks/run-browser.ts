/** Runs one browser SDK on a page of its own, of another origin than the gateway's and with a profile of its own. */
import type { IsolatingBrowser } from '../browser.ts';
import { startPageServer } from '../page-server.ts';
import type { BrowserSdk } from './browser-sdks.ts';
import { installFastClock } from './fast-clock.ts';
import type { ClockGlobals } from './fast-clock.ts';
import type { RemoteSdk } from './run-node.ts';
import type { RunningSdk, SdkTask } from './sdk.ts';

/** Whoever comes by an advert has all of this in the address. */
const LANDING =
  '/shelf/bread?utm_campaign=spring&utm_source=letter&utm_medium=mail&utm_content=top&utm_term=rye&gclid=click-1';

interface PageGlobals extends ClockGlobals {
  headgateSdk: RunningSdk;
  fetch: (...given: readonly unknown[]) => Promise<unknown>;
  readonly XMLHttpRequest: {
    readonly prototype: { send: (this: Request, body: unknown) => void };
  };
}

interface Request {
  addEventListener(name: string, listener: () => void): void;
}

/** Loads the package and starts it; its clock runs `factor` times faster while no request of it is under way. */
export async function startBrowserSdk(
  browser: IsolatingBrowser,
  sdk: BrowserSdk,
  task: SdkTask,
  factor: number,
): Promise<RemoteSdk> {
  const server = await startPageServer(sdk.head);
  const page = await browser.newPage();
  const close = async (): Promise<void> => {
    await page.close();
    await server.close();
  };
  try {
    // As text, since the functions must be there before any script of the page.
    const scripts = `(${String(installFastClock)})(${factor}); (${String(holdDuringRequests)})();`;
    // Frames keep their own time: some SDKs fetch functions out of a frame that they remove again.
    await page.addInitScript(`if (globalThis.top === globalThis) { ${scripts} }`);
    await page.goto(`${server.origin}${LANDING}`, { referer: 'https://search.example/' });
    await page.evaluate(
      `(async () => { globalThis.headgateSdk = await (${String(sdk.start)})(${JSON.stringify(task)}); })()`,
    );
  } catch (error) {
    await close();
    throw error;
  }
  return {
    act: (planted) =>
      page.evaluate(async (given) => {
        await (globalThis as unknown as PageGlobals).headgateSdk.act(given);
      }, planted),
    track: (events) =>
      page.evaluate(async (given) => {
        await (globalThis as unknown as PageGlobals).headgateSdk.track(given);
      }, events),
    flush: () => page.evaluate(() => (globalThis as unknown as PageGlobals).headgateSdk.flush()),
    speed: (next) =>
      page.evaluate((given) => (globalThis as unknown as PageGlobals).headgateClock.speed(given), next),
    leave: async () => void (await page.goto('about:blank')),
    close,
  };
}

/** Runs in the page, before any of its scripts. */
function holdDuringRequests(): void {
  const own = globalThis as unknown as PageGlobals;
  const clock = own.headgateClock;
  const realFetch = own.fetch;
  const held = async (...given: readonly unknown[]): Promise<unknown> => {
    clock.hold();
    try {
      return await realFetch.apply(globalThis, given as [string]);
    } finally {
      clock.release();
    }
  };
  // Sentry's SDK looks for another `fetch` where it finds one that is not the browser's.
  own.fetch = Object.assign(held, { toString: () => 'function fetch() { [native code] }' });
  const { prototype } = own.XMLHttpRequest;
  const realSend = prototype.send;
  prototype.send = function send(body) {
    clock.hold();
    this.addEventListener('loadend', () => clock.release());
    realSend.call(this, body);
  };
}
