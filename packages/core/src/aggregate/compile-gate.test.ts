import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import type { CleanEvent, Environment, JsonObject, Operation, ReceivedEvent } from '../event.ts';
import { formatIssue } from '../issue.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import type { CompiledPlan } from '../plan/compiled-plan.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import type { Pseudonymiser } from '../protect/pseudonymiser.ts';
import { createCohorts } from './cohorts.ts';
import type { Cohorts } from './cohorts.ts';

/** Stand-ins that keep what they are given, so that nothing collides; the real ones are tested in packages/seal. */
const pseudonymiser: Pseudonymiser = {
  token: (vendor, domain) => (value) => `${vendor}/${domain}/${value}`,
  messages: (vendors) => (id) => vendors.map((vendor) => `${vendor}/${id}`),
  subject: (identity) => Buffer.from(identity).toString('hex'),
  digest: (text) => createHash('sha256').update(text).digest('hex'),
};

const PLAN = `
apiVersion: headgate/v1
kind: plan
id: shop
purposes: { essential.service.security: { basis: Legitimate interests } }
identity: { ids: [user_id] }
vendors:
  gated: { kind: webhook, max_tier: 4, k_gate: GATE }
  other: { kind: webhook, max_tier: 4, k_gate: GATE }
  open: { kind: webhook, max_tier: 4 }
context:
  vendors: { gated: '*', other: '*', open: '*' }
  schema:
    type: object
    properties:
      locale: { type: string, maxLength: 20, x-headgate: { categories: [user.demographic.language] } }
      userAgent: { type: string, maxLength: 200, x-headgate: { categories: [user.device] } }
`;
const GATE = `{ k: 10, quasi_identifiers: [context.locale, properties.plan, context.userAgent] }`;

const FIELDS = `
    plan: { type: string, maxLength: 20, x-headgate: { categories: [user.account.settings] } }
    size: { type: integer, minimum: 0, maximum: 9, x-headgate: { categories: [user.behavior] } }
    ill: { type: boolean, x-headgate: { categories: [user.health_and_medical] } }`;

const event = (id: string, call: string, fields: string): string => `
apiVersion: headgate/v1
kind: event
id: ${id}
version: 1.0.0
wire: { call: ${call}${call === 'track' ? `, name: ${id}` : ', operations: [set, set_once, add, unset]'} }
description: Something.
expires: never
sources: [web]
subjects: [customer]
purposes: [essential.service.security]
vendors: { gated: '*', other: '*', open: '*' }
schema:
  type: object
  properties:${fields}
`;

function compile(gate: string, cohorts: Cohorts, environment: Environment = 'production'): CompiledPlan {
  const plan = parsePlan({ path: 'plan.yaml', text: PLAN.replaceAll('GATE', gate) }, [
    { path: 'events/seen.yaml', text: event('seen', 'track', FIELDS) },
    { path: 'events/person.yaml', text: event('person', 'identify', FIELDS) },
  ]);
  if (plan.value === null) throw new Error(plan.issues.map(formatIssue).join('\n'));
  const wire = { accepts: () => true, leavesOut: () => null };
  const vendors = new Map(['gated', 'other', 'open'].map((name) => [name, wire]));
  const compiled = compilePlan(plan.value, { id: 'test', environment, vendors, pseudonymiser, cohorts });
  if (compiled.value === null) throw new Error(compiled.issues.map(formatIssue).join('\n'));
  return compiled.value;
}

const NOW = Date.parse('2026-11-24T10:20:30Z');
const RARE = { locale: 'de-AT', userAgent: 'Firefox 128.0' };

interface Given {
  readonly user: string | null;
  readonly context?: JsonObject;
  readonly properties?: JsonObject;
  readonly operation?: Operation;
  readonly at?: number;
}

