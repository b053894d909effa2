/** This repository's own SDK in Chromium, on a page of another site, through a real gateway to what a vendor receives. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BrowserOptions } from '../../packages/sdk/src/index.ts';
import { NOTHING_STORED, PATIENCE_MS, openLab, range } from './sdk-visit.ts';
import type { Lab, PageGlobals, Visit } from './sdk-visit.ts';

const ANALYTICS = ['analytics'];

let lab: Lab;
let visit: Visit;

beforeAll(async () => {
  lab = await openLab();
}, 120_000);
afterAll(() => lab.close());
beforeEach(async () => {
  visit = await lab.visit();
});
// Throws where the page had an error that nobody caught.
afterEach(() => visit.close());

describe('without consent', () => {
  it.each<[string, Partial<BrowserOptions>]>([
    ['nobody has decided', {}],
    ['the answer was No', { consent: [] }],
    ['nobody has decided and events are held', { holdCountMax: 50 }],
  ])('nothing is stored or sent where %s', async (_, options) => {
    await visit.open(options);
    await visit.order(30);
    await visit.page.evaluate(async () => {
      const { sdk } = globalThis as unknown as PageGlobals;
      sdk.page('Bread', { url: location.href });
      sdk.identify('person', { email: 'me@person.example' });
      sdk.group('company', { seats: 3 });
      sdk.reset();
      await sdk.flush();
    });
    await sleep(600);
    expect(await visit.stored()).toEqual(NOTHING_STORED);
    await visit.page.goto(`${lab.pages.origin}/other`);
    await sleep(200);
    expect(await visit.stored()).toEqual(NOTHING_STORED);
    expect([visit.asked, visit.passages()]).toEqual([[], []]);
  });

  it('events are counted as dropped, or held and sent when consent comes', async () => {
    await visit.open({ holdCountMax: 2 });
    await visit.order(5);
    expect(await visit.counts()).toEqual({ 'no-consent': 3 });
    await visit.call('grant', ANALYTICS);
    await visit.arrived(2);
    expect(await visit.delivered()).toEqual(range(2, visit.first));
  });
});

describe('with consent', () => {
  it('events arrive exactly once, without asking leave, and without what an address says of a person', async () => {
    await visit.open({ consent: ANALYTICS });
    await visit.page.evaluate((sequence) => {
      const { sdk } = globalThis as unknown as PageGlobals;
      sdk.page('Bread', { sequence, url: location.href, referrer: document.referrer });
      sdk.identify('person-1', { sequence: sequence + 1, plan: 'guest' });
      sdk.group('company-1', { sequence: sequence + 2 });
    }, visit.first);
    await visit.order(45, visit.first + 3);
    await visit.arrived(48);
    expect(await visit.counts()).toEqual({ sent: 48 });
    expect(await visit.delivered()).toEqual(range(48, visit.first));
    expect(visit.passages().map(({ method, status }) => `${method} ${status}`)).toEqual(
      visit.passages().map(() => 'POST 200'),
    );
    for (const { headers, body } of visit.passages()) {
      expect(headers).toMatchObject({ 'content-type': 'text/plain;charset=UTF-8', origin: lab.pages.origin });
      expect(Object.keys(headers).filter((name) => ['referer', 'cookie'].includes(name))).toEqual([]);
      expect(body.toString()).not.toContain('person.example');
    }
    const ids = visit.messages().map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(48);
  });

  it('an event carries this and nothing else', async () => {
    await visit.open({ consent: ANALYTICS });
    await visit.order(1);
    await visit.arrived(1);
    expect(visit.messages()).toEqual([
      {
        type: 'track',
        messageId: expect.stringMatching(/^[0-9a-f]{32}$/),
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        anonymousId: expect.stringMatching(/^[0-9a-f]{32}$/),
        event: 'Order Completed',
        properties: { sequence: visit.first, total: 3 },
        context: {
          library: { name: '@headgate/sdk', version: '0.1.0' },
          locale: 'en-US',
          page: { url: `${lab.pages.origin}/shop/bread`, referrer: lab.pages.origin },
          consent: { categoryPreferences: { analytics: true } },
        },
      },
    ]);
    expect(await visit.stored()).toEqual({
      ...NOTHING_STORED,
      local: { headgate: expect.stringMatching(/^\{"id":"[0-9a-f]{32}","born":\d{13}\}$/) },
    });
  });

  it('the anonymous id is that of the last visit.page, and another after reset', async () => {
    await visit.open({ consent: ANALYTICS });
    await visit.order(1);
    await visit.arrived(1);
    await visit.open({ consent: ANALYTICS });
    await visit.order(1, visit.first + 1);
    await visit.page.evaluate(() => (globalThis as unknown as PageGlobals).sdk.reset());
    await visit.order(1, visit.first + 2);
    await visit.arrived(3);
    const [one, two, three] = visit.messages().map(({ anonymousId }) => anonymousId);
    expect([two === one, three === one]).toEqual([true, false]);
  });

  it('nothing is stored where the app says so', async () => {
    await visit.open({ consent: ANALYTICS, store: false });
    await visit.order(1);
    await visit.arrived(1);
    expect(await visit.stored()).toEqual(NOTHING_STORED);
  });

  it('to a category that the plan does not ask for, the gateway lets nothing out', async () => {
    await visit.open({ consent: ['ads'] });
    await visit.order(1);
    await visit.arrived(1);
    expect(await visit.delivered()).toEqual([]);
  });
});

describe('Global Privacy Control', () => {
  beforeEach(async () => {
    await visit.context.addInitScript(() => {
      Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    });
  });

  it('denies everything by default', async () => {
    await visit.open({ consent: ANALYTICS });
    await visit.order(3);
    await sleep(600);
    expect([visit.asked, await visit.stored(), await visit.counts()]).toEqual([
      [],
      NOTHING_STORED,
      { 'no-consent': 3 },
    ]);
  });

  it('lets through what the app has set apart, says so, and the gateway decides again', async () => {
    await visit.open({ consent: [...ANALYTICS, 'ads'], gpcAllows: ANALYTICS });
    await visit.order(1);
    await visit.arrived(1);
    expect(visit.messages()[0]).toMatchObject({
      context: { consent: { categoryPreferences: { analytics: true }, gpc: true } },
    });
    expect(JSON.stringify(visit.messages())).not.toContain('ads');
    // The plan denies analytics to whoever says GPC.
    expect(await visit.delivered()).toEqual([]);
  });
});

describe('without a network', () => {
  it('the queue is bounded, and what is left arrives when the network is back', async () => {
    await visit.open({ consent: ANALYTICS, queueCountMax: 30 });
    await visit.context.setOffline(true);
    await visit.order(100);
    await sleep(500);
    expect(await visit.counts()).toEqual({ overflow: 70 });
    await visit.context.setOffline(false);
    await visit.arrived(30);
    expect(await visit.counts()).toEqual({ overflow: 70, sent: 30 });
    expect(await visit.delivered()).toEqual(range(30, visit.first + 70));
  });

  it('what waits stays with a page that is hidden and may store nothing', async () => {
    await visit.open({ consent: ANALYTICS, store: false });
    await visit.context.setOffline(true);
    await visit.order(5);
    await visit.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
    expect(await visit.stored()).toEqual(NOTHING_STORED);
    await visit.context.setOffline(false);
    await visit.arrived(5);
    expect(await visit.delivered()).toEqual(range(5, visit.first));
  });

  it('what waits when the page goes is parked, and sent by the next visit.page, once, and only with consent', async () => {
    await visit.open({ consent: ANALYTICS });
    // A page that cannot be loaded would be another visit.page, so this one is told that it goes.
    await visit.context.setOffline(true);
    await visit.order(5);
    await visit.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
    expect(JSON.stringify(await visit.stored())).toContain('parked');
    await visit.context.setOffline(false);
    await visit.open();
    await sleep(500);
    expect(visit.messages()).toEqual([]);
    await visit.call('grant', ANALYTICS);
    await visit.arrived(5);
    expect(JSON.stringify(await visit.stored())).not.toContain('parked');
    await visit.open({ consent: ANALYTICS });
    await sleep(500);
    expect(await visit.delivered()).toEqual(range(5, visit.first));
    expect(visit.messages()).toHaveLength(5);
  });
});

describe('a page that goes', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['to another page', () => visit.page.goto(`${lab.pages.origin}/other`)],
    ['to another site', () => visit.page.goto('about:blank')],
    ['by closing', () => visit.page.close({ runBeforeUnload: true })],
  ])('%s leaves behind what waits', async (_, go) => {
    await visit.open({ consent: ANALYTICS, flushMs: 600_000 });
    await visit.order(7);
    await sleep(100);
    expect(visit.passages()).toEqual([]);
    await go();
    await visit.arrived(7);
    expect(await visit.delivered()).toEqual(range(7, visit.first));
  });
});

describe('a browser whose fetch does not outlive the page', () => {
  it('leaves behind what waits by beacon', async () => {
    await visit.context.addInitScript(() => {
      Reflect.deleteProperty(Request.prototype, 'keepalive');
    });
    await visit.open({ consent: ANALYTICS, flushMs: 600_000 });
    await visit.order(7);
    await visit.page.goto('about:blank');
    await visit.arrived(7);
    // A beacon asks for no leave and hears no answer (https://w3c.github.io/beacon/ §3.1); fetch says `cors`.
    expect(visit.passages().map(({ headers }) => headers['sec-fetch-mode'])).toEqual(['no-cors']);
    expect(await visit.delivered()).toEqual(range(7, visit.first));
  });
});

describe('a gateway that cannot take more', () => {
  it.each([429, 503])(
    'with %i and Retry-After is left alone for so long, and then gets the same events',
    async (status) => {
      const times: number[] = [];
      await visit.page.route(`${lab.door.url}/**`, async (route) => {
        times.push(Date.now());
        if (times.length > 1) return route.continue();
        const headers = {
          'access-control-allow-origin': lab.pages.origin,
          'access-control-expose-headers': 'Retry-After',
          'retry-after': '3',
        };
        return route.fulfill({ status, headers, body: '' });
      });
      await visit.open({ consent: ANALYTICS, retryMs: 10 });
      await visit.order(25);
      await visit.arrived(25);
      const [refused = 0, again = 0] = times;
      expect(again - refused).toBeGreaterThanOrEqual(3_000);
      expect(await visit.delivered()).toEqual(range(25, visit.first));
      expect(await visit.counts()).toEqual({ sent: 25 });
    },
  );

  it('for good is not asked again', async () => {
    await visit.open({ consent: ANALYTICS, writeKey: 'unknown', retryMs: 10 });
    await visit.order(25);
    await vi.waitUntil(async () => (await visit.counts()).refused === 25, { timeout: PATIENCE_MS });
    await sleep(500);
    expect(visit.passages().map(({ status }) => status)).toEqual([401, 401]);
  });
});

describe('withdrawal', () => {
  it('deletes what is stored and what waits', async () => {
    await visit.open({ consent: ANALYTICS });
    await visit.context.setOffline(true);
    await visit.order(3);
    await visit.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
    await visit.order(3);
    expect(await visit.stored()).not.toEqual(NOTHING_STORED);
    await visit.call('withdraw');
    expect(await visit.stored()).toEqual(NOTHING_STORED);
    await visit.context.setOffline(false);
    await visit.order(3);
    await sleep(600);
    expect([visit.messages(), await visit.stored()]).toEqual([[], NOTHING_STORED]);
    expect(await visit.counts()).toEqual({ withdrawn: 3, 'no-consent': 3 });
  });

  it('of one category takes it from what waits already', async () => {
    await visit.open({ consent: [...ANALYTICS, 'ads'], flushMs: 1_000 });
    await visit.order(1);
    await visit.call('withdraw', ['ads']);
    await visit.arrived(1);
    expect(visit.messages()[0]).toMatchObject({
      context: { consent: { categoryPreferences: { analytics: true } } },
    });
    expect(JSON.stringify(visit.messages())).not.toContain('ads');
  });

  it('in one tab ends it in the others', async () => {
    await visit.open({ consent: ANALYTICS });
    await visit.order(1);
    await visit.arrived(1);
    const other = await visit.context.newPage();
    await visit.open({ consent: ANALYTICS }, other);
    await visit.call('withdraw', undefined, other);
    await vi.waitUntil(
      () =>
        visit.page.evaluate(() => (globalThis as unknown as PageGlobals).sdk.consent.granted().length === 0),
      { timeout: PATIENCE_MS },
    );
    await visit.order(1, visit.first + 1);
    await sleep(500);
    expect([visit.messages().length, await visit.stored()]).toEqual([1, NOTHING_STORED]);
  });
});
