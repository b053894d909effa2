import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import type { JsonObject, ReceivedEvent } from '../event.ts';
import { formatIssue } from '../issue.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import type { Pseudonymiser } from '../protect/pseudonymiser.ts';
import { CONTEXT_FIELDS } from './context-fields.ts';
import type { ContextField } from './context-fields.ts';

const pseudonymiser: Pseudonymiser = {
  token: () => (value) => value,
  messages: (vendors) => (id) => vendors.map(() => id),
  subject: () => '0'.repeat(16),
  digest: (text) => `${text.length}`,
};

const EVENT = `
apiVersion: headgate/v1
kind: event
id: seen
version: 1.0.0
wire: { call: track, name: Seen }
description: Something was seen.
expires: never
sources: [web]
subjects: [customer]
purposes: [analytics]
vendors: { low: '*', high: '*' }
schema: { type: object, properties: { step: { type: integer, maximum: 9, x-headgate: { categories: [user.behavior] } } } }
`;

/** What an SDK in a browser may say of a person by itself; every value is told apart. */
const CONTEXT: JsonObject = {
  active: true,
  ip: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  locale: 'de-CH',
  timezone: 'Europe/Zurich',
  sessionId: 'session-1',
  app: { name: 'shop', version: '1.2.3', build: '77' },
  browser: { name: 'Firefox', version: '128.0' },
  campaign: { name: 'spring', source: 'news', medium: 'mail', term: 'rye bread', content: 'top' },
  device: { id: 'device-1', advertisingId: 'ad-1', model: 'm-1', type: 'desktop', name: 'Kim’s laptop' },
  library: { name: 'web', version: '9.9' },
  location: { city: 'Bern', country: 'CH', latitude: 46.9, longitude: 7.4 },
  network: { carrier: 'Swiss', wifi: true },
  os: { name: 'Linux', version: '6.1' },
  page: {
    url: 'https://shop.example/account/kim@shop.example?token=1#x',
    path: '/account/kim@shop.example',
    search: '?token=1',
    title: 'Kim’s account',
    referrer: 'https://search.example/?q=kim',
    initial_referrer: 'https://mail.example/inbox',
  },
  screen: { width: 1440, height: 900, density: 2 },
  traits: { email: 'kim@shop.example' },
  posthog: { $window_id: 'window-1' },
};

function sentTo(vendor: 'low' | 'high', context: string): JsonObject {
  const plan = `
apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
vendors:
  low: { kind: webhook, max_tier: 1 }
  high: { kind: webhook, max_tier: 4 }
${context}
`;
  const parsed = parsePlan({ path: 'plan.yaml', text: plan }, [{ path: 'seen.yaml', text: EVENT }]);
  expect(parsed.issues.map(formatIssue)).toEqual([]);
  if (parsed.value === null) throw new Error('the plan does not parse');
  const wire = { accepts: () => true, leavesOut: () => null };
  const compiled = compilePlan(parsed.value, {
    id: 'test',
    environment: 'production',
    vendors: new Map([
      ['low', wire],
      ['high', wire],
    ]),
    pseudonymiser,
  });
  if (compiled.value === null) throw new Error(compiled.issues.map(formatIssue).join('\n'));
  const decision = decide(received(), compiled.value);
  const routed = decision.vendors.find((each) => each.vendor === vendor);
  if (routed?.kind !== 'routed') throw new Error(`${vendor} got nothing`);
  return routed.event.context;
}

function received(): ReceivedEvent {
  return {
    source: { id: 'web', environment: 'production' },
    protocol: 'segment',
    id: 'message-1',
    call: 'track',
    operation: 'set',
    name: 'Seen',
    time: 1_767_323_000_000,
    receivedAt: 1_767_323_000_000,
    userId: null,
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties: { step: 1 },
    context: CONTEXT,
    signals: { gpc: false },
  };
}

const EVERYBODY = "context: { vendors: { low: '*', high: '*' } }";

describe('the minimal profile', () => {
  it('holds where a plan says who may have the context and nothing of its fields', () => {
    expect(sentTo('high', EVERYBODY)).toEqual({
      userAgent: 'Firefox 128',
      locale: 'de-CH',
      app: { name: 'shop', version: '1.2.3' },
      browser: { name: 'Firefox' },
      campaign: { name: 'spring', source: 'news', medium: 'mail' },
      device: { type: 'desktop' },
      library: { name: 'web', version: '9.9' },
      location: { country: 'CH' },
      os: { name: 'Linux' },
      page: { url: 'https://shop.example/account/:id', referrer: 'search.example' },
      screen: { width: '1280-1920' },
    });
  });

  it('leaves a vendor what its ceiling allows', () => {
    expect(sentTo('low', EVERYBODY)).toEqual({
      locale: 'de-CH',
      userAgent: 'Firefox 128',
      app: { name: 'shop', version: '1.2.3' },
      library: { name: 'web', version: '9.9' },
      screen: { width: '1280-1920' },
    });
  });

  it('gives nothing to whom the plan does not name', () => {
    expect(sentTo('low', "context: { vendors: { high: '*' } }")).toEqual({});
    expect(sentTo('high', '')).toEqual({});
  });

  it('does not hold beside a schema unless it is asked for', () => {
    const schema =
      'schema: { type: object, properties: { timezone: { type: string, maxLength: 64, x-headgate: { categories: [user.location.imprecise] } } } }';
    expect(sentTo('high', `context: { vendors: { high: '*' }, ${schema} }`)).toEqual({
      timezone: 'Europe/Zurich',
    });
    const both = sentTo('high', `context: { profile: minimal, vendors: { high: '*' }, ${schema} }`);
    expect(both).toMatchObject({ timezone: 'Europe/Zurich', locale: 'de-CH', os: { name: 'Linux' } });
  });

  it('yields to what the plan writes of a field', () => {
    const schema =
      'schema: { type: object, properties: { os: { type: object, properties: { version: { type: string, maxLength: 9, x-headgate: { categories: [user.device] } } } }, locale: { enum: [fr-CH], x-headgate: { categories: [user.demographic.language] } } } }';
    const sent = sentTo('high', `context: { profile: minimal, vendors: { high: '*' }, ${schema} }`);
    expect(sent['os']).toEqual({ name: 'Linux', version: '6.1' });
    expect(sent).not.toHaveProperty('locale');
  });

  it('can be switched off', () => {
    expect(sentTo('high', "context: { profile: none, vendors: { high: '*' } }")).toEqual({});
  });
});

describe('the table', () => {
  it('has no path of more than two steps, and no group that is a field as well', () => {
    const paths = Object.keys(CONTEXT_FIELDS);
    expect(paths.filter((path) => path.split('.').length > 2)).toEqual([]);
    const groups = paths.filter((path) => path.includes('.')).map((path) => path.split('.')[0] ?? '');
    expect(groups.filter((group) => Object.hasOwn(CONTEXT_FIELDS, group))).toEqual([]);
  });

  it('keeps no identifier, precise place or address of a person', () => {
    const fields = Object.entries<ContextField>(CONTEXT_FIELDS);
    const grave = fields.filter(([, { category }]) =>
      /unique_id|device_id|ip_address|location\.precise|cookie|name|contact/.test(category),
    );
    expect(grave.length).toBeGreaterThan(6);
    expect(grave.filter(([, { minimal }]) => minimal !== 'drop')).toEqual([]);
  });
});
