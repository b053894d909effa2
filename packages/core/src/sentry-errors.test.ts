/**
 * What Sentry gets of an error under the plan of fixtures/plan/good-sentry: requests recorded from the SDKs and made worse,
 * through decoder, plan, detection and encoder. Nothing that is not planned may be in the bytes that leave.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { CleanEvent, Json, JsonObject, ReceivedEvent } from './event.ts';
import { formatIssue } from './issue.ts';
import { compilePlan } from './plan/compile-plan.ts';
import type { CompiledPlan } from './plan/compiled-plan.ts';
import { parsePlan } from './plan/parse-plan.ts';
import type { Pseudonymiser } from './protect/pseudonymiser.ts';
import { connectVendor } from './vendor/vendors/index.ts';
import { readRequest, wireRequest } from './wire/wire.contract.ts';

const FIXTURES = new URL('../../../fixtures/', import.meta.url);

/** Pseudonyms of a readable kind: the real ones are tested against vectors in packages/seal. */
const pseudonymiser: Pseudonymiser = {
  token: (_vendor, domain) => (value) =>
    Buffer.from(`${domain}-${value.length}-`.padEnd(16, '_')).toString('base64url'),
  messages: (vendors) => (id) =>
    vendors.map(() => Buffer.from(`message-${id.length}`.padEnd(17, '_')).toString('base64url')),
  subject: () => '0'.repeat(16),
  digest: (text) => Buffer.from(text).toString('hex').slice(-16).padStart(16, '0'),
};

const vendor = connectVendor('sentry', { dsn: 'https://key@sentry.example/42' }, 'settings').value;
if (vendor === null) throw new Error('The settings do not parse.');

function compiled(): CompiledPlan {
  const root = new URL('plan/good-sentry/', FIXTURES);
  const file = (path: string) => ({ path, text: readFileSync(new URL(path, root), 'utf8') });
  const plan = parsePlan(
    file('plan.yaml'),
    readdirSync(new URL('events/', root)).map((name) => file(`events/${name}`)),
  );
  const written = plan.value;
  if (written === null || vendor === null) throw new Error(plan.issues.map(formatIssue).join('\n'));
  const made = compilePlan(written, {
    id: 'test',
    environment: 'production',
    vendors: new Map([['sentry', vendor]]),
    pseudonymiser,
  });
  if (made.value === null) throw new Error(made.issues.map(formatIssue).join('\n'));
  return made.value;
}

const PLAN = compiled();

/** The event as the gateway reads it, and the clean one that the plan makes of it. */
function decided(lines: readonly Json[] | Buffer): { event: ReceivedEvent; clean: CleanEvent } {
  const bytes = Buffer.isBuffer(lines)
    ? lines
    : Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
  const [read] = readRequest(wireRequest({ path: '/api/42/envelope', bytes })).events;
  if (read === undefined) throw new Error('There is no event.');
  const event = { ...read, source: { id: 'api', environment: 'production' } } as const;
  const decision = decide(event, PLAN);
  const [first] = decision.vendors;
  if (first?.kind !== 'routed') throw new Error(JSON.stringify(decision));
  return { event, clean: first.event };
}

/** What leaves the gateway, as text. */
function sent(clean: CleanEvent): string {
  const requests = vendor?.toRequests([clean], { now: 0, hmacBase64: () => '' }) ?? [];
  return requests.map((each) => each.body).join('');
}

function payloadOf(clean: CleanEvent): JsonObject {
  return JSON.parse(sent(clean).split('\n')[2] ?? '') as JsonObject;
}

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const MAIL = 'jane.doe@person.example';

/** An error with something of a person in every place that SDKs fill by themselves. */
const ERROR: JsonObject = {
  event_id: '01'.repeat(16),
  timestamp: 1768471200.836,
  level: 'error',
  platform: 'node',
  release: 'shop@1.4.2',
  server_name: 'janes-laptop',
  transaction: `/orders/${MAIL}`,
  logentry: { message: 'order of %s', params: [MAIL] },
  exception: {
    values: [
      {
        type: 'TypeError',
        value: `card 4111 1111 1111 1111 of ${MAIL} declined with Bearer ${TOKEN}`,
        mechanism: { type: 'generic', handled: true, data: { who: MAIL } },
        stacktrace: {
          frames: [
            {
              filename: '/home/jane/shop/pay.mjs',
              abs_path: '/home/jane/shop/pay.mjs',
              module: 'pay',
              function: 'pay',
              lineno: 20,
              colno: 7,
              in_app: true,
              context_line: `pay('${MAIL}')`,
              pre_context: [`const key = '${TOKEN}';`],
              post_context: ['// ask Jane Doe'],
              vars: { holder: MAIL, card: '4111111111111111' },
            },
            { filename: 'https://shop.example/app.js', function: 'run', lineno: 1, in_app: true },
            { filename: `https://shop.example/app.js?email=${MAIL}`, function: 'load', lineno: 2 },
          ],
        },
      },
    ],
  },
  breadcrumbs: [
    { timestamp: 1768471200.5, category: 'console', level: 'info', message: `signed in as ${MAIL}` },
    { timestamp: 1768471200.7, category: 'fetch', type: 'http', data: { url: `/login?email=${MAIL}` } },
  ],
  request: {
    url: `https://shop.example/orders/1234567?email=${MAIL}`,
    method: 'POST',
    data: JSON.stringify({ card: '4111111111111111' }),
    query_string: `email=${MAIL}`,
    cookies: { sid: 'secret-of-a-session' },
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    },
    env: { REMOTE_ADDR: '198.51.100.7' },
  },
  user: { id: 'user-7', email: MAIL, username: 'jane', ip_address: '198.51.100.7', geo: { city: 'Bern' } },
  tags: { customer: MAIL },
  extra: { order: { note: 'ring at Doe' }, arguments: [MAIL] },
  contexts: {
    trace: { trace_id: '02'.repeat(16), span_id: '03'.repeat(8) },
    basket: { holder: MAIL },
    device: { name: 'Janes iPhone' },
  },
  modules: { 'janes-package': '1.0.0' },
  debug_meta: { images: [{ code_file: '/home/jane/shop/pay.mjs' }] },
};

