/** The real protocols behind the real way in: what each says to what strangers send. */
import { gzipSync } from 'node:zlib';
import { findEndpoint } from '@headgate/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MARKER, startGateway } from '../../../../test/ingest-fixture.ts';
import type { Gateway } from '../../../../test/ingest-fixture.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    findEndpoint,
    limits: { bodyBytesMax: 100_000, decompressedBytesMax: 100_000 },
  });
});
afterAll(() => gateway.ingest.close());

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64');
const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const track = (key: string, more: object = {}): object => ({
  event: 'planned',
  properties: { token: key, ...more },
});
const call = (key: string, more: object = {}): object => ({
  writeKey: key,
  batch: [{ type: 'track', event: 'planned', userId: 'u', properties: more }],
});

const seen = (key: string, more: object): object => ({
  api_key: key,
  events: [{ event_type: 'planned', user_id: 'u', event_properties: more }],
});

interface Spoken {
  readonly name: string;
  readonly path: string;
  readonly good: (key: string, more?: object) => string;
  readonly success: RegExp;
  readonly refusal: RegExp;
}

const SPOKEN: readonly Spoken[] = [
  {
    name: 'segment',
    path: '/v1/batch',
    good: (key, more) => JSON.stringify(call(key, more)),
    success: /^\{"success":true\}$/,
    refusal: /^\{"success":false,"error":"[A-Z][^"]+"\}$/,
  },
  {
    name: 'mixpanel',
    path: '/track/?verbose=1',
    good: (key, more) => `data=${base64([track(key, more)])}`,
    success: /^\{"status":1,"error":null\}$/,
    refusal: /^\{"status":0,"error":"[A-Z][^"]+"\}$/,
  },
  {
    name: 'mixpanel import',
    path: '/import',
    good: (key, more) => JSON.stringify([track(key, more)]),
    success: /^\{"code":200,"num_records_imported":1,"status":"OK"\}$/,
    refusal: /^\{"code":4\d\d,"error":"[A-Z][^"]+","status":"[A-Z][^"]+"\}$/,
  },
  {
    name: 'amplitude',
    path: '/2/httpapi',
    good: (key, more = {}) => JSON.stringify(seen(key, more)),
    success: /^\{"code":200,"events_ingested":1,"payload_size_bytes":\d+\}$/,
    refusal: /^\{"code":4\d\d,"error":"[A-Z][^"]+"(?:,"missing_field":"events")?\}$/,
  },
  {
    name: 'amplitude batch',
    path: '/batch/',
    good: (key, more = {}) => JSON.stringify(seen(key, more)),
    success: /^\{"code":200,"events_ingested":1,"payload_size_bytes":\d+\}$/,
    refusal: /^\{"code":4\d\d,"error":"[A-Z][^"]+"(?:,"missing_field":"events")?\}$/,
  },
];

describe.each(SPOKEN)('$name', ({ path, good, success, refusal }) => {
  const send = async (body: NonNullable<RequestInit['body']>): Promise<[number, string]> => {
    const answer = await fetch(`${gateway.url}${path}`, { method: 'POST', body, redirect: 'error' });
    return [answer.status, await answer.text()];
  };

  it.each([
    { name: 'an event', more: {} },
    { name: 'a lone surrogate', more: { note: '\ud800' } },
    {
      name: 'keys that reach for prototypes',
      more: JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2}}') as object,
    },
  ])('takes $name, plain or compressed', async ({ more }) => {
    for (const body of [good('shop-key', more), gzipSync(good('shop-key', more))]) {
      const before = gateway.stored.event.length;
      const [status, text] = await send(body);
      expect([status, text]).toEqual([200, expect.stringMatching(success)]);
      expect(gateway.stored.event.length - before).toBe(2);
    }
    expect(Object.prototype).not.toHaveProperty('a');
  });

  it.each([
    { name: 'a wrong key', body: good(MARKER), status: 401 },
    { name: 'JSON that breaks off', body: `{"${MARKER}":`, status: 400 },
    { name: 'nesting of 10,000', body: deep, status: 400 },
    { name: 'NaN', body: `[{"event":"${MARKER}","properties":NaN}]`, status: 400 },
    { name: 'gzip cut short', body: gzipSync(good(MARKER)).subarray(0, -9), status: 400 },
    { name: 'a gzip bomb', body: gzipSync(good('shop-key', { note: 'a'.repeat(1_000_000) })), status: 413 },
    { name: 'a body that is too large', body: good('shop-key', { note: 'a'.repeat(100_000) }), status: 413 },
  ])('refuses $name with $status in its own words', async ({ body, status }) => {
    const stored = gateway.stored.entries.length;
    const [answered, text] = await send(body);
    expect([answered, text]).toEqual([status, expect.stringMatching(refusal)]);
    expect(text).not.toContain(MARKER);
    expect(gateway.stored.entries).toHaveLength(stored);
    expect(await send(good('shop-key'))).toEqual([200, expect.stringMatching(success)]);
  });
});

describe('mixpanel by GET', () => {
  it.each(['percent-encoded', 'raw'])(
    'takes base64 with every character of its alphabet, %s',
    async (form) => {
      const data = base64(track('shop-key', { note: '~~~???>>>ûûû' }));
      expect(data).toMatch(/[+]/);
      const before = gateway.stored.event.length;
      const answer = await fetch(
        `${gateway.url}/track?ip=0&data=${form === 'raw' ? data : encodeURIComponent(data)}`,
      );
      expect([answer.status, await answer.text()]).toEqual([200, '1']);
      expect(gateway.stored.event.length - before).toBe(2);
    },
  );
});

describe('ga4', () => {
  const body = JSON.stringify({ client_id: 'c', events: [{ name: 'planned' }] });
  const send = async (path: string): Promise<[number, string]> => {
    const answer = await fetch(`${gateway.url}${path}`, { method: 'POST', body });
    return [answer.status, await answer.text()];
  };

  it('takes events under the secret of the query, answering without a body', async () => {
    const before = gateway.stored.event.length;
    expect(await send('/mp/collect?measurement_id=G-1&api_secret=shop-key')).toEqual([204, '']);
    expect(gateway.stored.event.length - before).toBe(2);
  });

  it('refuses a wrong secret and does not repeat it', async () => {
    const [status, text] = await send(`/mp/collect?api_secret=${MARKER}`);
    expect(status).toBe(401);
    expect(text).not.toContain(MARKER);
  });

  it('validates, and stores nothing of what it validated', async () => {
    const before = gateway.stored.entries.length;
    const answered = await send('/debug/mp/collect?api_secret=shop-key');
    expect(answered).toEqual([200, '{"validationMessages":[]}']);
    expect(gateway.stored.entries).toHaveLength(before);
  });
});
