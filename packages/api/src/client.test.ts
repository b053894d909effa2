import { describe, expect, it } from 'vitest';
import { GatewayRefused, GatewayUnauthorised, GatewayUnreachable, createClient } from './client.ts';
import type { Client, Fetch } from './client.ts';
import { splitLines } from './lines.ts';

/** A gateway that gives one answer, in pieces. */
function clientOf(status: number, ...pieces: readonly string[]): Client {
  const answer: Fetch = () => Promise.resolve(new Response(streamOf(pieces), { status }));
  return createClient({ url: 'http://127.0.0.1:4401/', token: 't', fetch: answer });
}

function streamOf(pieces: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(Buffer.from(piece, 'latin1'));
      controller.close();
    },
  });
}

function problem(refusal: string, status: number): string {
  return JSON.stringify({ type: `urn:headgate:refusal:${refusal}`, title: 'No.', status, refusal });
}

describe('the client', () => {
  it.each([
    ['a problem of the table', 404, problem('unknown-vendor', 404), GatewayRefused],
    ['a refused token', 401, problem('unauthorised', 401), GatewayUnauthorised],
    ['an error that is not ours', 502, '<html>', GatewayUnreachable],
    ['a refusal that is not of the table', 400, problem('sideways', 400), GatewayUnreachable],
    ['success that is not ours', 200, '{"hello":1}', GatewayUnreachable],
    ['no JSON', 200, 'hello', GatewayUnreachable],
  ])('tells %s by its class', async (_, status, body, kind) => {
    await expect(clientOf(status, body).vendors()).rejects.toBeInstanceOf(kind);
  });

  it('says that nobody answers', async () => {
    const client = createClient({
      url: 'http://127.0.0.1:1',
      token: null,
      fetch: () => Promise.reject(new TypeError()),
    });
    await expect(client.status()).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('sends parameters encoded and the token in its header', async () => {
    const asked: unknown[] = [];
    const spy: Fetch = (url, init) => {
      asked.push([url, init.method, init.headers['authorization'], init.body]);
      return Promise.resolve(new Response('{}', { status: 500 }));
    };
    const client = createClient({ url: 'http://h', token: 't', fetch: spy });
    await client.cut('a/b', 'why').catch(() => undefined);
    await client.exposure({ vendor: 'v', from: '2026-01-01' }).catch(() => undefined);
    expect(asked).toEqual([
      ['http://h/v1/vendors/a%2Fb/cut', 'POST', 'Bearer t', '{"reason":"why"}'],
      ['http://h/v1/exposure?vendor=v&from=2026-01-01', 'GET', 'Bearer t', undefined],
    ]);
  });

  it('yields the lines of a tap and takes an end without a word for a cut', async () => {
    const listening = '{"kind":"listening"}\n';
    const kinds: string[] = [];
    for await (const line of clientOf(200, listening, '{"kind":"end",', '"reason":"limit"}\n').tap())
      kinds.push(line.kind);
    expect(kinds).toEqual(['listening', 'end']);
    const cut = clientOf(200, listening).tap();
    await cut.next();
    await expect(cut.next()).rejects.toBeInstanceOf(GatewayUnreachable);
  });
});

async function read(bytes: number): Promise<number> {
  let length = 0;
  for await (const line of splitLines(streamOf(['x'.repeat(bytes)]))) length = line.length;
  return length;
}

describe('lines', () => {
  it('hold together across pieces, also within one character', async () => {
    const lines: string[] = [];
    for await (const line of splitLines(streamOf(['{"a":"\xc3', '\xa9"}\nb', '\nc']))) lines.push(line);
    expect(lines).toEqual(['{"a":"é"}', 'b', 'c']);
  });

  it('end with an error at one byte over the limit', async () => {
    const max = 4 * 1024 * 1024;
    expect(await read(max)).toBe(max);
    await expect(read(max + 1)).rejects.toThrow(RangeError);
  });
});
