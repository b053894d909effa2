/** Walks fixtures/decode. `UPDATE=1` rewrites what is expected; read the difference before you keep it. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeContext, eventsEndpoint, LIMITS, wireRequest } from './wire.contract.ts';
import type { WireRequest } from './wire.ts';

const ROOT = new URL('../../../../fixtures/decode/', import.meta.url);

const cases = directories(ROOT).flatMap((protocol) =>
  directories(new URL(`${protocol}/`, ROOT)).map((name) => `${protocol}/${name}`),
);

describe('decoding', () => {
  it('has cases for every protocol', () => {
    expect(cases.length).toBeGreaterThan(20);
  });

  it.each(cases)('reads %s as expected', (name) => {
    const expected = new URL(`${name}/expected.json`, ROOT);
    const actual = JSON.parse(JSON.stringify(decodeCase(new URL(`${name}/request.json`, ROOT))));
    if (process.env['UPDATE'] === '1') writeFileSync(expected, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
  });
});

function decodeCase(file: URL) {
  const request = readRequest(file);
  const first = eventsEndpoint(request.path, request.headers);
  const opened = first.open(request, LIMITS);
  if (opened.kind === 'refused') return opened;
  const { key, messages, handOver } = opened;
  const endpoint = handOver?.endpoint ?? first;
  const { events, malformed, opaque } = endpoint.decode(messages, decodeContext());
  const { body, ...answer } = endpoint.accepted(request, messages);
  const shown = typeof body === 'string' ? body : Buffer.from(body).toString('base64');
  return { key, malformed, opaque, answer: { ...answer, body: shown }, events };
}

/** `bytes` is base64, in the cases of endpoints that read bytes. */
function readRequest(file: URL): WireRequest {
  const written = JSON.parse(readFileSync(file, 'utf8')) as Omit<WireRequest, 'query' | 'bytes'> & {
    query: string;
    bytes?: string;
  };
  const { query, bytes, ...rest } = written;
  return wireRequest({
    ...rest,
    query: new Map(new URLSearchParams(query)),
    ...(bytes === undefined ? {} : { bytes: Buffer.from(bytes, 'base64') }),
  });
}

function directories(root: URL): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