function send(plan: CompiledPlan, given: Given, vendor = 'gated'): CleanEvent {
  const { user, context = RARE, properties = { plan: 'pro' }, operation = 'set', at = NOW } = given;
  const isTrack = operation === 'set';
  const received: ReceivedEvent = {
    source: { id: 'web', environment: plan.environment },
    protocol: 'segment',
    id: 'message',
    call: isTrack ? 'track' : 'identify',
    operation,
    name: isTrack ? 'seen' : '',
    time: at,
    receivedAt: at,
    userId: user,
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties,
    context,
    signals: { gpc: false },
  };
  const decision = decide(received, plan);
  if (decision.cause !== null) throw decision.cause;
  const found = decision.vendors.find((each) => each.vendor === vendor);
  if (found?.kind !== 'routed') throw new Error('not routed');
  return found.event;
}

function tupleOf({ context, properties }: CleanEvent): unknown[] {
  return [context['locale'], properties['plan'], context['userAgent']];
}

/** Sends one event of each of so many subjects. */
function sendAll(plan: CompiledPlan, count: number, given: Partial<Given> = {}): CleanEvent[] {
  return Array.from({ length: count }, (_, at) => send(plan, { user: `user-${at}`, ...given }));
}

describe('a tuple', () => {
  it('passes from the k-th subject on, and says (other) before', () => {
    const sent = sendAll(compile(GATE, createCohorts(1000)), 10).map(tupleOf);
    expect(sent.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => ['(other)', '(other)', '(other)']));
    expect(sent[9]).toEqual(['de-AT', 'pro', 'Firefox 128.0']);
  });

  it('of one subject never passes, however often it comes', () => {
    const plan = compile(GATE, createCohorts(1000));
    for (let time = 0; time < 50; time += 1) expect(tupleOf(send(plan, { user: 'one' }))[0]).toBe('(other)');
  });

  it('becomes broader until enough had it, the last field first', () => {
    const plan = compile(GATE, createCohorts(1000));
    const versions = Array.from({ length: 12 }, (_, at) =>
      tupleOf(send(plan, { user: `u${at}`, context: { ...RARE, userAgent: `Firefox 128.${at}` } })),
    );
    expect(versions[9]).toEqual(['de-AT', 'pro', 'Firefox 128']);
    const families = Array.from({ length: 10 }, (_, at) =>
      tupleOf(send(plan, { user: `f${at}`, context: { ...RARE, userAgent: `Safari ${at}.0` } })),
    );
    expect(families[9]).toEqual(['de-AT', 'pro', 'Safari']);
    // By now more than ten came to the tuple without any browser.
    const plans = tupleOf(send(plan, { user: 'x', context: { ...RARE, userAgent: 'Lynx 2.8' } }));
    expect(plans).toEqual(['de-AT', 'pro', '*']);
  });

  it('looks the same whether a field that climbed was there or not', () => {
    const plan = compile(GATE, createCohorts(1000));
    const [full, bare] = [send(plan, { user: 'a' }), send(plan, { user: 'b', context: {}, properties: {} })];
    expect(bare.context).toEqual(full.context);
    expect(bare.properties).toEqual(full.properties);
    expect(bare.fields).toBe(full.fields);
  });

  it('closes again when its window is over', () => {
    const plan = compile(GATE, createCohorts(1000));
    sendAll(plan, 10);
    const end = NOW + 30 * 86_400_000;
    expect(tupleOf(send(plan, { user: null, at: end - 1 }))[0]).toBe('de-AT');
    expect(tupleOf(send(plan, { user: null, at: end }))[0]).toBe('(other)');
  });

  it('is counted for each vendor and environment apart', () => {
    const cohorts = createCohorts(1000);
    sendAll(compile(GATE, cohorts, 'staging'), 10);
    const plan = compile(GATE, cohorts);
    expect(tupleOf(send(plan, { user: 'user-1' }))[0]).toBe('(other)');
  });

  it('is one for all events that carry its fields', () => {
    const plan = compile(GATE, createCohorts(1000));
    sendAll(plan, 9, { operation: 'set_once' });
    expect(tupleOf(send(plan, { user: 'last' }))[0]).toBe('de-AT');
  });

  it('passes where a vendor has no gate', () => {
    const plan = compile(GATE, createCohorts(1000));
    expect(tupleOf(send(plan, { user: 'one' }, 'open'))).toEqual(['de-AT', 'pro', 'Firefox 128.0']);
  });

  it('says (other) when the memory is full', () => {
    const sent = sendAll(compile(GATE, createCohorts(0)), 30).map(tupleOf);
    expect(new Set(sent.flat())).toEqual(new Set(['(other)']));
  });

  it('needs two values of the sensitive field', () => {
    const gate = `{ k: 10, quasi_identifiers: [context.locale], sensitive: properties.ill }`;
    const plan = compile(gate, createCohorts(1000));
    const same = sendAll(plan, 30, { properties: { ill: true } });
    expect(same.at(-1)?.context['locale']).toBe('(other)');
    expect(send(plan, { user: 'z', properties: { ill: false } }).context['locale']).toBe('de-AT');
  });
});

