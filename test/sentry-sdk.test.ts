/** The published @sentry/node → a real gateway under the plan of fixtures/plan/good-sentry → what Sentry receives. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as Sentry from '@sentry/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlace, runGateway, until } from './gateway-fixture.ts';
import type { Place, Running } from './gateway-fixture.ts';

const PLAN = new URL('../fixtures/plan/good-sentry/', import.meta.url);

/** Takes every envelope and remembers it. */
const envelopes: string[] = [];
const vendor = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const body = Buffer.concat(pieces);
    envelopes.push(
      (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8'),
    );
    response.end('{}');
  });
});

let place: Place;
let running: Running;

beforeAll(async () => {
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const { port } = vendor.address() as AddressInfo;
  place = makePlace({
    'headgate.yaml': `server: { port: 0 }
admin: { port: 0 }
limits:
  deliver: { linger_ms: 1 }
sources:
  api: { environment: production, write_key: api_key }
vendors:
  sentry:
    production: { dsn: file:dsn, private_addresses_allowed: true }
`,
    dsn: `http://vendor@127.0.0.1:${port}/7`,
    'plan.yaml': readFileSync(new URL('plan.yaml', PLAN), 'utf8'),
    ...Object.fromEntries(
      readdirSync(new URL('events/', PLAN)).map((name) => [
        `events/${name}`,
        readFileSync(new URL(`events/${name}`, PLAN), 'utf8'),
      ]),
    ),
  });
  running = await runGateway(place);
  Sentry.init({
    dsn: `http://api_key@127.0.0.1:${running.ports.server}/1`,
    release: 'shop@1.4.2',
    tracesSampleRate: 0,
    // Those that would watch the test's own requests, and its process.
    integrations: (defaults) =>
      defaults.filter(({ name }) => !/^(?:Http|NodeFetch|ProcessSession|On\w+)$/.test(name)),
  });
});

afterAll(async () => {
  await Sentry.close(2_000);
  await running.gateway.stop();
  place.remove();
  await new Promise((resolve) => {
    vendor.closeAllConnections();
    vendor.close(resolve);
  });
});

describe('the SDK', () => {
  it('sends an error, a message and a log, and Sentry gets what is planned of them', async () => {
    Sentry.setUser({ id: 'user-7', email: 'jane.doe@person.example' });
    Sentry.addBreadcrumb({ category: 'auth', message: 'signed in as jane.doe@person.example' });
    Sentry.setExtra('note', 'ring at Doe');
    Sentry.captureException(new TypeError('card of jane.doe@person.example declined'));
    Sentry.captureMessage('stock is low', 'warning');
    Sentry.logger.info('paid by jane.doe@person.example', { coupon: 'of Jane' });
    expect(await Sentry.flush(5_000)).toBe(true);
    await until(
      () => envelopes,
      (all) => all.length >= 3,
    );

    const types = envelopes.map((each) => /"type":"(\w+)"/.exec(each)?.[1] ?? '');
    expect(types.toSorted()).toEqual(['event', 'event', 'log']);
    const sent = envelopes.join('');
    expect(sent).toContain('card of [email] declined');
    expect(sent).toContain('stock is low');
    expect(sent).toContain('"body":"paid by [email]"');
    expect(sent).toContain('"function"');
    expect(sent).not.toMatch(/jane|Doe|user-7|coupon|context_line|api_key/);
  });
});
