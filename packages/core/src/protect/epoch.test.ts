import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import type { ReceivedEvent } from '../event.ts';
import { formatIssue } from '../issue.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import type { CompiledPlan } from '../plan/compiled-plan.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { momentOf } from './epoch.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';

const DAY_MS = 86_400_000;
const TODAY = 20_784;
const NOON = TODAY * DAY_MS + DAY_MS / 2;

/** Readable stand-ins; keys of days are there from yesterday on. */
const pseudonymiser: Pseudonymiser = {
  token: (vendor, domain) => (value) => `${vendor}/${domain}/${value}`,
  passing: (vendor, domain) => (value, day, session) =>
    day < TODAY - 1 ? null : `${vendor}/${domain}/${day}/${session ?? ''}/${value}`,
  messages: (vendors) => (id) => vendors.map(() => id),
  subject: () => '0123456789abcdef',
  digest: (text) => text,
};

function compile(pseudonyms: string, keys = pseudonymiser): CompiledPlan {
  const parsed = parsePlan(
    {
      path: 'plan.yaml',
      text: `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
identity: { ids: [user_id, anonymous_id] }
vendors:
  stable: { kind: webhook, max_tier: 3 }
  passing: { kind: webhook, max_tier: 3, pseudonyms: ${pseudonyms} }
`,
    },
    [
      {
        path: 'events/seen.yaml',
        text: `apiVersion: headgate/v1
kind: event
id: seen
version: 1.0.0
wire: { call: track, name: Seen }
description: Seen.
expires: never
sources: [web]
subjects: [customer]
purposes: [analytics]
vendors: { stable: '*', passing: '*' }
schema:
  type: object
  properties:
    order:
      type: string
      maxLength: 40
      x-headgate:
        categories: [user.unique_id]
        transform: { '*': { pseudonymise: { domain: order } } }
`,
      },
    ],
  );
  if (parsed.value === null) throw new Error(parsed.issues.map(formatIssue).join('\n'));
  const wire = { accepts: () => true, leavesOut: () => null };
  const vendors = new Map([...parsed.value.vendors.keys()].map((name) => [name, wire]));
  const options = { id: 'p', environment: 'production', vendors, pseudonymiser: keys } as const;
  const { value, issues } = compilePlan(parsed.value, options);
  if (value === null) throw new Error(issues.map(formatIssue).join('\n'));
  return value;
}

function received(change: Partial<ReceivedEvent>): ReceivedEvent {
  return {
    source: { id: 'web', environment: 'production' },
    protocol: 'segment',
    id: 'message-1',
    call: 'track',
    operation: 'set',
    name: 'Seen',
    time: NOON,
    receivedAt: NOON,
    userId: 'u-1',
    anonymousId: 'a-1',
    groupId: null,
    previousId: null,
    properties: { order: 'o-1' },
    context: {},
    signals: { gpc: false },
    ...change,
  };
}

/** User id, anonymous id, and the order of each vendor, and how many fields its field set names. */
function sent(plan: CompiledPlan, change: Partial<ReceivedEvent> = {}): Record<string, unknown[]> {
  const { vendors } = decide(received(change), plan);
  return Object.fromEntries(
    vendors.map((each) => {
      if (each.kind !== 'routed') throw new Error(each.outcome);
      const { userId, anonymousId, properties, fields } = each.event;
      const paths = plan.fieldSet(fields)?.fields.map(({ path }) => path) ?? [];
      return [each.vendor, [userId, anonymousId, properties['order'], paths.length]];
    }),
  );
}

const STABLE = ['stable/user/u-1', 'stable/anonymous/a-1', 'stable/order/o-1', 5];

describe('the moment of an event', () => {
  const at = (time: number, receivedAt: number): number | null =>
    momentOf({ time, receivedAt, context: {} }).day;

  it('is the day on which it happened, where that is the day it came or the one before', () => {
    expect(at(NOON, NOON)).toBe(TODAY);
    expect(at(TODAY * DAY_MS - 1, TODAY * DAY_MS)).toBe(TODAY - 1);
    expect(at((TODAY - 1) * DAY_MS, NOON)).toBe(TODAY - 1);
    expect(at((TODAY - 1) * DAY_MS - 1, NOON)).toBeNull();
  });

  it('is today for a clock that is ahead', () => {
    expect(at(NOON + 30 * DAY_MS, NOON)).toBe(TODAY);
  });

  it.each([
    ['s-1', 's-1'],
    [1764230400000, '1764230400000'],
    ['', null],
    [true, null],
    [undefined, null],
  ])('has the session %s as %s', (sessionId, session) => {
    const context = sessionId === undefined ? {} : { sessionId };
    expect(momentOf({ time: NOON, receivedAt: NOON, context }).session).toBe(session);
  });
});

describe('the epochs of a plan', () => {
  it('give one vendor tokens of the day, and leave the others alone', () => {
    const plan = compile('{ epoch: daily }');
    const day = (of: number): unknown[] => [
      `passing/user/${of}//u-1`,
      `passing/anonymous/${of}//a-1`,
      `passing/order/${of}//o-1`,
      5,
    ];
    expect(sent(plan)).toEqual({ stable: STABLE, passing: day(TODAY) });
    expect(sent(plan, { time: NOON - DAY_MS })).toEqual({ stable: STABLE, passing: day(TODAY - 1) });
    expect(sent(plan)).toEqual({ stable: STABLE, passing: day(TODAY) });
  });

  it('leave out every identifier of an event that is older than the kept keys, and say so in its field set', () => {
    const plan = compile('{ epoch: daily }');
    expect(sent(plan, { time: NOON - 2 * DAY_MS })).toEqual({
      stable: STABLE,
      passing: [null, null, undefined, 2],
    });
    expect(sent(plan, { time: NOON - 2 * DAY_MS, receivedAt: NOON - 2 * DAY_MS })['passing']).toEqual([
      null,
      null,
      undefined,
      2,
    ]);
  });

  it('give tokens of a session, and none without one', () => {
    const plan = compile('{ epoch: session }');
    expect(sent(plan, { context: { sessionId: 's-1' } })['passing']).toEqual([
      `passing/user/${TODAY}/s-1/u-1`,
      `passing/anonymous/${TODAY}/s-1/a-1`,
      `passing/order/${TODAY}/s-1/o-1`,
      5,
    ]);
    expect(sent(plan)['passing']).toEqual([null, null, undefined, 2]);
  });

  it('may differ from domain to domain', () => {
    const plan = compile('{ domains: { anonymous: daily, order: session } }');
    expect(sent(plan)['passing']).toEqual([
      'passing/user/u-1',
      `passing/anonymous/${TODAY}//a-1`,
      undefined,
      4,
    ]);
  });

  it('leave identifiers out where there are no keys that pass', () => {
    const { passing: _, ...stableOnly } = pseudonymiser;
    expect(sent(compile('{ epoch: daily }', stableOnly))).toEqual({
      stable: STABLE,
      passing: [null, null, undefined, 2],
    });
  });
});