describe('the ledger', () => {
  it('is told that the fields of the tuple are coarse', () => {
    const plan = compile(GATE, createCohorts(1000));
    const fields = plan.fieldSet(
      send(plan, { user: 'a', properties: { plan: 'pro', size: 1 } }).fields,
    )?.fields;
    const forms = Object.fromEntries((fields ?? []).map(({ path, form }) => [path, form]));
    expect(forms).toMatchObject({
      'context.locale': 'coarse',
      'context.userAgent': 'coarse',
      'properties.plan': 'coarse',
      'properties.size': 'clear',
    });
  });
});

describe('an operation that has no place for a text', () => {
  const gate = `{ k: 10, quasi_identifiers: [properties.size] }`;

  it('leaves out what it would add up', () => {
    const plan = compile(gate, createCohorts(1000));
    const sent = sendAll(plan, 10, { operation: 'add', properties: { size: 3 } }).map(
      (each) => each.properties,
    );
    expect(sent[8]).toEqual({});
    expect(sent[9]).toEqual({ size: 3 });
  });

  it('names what it unsets', () => {
    const plan = compile(gate, createCohorts(1000));
    expect(send(plan, { user: 'a', operation: 'unset', properties: { size: 3 } }).properties).toEqual({
      size: null,
    });
  });
});

describe('whatever comes, in whatever order, from whichever environment and for whichever vendor', () => {
  const step = fc.record({
    environment: fc.constantFrom<Environment[]>('staging', 'production'),
    user: fc.option(fc.integer({ min: 0, max: 14 })),
    locale: fc.option(fc.constantFrom('de-AT', '*'), { freq: 12 }),
    plan: fc.option(fc.constantFrom('pro'), { freq: 12 }),
    agent: fc.oneof(
      { weight: 8, arbitrary: fc.constant('Firefox 128.0') },
      { weight: 1, arbitrary: fc.constantFrom('Firefox 128.1', 'Chrome 2', '*') },
    ),
    ahead: fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: 0, max: 4 * 3_600_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 20 * 86_400_000 }) },
    ),
  });

  it('a tuple leaves as it is only when k distinct subjects had it in the window', () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 150, maxLength: 300 }), (steps) => {
        const cohorts = createCohorts(100_000);
        const plans = { staging: compile(GATE, cohorts, 'staging'), production: compile(GATE, cohorts) };
        const had: { key: string; user: number; at: number }[] = [];
        let at = NOW;
        for (const { environment, user, locale, plan, agent, ahead } of steps) {
          at += ahead;
          const tuple = [locale ?? undefined, plan ?? undefined, agent];
          const key = JSON.stringify([environment, tuple]);
          if (user !== null) had.push({ key, user, at });
          const context = { userAgent: agent, ...(locale === null ? {} : { locale }) };
          const given = {
            user: user === null ? null : `u${user}`,
            context,
            properties: plan === null ? {} : { plan },
            at,
          };
          for (const vendor of ['gated', 'other']) {
            const sent = tupleOf(
              send(environment === 'staging' ? plans.staging : plans.production, given, vendor),
            );
            if (JSON.stringify(sent) !== JSON.stringify(tuple)) continue;
            // A tuple that came with a star looks like a broader one, which others may have had.
            if (tuple.includes('*')) continue;
            const since = at - 30 * 86_400_000;
            const subjects = had
              .filter((each) => each.key === key && each.at > since)
              .map((each) => each.user);
            expect(new Set(subjects).size).toBeGreaterThanOrEqual(10);
            passed += 1;
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(passed).toBeGreaterThan(0);
  });
});