describe('an error of Sentry’s SDK', () => {
  const { clean } = decided([{ trace: { user_id: MAIL, sample_rate: '1' } }, { type: 'event' }, ERROR]);

  it('arrives as what broke and where, with what detection found covered', () => {
    expect(payloadOf(clean)).toEqual({
      event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      timestamp: 1768471200,
      level: 'error',
      platform: 'node',
      release: 'shop@1.4.2',
      exception: {
        values: [
          {
            type: 'TypeError',
            value: 'card [card] of [email] declined with Bearer [jwt]',
            mechanism: { type: 'generic', handled: true },
            stacktrace: {
              frames: [
                { module: 'pay', function: 'pay', lineno: 20, colno: 7, in_app: true },
                { filename: 'https://shop.example/app.js', function: 'run', lineno: 1, in_app: true },
                { function: 'load', lineno: 2 },
              ],
            },
          },
        ],
      },
      breadcrumbs: [
        { timestamp: 1768471199.664, category: 'console', level: 'info' },
        { timestamp: 1768471199.864, category: 'fetch', type: 'http' },
      ],
      request: { url: 'https://shop.example/orders/:id', headers: { 'User-Agent': 'Firefox 140' } },
      user: { id: expect.any(String) },
      contexts: {
        trace: {
          trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
          span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      },
      sdk: { settings: { infer_ip: 'never' } },
    });
  });

  it.each([
    ['address', MAIL],
    ['name', 'jane'],
    ['surname', 'Doe'],
    ['card', '4111'],
    ['token', TOKEN.slice(0, 16)],
    ['cookie', 'secret-of-a-session'],
    ['IP address', '198.51.100'],
    ['id', 'user-7'],
    ['city', 'Bern'],
    ['trace', '0202'],
    ['message id', '0101'],
    ['milliseconds', '.836'],
  ])('has no %s of the person in it', (_what, value) => {
    expect(JSON.stringify(ERROR)).toContain(value);
    expect(sent(clean)).not.toContain(value);
  });
});

/** The recorded requests that hold one event each. */
const RECORDED = [
  'node-error',
  'node-logentry',
  'node-transaction',
  'node-session',
  'browser-error',
  'browser-session',
];

describe.each(RECORDED)('the recorded %s', (name) => {
  const { bytes } = JSON.parse(readFileSync(new URL(`decode/sentry/${name}/request.json`, FIXTURES), 'utf8'));
  const { event, clean } = decided(Buffer.from(bytes, 'base64'));

  it('brings no source code, variable, address, extra or breadcrumb text to Sentry', () => {
    const body = sent(clean);
    expect(body).not.toMatch(
      /context_line|pre_context|post_context|vars|cookie|authorization|query_string|modules|debug_meta/,
    );
    expect(body).not.toMatch(/jane|example\.com|203\.0\.113|tok_|ring twice|gold|password|user-7/);
    expect(JSON.stringify(event)).toMatch(/user-7/);
  });

  it('is told to the ledger field by field', () => {
    const fields = PLAN.fieldSet(clean.fields)?.fields.map((field) => field.path) ?? [];
    expect(fields).toContain('userId');
    expect(fields.filter((path) => /vars|context_line|request|cookies|extra|tags/.test(path))).toEqual([]);
  });
});

it('leaves the steps of a transaction below their parent, under pseudonyms', () => {
  const file = new URL('decode/sentry/node-transaction/request.json', FIXTURES);
  const { bytes } = JSON.parse(readFileSync(file, 'utf8'));
  const { event, clean } = decided(Buffer.from(bytes, 'base64'));
  const trace = event.context['trace'] as JsonObject;
  const { contexts, spans } = payloadOf(clean) as { contexts: { trace: JsonObject }; spans: JsonObject[] };
  expect(contexts.trace['span_id']).not.toBe(trace['spanId']);
  expect(spans.map((span) => span['parent_span_id'])).toEqual([contexts.trace['span_id']]);
  expect(spans.map((span) => span['trace_id'])).toEqual([contexts.trace['trace_id']]);
});

it('takes nothing of a request to Sentry but its templated address and the family of its browser', () => {
  const file = new URL('decode/sentry/node-error-of-request/request.json', FIXTURES);
  const { bytes } = JSON.parse(readFileSync(file, 'utf8'));
  const { event, clean } = decided(Buffer.from(bytes, 'base64'));
  expect(JSON.stringify(event)).toMatch(/max@example\.com.*203\.0\.113\.77/);
  expect(payloadOf(clean)['request']).toEqual({
    url: 'http://shop.example/pay',
    headers: { 'User-Agent': 'Firefox 140' },
  });
  expect(sent(clean)).not.toMatch(/max@|203\.0\.113|dark|forwarded|baggage|cookie|context_line/);
});
