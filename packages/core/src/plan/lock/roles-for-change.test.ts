import { describe, expect, it } from 'vitest';
import { ROLES } from '../diff/change.ts';
import type { PlanDocument } from '../diff/change.ts';
import { writtenEvent, writtenPlan } from '../written.ts';
import { NO_REVIEWERS } from './reviewers.ts';
import { askedForChange } from './roles-for-change.ts';
import type { Reviewed } from './admit-plan.ts';

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

function rolesForChange(was: Reviewed | null, is: Reviewed): readonly string[] {
  return askedForChange(was, is).roles;
}

describe('the roles of a change', () => {
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
    expect(askedForChange(before, { document, reviewers }).min).toEqual({ security: 2 });
    expect(askedForChange({ document, reviewers }, before).min).toEqual({});
  });
});

describe('the owners of a change', () => {
  const reviewers = { ...NO_REVIEWERS, owner_approvals: true };
  const withEvent = (other: object, by: Reviewed['reviewers'] = reviewers): Reviewed => {
    const event = writtenEvent.parse({
      apiVersion: 'headgate/v1',
      kind: 'event',
      id: 'searched',
      version: '1.0.0',
      wire: { call: 'track', name: 'Searched' },
      description: 'Sent when somebody searched.',
      owners: { team: 'search' },
      expires: 'never',
      sources: ['web'],
      subjects: ['customer'],
      purposes: ['essential.service.security'],
      vendors: {},
      schema: { type: 'object', properties: {} },
      ...other,
    });
    return { document: { plan, events: [event] }, reviewers: by };
  };
  const asked = (is: object, was: object = {}): unknown => askedForChange(withEvent(was), withEvent(is));

  it.each<[string, object, object, string[]]>([
    ['words', { description: 'Sent after a search.' }, {}, ['search']],
    ['questions', { questions: ['What do people look for?'] }, {}, ['search']],
    ['the owner itself', { owners: { team: 'growth' } }, {}, ['growth', 'search']],
    ['a first owner', { owners: { team: 'growth' } }, { owners: undefined }, ['growth']],
    ['words of nobody', { owners: undefined, description: 'Sent.' }, { owners: undefined }, []],
  ])('are asked where only %s changed', (_, is, was, owners) => {
    expect(asked(is, was)).toEqual({ roles: [], owners, min: {}, needsMonitor: false });
  });

  it('name who watches an event that is not to end', () => {
    const [ends, endless] = [withEvent({ expires: '2027-01-01' }), withEvent({})];
    expect(askedForChange(ends, endless).needsMonitor).toBe(true);
    expect(askedForChange(endless, ends).needsMonitor).toBe(false);
  });

  it('are not asked where roles are, nor by reviewers in force that do not say so', () => {
    expect(asked({ trigger: 'automatic' })).toMatchObject({ owners: [] });
    const words = { description: 'Sent after a search.' };
    expect(askedForChange(withEvent({}, NO_REVIEWERS), withEvent(words)).owners).toEqual([]);
  });
});
