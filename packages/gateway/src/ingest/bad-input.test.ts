/** What strangers may send, over real connections: each gets a precise answer and a count, and hears nothing of its own. */
import { brotliCompressSync, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MARKER, SHOP, rawPost, startGateway, talk } from '../../../../test/ingest-fixture.ts';
import type { Gateway } from '../../../../test/ingest-fixture.ts';

const LIMITS = {
  bodyBytesMax: 30_000,
  decompressedBytesMax: 40_000,
  depthMax: 10,
  eventsMax: 5,
  bodyTimeoutMs: 150,
};
const SOURCES = [
  SHOP,
  {
    ...SHOP,
    source: { ...SHOP.source, id: 'site' },
    writeKey: 'site-key',
    origins: ['https://shop.example'],
  },
];

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({
    limits: LIMITS,
    sources: SOURCES,
    hostsAllowed: ['127.0.0.1', 'gateway.example'],
  });
});
afterEach(async () => {
  try {
    await expectGoodAnswer();
    expectSilentLog();
  } finally {
    await gateway.ingest.close();
  }
});

async function expectGoodAnswer(): Promise<void> {
  const answer = await fetch(`${gateway.url}/fake/batch`, {
    method: 'POST',
    body: gateway.bodyOf('planned'),
  });
  expect([answer.status, await answer.text()]).toEqual([200, 'took 1']);
}

function expectSilentLog(): void {
  expect(JSON.stringify(gateway.log)).not.toContain(MARKER);
}

const GOOD = JSON.stringify({ key: 'shop-key', batch: [{ name: 'planned', note: MARKER }] });
const deep = (depth: number): string =>
  `{"key":"shop-key","batch":[{"name":"other","${MARKER}":${'['.repeat(depth - 3)}${']'.repeat(depth - 3)}}]}`;
const events = (count: number): string =>
  JSON.stringify({ key: 'shop-key', batch: Array.from({ length: count }, () => ({ name: 'other' })) });
const withRest = (rest: string): string => `{"key":"shop-key","batch":[{"name":"other",${rest}}]}`;
/** A good body of exactly this many bytes. */
const sized = (bytes: number): string => {
  const empty = withRest('"x":""');
  return withRest(`"x":"${'a'.repeat(bytes - empty.length)}"`);
};

const allowedAt = async (path: string): Promise<string | null> =>
  (await fetch(`${gateway.url}${path}`, { method: 'PUT' })).headers.get('allow');
const chunked = (headers: readonly string[] = []): string =>
  [
    'POST /fake/batch HTTP/1.1',
    'Host: gateway.example',
    'Transfer-Encoding: chunked',
    ...headers,
    '',
    '',
  ].join('\r\n');
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

const askingHead = (bytes: number): string =>
  `POST /fake/batch HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${bytes}\r\n\r\n`;

interface Case {
  readonly name: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly answer: string;
}

const refused = (refusal: string): string => `{"fake":"${refusal}"}`;

