import { describe, expect, it } from 'vitest';
import type { Outcome, ReceivedEvent } from '@headgate/core';
import { PLAN, RECEIVED_AT, SHOP } from '../../../../test/ingest-fixture.ts';
import type { PlanInForce } from '../snapshot/snapshot.ts';
import { receivedOf } from '../quarantine/received.contract.ts';
import { collect, collectReviewed } from './collect.ts';
import type { Batch, CollectParts } from './collect.ts';

/** Sends nothing, and holds every event for a group of its own. */
const CANDIDATE: PlanInForce = {
  ...PLAN,
  id: 'candidate',
  vendors: ['gamma'],
  quarantineTo: 'others',
  decide: (event) => ({
    ...PLAN.decide(event),
    vendors: [ended('quarantined')],
    quarantine: 'unplanned-event',
  }),
};
const seen: string[] = [];
const held: string[] = [];
const PARTS: CollectParts = {
  isCut: () => false,
  fieldSets: new Set(),
  tap: { active: true, seen: ({ id }, _, plan) => void seen.push(`${id} ${plan.id}`) },
  hold: ({ id, source, protocol }, why) => {
    held.push(`${id} ${why.group}`);
    return { head: { ...why, source, protocol, eventId: id, shape: id, mac: '' }, texts: [] };
  },
};

function ended(outcome: Outcome): {
  readonly kind: 'ended';
  readonly vendor: string;
  readonly outcome: Outcome;
} {
  return { kind: 'ended', vendor: 'gamma', outcome };
}

/** Anna meets the candidate, all others the plan in force. */
function batchOf(events: readonly (readonly [userId: string, name: string])[]): Batch {
  const plans = { development: CANDIDATE, staging: CANDIDATE, production: CANDIDATE };
  return {
    source: SHOP.source,
    plan: PLAN,
    canary: { plans, meets: ({ userId }) => userId === 'anna' },
    events: events.map(([userId, name]): ReceivedEvent => receivedOf({ userId, name, id: userId })),
    malformed: 2,
    opaque: 0,
    receivedAt: RECEIVED_AT,
  };
}

describe('a batch that two plans decide', () => {
  it('holds each event for the group of the plan that decided it, and counts it there', () => {
    const {
      quarantined,
      routed,
      usage,
      ended: endings,
    } = collect(
      batchOf([
        ['anna', 'planned'],
        ['ben', 'held'],
        ['carl', 'planned'],
      ]),
      PARTS,
    );
    expect(held.splice(0)).toEqual(['anna others', 'ben steward']);
    expect(quarantined).toHaveLength(2);
    expect(seen.splice(0)).toEqual(['anna candidate', 'ben test', 'carl test']);
    expect(routed.map(({ vendor, id }) => `${vendor} ${id}`)).toEqual(['alpha carl', 'beta carl']);
    expect(usage.map(({ plan, byEvent }) => [plan.id, [...byEvent]])).toEqual([
      [
        'test',
        [
          ['held', { events: 1, violations: 1 }],
          ['planned', { events: 1, violations: 0 }],
          [null, { events: 2, violations: 2 }],
        ],
      ],
      ['candidate', [['planned', { events: 1, violations: 1 }]]],
    ]);
    // What was no event is nobody's, and ends for the vendors of the plan in force.
    expect(endings.map(({ vendor, outcome, count }) => `${vendor} ${outcome} ${count}`)).toEqual([
      'gamma quarantined 1',
      'alpha quarantined 1',
      'alpha malformed 2',
      'beta quarantined 1',
      'beta malformed 2',
    ]);
  });

  it('lets events out of quarantine by the plan that their subject meets', () => {
    const batch = batchOf([
      ['anna', 'planned'],
      ['ben', 'planned'],
    ]);
    const { collected, reviewed } = collectReviewed(batch, PARTS);
    expect(reviewed).toEqual([{ kind: 'refused', outcome: 'unplanned-event' }, { kind: 'accepted' }]);
    expect(collected.routed.map(({ id }) => id)).toEqual(['ben', 'ben']);
    const ofOne = collectReviewed({ ...batch, canary: null }, PARTS);
    expect(ofOne.reviewed.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
  });
});
