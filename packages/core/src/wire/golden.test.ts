/** Walks fixtures/decode. `UPDATE=1` rewrites what is expected; read the difference before you keep it. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findEndpoint } from './protocols.ts';
import type { WireRequest } from './wire.ts';

const ROOT = new URL('../../../../fixtures/decode/', import.meta.url);
const LIMITS = { depthMax: 20, eventsMax: 100 };

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
  const found = findEndpoint(request.path);
  if (found?.endpoint.kind !== 'events') throw new Error(`no events endpoint at ${request.path}`);
  const { endpoint } = found;
  const opened = endpoint.open(request, LIMITS);
  if (opened.kind === 'refused') return opened;
  let made = 0;
  const { events, malformed } = endpoint.decode(opened.messages, {
    source: { id: 'shop', environment: 'production' },
    receivedAt: Date.UTC(2026, 0, 15, 10, 0, 1),
    signals: { gpc: false },
    newId: () => `made-${(made += 1)}`,
  });
  return { key: opened.key, malformed, answer: endpoint.accepted(request, opened.messages.length), events };
}

function readRequest(file: URL): WireRequest {
  const written = JSON.parse(readFileSync(file, 'utf8')) as WireRequest & { query: string };
  return { ...written, query: new Map(new URLSearchParams(written.query)) };
}

function directories(root: URL): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
