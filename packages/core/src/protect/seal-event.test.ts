import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import type { Decision } from '../decide.ts';
import type { CleanEvent, JsonObject, ReceivedEvent } from '../event.ts';
import type { Checked } from '../issue.ts';
import { formatIssue } from '../issue.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import type { CompiledPlan } from '../plan/compiled-plan.ts';
import { explainFields } from '../plan/explain-fields.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { FieldSealer, SealRecord, SealRule, SealedEventPlace } from './field-sealer.ts';
import { bindEventId } from './seal-event.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';

const pseudonymiser: Pseudonymiser = {
  token: (vendor, domain) => (value) => `${vendor}/${domain}/${value}`,
  messages: (vendors) => (id) => vendors.map((vendor) => `${vendor}:${id}`),
  subject: () => '0123456789abcdef',
  digest: (text) => Buffer.from(text).toString('hex').slice(0, 16),
};

interface Call {
  readonly place: SealedEventPlace;
  readonly rule: SealRule;
  readonly path: string;
  readonly value: unknown;
}

/** Counts what is asked of it; texts are numbered, as those of the real one never repeat. */
function recordingSealer(fails = false): FieldSealer & { readonly calls: Call[] } {
  const calls: Call[] = [];
  const header: SealRecord = { kind: 'header', id: 'h', bytes: new Uint8Array(1), until: 1 };
  return {
    calls,
    faultOf: ({ group, subject }) =>
      group === 'unknown' ? 'unknown-recipient-group' : subject ? 'seal-without-subjects' : null,
    begin: (place) => (rule, path, value) => {
      calls.push({ place, rule, path, value });
      return fails ? null : { text: `text ${calls.length}`, records: [header] };
    },
  };
}

function planOf(transform: string, vendors = "one: '*', two: '*'"): Checked<Plan> {
  const leaf = `{ type: string, maxLength: 40, x-headgate: { categories: [user.contact.email], transform: ${transform} } }`;
  return parsePlan(
    {
      path: 'plan.yaml',
      text: `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
identity: { ids: [user_id] }
vendors:
  one: { kind: webhook, max_tier: 2 }
  two: { kind: webhook, max_tier: 2 }
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
vendors: { ${vendors} }
schema:
  type: object
  properties:
    email: ${leaf}
    items: { type: array, maxItems: 5, items: { type: object, properties: { mail: ${leaf} } } }
`,
      },
    ],
  );
}

function compile(plan: Plan, sealer?: FieldSealer): Checked<CompiledPlan> {
  const wire = { accepts: () => true, leavesOut: () => null };
  const vendors = new Map([...plan.vendors.keys()].map((name) => [name, wire]));
  const options = { id: 'p', environment: 'production', vendors, pseudonymiser } as const;
  return compilePlan(plan, sealer === undefined ? options : { ...options, sealer });
}

function event(properties: JsonObject): ReceivedEvent {
  return {
    source: { id: 'web', environment: 'production' },
    protocol: 'segment',
    id: 'message-1',
    call: 'track',
    operation: 'set',
    name: 'Seen',
    time: 1_767_225_600_000,
    receivedAt: 1_767_225_600_000,
    userId: 'u1',
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties,
    context: {},
    signals: { gpc: false },
  };
}

function decided(
  transform: string,
  properties: JsonObject,
  sealer: FieldSealer,
): { decision: Decision; compiled: CompiledPlan; plan: Plan } {
  const plan = planOf(transform);
  if (plan.value === null) throw new Error(plan.issues.map(formatIssue).join('\n'));
  const compiled = compile(plan.value, sealer);
  if (compiled.value === null) throw new Error(compiled.issues.map(formatIssue).join('\n'));
  const decision = decide(event(properties), compiled.value);
  expect(decision.cause).toBe(null);
  return { decision, compiled: compiled.value, plan: plan.value };
}

function cleanOf(decision: Decision, vendor: string): CleanEvent {
  const found = decision.vendors.find((each) => each.vendor === vendor);
  if (found?.kind !== 'routed') throw new Error(`${vendor} is not routed.`);
  return found.event;
}

const EMAIL = { email: 'ana@example.com' };