const CASES: readonly Case[] = [
  {
    name: 'a wrong key',
    body: JSON.stringify({ key: MARKER, batch: [] }),
    status: 401,
    answer: refused('bad-key'),
  },
  {
    name: 'no key',
    body: JSON.stringify({ batch: [{ name: MARKER }] }),
    status: 401,
    answer: refused('bad-key'),
  },
  {
    name: 'a page that may not use the key',
    body: GOOD.replace('shop-key', 'site-key'),
    headers: { Origin: 'https://other.example' },
    status: 403,
    answer: refused('bad-origin'),
  },
  { name: 'JSON that breaks off', body: GOOD.slice(0, -1), status: 400, answer: refused('bad-json') },
  { name: 'an empty body', body: '', status: 400, answer: refused('bad-json') },
  { name: 'NaN', body: withRest(`"${MARKER}":NaN`), status: 400, answer: refused('bad-json') },
  {
    name: 'JSON of another shape',
    body: JSON.stringify([MARKER]),
    status: 400,
    answer: refused('bad-shape'),
  },
  { name: 'nesting one over the limit', body: deep(11), status: 400, answer: refused('too-deep') },
  { name: 'nesting of 10,000', body: deep(10_000), status: 400, answer: refused('too-deep') },
  { name: 'events one over the limit', body: events(6), status: 413, answer: refused('too-many-events') },
  { name: 'a body one byte over the limit', body: sized(30_001), status: 413, answer: refused('too-large') },
  { name: 'a body of 10 MB', body: sized(10_000_000), status: 413, answer: refused('too-large') },
  {
    name: 'an inflated body one byte over the limit',
    body: gzipSync(sized(40_001)),
    status: 413,
    answer: refused('too-large'),
  },
  {
    name: 'a gzip bomb of 1000:1',
    body: gzipSync(sized(15_000_000)),
    status: 413,
    answer: refused('too-large'),
  },
  {
    name: 'a brotli bomb',
    body: brotliCompressSync(sized(15_000_000)),
    headers: { 'Content-Encoding': 'br' },
    status: 413,
    answer: refused('too-large'),
  },
  {
    name: 'a zstd bomb',
    body: zstdCompressSync(sized(15_000_000)),
    status: 413,
    answer: refused('too-large'),
  },
  {
    name: 'gzip cut short',
    body: gzipSync(GOOD).subarray(0, -9),
    status: 400,
    answer: refused('bad-encoding'),
  },
  {
    name: 'gzip that is none',
    body: GOOD,
    headers: { 'Content-Encoding': 'gzip' },
    status: 400,
    answer: refused('bad-encoding'),
  },
  {
    name: 'an unknown coding',
    body: GOOD,
    headers: { 'Content-Encoding': MARKER },
    status: 400,
    answer: refused('bad-encoding'),
  },
  {
    name: 'bytes that are not UTF-8',
    body: Buffer.concat([Buffer.from(`"${MARKER}`), Buffer.from([0xc3, 0x28]), Buffer.from('"')]),
    status: 400,
    answer: refused('bad-encoding'),
  },
];

describe('a bad request body', () => {
  it.each(CASES)('$name is answered $status', async ({ body, headers, status, answer }) => {
    const response = await fetch(`${gateway.url}/fake/batch`, {
      method: 'POST',
      body,
      headers: headers ?? {},
    });
    const text = await response.text();
    expect([response.status, text]).toEqual([status, answer]);
    expect(JSON.stringify([...response.headers]) + text).not.toContain(MARKER);
    expect([...gateway.counts]).toEqual([[`refused fake ${answer.slice(9, -2)}`, 1]]);
    expect(gateway.stored.entries).toEqual([]);
  });

  it.each([
    { name: 'nesting at the limit', body: deep(10) },
    { name: 'events at the limit', body: events(5), count: 5 },
    { name: 'a body at the limit', body: sized(30_000) },
    { name: 'an inflated body at the limit', body: gzipSync(sized(40_000)) },
    { name: 'a raw deflate body', body: deflateRawSync(GOOD), headers: { 'Content-Encoding': 'deflate' } },
    { name: 'a byte order mark', body: `\uFEFF${GOOD}` },
    { name: 'a number that overflows to infinity', body: withRest('"x":1e400') },
    {
      name: 'keys that reach for prototypes',
      body: withRest('"__proto__":{"a":1},"constructor":{"prototype":{}}'),
    },
    { name: 'lone surrogates', body: withRest('"x":"\\ud800","y\\udfff":1') },
    { name: 'keys that come twice', body: withRest('"x":1,"x":2') },
  ])('$name is taken', async ({ body, headers, count }) => {
    const response = await fetch(`${gateway.url}/fake/batch`, {
      method: 'POST',
      body,
      headers: headers ?? {},
    });
    expect([response.status, await response.text()]).toEqual([200, `took ${count ?? 1}`]);
    expect(Object.prototype).not.toHaveProperty('a');
  });
});

