import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { connectVendor, isVendorKind, VENDORS } from './vendors/index.ts';
import type { VendorKind } from './vendors/index.ts';

const SECRET = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const GOOD: Readonly<Record<VendorKind, Readonly<Record<string, Json>>>> = {
  amplitude: { api_key: 'key' },
  ga4: { api_secret: 'hush', stream_id: 'G-ABC123' },
  mixpanel: { project_id: '12', service_account: 'account', secret: 'hush', token: 'token' },
  otlp: { url: 'https://otlp.shop.example', headers: 'authorization=Bearer%20token' },
  posthog: { api_key: 'key' },
  rudderstack: { url: 'https://plane.shop.example', write_key: 'key' },
  segment: { write_key: 'key' },
  sentry: { dsn: 'https://key@sentry.example/42' },
  snowplow: { url: 'https://collector.example', app_id: 'shop', schema_vendor: 'com.example' },
  webhook: { url: 'https://hooks.shop.example/in', secret: SECRET },
};

/** Settings that may be absent. */
const OPTIONAL: ReadonlySet<string> = new Set(['headers']);

describe.each(Object.keys(GOOD).filter(isVendorKind))('the settings of %s', (kind) => {
  it('are taken when they are complete', () => {
    const { value, issues } = connectVendor(kind, GOOD[kind], 'vendors.yaml');
    expect(issues).toEqual([]);
    expect(value?.kind).toBe(kind);
  });

  it.each(Object.keys(GOOD[kind]).filter((key) => !OPTIONAL.has(key)))('are refused without %s', (key) => {
    const { [key]: _, ...rest } = GOOD[kind];
    const { value, issues } = connectVendor(kind, rest, 'vendors.yaml');
    expect(value).toBeNull();
    expect(issues[0]).toMatchObject({ rule: 'vendor-setting', level: 'error', file: 'vendors.yaml' });
    expect(issues[0]?.message).toContain(key);
  });

  it('are refused with a key that is not known', () => {
    expect(connectVendor(kind, { ...GOOD[kind], extra: 1 }, 'f').value).toBeNull();
  });

  it.each([null, [], 'text', 1])('are refused when they are %j', (written) => {
    expect(connectVendor(kind, written, 'f').value).toBeNull();
  });

  it('name as secret what is one of the settings', () => {
    for (const key of VENDORS[kind].secrets) expect(Object.keys(GOOD[kind])).toContain(key);
  });
});

const connect = (url: Json) => connectVendor('webhook', { url, secret: SECRET }, 'f');

describe('the address of a vendor', () => {
  it.each([
    ['https://hooks.shop.example/in', 'hooks.shop.example'],
    ['HTTPS://Hooks.Shop.example:443/in?a=b', 'hooks.shop.example'],
    ['https://hooks.shop.example:8443', 'hooks.shop.example:8443'],
    ['https://[2001:db8::1]:65535/', '[2001:db8::1]:65535'],
    ['http://127.0.0.1:80/', '127.0.0.1'],
  ])('%s is of the host %s', (url, host) => {
    expect(connect(url).value?.hosts).toEqual([host]);
    expect(new URL(url).host).toBe(host);
  });

  it.each([
    'ftp://hooks.shop.example/',
    'hooks.shop.example',
    'https://user:word@hooks.shop.example/',
    'https://hooks.shop.example:65536/',
    'https://hooks.shop.example:0/',
    'https://hooks.shop.example/#part',
    'https://hooks shop.example/',
    'https:///in',
    `https://hooks.shop.example/${'x'.repeat(2048)}`,
    '',
    7,
  ])('%s is refused', (url) => {
    expect(connect(url).value).toBeNull();
  });

  it('without encryption is taken with a warning', () => {
    const { value, issues } = connect('http://10.0.0.1/');
    expect(value).not.toBeNull();
    expect(issues).toMatchObject([{ rule: 'plain-http', level: 'warning' }]);
  });

  it('has no query where paths are put behind it', () => {
    const url = 'https://api.segment.io/?a=b';
    expect(connectVendor('segment', { ...GOOD.segment, url }, 'f').value).toBeNull();
  });
});

it.each([
  ['23 bytes', Buffer.alloc(23).toString('base64'), false],
  ['24 bytes', Buffer.alloc(24).toString('base64'), true],
  ['64 bytes', `whsec_${Buffer.alloc(64).toString('base64')}`, true],
  ['65 bytes', Buffer.alloc(65).toString('base64'), false],
  ['no base64', '!'.repeat(32), false],
])('takes a signing secret of %s or refuses it, and never repeats it', (_, secret, isTaken) => {
  const { value, issues } = connectVendor('webhook', { ...GOOD.webhook, secret }, 'f');
  expect(value !== null).toBe(isTaken);
  expect(JSON.stringify(issues)).not.toContain(secret);
});

describe('an event too large for Segment', () => {
  const at = { vendor: 's', environment: 'production', call: 'track', operation: 'set', name: 'n', time: 0 };
  const ids = { id: 'i', userId: 'u', anonymousId: null, groupId: null, previousId: null };
  const bytesOf = (filler: string): number => {
    const request = requestsOf(filler)[0];
    return new TextEncoder().encode(
      JSON.stringify((JSON.parse(request?.body ?? '') as { batch: Json[] }).batch[0]),
    ).length;
  };
  const requestsOf = (filler: string) => {
    const event = { ...at, ...ids, properties: { filler }, context: {}, subject: 's', fields: 'f' };
    const segment = connectVendor('segment', GOOD.segment, 'f').value;
    return segment?.toRequests([event as never], { now: 0, hmacBase64: () => '' }) ?? [];
  };

  it.each(['x', 'ü'])('is left out, and one of exactly 32 KB is not', (letter) => {
    const each = letter === 'x' ? 1 : 2;
    const room = 32 * 1024 - bytesOf('');
    const filler = letter.repeat(Math.floor(room / each)) + 'x'.repeat(room % each);
    expect(bytesOf(filler)).toBe(32 * 1024);
    expect(requestsOf(filler)).toHaveLength(1);
    expect(requestsOf(`${filler}x`)).toHaveLength(0);
  });
});
