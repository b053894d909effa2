/** Cases run through a small plan: what is met, what is not, and what is said of it. */
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../plan/parse-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { differences } from './compare.ts';
import { runCases } from './run-cases.ts';

const PLAN = `
apiVersion: headgate/v1
kind: plan
id: shop
enforcement: { unplanned_field: strip, invalid_field: strip }
purposes: { analytics.reporting: { basis: Consent, category: analytics } }
identity: { ids: [user_id] }
vendors:
  warehouse: { kind: warehouse, max_tier: 4 }
  mixpanel: { kind: mixpanel, max_tier: 2 }
`;
const EVENT = `
apiVersion: headgate/v1
kind: event
id: paid
version: 1.0.0
wire: { call: track, name: Paid }
description: Someone paid.
expires: 2026-12-31
sources: [web]
subjects: [customer]
purposes: [analytics.reporting]
sample: 0.001
vendors: { warehouse: '*', mixpanel: [total, kind] }
schema:
  type: object
  required: [total]
  properties:
    total: { type: number, minimum: 0, x-headgate: { categories: [user.behavior], transform: { mixpanel: { bucket: { bounds: [0, 10] } } } } }
    kind: { type: string, maxLength: 100, x-headgate: { categories: [user.behavior] } }
    mail: { type: string, maxLength: 100, x-headgate: { categories: [user.contact.email], transform: { '*': { pseudonymise: { domain: mail, normalise: email } } } } }
`;

function plan(): Plan {
  const parsed = parsePlan({ path: 'plan.yaml', text: PLAN }, [{ path: 'events/paid.yaml', text: EVENT }]);
  if (parsed.value === null) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}

const HEAD = { apiVersion: 'headgate/v1', kind: 'test', now: '2026-06-01T00:00:00Z' };
const CONSENT = { consent: { categoryPreferences: { analytics: true } } };

function faults(
  event: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
  head: Readonly<Record<string, unknown>> = {},
): Record<string, readonly string[]> {
  const sent = { call: 'track', name: 'Paid', source: 'web', context: CONSENT, ...event };
  const file = { ...HEAD, ...head, cases: [{ name: 'a case', event: sent, expect: expected }] };
  const { value, issues } = runCases({ path: 'tests/a.yaml', text: JSON.stringify(file) }, plan());
  expect(issues).toEqual([]);
  return Object.fromEntries((value ?? []).map((each) => [each.vendor, each.faults]));
}

describe('a case', () => {
  it('is met where each vendor gets what it says', () => {
    const event = { user_id: 'ana', properties: { total: 3, kind: 'thanks', mail: 'a@b.example' } };
    const met = {
      warehouse: {
        user_id: 'pseudonym(user)',
        properties: { total: 3, kind: 'thanks', mail: 'pseudonym(mail)' },
      },
      mixpanel: { properties: { total: '0-10', kind: 'thanks' } },
    };
    expect(faults(event, met)).toEqual({ warehouse: [], mixpanel: [] });
  });

  it('says at which path another value came, and why a field did not', () => {
    const event = { properties: { total: 3, kind: 'call ana@b.example', mail: 'a@b.example', secret: 1 } };
    expect(faults(event, { warehouse: { properties: { total: 4, kind: 'call', secret: 1 } } })).toEqual({
      warehouse: [
        'properties.total: expected 4, got 3',
        'properties.kind: expected "call", got "call [email]"',
        'properties.secret: expected 1, got nothing, no field of the plan',
        'properties.mail: expected nothing, got "pseudonym(mail)"',
      ],
    });
    expect(faults(event, { mixpanel: { properties: { mail: 'x' } } })['mixpanel']?.[0]).toBe(
      'properties.mail: expected "x", got nothing, not-listed',
    );
  });

  it.each([
    ['no consent', { context: {} }, {}, 'consent-denied'],
    ['another name', { name: 'Other' }, {}, 'unplanned-event'],
    ['another source', { source: 'ios' }, {}, 'unplanned-event'],
    ['a day too late', {}, { now: '2027-01-01T00:00:00Z' }, 'expired'],
  ])('with %s ends as %s', (_, event, head, outcome) => {
    const sent = { properties: { total: 1 }, ...event };
    expect(faults(sent, { warehouse: outcome }, head)).toEqual({ warehouse: [] });
    const [fault = ''] = faults(sent, { warehouse: { properties: { total: 1 } } }, head)['warehouse'] ?? [];
    expect(fault).toMatch(new RegExp(`^expected it to be sent, and it ends as ${outcome}: .+\\.$`));
    const [other = ''] = faults(sent, { warehouse: 'not-for-vendor' }, head)['warehouse'] ?? [];
    expect(other).toContain(`and it ends as ${outcome}`);
  });

  it('that expects an ending is not met by an event that is sent, whatever the sample', () => {
    expect(faults({ properties: { total: 1 } }, { warehouse: 'sampled-out' })).toEqual({
      warehouse: ['expected it to end as sampled-out, and it is sent'],
    });
  });
});

function read(text: string): string[] {
  return runCases({ path: 'tests/a.yaml', text }, plan()).issues.map(({ rule, line }) => `${rule} ${line}`);
}

describe('a file of cases', () => {
  it('with a vendor that the plan has not is told of at its place', () => {
    const cases = [
      { name: 'a', event: { call: 'track', name: 'Paid', source: 'web' }, expect: { mixpanl: 'expired' } },
    ];
    const text = JSON.stringify({ ...HEAD, cases }, null, 1);
    const line = text.split('\n').findIndex((each) => each.includes('mixpanl')) + 1;
    expect(read(text)).toEqual([`unknown-vendor ${line}`]);
  });

  it.each([
    ['no moment', { apiVersion: 'headgate/v1', kind: 'test', cases: [] }],
    ['no cases', { ...HEAD, cases: [] }],
    [
      'an ending that is none',
      {
        ...HEAD,
        cases: [{ name: 'a', event: { call: 'track', source: 'web' }, expect: { warehouse: 'lost' } }],
      },
    ],
    ['a key that is unknown', { ...HEAD, other: 1, cases: [] }],
  ])('with %s is not run', (_, file) => {
    const { value, issues } = runCases({ path: 'tests/a.yaml', text: JSON.stringify(file) }, plan());
    expect(value).toBeNull();
    expect(issues.length).toBeGreaterThan(0);
  });

  it('may have 1,000 cases and not one more', () => {
    const one = {
      name: 'a',
      event: { call: 'track', name: 'Other', source: 'web' },
      expect: { warehouse: 'unplanned-event' },
    };
    const text = (count: number): string =>
      JSON.stringify({ ...HEAD, cases: Array.from({ length: count }, () => one) });
    expect(read(text(1001))).toHaveLength(1);
    const { value } = runCases({ path: 'tests/a.yaml', text: text(1000) }, plan());
    expect(value).toHaveLength(1000);
  });
});

describe('differences', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, ['a[1].b']],
    [{ a: [1] }, { a: [1, 2] }, ['a[1]']],
    [{ a: null }, {}, ['a']],
    [{ a: {} }, { a: [] }, ['a']],
    [{ a: 0 }, { b: 0 }, ['a', 'b']],
    [{ constructor: 1 }, {}, ['constructor']],
  ])('of %j and %j are at %j', (left, right, paths) => {
    expect(differences(left, right, '').map(({ path }) => path)).toEqual(paths);
  });
});