describe('a request for something that is not there', () => {
  it.each([
    {
      name: 'an unknown path',
      method: 'POST',
      path: `/${MARKER}?x=${MARKER}`,
      status: 404,
      error: 'unknown-path',
    },
    { name: 'an unknown path by HEAD', method: 'HEAD', path: `/${MARKER}`, status: 404, error: null },
    { name: 'a double slash', method: 'POST', path: '/fake/batch//', status: 404, error: 'unknown-path' },
    {
      name: 'settings of a wrong key',
      method: 'GET',
      path: `/fake/settings?key=${MARKER}`,
      status: 404,
      error: 'unknown-path',
    },
    { name: 'a wrong method', method: 'DELETE', path: '/fake/batch', status: 405, error: 'wrong-method' },
    { name: 'a wrong method for the page', method: 'POST', path: '/', status: 405, error: 'wrong-method' },
  ])('$name is answered $status', async ({ method, path, status, error }) => {
    const body = method === 'POST' ? GOOD : null;
    const response = await fetch(`${gateway.url}${path}`, { method, body, redirect: 'error' });
    const text = await response.text();
    expect([response.status, text]).toEqual([status, error === null ? '' : JSON.stringify({ error })]);
    expect(JSON.stringify([...response.headers]) + text).not.toContain(MARKER);
    expect(gateway.counts.get(`turned away ${error ?? 'unknown-path'}`)).toBe(1);
  });

  it('names the methods that there are', async () => {
    expect(await allowedAt('/fake/batch')).toBe('POST, OPTIONS');
    expect(await allowedAt('/fake/pixel')).toBe('GET, POST, OPTIONS');
    expect(await allowedAt('/')).toBe('GET, HEAD');
  });

  it('answers 421 to a host that is not configured, and takes the configured ones on any port', async () => {
    const wrong = await talk(gateway.port, rawPost(GOOD).replace('gateway.example', `${MARKER}.example`));
    expect(wrong).toMatch(/^HTTP\/1\.1 421 /);
    expect(wrong).toContain('{"error":"wrong-host"}');
    expect(wrong).not.toContain(MARKER);
    expect(await talk(gateway.port, rawPost(GOOD))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await talk(gateway.port, rawPost(GOOD).replace('.example', '.EXAMPLE:8443'))).toMatch(
      /^HTTP\/1\.1 200 /,
    );
  });
});

describe('a body in pieces', () => {
  it('is taken when it ends within the limit', async () => {
    const answer = await talk(
      gateway.port,
      chunked(['Connection: close']),
      chunk(GOOD.slice(0, 9)),
      chunk(GOOD.slice(9)),
      chunk(''),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*took 1$/);
  });

  it('is refused at the piece that passes the limit, and the connection ends after the answer', async () => {
    const piece = chunk(MARKER.repeat(600));
    const answer = await talk(gateway.port, chunked(), piece, piece, piece, piece, chunk(''));
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close[\s\S]*\{"fake":"too-large"\}$/);
    expect(answer).not.toContain(MARKER);
    expect(gateway.counts.get('refused fake too-large')).toBe(1);
  });

  it('is refused when it takes too long', async () => {
    const answer = await talk(gateway.port, chunked(), chunk(GOOD.slice(0, 9)));
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*Connection: close[\s\S]*\{"fake":"too-slow"\}$/);
    expect(gateway.counts.get('refused fake too-slow')).toBe(1);
  });

  it('is refused before it is sent, where the client asks first', async () => {
    const refusedAnswer = await talk(gateway.port, askingHead(30_001));
    expect(refusedAnswer).toMatch(/^HTTP\/1\.1 413 /);
    expect(await talk(gateway.port, askingHead(GOOD.length), GOOD)).toMatch(
      /^HTTP\/1\.1 100 [\s\S]*HTTP\/1\.1 200 /,
    );
  });

  it('is refused with 503 when all bodies together pass their limit, and the room is free again afterwards', async () => {
    await gateway.ingest.close();
    gateway = await startGateway({ limits: { ...LIMITS, bodiesBytesMax: GOOD.length } });
    const over = await talk(gateway.port, rawPost(`${GOOD} `));
    expect(over).toMatch(/^HTTP\/1\.1 503 [\s\S]*Retry-After: 5[\s\S]*\{"fake":"full"\}$/);
    expect(await talk(gateway.port, rawPost(GOOD))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await talk(gateway.port, rawPost(GOOD))).toMatch(/^HTTP\/1\.1 200 /);
  });
});
