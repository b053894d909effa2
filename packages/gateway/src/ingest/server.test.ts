import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MARKER, rawPost, startGateway, talk } from '../../../../test/ingest-fixture.ts';
import type { Gateway } from '../../../../test/ingest-fixture.ts';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({
    limits: { headerTimeoutMs: 200, headerBytesMax: 4_000, bodyTimeoutMs: 5_000 },
  });
});
afterEach(async () => {
  await gateway.ingest.close();
});

const KEPT_OPEN = 'POST /fake/batch HTTP/1.1\r\nHost: gateway.example\r\n';

async function expectGoodAnswer(): Promise<void> {
  const answer = await fetch(`${gateway.url}/fake/batch`, {
    method: 'POST',
    body: gateway.bodyOf('planned'),
  });
  expect([answer.status, await answer.text()]).toEqual([200, 'took 1']);
}

const headerOf = (bytes: number): string => {
  const empty = 'GET / HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\nX-Long: ';
  return `${empty}${'a'.repeat(bytes - empty.length)}\r\n\r\n`;
};

describe('bytes that are not a request', () => {
  it.each([
    { name: 'no HTTP at all', bytes: `${MARKER}\r\n\r\n`, status: 400, error: 'bad-request' },
    {
      name: 'a length that is no number',
      bytes: `${KEPT_OPEN}Content-Length: 1x\r\n\r\n${MARKER}`,
      status: 400,
      error: 'bad-request',
    },
    {
      name: 'a negative length',
      bytes: `${KEPT_OPEN}Content-Length: -1\r\n\r\n${MARKER}`,
      status: 400,
      error: 'bad-request',
    },
    {
      name: 'two lengths',
      bytes: `${KEPT_OPEN}Content-Length: 1\r\nContent-Length: 2\r\n\r\n${MARKER}`,
      status: 400,
      error: 'bad-request',
    },
    {
      name: 'length and chunks together',
      bytes: `${KEPT_OPEN}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      status: 400,
      error: 'bad-request',
    },
    {
      name: 'a chunk that is none',
      bytes: `${KEPT_OPEN}Transfer-Encoding: chunked\r\n\r\nzz\r\n${MARKER}`,
      status: 400,
      error: 'bad-request',
    },
    { name: 'headers over the limit', bytes: headerOf(4_200), status: 431, error: 'headers-too-large' },
    { name: 'headers far over the limit', bytes: headerOf(400_000), status: 431, error: 'headers-too-large' },
    {
      name: 'headers that never end',
      bytes: `${KEPT_OPEN}X-${MARKER}`,
      status: 408,
      error: 'headers-too-slow',
    },
  ])('$name is answered $status, once, and the connection ends', async ({ bytes, status, error }) => {
    const answer = await talk(gateway.port, bytes);
    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*Connection: close[\\s\\S]*${error}"}$`),
    );
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answer).not.toContain(MARKER);
    expect(gateway.counts.get(`turned away ${error}`)).toBe(1);
    await expectGoodAnswer();
  });

  it('takes headers below the limit', async () => {
    expect(await talk(gateway.port, headerOf(3_900))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    { name: 'at', more: 98, status: 200 },
    { name: 'one over', more: 99, status: 431 },
  ])('answers as many headers as are $name the limit $status', async ({ more, status }) => {
    const headers = Array.from({ length: more }, (_, index) => `X-${index}: 1\r\n`).join('');
    const answer = await talk(
      gateway.port,
      `GET / HTTP/1.1\r\nHost: gateway.example\r\n${headers}\r\n`
        .replace('X-0: 1', 'Connection: close')
        .replace('\r\n\r\n', '\r\nX-last: 1\r\n\r\n'),
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('answers HTTP/1.1 without a host 400', async () => {
    expect(await talk(gateway.port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
  });

  it('sends the answers that are due before it ends the connection over what follows them', async () => {
    gateway.queue.delayMs = 50;
    const body = gateway.bodyOf('planned');
    const request = `${KEPT_OPEN}Content-Length: ${body.length}\r\n\r\n${body}`;
    const answer = await talk(gateway.port, `${request}${MARKER}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*took 1$/);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(gateway.counts.get('turned away bad-request')).toBe(1);
  });
});

const blindPost = (path: string, bytes: number, last = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: gateway.example\r\n${last}Content-Length: ${bytes}\r\n\r\n${'a'.repeat(bytes)}`;

describe('connections', () => {
  it('answers pipelined requests in their order', async () => {
    const requests = [['other'], ['other', 'other'], ['planned', 'other', 'other']].map((names) => {
      const body = gateway.bodyOf(...names);
      return `${KEPT_OPEN}Content-Length: ${body.length}\r\n\r\n${body}`;
    });
    const answer = await talk(gateway.port, requests.join('') + rawPost(gateway.bodyOf()));
    expect(answer.match(/took \d/g)).toEqual(['took 1', 'took 2', 'took 3', 'took 0']);
  });

  it('keeps the connection after answering without a look at a small body, and ends it after a large one', async () => {
    const small = await talk(
      gateway.port,
      blindPost('/nowhere', 65_536) + blindPost('/nowhere', 1, 'Connection: close\r\n'),
    );
    expect(small.match(/HTTP\/1\.1 404/g)).toHaveLength(2);
    const large = await talk(
      gateway.port,
      blindPost('/nowhere', 65_537) + blindPost('/nowhere', 1, 'Connection: close\r\n'),
    );
    expect(large.match(/HTTP\/1\.1 404/g)).toHaveLength(1);
  });

  it('takes HTTP/1.0', async () => {
    const body = gateway.bodyOf('planned');
    const answer = await talk(
      gateway.port,
      `POST /fake/batch HTTP/1.0\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*took 1$/);
  });

  it('counts a client that leaves in the middle of its body, and stores nothing of it', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(`${KEPT_OPEN}Content-Length: 100\r\n\r\n{"key"`);
    await expectGoodAnswer();
    gateway.stored.entries.length = 0;
    socket.destroy();
    await expect.poll(() => gateway.counts.get('lost aborted')).toBe(1);
    expect(gateway.stored.entries).toEqual([]);
    await expectGoodAnswer();
  });

  it('stores what a client sent in full, although it leaves before the answer', async () => {
    gateway.queue.delayMs = 30;
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(rawPost(gateway.bodyOf('planned')), () => setTimeout(() => socket.destroy(), 10));
    await expect.poll(() => gateway.stored.event.length).toBe(2);
    gateway.queue.delayMs = 0;
    await expectGoodAnswer();
    expect(gateway.log).toEqual([]);
  });

  it('does not mind a client that leaves while the rest of its refused body is thrown away', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write('POST /nowhere HTTP/1.1\r\nHost: gateway.example\r\nContent-Length: 100\r\n\r\n{"key"');
    await new Promise((resolve) => socket.on('data', resolve));
    socket.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expectGoodAnswer();
    expect(gateway.log).toEqual([]);
  });

  it('answers a hundred requests at once, each with its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const body = gateway.bodyOf(...Array.from({ length: index }, () => 'other'));
        return (await fetch(`${gateway.url}/fake/batch`, { method: 'POST', body })).text();
      }),
    );
    expect(answers).toEqual(Array.from({ length: 100 }, (_, index) => `took ${index}`));
    expect(gateway.counts.get('accepted fake')).toBe(4_950);
  });

  it('closes the connection that is one over the limit, and counts it', async () => {
    await gateway.ingest.close();
    gateway = await startGateway({ limits: { connectionsMax: 1 } });
    const first = connect(gateway.port, '127.0.0.1');
    await new Promise((resolve) => first.on('connect', resolve));
    expect(await talk(gateway.port, rawPost(gateway.bodyOf()))).toBe('');
    expect(gateway.counts.get('lost connections')).toBe(1);
    first.end(rawPost(gateway.bodyOf('planned')));
    await new Promise((resolve) => first.on('data', resolve));
    expect(gateway.counts.get('accepted fake')).toBe(1);
    await new Promise((resolve) => first.on('close', resolve));
  });
});

describe('the page at /', () => {
  it('says what this is, and nothing of the configuration', async () => {
    const answer = await fetch(`${gateway.url}/`);
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('Headgate 0.0.0-test');
    expect(text).not.toContain('shop');
    expect((await fetch(`${gateway.url}/`, { method: 'HEAD' })).status).toBe(200);
  });
});

describe('closing', () => {
  it('lets requests under way finish and takes no new connections', async () => {
    gateway.queue.delayMs = 100;
    const answer = fetch(`${gateway.url}/fake/batch`, { method: 'POST', body: gateway.bodyOf('planned') });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const closed = gateway.ingest.close();
    expect(await (await answer).text()).toBe('took 1');
    await closed;
    await expect(fetch(gateway.url)).rejects.toThrow('fetch failed');
  });

  it('cuts what does not finish in time', async () => {
    await gateway.ingest.close();
    gateway = await startGateway({ limits: { closeTimeoutMs: 50 } });
    const heard = talk(gateway.port, `${KEPT_OPEN}Content-Length: 100\r\n\r\n{"key"`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await gateway.ingest.close();
    expect(await heard).toBe('');
  });
});
