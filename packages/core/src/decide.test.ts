import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Decision } from './decide.ts';
import type { CleanEvent, Environment, JsonObject, ReceivedEvent } from './event.ts';
import { formatIssue } from './issue.ts';
import { compilePlan } from './plan/compile-plan.ts';
import type { CompiledPlan } from './plan/compiled-plan.ts';
import { parsePlan } from './plan/parse-plan.ts';
import type { Pseudonymiser } from './protect/pseudonymiser.ts';

/** Readable stand-ins: the real ones are tested against vectors in packages/seal. */
const pseudonymiser: Pseudonymiser = {
  token: (vendor, domain) => (value) => `${vendor}/${domain}/${value.length}`,
  messages: (vendors) => (id) => vendors.map((vendor) => `${vendor}/message/${id.length}`),
  subject: (identity) => Buffer.from(identity.padEnd(8, '_').slice(0, 8)).toString('hex'),
  digest: (text) => Buffer.from(text).toString('hex').slice(-16).padStart(16, '0'),
};

const PLAN = `
apiVersion: headgate/v1
kind: plan
id: shop
ENFORCEMENT
purposes:
  analytics.reporting: { basis: Consent, category: analytics }
  essential.service.security: { basis: Legitimate interests }
gpc: { deny_uses: [analytics] }
identity: { ids: [user_id, anonymous_id] }
vendors:
  mixpanel: { kind: mixpanel, max_tier: 2 }
  guard: { kind: webhook, max_tier: 4, uses: [essential.service], time: 1m }
context:
  vendors: { mixpanel: '*', guard: '*' }
  schema:
    type: object
    properties:
      ip: { type: string, maxLength: 45, x-headgate: { categories: [user.device.ip_address], transform: { mixpanel: ip-prefix } } }
      page:
        type: object
        properties:
          url: { type: string, maxLength: 2048, x-headgate: { categories: [user.behavior.browsing_history], transform: { '*': url-strip } } }
`;

const EVENT = `
apiVersion: headgate/v1
kind: event
id: order.completed
version: 1.0.0
wire: { call: track, name: Order Completed, aliases: [order_completed] }
description: An order was paid.
expires: 2027-06-30
sources: [web]
subjects: [customer]
purposes: [analytics.reporting, essential.service.security]
vendors: { mixpanel: '*', guard: [order, card, note] }
SAMPLE
schema:
  type: object
  required: [currency]
  properties:
    currency: { enum: [EUR, USD], x-headgate: { categories: [user.behavior.purchase_history] } }
    order: { type: string, maxLength: 20, x-headgate: { categories: [user.unique_id], transform: { mixpanel: { pseudonymise: { domain: order } } } } }
    email: { type: string, maxLength: 254, x-headgate: { categories: [user.contact.email], transform: { mixpanel: domain-only } } }
    note: { type: string, maxLength: 400, x-headgate: { categories: [user.behavior], free_text: false } }
    paid_at: { type: string, format: date-time, x-headgate: { categories: [user.behavior] } }
    card: { type: integer, x-headgate: { categories: [user.behavior] } }
    items:
      type: array
      maxItems: 10
      items:
        type: object
        properties:
          sku: { type: string, maxLength: 12, x-headgate: { categories: [user.behavior] } }
`;

interface Setup {
  readonly environment?: Environment;
  readonly enforcement?: string;
  readonly sample?: string;
  readonly vendor?: string;
}

function compile(setup: Setup = {}): CompiledPlan {
  const { environment = 'production', enforcement = '', sample = '', vendor = '' } = setup;
  const text = PLAN.replace('ENFORCEMENT', enforcement).replace('max_tier: 2', `max_tier: 2${vendor}`);
  const plan = parsePlan({ path: 'plan.yaml', text }, [
    { path: 'events/order.yaml', text: EVENT.replace('SAMPLE', sample) },
  ]);
  expect(plan.issues.map(formatIssue)).toEqual([]);
  if (plan.value === null) throw new Error('no plan');
  const wire = { accepts: () => true, leavesOut: () => null };
  const compiled = compilePlan(plan.value, {
    id: 'test',
    environment,
    vendors: new Map([
      ['mixpanel', wire],
      ['guard', wire],
    ]),
    pseudonymiser,
  });
  if (compiled.value === null) throw new Error(compiled.issues.map(formatIssue).join('\n'));
  return compiled.value;
}