describe('a field that is sealed and stays inside', () => {
  it('is sealed once for all vendors, at the place of the event, and no vendor gets anything', () => {
    const sealer = recordingSealer();
    const { decision } = decided("{ '*': { seal: { to: support } } }", EMAIL, sealer);
    const eventId = '@internal:production web message-1';
    expect(sealer.calls).toEqual([
      {
        place: {
          environment: 'production',
          source: 'web',
          eventName: 'seen',
          eventId,
          vendor: null,
          subject: '0123456789abcdef',
        },
        rule: { group: 'support', subject: false },
        path: 'properties.email',
        value: 'ana@example.com',
      },
    ]);
    expect(decision.sealed).toMatchObject({
      environment: 'production',
      source: 'web',
      eventName: 'seen',
      eventId,
      fields: [{ path: 'properties.email', group: 'support', text: 'text 1' }],
      records: [{ id: 'h' }],
    });
    for (const vendor of ['one', 'two']) expect(cleanOf(decision, vendor).properties).toEqual({});
    expect(bindEventId(pseudonymiser)({ id: 'web', environment: 'production' }, 'message-1')).toBe(eventId);
  });

  it('is sealed apart for two groups', () => {
    const words = '{ one: { seal: { to: support } }, two: { seal: { to: finance } } }';
    const { decision } = decided(words, EMAIL, recordingSealer());
    expect(decision.sealed?.fields.map(({ group }) => group)).toEqual(['support', 'finance']);
  });

  it('gives a vendor the pseudonym that the plan names', () => {
    const words = "{ '*': { seal: { to: support, pseudonym: { domain: email, normalise: email } } } }";
    const { decision, compiled } = decided(words, EMAIL, recordingSealer());
    const clean = cleanOf(decision, 'two');
    expect(clean.properties).toEqual({ email: 'two/email/ana@example.com' });
    const sent = compiled.fieldSet(clean.fields)?.fields.find(({ path }) => path === 'properties.email');
    expect(sent).toMatchObject({ form: 'pseudonym' });
  });

  it('keeps the values of a list apart by their position, and leaves no trace of the list', () => {
    const items = [{ mail: 'a' }, {}, { mail: 'c' }];
    const { decision } = decided("{ '*': { seal: { to: support } } }", { items }, recordingSealer());
    expect(decision.sealed?.fields.map(({ path }) => path)).toEqual([
      'properties.items[0].mail',
      'properties.items[2].mail',
    ]);
    expect(cleanOf(decision, 'one').properties).toEqual({});
  });

  it('is explained as kept inside', () => {
    const { decision, compiled, plan } = decided(
      "{ '*': { seal: { to: support } } }",
      EMAIL,
      recordingSealer(),
    );
    const set = compiled.fieldSet(cleanOf(decision, 'one').fields);
    if (set === undefined) throw new Error('No field set.');
    const sent = {
      event: 'seen',
      vendor: 'one',
      environment: 'production',
      remarks: [],
      findings: [],
    } as const;
    const account = explainFields({ ...sent, set }, plan).find(({ path }) => path === 'properties.email');
    expect(account).toMatchObject({ form: null, transform: 'seal', reason: 'sealed-inside' });
  });
});

describe('a field that is sealed and travels', () => {
  it('has a text for each vendor alone, bound to the vendor and to the id of its message', () => {
    const sealer = recordingSealer();
    const words = "{ '*': { seal: { to: support, travel: true } } }";
    const { decision, compiled } = decided(words, EMAIL, sealer);
    expect(sealer.calls.map(({ place }) => [place.vendor, place.eventId])).toEqual([
      ['one', 'one:message-1'],
      ['two', 'two:message-1'],
    ]);
    expect(cleanOf(decision, 'one').properties).toEqual({ email: 'text 1' });
    expect(cleanOf(decision, 'two').properties).toEqual({ email: 'text 2' });
    expect(decision.sealed).toMatchObject({ fields: [], eventId: '', records: [{ id: 'h' }] });
    const clean = cleanOf(decision, 'one');
    const sent = compiled.fieldSet(clean.fields)?.fields.find(({ path }) => path === 'properties.email');
    expect(sent).toMatchObject({ form: 'sealed', tier: 2 });
  });

  it('is sealed anew for the same value, however often it comes', () => {
    const sealer = recordingSealer();
    const items = [{ mail: 'same' }, { mail: 'same' }];
    const { decision } = decided('{ one: { seal: { to: support, travel: true } } }', { items }, sealer);
    expect(cleanOf(decision, 'one').properties).toEqual({ items: [{ mail: 'text 1' }, { mail: 'text 2' }] });
  });
});

describe('sealing', () => {
  it.each([
    ["{ '*': { seal: { to: support } } }", {}],
    ["{ '*': { seal: { to: support, travel: true } } }", {}],
    ["{ '*': { seal: { to: support, pseudonym: { domain: email } } } }", {}],
  ])('that fails leaves the field out, the pseudonym included: %s', (words, left) => {
    const { decision } = decided(words, EMAIL, recordingSealer(true));
    expect(cleanOf(decision, 'one').properties).toEqual(left);
    expect(decision.sealed).toBe(null);
  });

  it('is not asked for what no vendor is to have, nor where an event carries nothing', () => {
    const sealer = recordingSealer();
    const plan = planOf('{ one: { seal: { to: support } } }', 'two: []');
    const compiled = plan.value === null ? null : compile(plan.value, sealer).value;
    if (compiled === null) throw new Error('Expected a plan.');
    expect(decide(event(EMAIL), compiled).sealed).toBe(null);
    expect(decided("{ '*': { seal: { to: support } } }", {}, sealer).decision.sealed).toBe(null);
    expect(sealer.calls).toEqual([]);
  });

  it.each([
    ['{ to: unknown }', 'unknown-recipient-group'],
    ['{ to: support, subject: true }', 'seal-without-subjects'],
  ])('to what there is not does not compile: %s', (words, rule) => {
    const plan = planOf(`{ one: { seal: ${words} } }`);
    if (plan.value === null) throw new Error('Expected a plan.');
    const { value, issues } = compile(plan.value, recordingSealer());
    expect(value).toBe(null);
    // The field stands in the plan twice.
    expect(issues.map((each) => each.rule)).toEqual([rule, rule]);
  });

  it('without recipients does not compile', () => {
    const plan = planOf('{ one: { seal: { to: support } } }');
    if (plan.value === null) throw new Error('Expected a plan.');
    const { value, issues } = compile(plan.value);
    expect(value).toBe(null);
    expect(issues[0]).toMatchObject({ rule: 'seal-without-recipients', level: 'error' });
  });

  it.each([
    '{ one: seal }',
    '{ one: { seal: { to: Support } } }',
    '{ one: { seal: { to: support, travel: true, pseudonym: { domain: email } } } }',
    '{ one: { seal: { to: support } }, two: { seal: { to: support, subject: true } } }',
  ])('cannot be written as %s', (words) => {
    const { value, issues } = planOf(words);
    expect(value).toBe(null);
    expect(issues.some(({ rule }) => rule === 'bad-transform')).toBe(true);
  });
});
