import { describe, expect, it } from 'vitest';
import { ROLES } from '../diff/change.ts';
import type { PlanDocument } from '../diff/change.ts';
import { writtenPlan } from '../written.ts';
import { NO_REVIEWERS } from './reviewers.ts';
import { rolesForChange } from './roles-for-change.ts';

const plan = writtenPlan.parse({
  apiVersion: 'headgate/v1',
  kind: 'plan',
  id: 'shop',
  purposes: {},
  vendors: { warehouse: { kind: 'warehouse', max_tier: 2 } },
});
const document: PlanDocument = { plan, events: [] };
const before = { document, reviewers: NO_REVIEWERS };

function withCeiling(tier: 1 | 3): PlanDocument {
  const vendors = { warehouse: { ...plan.vendors['warehouse'], kind: 'warehouse', max_tier: tier } };
  return { plan: writtenPlan.parse({ ...plan, vendors }), events: [] };
}

describe('rolesForChange', () => {
  it('asks everyone for a first plan', () => {
    expect(rolesForChange(null, before)).toEqual(ROLES);
  });

  it('asks nobody where nothing differs', () => {
    expect(rolesForChange(before, { ...before })).toEqual([]);
  });

  it('asks for a widening those that its kind names, and for a narrowing those that use the data', () => {
    expect(rolesForChange(before, { ...before, document: withCeiling(3) })).toEqual([
      'privacy',
      'security',
      'legal',
    ]);
    expect(rolesForChange(before, { ...before, document: withCeiling(1) })).toEqual(['analytics']);
  });

  it('asks security where only the reviewers are others', () => {
    const reviewers = {
      ...NO_REVIEWERS,
      reviewers: [{ by: 'eve', roles: ['privacy' as const], keys: ['ssh-ed25519 AAAA'] }],
    };
    expect(rolesForChange(before, { document, reviewers })).toEqual(['security']);
  });
});
