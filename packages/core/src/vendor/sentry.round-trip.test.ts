/** Sentry in, Sentry out: what the SDKs sent arrives as they sent it, as far as the plan allows; here it allows everything. */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonArray, isJsonObject } from '../event.ts';
import type { Json, JsonObject } from '../event.ts';
import { LIMITS, wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { parseBytes, readEnvelope } from '../wire/sentry/envelope.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { RoundTrip } from './round-trip.contract.ts';

const ROOT = new URL('../../../../fixtures/decode/sentry/', import.meta.url);
const KIND = { kind: 'sentry', settings: { dsn: 'https://k@sentry.example/42' } } as const;

function recorded(name: string): WireRequest {
  const { query, bytes, ...rest } = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8'));
  return wireRequest({
    ...rest,
    query: new Map(new URLSearchParams(query)),
    bytes: Buffer.from(bytes, 'base64'),
  });
}

const CASES = readdirSync(ROOT);
/** Those of SDK 11; the others are older forms, which become the newer ones. */
const OF_SDK = CASES.filter((name) => /^(?:node|browser)-/.test(name));

/** The payloads of an envelope's items, those of containers each by itself, by type. */
function payloadsIn(bytes: Uint8Array): [string, JsonObject][] {
  const envelope = readEnvelope(bytes, LIMITS);
  if (envelope.kind === 'refused') throw new Error(envelope.refusal);
  return envelope.items.flatMap(({ header, payload }) => {
    const type = typeof header['type'] === 'string' ? header['type'] : '';
    const parsed = type === 'attachment' ? null : parseBytes(payload, LIMITS.depthMax);
    const value = parsed?.kind === 'parsed' ? parsed.value : null;
    if (!isJsonObject(value) || type === 'client_report') return [];
    const { items } = value;
    return isJsonArray(items)
      ? items.filter((item) => isJsonObject(item)).map((item): [string, JsonObject] => [type, item])
      : [[type, value]];
  });
}

function sentBy(trip: RoundTrip): [string, JsonObject][] {
  return trip.sent.flatMap(({ body }) => payloadsIn(Buffer.from(body)));
}

/** What does not arrive as it was, and why. */
const EXCEPT = new Set([
  // The id is made anew for each vendor, and cut from 132 to 122 bits for one that wants UUIDs.
  'event_id',
  // The gateway's time is in milliseconds; the SDKs write microseconds. The distances between times keep theirs.
  'timestamp',
  'start_timestamp',
  'end_timestamp',
  // Sentry must not take the gateway's address for the sender's.
  'sdk.settings.infer_ip',
  'user.ip_address',
  'attrs.ip_address',
  // The names of headers have no case (RFC 9110 §5.1), and arrive in the case of the specification.
  'request.headers.user-agent',
  'request.headers.referer',
]);

describe('a request of Sentry’s SDK', () => {
  it.each(CASES)('means the same to Sentry as it did to the gateway: %s', (name) => {
    const trip = roundTrip({ ...KIND, request: recorded(name) });
    expect(trip.after).toHaveLength(trip.before.length);
    expectSameMeaning(trip);
  });

  it.each(OF_SDK)('loses nothing on the way: %s', (name) => {
    const original = recorded(name);
    const before = payloadsIn(original.bytes);
    const after = sentBy(roundTrip({ ...KIND, request: original }));
    expect(after.map(([type]) => type)).toEqual(before.map(([type]) => type));
    before.forEach(([, payload], at) => expectNothingLost(payload, after[at]?.[1] ?? null, EXCEPT));
  });

  it('has an address only if the sender gave one', () => {
    const lines = [
      '{}',
      '{"type":"event"}',
      '{"user":{"id":"u","ip_address":"{{auto}}"},"platform":"javascript"}',
    ];
    const wished = wireRequest({ path: '/api/42/envelope', bytes: Buffer.from(lines.join('\n')) });
    const [sent] = sentBy(roundTrip({ ...KIND, request: wished }));
    expect(sent?.[1]).toMatchObject({ user: { id: 'u' }, sdk: { settings: { infer_ip: 'never' } } });
    expect(JSON.stringify(sent)).not.toContain('{{auto}}');
  });
});

const key = fc.oneof(
  fc.constantFrom('a', 'a.b', 'a.b.c', 'b[0]', '%2E', '__proto__', 'value', 'id', 'data', 'constructor'),
  fc.string({ maxLength: 5 }),
);
const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
);
const bag = (value: fc.Arbitrary<Json>) => fc.dictionary(key, value, { noNullPrototype: true, maxKeys: 4 });
const anything = fc.oneof(
  scalar,
  bag(fc.oneof(scalar, bag(scalar), fc.array(bag(scalar), { maxLength: 3 }))),
);
const seconds = fc.integer({ min: 1.7e12, max: 1.9e12 }).map((ms) => ms / 1000);
const HEX_DIGITS = '0123456789abcdef'.split('');
const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...HEX_DIGITS), minLength: digits, maxLength: digits });
const trace = fc.record(
  { trace_id: hex(32), span_id: hex(16), op: fc.string(), data: bag(scalar) },
  { requiredKeys: ['trace_id', 'span_id'] },
);
const frame = fc.record(
  {
    filename: fc.string(),
    lineno: fc.nat(),
    vars: bag(anything),
    pre_context: fc.array(fc.string(), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const event = fc.record(
  {
    event_id: hex(32),
    timestamp: seconds,
    message: fc.string(),
    exception: fc.record({
      values: fc.array(
        fc.record({
          type: fc.string(),
          value: fc.string(),
          stacktrace: fc.record({ frames: fc.array(frame, { maxLength: 3 }) }),
        }),
      ),
    }),
    tags: bag(scalar),
    extra: bag(anything),
    breadcrumbs: fc.array(
      fc.record({ timestamp: seconds, message: fc.string(), data: bag(anything) }, { requiredKeys: [] }),
    ),
    user: fc.record(
      { id: fc.string({ minLength: 1 }), ip_address: fc.ipV4(), email: fc.string() },
      { requiredKeys: [] },
    ),
    request: fc.record(
      {
        url: fc.webUrl(),
        headers: fc.record({ 'User-Agent': fc.string(), Cookie: fc.string() }),
        data: anything,
      },
      { requiredKeys: [] },
    ),
    contexts: fc.record({ trace, os: bag(scalar), mine: bag(anything) }, { requiredKeys: [] }),
    sdk: fc.record(
      { name: fc.string(), version: fc.string(), packages: fc.array(bag(scalar), { maxLength: 3 }) },
      { requiredKeys: [] },
    ),
    modules: bag(fc.string()),
    server_name: fc.string(),
  },
  { requiredKeys: ['event_id', 'timestamp'] },
);

const attributes = bag(scalar).map((values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, type: 'string' }])),
);
const log = fc.record({
  timestamp: seconds,
  trace_id: hex(32),
  level: fc.constant('warn'),
  body: fc.string(),
  severity_number: fc.nat(),
  attributes,
});
const span = fc.record({
  trace_id: hex(32),
  span_id: hex(16),
  parent_span_id: hex(16),
  name: fc.string(),
  status: fc.constant('error'),
  is_segment: fc.boolean(),
  start_timestamp: seconds,
  end_timestamp: seconds,
  attributes,
});

function request(lines: readonly Json[]): WireRequest {
  return wireRequest({
    path: '/api/42/envelope',
    bytes: Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
  });
}

describe('any message', () => {
  it.each<[string, fc.Arbitrary<JsonObject>]>([
    ['event', event],
    ['feedback', event],
  ])('of type %s means the same to Sentry as it did to the gateway', (type, payloads) => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const trip = roundTrip({ ...KIND, request: request([{}, { type }, payload]) });
        expect(trip.after).toHaveLength(trip.before.length);
        expectSameMeaning(trip);
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, fc.Arbitrary<JsonObject>]>([
    ['log', log],
    ['span', span],
  ])('of type %s does so in a container', (type, items) => {
    fc.assert(
      fc.property(fc.array(items, { minLength: 1, maxLength: 3 }), (list) => {
        const trip = roundTrip({ ...KIND, request: request([{}, { type }, { items: list }]) });
        expect(trip.after).toHaveLength(trip.before.length);
        expectSameMeaning(trip);
      }),
      { numRuns: 150 },
    );
  });
});
