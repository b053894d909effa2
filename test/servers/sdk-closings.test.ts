/** The options that `headgate sdk audit` names, given to the real SDKs in Chromium: whom each asks without them, and with them. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIsolatingBrowser } from '../browser.ts';
import type { IsolatingBrowser } from '../browser.ts';
import { startPageServer } from '../page-server.ts';
import { BROWSER_SDKS } from '../sdks/browser-sdks.ts';

/** No vendor is reached: every request but those for the page is answered here. */
const ANSWER = { status: 200, contentType: 'application/json', body: '{}' } as const;
/** Milliseconds in which an SDK is to have asked for its configuration. */
const SETTLE_MS = 2500;

/** Scripts that set an SDK up with these options, and send one event. */
function mixpanelWith(options: string): string {
  return `mixpanel.init('k', { ${options} }); mixpanel.track('Seen', {}, { send_immediately: true })`;
}
function posthogWith(options: string): string {
  return `posthog.init('k', { opt_out_useragent_filter: true, ${options} })`;
}
function amplitudeWith(options: string): string {
  return `amplitude.init('k', undefined, { flushIntervalMillis: 100, ${options} }).promise.then(() => amplitude.track('Seen'))`;
}
function segmentWith(settings: string): string {
  return `AnalyticsNext.AnalyticsBrowser.load({ writeKey: 'k'${settings} }).track('Seen')`;
}
function sentryWith(options: string): string {
  return `Sentry.init({ dsn: 'https://k@sentry.example/1', ${options} }); Sentry.captureMessage('Seen')`;
}

let browser: IsolatingBrowser;
beforeAll(async () => {
  browser = await startIsolatingBrowser();
});
afterAll(() => browser.close());

interface Asked {
  readonly address: string;
  readonly body: string;
}

/** What the page asks beyond its own origin while a script runs in it. */
async function askedBy(name: string, script: string): Promise<readonly Asked[]> {
  const sdk = BROWSER_SDKS.find((each) => each.package === name);
  const server = await startPageServer(sdk?.head);
  const page = await browser.newPage();
  const asked: Asked[] = [];
  try {
    await page.route('**/*', async (route) => {
      const request = route.request();
      if (request.url().startsWith(server.origin)) return route.continue();
      asked.push({ address: request.url(), body: textOf(request.postDataBuffer()) });
      return route.fulfill({ ...ANSWER, headers: { 'access-control-allow-origin': '*' } });
    });
    await page.goto(`${server.origin}/shelf/bread?gclid=click-1`);
    // Not awaited: some SDKs keep their promise only once a vendor has answered in its own words.
    await page.evaluate(`void (() => { ${script} })()`);
    await page.waitForTimeout(SETTLE_MS);
  } finally {
    await page.close();
    await server.close();
  }
  return asked;
}

/** Amplitude’s SDK compresses what is large enough. */
function textOf(body: Uint8Array | null): string {
  if (body === null) return '';
  const isZipped = body[0] === 0x1f && body[1] === 0x8b;
  return new TextDecoder().decode(isZipped ? gunzipSync(body) : body);
}

/** Addresses and bodies together. */
function whole(asked: readonly Asked[]): string {
  return asked.map(({ address, body }) => `${address} ${body}`).join('\n');
}

async function addressesOf(name: string, script: string): Promise<string> {
  const asked = await askedBy(name, script);
  return asked.map(({ address }) => address.replace(/\?.*/, '')).join('\n');
}

describe('remote configuration', () => {
  it('of Amplitude is asked for by default, and not with remoteConfig.fetchRemoteConfig: false', async () => {
    const name = '@amplitude/analytics-browser';
    expect(await addressesOf(name, amplitudeWith(''))).toContain(
      'https://sr-client-cfg.amplitude.com/config/',
    );
    expect(
      await addressesOf(name, amplitudeWith('remoteConfig: { fetchRemoteConfig: false }')),
    ).not.toContain('sr-client-cfg');
  });

  it('of PostHog is asked for by default, and not with advanced_disable_flags: true', async () => {
    expect(await addressesOf('posthog-js', posthogWith(''))).toContain('/array/k/config');
    const closed = await addressesOf('posthog-js', posthogWith('advanced_disable_flags: true'));
    expect(closed).not.toContain('/config');
    expect(closed).not.toContain('/flags');
  });

  it('of Segment is asked for by default, and not with cdnSettings, with which events still go out', async () => {
    const name = '@segment/analytics-next';
    expect(await addressesOf(name, segmentWith(''))).toContain(
      'https://cdn.segment.com/v1/projects/k/settings',
    );
    const given = ", cdnSettings: { integrations: { 'Segment.io': { apiKey: 'k' } } }";
    const asked = await askedBy(name, segmentWith(given));
    expect(asked.map(({ address }) => address).join()).not.toContain('cdn.segment.com');
    expect(asked.map(({ body }) => body).join()).toContain('"writeKey":"k"');
  });

  it('of Mixpanel is not asked for by default', async () => {
    expect(await addressesOf('mixpanel-browser', mixpanelWith(''))).not.toContain('/settings');
  });
});

describe('personal data', () => {
  it('of Mixpanel: ip=1 by default, ip=0 with ip: false', async () => {
    expect(whole(await askedBy('mixpanel-browser', mixpanelWith('')))).toContain('ip=1');
    const closed = whole(await askedBy('mixpanel-browser', mixpanelWith('ip: false')));
    expect(closed).toContain('ip=0');
    expect(closed).not.toContain('ip=1');
  });

  it('of Amplitude: the address of the connection by default, and not with trackingOptions.ipAddress: false', async () => {
    expect(whole(await askedBy('@amplitude/analytics-browser', amplitudeWith('')))).toContain(
      '"ip":"$remote"',
    );
    const closed = whole(
      await askedBy('@amplitude/analytics-browser', amplitudeWith('trackingOptions: { ipAddress: false }')),
    );
    expect(closed).toContain('Seen');
    expect(closed).not.toContain('$remote');
  });

  it('of Sentry: infer_ip auto by default, never with dataCollection.userInfo: false', async () => {
    expect(whole(await askedBy('@sentry/browser', sentryWith('')))).toContain('"infer_ip":"auto"');
    const closed = whole(await askedBy('@sentry/browser', sentryWith('dataCollection: { userInfo: false }')));
    expect(closed).toContain('"infer_ip":"never"');
    expect(closed).not.toContain('"infer_ip":"auto"');
  });
});