const NOW = Date.parse('2026-11-24T10:20:30.456Z');

function received(change: Partial<ReceivedEvent> & { readonly properties?: JsonObject } = {}): ReceivedEvent {
  return {
    source: { id: 'web', environment: 'production' },
    protocol: 'segment',
    id: 'message-1',
    call: 'track',
    operation: 'set',
    name: 'Order Completed',
    time: NOW,
    receivedAt: NOW,
    userId: 'user-1',
    anonymousId: 'anonymous-1',
    groupId: 'never planned',
    previousId: null,
    properties: { currency: 'EUR' },
    context: { consent: { categoryPreferences: { analytics: true } } },
    signals: { gpc: false },
    ...change,
  };
}

function outcomes(decision: Decision): Record<string, string> {
  return Object.fromEntries(
    decision.vendors.map((each) => [each.vendor, each.kind === 'ended' ? each.outcome : 'routed']),
  );
}

function sentTo(vendor: string, decision: Decision): CleanEvent {
  const found = decision.vendors.find((each) => each.vendor === vendor);
  if (found?.kind !== 'routed')
    throw new Error(`not routed to ${vendor}: ${JSON.stringify(outcomes(decision))}`);
  return found.event;
}

describe('decide', () => {
  it('rebuilds the event from the allow-list of each vendor', () => {
    const plan = compile();
    const event = received({
      properties: { currency: 'EUR', order: 'A1', email: 'ana@mail.person.example', items: [{ sku: 's' }] },
      context: {
        ip: '203.0.113.9',
        page: { url: 'https://shop.example/o/9?x=1', title: 'unplanned' },
        consent: { categoryPreferences: { analytics: true } },
      },
    });
    const decision = decide(event, plan);
    expect(sentTo('mixpanel', decision)).toEqual({
      vendor: 'mixpanel',
      environment: 'production',
      id: 'mixpanel/message/9',
      call: 'track',
      operation: 'set',
      name: 'Order Completed',
      time: Date.parse('2026-11-24T10:20:30.000Z'),
      userId: 'mixpanel/user/6',
      anonymousId: 'mixpanel/anonymous/11',
      groupId: null,
      previousId: null,
      properties: {
        currency: 'EUR',
        order: 'mixpanel/order/2',
        email: 'person.example',
        items: [{ sku: 's' }],
      },
      context: { ip: '203.0.113.0', page: { url: 'https://shop.example/o/:id' } },
      subject: Buffer.from('user-1__').toString('hex'),
      fields: expect.stringMatching(/^[0-9a-f]{16}$/),
      sampleRate: 1,
    });
    const guard = sentTo('guard', decision);
    expect(guard.properties).toEqual({ order: 'A1' });
    expect(guard.context['ip']).toBe('203.0.113.9');
    expect(guard.time).toBe(Date.parse('2026-11-24T10:20:00.000Z'));
  });

  it('names the fields that were really sent, and only those', () => {
    const plan = compile();
    const decision = decide(received({ properties: { currency: 'EUR', order: 'A1' } }), plan);
    const set = plan.fieldSet(sentTo('mixpanel', decision).fields);
    expect(set?.fields.map((field) => `${field.path} ${field.form} ${field.tier}`)).toEqual([
      'messageId pseudonym 2',
      'time coarse 1',
      'userId pseudonym 2',
      'anonymousId pseudonym 2',
      'properties.currency clear 2',
      'properties.order pseudonym 2',
    ]);
  });

  it.each<[string, Partial<ReceivedEvent>, string]>([
    ['of another name', { name: 'Order Completed ' }, 'unplanned-event'],
    ['of another source', { source: { id: 'ios', environment: 'production' } }, 'unplanned-event'],
    ['of another call', { call: 'page' }, 'unplanned-event'],
    ['of an unplanned operation', { operation: 'add' }, 'unplanned-event'],
    ['with an unplanned field', { properties: { currency: 'EUR', ana: 1 } }, 'unplanned-field'],
    [
      'with __proto__',
      { properties: JSON.parse('{"currency":"EUR","__proto__":{"a":1}}') },
      'unplanned-field',
    ],
    ['with constructor', { properties: { currency: 'EUR', constructor: 'x' } }, 'unplanned-field'],
    [
      'with a nested unplanned field',
      { properties: { currency: 'EUR', items: [{ qty: 1 }] } },
      'unplanned-field',
    ],
    ['with a wrong value', { properties: { currency: 'SEK' } }, 'invalid-field'],
    ['without a required field', { properties: {} }, 'invalid-field'],
    ['with an infinite number', { properties: { currency: 'EUR', card: Infinity } }, 'invalid-field'],
    ['past its expiry', { receivedAt: Date.parse('2027-07-01T00:00:00Z') }, 'expired'],
  ])('drops an event %s', (_, change, outcome) => {
    expect(outcomes(decide(received(change), compile()))).toEqual({ mixpanel: outcome, guard: outcome });
  });

  it('keeps an event on the last day before its expiry, and one under an alias', () => {
    const change = { receivedAt: Date.parse('2027-06-30T23:59:59.999Z'), name: 'order_completed' };
    const decision = decide(received(change), compile());
    expect(sentTo('mixpanel', decision).name).toBe('Order Completed');
  });

  it.each<[string, Partial<ReceivedEvent>, Record<string, string>]>([
    ['absent', { context: {} }, { mixpanel: 'routed', guard: 'routed' }],
    [
      'not true',
      { context: { consent: { categoryPreferences: { analytics: 'true' } } } },
      { mixpanel: 'routed', guard: 'routed' },
    ],
  ])('lets only uses without a consent basis go on when consent is %s', (_, change, expected) => {
    // Both vendors still get it for security, which rests on legitimate interests; mixpanel serves any use.
    expect(outcomes(decide(received(change), compile()))).toEqual(expected);
  });

  it('redacts what detection finds, drops numbers, and leaves declared categories alone', () => {
    const note = 'please write to ana@person.example today';
    const properties = { currency: 'EUR', note, card: 4111111111111111, email: 'ana@person.example' };
    const decision = decide(received({ properties }), compile());
    expect(sentTo('mixpanel', decision).properties).toEqual({
      currency: 'EUR',
      note: 'please write to [email] today',
      email: 'person.example',
    });
    expect(decision.findings.map((each) => `${each.kind} ${each.path}`).toSorted()).toEqual([
      'card properties.card',
      'email properties.note',
    ]);
    expect(JSON.stringify([decision.findings, decision.remarks])).not.toContain('ana@');
  });

  it.each([
    ['2026-01-31T12:00:00.123456789+01:00', 'routed'],
    ['2026-01-31T12:00:00.1234567890Z', 'invalid-field'],
  ])('takes a time of nine digits of a second, lest the more hide a number: %s', (time, outcome) => {
    const event = received({ properties: { currency: 'EUR', paid_at: time } });
    expect(outcomes(decide(event, compile()))['mixpanel']).toBe(outcome);
  });

  it('ends the whole event when the plan says a finding blocks', () => {
    const enforcement = 'detection: { personal: block }';
    const event = received({ properties: { currency: 'EUR', note: 'ana@person.example' } });
    expect(outcomes(decide(event, compile({ enforcement })))).toEqual({
      mixpanel: 'personal-data-blocked',
      guard: 'personal-data-blocked',
    });
  });

  it.each([
    ['unplanned-event', 'enforcement: { unplanned_event: quarantine }', { name: 'Nobody planned this' }],
    [
      'unplanned-field',
      'enforcement: { unplanned_field: quarantine, invalid_field: quarantine }',
      { properties: { currency: 'SEK', ana: 'x' } },
    ],
    ['invalid-field', 'enforcement: { invalid_field: quarantine }', { properties: { currency: 'SEK' } }],
    ['expired', 'enforcement: { expired: quarantine }', { receivedAt: Date.parse('2027-07-01T00:00:00Z') }],
    [
      'personal-data-blocked',
      'detection: { personal: quarantine }',
      { properties: { currency: 'EUR', note: 'ana@person.example' } },
    ],
  ] as const)('quarantines for every vendor alike, and says why: %s', (cause, words, change) => {
    const enforcement = `${words}\nquarantine: { to: steward, retention: P30D, readers: [] }`;
    const plan = compile({ enforcement });
    const decision = decide(received(change), plan);
    expect(plan.quarantineTo).toBe('steward');
    expect(decision.quarantine).toBe(cause);
    expect(outcomes(decision)).toEqual({ mixpanel: 'quarantined', guard: 'quarantined' });
    expect(JSON.stringify(decision)).not.toContain('ana');
  });

  it.each([
    [
      'invalid-field',
      'enforcement: { unplanned_field: quarantine }',
      { properties: { currency: 'SEK', a: 1 } },
    ],
    [
      'personal-data-blocked',
      'detection: { personal: quarantine, secret: block }',
      { properties: { currency: 'EUR', note: 'ana@person.example password=hunter2hunter2' } },
    ],
  ] as const)('does not keep for review what must be dropped: %s', (outcome, words, change) => {
    const enforcement = `${words}\nquarantine: { to: steward, retention: P30D, readers: [] }`;
    const decision = decide(received(change), compile({ enforcement }));
    expect(decision.quarantine).toBeNull();
    expect(outcomes(decision)['mixpanel']).toBe(outcome);
  });

  it('strips, or observes, what is wrong where the plan says so', () => {
    const properties = { currency: 'SEK', ana: 'unplanned', order: 'A1', items: [{ sku: 5 }, { sku: 'ok' }] };
    const strip = compile({ enforcement: 'enforcement: { unplanned_field: strip, invalid_field: strip }' });
    const stripped = decide(received({ properties }), strip);
    expect(sentTo('mixpanel', stripped).properties).toEqual({
      order: 'mixpanel/order/2',
      items: [{ sku: 'ok' }],
    });
    expect(stripped.remarks).toContainEqual({ rule: 'unplanned-field', path: '', action: 'stripped' });

    const enforcement =
      'environments: { staging: { enforcement: { unplanned_field: observe, invalid_field: observe } } }';
    const observe = compile({ enforcement, environment: 'staging' });
    const observed = decide(received({ properties }), observe);
    expect(sentTo('mixpanel', observed).properties).toEqual({
      currency: 'SEK',
      order: 'mixpanel/order/2',
      items: [{ sku: 'ok' }],
    });
  });

  it('always or never keeps a subject in a sample', () => {
    const plan = compile({ sample: 'sample: 0.25' });
    let kept = 0;
    for (let at = 0; at < 2000; at += 1) {
      const event = received({ userId: at.toString(36).padStart(8, 'u') });
      const [first, second] = [outcomes(decide(event, plan)), outcomes(decide(event, plan))];
      expect(first).toEqual(second);
      if (first['mixpanel'] === 'routed') kept += 1;
    }
    expect(kept / 2000).toBeGreaterThan(0.2);
    expect(kept / 2000).toBeLessThan(0.3);
  });

  it('tells a vendor the sampling rate under the name that the plan gives it, and the ledger that it did', () => {
    const plan = compile({ sample: 'sample: 0.999', vendor: ', sample_rate_as: kept_share' });
    const decision = decide(received({ properties: { currency: 'EUR' } }), plan);
    const told = sentTo('mixpanel', decision);
    expect(told.properties).toEqual({ currency: 'EUR', kept_share: 0.999 });
    expect(plan.fieldSet(told.fields)?.fields).toContainEqual({
      path: 'properties.kept_share',
      form: 'clear',
      categories: ['system.operations'],
      tier: 1,
    });
    expect(sentTo('guard', decision).properties).not.toHaveProperty('kept_share');
  });

  it('ends every vendor as internal when a stage throws, and does not throw itself', () => {
    const event = received();
    const plan = compile();
    const broken: CompiledPlan = {
      ...plan,
      identify: () => {
        throw new Error('boom');
      },
    };
    const decision = decide(event, broken);
    expect(outcomes(decision)).toEqual({ mixpanel: 'internal', guard: 'internal' });
    expect(decision.cause).toBeInstanceOf(Error);
  });
});
