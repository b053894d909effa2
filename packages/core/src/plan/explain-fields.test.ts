import { describe, expect, it } from 'vitest';
import type { FieldSet } from '../event.ts';
import { explainFields } from './explain-fields.ts';
import type { SentEvent } from './explain-fields.ts';
import { parsePlan } from './parse-plan.ts';
import type { Plan } from './plan.ts';

const PLAN = `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { essential.service.security: { basis: Legitimate interests } }
vendors: { hook: { kind: webhook, max_tier: 2 } }
`;

const EVENT = `apiVersion: headgate/v1
kind: event
id: shop.ordered
version: 1.0.0
wire: { call: track, name: Ordered }
description: Sent when something was ordered.
expires: never
sources: [web]
subjects: [customer]
purposes: [essential.service.security]
vendors: { hook: '*' }
schema:
  type: object
  properties:
    plain: { type: string, maxLength: 9, x-headgate: { categories: [system.operations] } }
    cents: { type: integer, x-headgate: { categories: [system.operations], transform: { '*': { bucket: { bounds: [0, 9] } } } } }
    note: { type: string, maxLength: 9, x-headgate: { categories: [system.operations], free_text: false } }
    review: { type: string, maxLength: 9, x-headgate: { categories: [system.operations] } }
    email: { type: string, format: email, x-headgate: { categories: [user.contact.email] } }
    gone: { type: string, maxLength: 9, x-headgate: { categories: [system.operations], transform: { hook: drop } } }
    bare: { type: string, maxLength: 9 }
`;

const set: FieldSet = {
  id: 's',
  vendor: 'hook',
  event: 'shop.ordered',
  fields: [
    { path: 'userId', form: 'pseudonym', categories: ['user.unique_id.pseudonymous'], tier: 2 },
    { path: 'properties.plain', form: 'clear', categories: ['system.operations'], tier: 1 },
    { path: 'properties.cents', form: 'coarse', categories: ['system.operations'], tier: 1 },
  ],
};
const SENT: SentEvent = {
  event: 'shop.ordered',
  vendor: 'hook',
  environment: 'production',
  set,
  remarks: [],
  findings: [],
};

const FOUND = { rule: 'finding', kind: 'email', before: 9 } as const;

function plan(event = EVENT): Plan {
  const { value, issues } = parsePlan({ path: 'plan.yaml', text: PLAN }, [{ path: 'e.yaml', text: event }]);
  if (value === null) throw new Error(JSON.stringify(issues));
  return value;
}

function reasons(sent: SentEvent, of: Plan | null): Record<string, string> {
  return Object.fromEntries(explainFields(sent, of).map(({ path, reason }) => [path, reason]));
}

describe('explaining the fields of an event', () => {
  it('gives every planned field one reason', () => {
    expect(reasons(SENT, plan())).toEqual({
      userId: 'transformed',
      'properties.plain': 'sent',
      'properties.cents': 'transformed',
      'properties.note': 'absent',
      'properties.review': 'free-text',
      'properties.email': 'above-ceiling',
      'properties.gone': 'dropped',
      'properties.bare': 'undeclared',
    });
  });

  it.each([
    ['stripped', { rule: 'invalid-field', action: 'stripped' }],
    ['removed-finding', { ...FOUND, action: 'dropped-field', after: 0 }],
  ] as const)('says %s where a remark does', (reason, remark) => {
    const remarks = [{ ...remark, path: 'properties.note' }];
    expect(reasons({ ...SENT, remarks }, plan())['properties.note']).toBe(reason);
  });

  it('says redacted, with the kinds that were found', () => {
    const path = 'properties.plain';
    const remarks = [{ ...FOUND, path, action: 'redacted', after: 7 }] as const;
    const by = { detector: 'email', version: 1, confidence: 'high' } as const;
    const found = { kind: 'email', ...by, path, length: 9 } as const;
    const account = explainFields({ ...SENT, remarks, findings: [found, found] }, plan());
    expect(account[1]).toMatchObject({ path: 'properties.plain', reason: 'redacted', findings: ['email'] });
  });

  it('says truncated where free text was cut, and free-text where it is left out', () => {
    const cut = { rule: 'free-text', path: 'properties.plain', before: 9, after: 5 } as const;
    const left = { rule: 'free-text', path: 'properties.review', before: 9, after: 0 } as const;
    const remarks = [
      { ...cut, action: 'truncated' },
      { ...left, action: 'dropped-field' },
    ] as const;
    expect(reasons({ ...SENT, remarks }, plan())).toMatchObject({
      'properties.plain': 'truncated',
      'properties.review': 'free-text',
    });
  });

  it('names the transform, also where it sends nothing', () => {
    const transforms = explainFields(SENT, plan()).map(({ path, transform }) => [path, transform]);
    expect(transforms).toContainEqual(['properties.cents', 'bucket']);
    expect(transforms).toContainEqual(['properties.gone', 'drop']);
  });

  it('says not-listed for what the vendor is not to have', () => {
    const listed = plan(EVENT.replace("hook: '*'", 'hook: [plain, cents]'));
    expect(reasons(SENT, listed)['properties.note']).toBe('not-listed');
  });

  it('lists only what was sent when the plan is another by now', () => {
    expect(Object.keys(reasons(SENT, null))).toEqual(['userId', 'properties.plain', 'properties.cents']);
  });
});
