/**
 * Golden cases of the vendors: fixtures/vendor/<kind>/<case>/ with `events.json` and `settings.json` in, `requests.json`
 * out, and in `answers.json` what each answer to the first request means. `UPDATE=1` rewrites what comes out.
 */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CleanEvent, Json } from '../event.ts';
import { connectVendor, isVendorKind, VENDORS } from './vendors/index.ts';
import type { VendorAnswer, VendorReading, VendorTools } from './vendor.ts';

const ROOT = new URL('../../../../fixtures/vendor/', import.meta.url);
const UPDATE = process.env['UPDATE'] === '1';
const TOOLS: VendorTools = {
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
  hmacBase64: (key, text) => createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64'),
};

interface AnswerCase {
  readonly answer: VendorAnswer;
  readonly means: VendorReading;
}

const EVENT_DEFAULTS = {
  vendor: 'vendor',
  environment: 'production',
  operation: 'set',
  name: '',
  time: 1_767_323_000_000,
  userId: null,
  anonymousId: null,
  groupId: null,
  previousId: null,
  properties: {},
  context: {},
  subject: '00112233445566aa',
  fields: 'fields-of-the-event',
};

function read(url: URL): Json {
  return JSON.parse(readFileSync(url, 'utf8')) as Json;
}

function write(url: URL, value: unknown): void {
  writeFileSync(url, `${JSON.stringify(value, null, 2)}\n`);
}

/** JSON as such, so that a case can be read; what is no JSON as its lines. */
function readable(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body.split('\n');
  }
}

function directories(url: URL): string[] {
  return readdirSync(url, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

it('has golden cases for every kind of vendor and for no other', () => {
  expect(directories(ROOT).toSorted()).toEqual(Object.keys(VENDORS).toSorted());
});

describe.each(directories(ROOT))('the vendor %s', (kind) => {
  const kindRoot = new URL(`${kind}/`, ROOT);
  it.each(directories(kindRoot))('sends and reads the case %s as recorded', (name) => {
    const root = new URL(`${name}/`, kindRoot);
    if (!isVendorKind(kind)) throw new Error('Not a vendor.');
    const connected = connectVendor(kind, read(new URL('settings.json', root)), 'settings.json').value;
    if (connected === null) throw new Error('The settings of a golden case do not parse.');
    const written = read(new URL('events.json', root)) as object[];
    const events = written.map((event) => ({ ...EVENT_DEFAULTS, ...event }) as unknown as CleanEvent);

    const requests = connected
      .toRequests(events, TOOLS)
      .map((request) => ({ ...request, body: readable(request.body) }));
    if (UPDATE) write(new URL('requests.json', root), requests);
    expect(requests).toEqual(read(new URL('requests.json', root)));
    for (const { url } of requests) expect(connected.hosts).toContain(new URL(url).host);

    const answersUrl = new URL('answers.json', root);
    if (!existsSync(answersUrl)) return;
    const cases = read(answersUrl) as unknown as AnswerCase[];
    const [request] = connected.toRequests(events, TOOLS);
    if (request === undefined) throw new Error('A case with answers sends nothing.');
    const readings = cases.map(({ answer }) => ({
      answer,
      means: connected.readAnswer(answer, request, TOOLS),
    }));
    if (UPDATE) write(answersUrl, readings);
    expect(readings).toEqual(read(answersUrl));
  });
});
