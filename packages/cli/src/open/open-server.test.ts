import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { readTrail } from '@headgate/seal/trail';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MARK, TOKENS, openShop, request } from './open-fixture.contract.ts';
import type { OpenShop } from './open-fixture.contract.ts';
import { createOpenServer } from './open-server.ts';
import type { OpenServer } from './open-server.ts';
import { REQUEST_REFUSALS } from './refusals.ts';

let shop: OpenShop;
let server: OpenServer;
let url = '';

function onFault(cause: string): void {
  throw new Error(`It failed inside: ${cause}`);
}

beforeEach(async () => {
  shop = await openShop();
  const { limits } = shop.policy;
  server = createOpenServer({ desk: await shop.desk(), limits, now: Date.now, onFault });
  url = `http://127.0.0.1:${await server.listen({ host: '127.0.0.1', port: 0 })}`;
});
afterEach(async () => {
  await server.close();
  shop.remove();
});

interface Sent {
  readonly token?: string | null;
  readonly method?: string;
  readonly body?: unknown;
  readonly type?: string;
}

async function send(
  path: string,
  { token = TOKENS.maria, method = 'POST', body, type = 'application/json' }: Sent = {},
) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    json: JSON.parse(text) as Record<string, unknown>,
  };
}

function lastRow(): Readonly<Record<string, unknown>> | undefined {
  return readTrail(shop.audit).at(-1)?.entry;
}

const email = (): ReturnType<OpenShop['seal']> => shop.seal('properties.email');

describe('the open service', () => {
  it('answers a value for a field that the caller may open', async () => {
    const item = email();
    const answer = await send('/v1/open', { body: request([item]) });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.json).toEqual({ items: [{ kind: 'opened', value: `${MARK} of ${item.place.eventId}` }] });
  });

  it('takes a bulk request from the asking over the approval to the collection', async () => {
    const body = request(Array.from({ length: 4 }, email));
    const asked = await send('/v1/open/requests', { body });
    const path = `/v1/open/requests/${String(asked.json['id'])}`;
    expect((await send(path, { token: TOKENS.dpo, method: 'GET' })).json).toMatchObject({ caller: 'maria' });
    expect((await send(`${path}/collect`)).json['refusal']).toBe('not-approved');
    expect((await send(`${path}/approve`, { token: TOKENS.dpo })).json).toMatchObject({ approver: 'dpo' });
    expect((await send(`${path}/collect`)).json['items']).toHaveLength(4);
    expect((await send(`${path}/collect`)).json['refusal']).toBe('unknown-request');
  });

  it.each([
    ['unauthorised', '/v1/open', { token: null, body: {} }],
    ['unauthorised', '/v1/open', { token: 'another', body: {} }],
    ['unauthorised', '/nowhere', { token: null, method: 'GET' }],
    ['unknown-route', '/nowhere', { method: 'GET' }],
    ['unknown-route', '/v1/open', { method: 'GET' }],
    ['unknown-route', '/v1/open/requests/short/approve', {}],
    ['unknown-request', `/v1/open/requests/${'0'.repeat(32)}/approve`, {}],
    ['wrong-media-type', '/v1/open', { body: {}, type: 'text/plain' }],
    ['bad-request', '/v1/open', { body: '{' }],
    ['bad-request', '/v1/open', { body: {} }],
    ['bad-request', '/v1/open', { body: { purpose: 'support', ticket: 'OPS-1', items: [] } }],
    ['bad-request', '/v1/open', { body: { purpose: 'support', ticket: 'OPS-1', items: [], more: 1 } }],
  ] as const)('refuses as %s, with a row: %s %j', async (refusal, path, sent) => {
    const answer = await send(path, sent);
    expect(answer.status).toBe(REQUEST_REFUSALS[refusal].status);
    expect(answer.json).toMatchObject({ refusal, type: `urn:headgate:open-refusal:${refusal}` });
    expect(lastRow()).toMatchObject({ kind: 'request-refused', reason: refusal });
  });

  it('takes a body of as many bytes as it may have, and not one more', async () => {
    const body = JSON.stringify(request([email()]));
    const { bodyBytes } = shop.policy.limits;
    expect((await send('/v1/open', { body: body.padEnd(bodyBytes) })).status).toBe(200);
    expect((await send('/v1/open', { body: body.padEnd(bodyBytes + 1) })).json['refusal']).toBe('too-large');
    expect((await send('/v1/open', { body: body.padEnd(bodyBytes * 20) })).json['refusal']).toBe('too-large');
    expect((await send('/v1/open', { body })).status).toBe(200);
  });

  it('writes down strangers, but only so many a minute', async () => {
    for (let each = 0; each < 65; each += 1) {
      expect((await send('/v1/open', { token: null, body: {} })).status).toBe(401);
    }
    const { length } = readTrail(shop.audit);
    // A minute may have begun in between.
    expect([60, 65]).toContain(Math.min(length, 65));
    expect((await send('/v1/open', { body: request([email()]) })).status).toBe(200);
  });

  it('says that it lives, to anybody', async () => {
    expect((await send('/livez', { token: null, method: 'GET' })).json).toEqual({ alive: true });
  });
});

async function serveWith(limits: Partial<OpenShop['policy']['limits']>): Promise<[OpenServer, number]> {
  const all = { ...shop.policy.limits, ...limits };
  const own = createOpenServer({ desk: await shop.desk(), limits: all, now: Date.now, onFault });
  return [own, await own.listen({ host: '127.0.0.1', port: 0 })];
}

/** All that comes until the other side ends it; null where it is still open after the wait. */
function readAll(socket: Socket, waitMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    let text = '';
    const timer = setTimeout(() => resolve(null), waitMs);
    socket.on('data', (more) => (text += String(more)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

describe('a connection', () => {
  it('is taken as long as there are as many as may be, and one over is closed', async () => {
    const [own, port] = await serveWith({ connections: 2 });
    const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    const open = await Promise.all(sockets.map((socket) => readAll(socket, 300)));
    expect(open).toEqual([null, null]);
    expect(await readAll(connect(port, '127.0.0.1'), 5000)).toBe('');
    for (const socket of sockets) socket.destroy();
    await own.close();
  });

  it('is ended where its request does not come in its time', async () => {
    const [own, port] = await serveWith({ requestMs: 400 });
    const socket = connect(port, '127.0.0.1');
    const head = `POST /v1/open HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKENS.maria}\r\n`;
    socket.write(`${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{`);
    expect(await readAll(socket, 10_000)).toContain('408');
    await own.close();
  });
});

describe('a fault', () => {
  it('is told by its class, and answers nothing', async () => {
    const told: string[] = [];
    const desk = {
      ...(await shop.desk()),
      open: () => Promise.reject(new RangeError(MARK)),
    };
    const broken = createOpenServer({
      desk,
      limits: shop.policy.limits,
      now: Date.now,
      onFault: (cause) => void told.push(cause),
    });
    const port = await broken.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`http://127.0.0.1:${port}/v1/open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKENS.maria}`, 'content-type': 'application/json' },
      body: JSON.stringify(request([email()])),
    });
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining(MARK)]);
    expect(told).toEqual(['RangeError']);
    await broken.close();
  });
});
