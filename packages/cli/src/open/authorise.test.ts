import { describe, expect, it } from 'vitest';
import { findCaller, judgeApproval, judgeField, judgeRequest } from './authorise.ts';
import { POLICY, TOKENS } from './open-fixture.contract.ts';
import { parsePolicy } from './policy.ts';
import type { Caller, OpenPolicy } from './policy.ts';
import type { OpenItem, OpenRequest } from './request.ts';

const policy = policyOf(POLICY);

function policyOf(text: string): OpenPolicy {
  const { value } = parsePolicy(text);
  if (value === null) throw new Error('The policy is wrong.');
  return value;
}

function caller(name: keyof typeof TOKENS): Caller {
  const found = findCaller(policy, TOKENS[name]);
  if (found === null) throw new Error('The caller is not found.');
  return found;
}

function item(recipientGroup = 'analysts', jsonPath = 'properties.email'): OpenItem {
  return {
    text: 'hg1.x',
    place: { source: 'web', eventName: 'e', eventId: '1', jsonPath, recipientGroup },
  };
}

function requestOf(purpose: string, ticket: string, fields: number): OpenRequest {
  return { purpose, ticket, items: Array.from({ length: fields }, () => item()), headers: {} };
}

describe('who asks', () => {
  it.each([
    [TOKENS.maria, 'maria'],
    [TOKENS.dpo, 'dpo'],
    ['', null],
    ['token-of-mari', null],
    [`${TOKENS.maria} `, null],
    [TOKENS.maria.toUpperCase(), null],
  ])('is known by the token alone: %j', (token, name) => {
    expect(findCaller(policy, token)?.name ?? null).toBe(name);
  });
});

describe('a request', () => {
  it.each([
    ['maria', 'support', 'OPS-1', 1, false, null],
    ['maria', 'fraud', 'DPO-123456789012', 3, false, null],
    ['maria', 'support', 'OPS-1', 4, false, 'needs-approval'],
    ['maria', 'support', 'OPS-1', 4, true, null],
    ['maria', 'support', 'OPS-1', 10, true, null],
    ['maria', 'support', 'OPS-1', 11, true, 'too-many-fields'],
    ['maria', 'marketing', 'OPS-1', 1, false, 'purpose-not-allowed'],
    ['maria', 'erasure', 'OPS-1', 1, false, 'purpose-not-allowed'],
    ['otto', 'fraud', 'OPS-1', 1, false, 'purpose-not-allowed'],
    ['dpo', 'erasure', 'DPO-1', 1, false, null],
    ['maria', 'support', '', 1, false, 'bad-ticket'],
    ['maria', 'support', 'OPS-', 1, false, 'bad-ticket'],
    ['maria', 'support', 'OPS-1 ', 1, false, 'bad-ticket'],
    ['maria', 'support', 'OPS-1a', 1, false, 'bad-ticket'],
    ['maria', 'support', 'ops-1', 1, false, 'bad-ticket'],
    ['maria', 'support', 'OPS-1234567890123', 1, false, 'bad-ticket'],
    ['maria', 'support', 'XOPS-1', 1, false, 'bad-ticket'],
  ] as const)(
    'of %s for %s, ticket %j, %d fields, approved %s: %s',
    (...[name, purpose, ticket, fields, isApproved, refusal]) => {
      expect(judgeRequest(policy, caller(name), requestOf(purpose, ticket, fields), isApproved)).toBe(
        refusal,
      );
    },
  );
});

describe('a field', () => {
  it.each([
    ['maria', 'analysts', 'properties.email', null],
    ['maria', 'analysts', 'context.ip', null],
    ['maria', 'analysts', 'context.', null],
    ['maria', 'analysts', 'context', 'field-not-allowed'],
    ['maria', 'analysts', 'properties.email2', 'field-not-allowed'],
    ['maria', 'analysts', 'properties', 'field-not-allowed'],
    ['maria', 'analysts', 'properties.items[2].note', null],
    ['maria', 'analysts', 'properties.items[x].note', 'field-not-allowed'],
    ['maria', 'analysts', 'properties.items[2].price', 'field-not-allowed'],
    ['maria', 'steward', 'properties.email', 'group-not-allowed'],
    ['maria', 'analyst', 'properties.email', 'group-not-allowed'],
    ['otto', 'steward', 'anything', null],
    ['dpo', 'analysts', 'properties.email', 'group-not-allowed'],
  ] as const)('for %s, sealed to %s, at %s: %s', (name, group, path, refusal) => {
    expect(judgeField(caller(name), item(group, path))).toBe(refusal);
  });
});

describe('an approval', () => {
  it.each([
    ['otto', 'maria', null],
    ['dpo', 'maria', null],
    ['dpo', 'otto', null],
    ['otto', 'otto', 'own-request'],
    ['maria', 'otto', 'may-not-approve'],
    ['maria', 'maria', 'own-request'],
  ] as const)('by %s of what %s asked: %s', (name, askedBy, refusal) => {
    expect(judgeApproval(caller(name), askedBy)).toBe(refusal);
  });
});
