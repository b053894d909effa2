/** Who else must agree, and which of two kinds it is: at each border of the table, and just over it. */
import { describe, expect, it } from 'vitest';
import { writtenEvent, writtenPlan } from '../written.ts';
import type { PlanDocument } from './change.ts';
import { diffPlans } from './diff-plans.ts';
import type { DiffFacts } from './facts.ts';

interface Parts {
  readonly plan?: object;
  readonly vendor?: object;
  readonly event?: object;
  readonly fields?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

const TIER = ['', 'system.operations', 'user.behavior', 'user.content', 'user.health_and_medical'] as const;

function integer(tier: 1 | 2 | 3 | 4, more: object = {}): object {
  return { type: 'integer', minimum: 0, maximum: 9, 'x-headgate': { categories: [TIER[tier]] }, ...more };
}

function text(tier: 1 | 2 | 3 | 4, maxLength: number, more: object = {}, annotation: object = {}): object {
  return { type: 'string', maxLength, 'x-headgate': { categories: [TIER[tier]], ...annotation }, ...more };
}

function documentWith({ plan, vendor, event, fields = {}, required = [] }: Parts): PlanDocument {
  return {
    plan: writtenPlan.parse({
      apiVersion: 'headgate/v1',
      kind: 'plan',
      id: 'shop',
      purposes: { analytics: { basis: 'Contract' } },
      vendors: {
        warehouse: { kind: 'warehouse', max_tier: 4, ...vendor },
        other: { kind: 'warehouse', max_tier: 4 },
      },
      ...plan,
    }),
    events: [
      writtenEvent.parse({
        apiVersion: 'headgate/v1',
        kind: 'event',
        id: 'seen',
        version: '1.0.0',
        wire: { call: 'track', name: 'Seen' },
        description: 'Seen.',
        expires: 'never',
        sources: ['web'],
        subjects: ['customer'],
        purposes: ['analytics'],
        vendors: { warehouse: '*' },
        schema: { type: 'object', required, properties: { size: integer(1), ...fields } },
        ...event,
      }),
    ],
  };
}

/** Each change as `kind semver: roles`, without D24, which has tests of its own. */
function told(before: Parts, after: Parts, facts?: DiffFacts): string[] {
  const changes = diffPlans(documentWith(before), documentWith(after), facts);
  return changes
    .filter(({ kind }) => kind !== 'D24')
    .map(({ kind, semver, roles }) => `${kind} ${semver}: ${roles.join(' ')}`);
}

const values = (count: number): object => ({
  enum: Array.from({ length: count }, (_, at) => `v${at}`),
  'x-headgate': { categories: ['user.behavior'] },
});

describe('who must agree', () => {
  it.each<[string, Parts, Parts, string[]]>([
    ['C01 for text up to 64', {}, { fields: { a: text(1, 64) } }, ['C01 minor: analytics']],
    ['C02 for longer text', {}, { fields: { a: text(1, 65) } }, ['C02 minor: product privacy analytics']],
    ['C05 of tier 1', {}, { fields: { a: integer(1) }, required: ['a'] }, ['C05 major: analytics']],
    [
      'C05 of tier 3',
      {},
      { fields: { a: integer(3) }, required: ['a'] },
      ['C05 major: product privacy security analytics'],
    ],
    [
      'C05 of tier 4',
      {},
      { fields: { a: integer(4) }, required: ['a'] },
      ['C05 major: product privacy security analytics legal'],
    ],
    [
      'C11 of tier 1',
      { fields: { a: integer(1) } },
      { fields: { a: integer(1) }, required: ['a'] },
      ['C11 major: analytics'],
    ],
    [
      'C11 of tier 2',
      { fields: { a: integer(2) } },
      { fields: { a: integer(2) }, required: ['a'] },
      ['C11 major: product privacy analytics'],
    ],
    [
      'D01 up to 64 values',
      { fields: { a: values(63) } },
      { fields: { a: values(64) } },
      ['D01 minor: analytics'],
    ],
    [
      'D02 beyond 64 values',
      { fields: { a: values(64) } },
      { fields: { a: values(65) } },
      ['D02 minor: privacy analytics'],
    ],
    ['D07 up to 64', { fields: { a: text(2, 8) } }, { fields: { a: text(2, 64) } }, ['D07 minor: analytics']],
    [
      'D08 beyond 64',
      { fields: { a: text(2, 64) } },
      { fields: { a: text(2, 65) } },
      ['D08 minor: privacy analytics'],
    ],
    [
      'D21 of a list of tier 2',
      { fields: { a: { type: 'array', maxItems: 2, items: integer(2) } } },
      { fields: { a: { type: 'array', maxItems: 3, items: integer(2) } } },
      ['D21 minor: privacy analytics'],
    ],
    [
      'D06 of tier 3',
      { fields: { a: { const: 'x', 'x-headgate': { categories: [TIER[3]] } } } },
      { fields: { a: { enum: ['x', 'y'], 'x-headgate': { categories: [TIER[3]] } } } },
      ['D06 minor: privacy analytics'],
    ],
    ['B19 of tier 1', { event: { sample: 0.1 } }, { event: { sample: 1 } }, ['B19 minor: analytics']],
    [
      'B19 of tier 3',
      { event: { sample: 0.1 }, fields: { a: integer(3) } },
      { event: { sample: 1 }, fields: { a: integer(3) } },
      ['B19 minor: privacy analytics'],
    ],
    [
      'B14 of a channel',
      { event: { population: { channels: ['web'] } } },
      { event: { population: { channels: ['web', 'shop'] } } },
      ['B14 minor: product privacy'],
    ],
    [
      'B14 of minors',
      { event: { population: { age_groups: ['adult'] } } },
      { event: { population: { age_groups: ['adult', 'teen'] } } },
      ['B14 minor: product privacy legal'],
    ],
    [
      'B14 of everyone',
      { event: { population: { countries: ['SE'] } } },
      { event: {} },
      ['B14 minor: product privacy legal'],
    ],
    ['E11 of visitors', {}, { event: { subjects: ['customer', 'visitor'] } }, ['E11 minor: privacy']],
    ['E11 of employees', {}, { event: { subjects: ['customer', 'employee'] } }, ['E11 minor: privacy legal']],
    [
      'G02 below the account',
      { event: { identity: { ids: ['user_id'], scope: 'event' } } },
      { event: { identity: { ids: ['user_id'], scope: 'device' } } },
      ['G02 minor: privacy security'],
    ],
    [
      'G02 from the account on',
      { event: { identity: { ids: ['user_id'], scope: 'device' } } },
      { event: { identity: { ids: ['user_id'], scope: 'account' } } },
      ['G02 minor: privacy security legal'],
    ],
    [
      'I02 of tier 3',
      { fields: { a: integer(3) } },
      { fields: { a: integer(3) }, event: { vendors: { warehouse: '*', other: '*' } } },
      ['I02 minor: privacy security analytics'],
    ],
    [
      'I03 of tier 1',
      { event: { vendors: { warehouse: [] } } },
      { event: { vendors: { warehouse: ['size'] } } },
      ['I03 minor: analytics'],
    ],
    [
      'I03 of tier 3',
      { fields: { a: integer(3) }, event: { vendors: { warehouse: ['size'] } } },
      { fields: { a: integer(3) }, event: { vendors: { warehouse: '*' } } },
      ['I03 minor: privacy security analytics'],
    ],
    [
      'J06 up to 13 months',
      { vendor: { retention: 'P12M' } },
      { vendor: { retention: 'P13M' } },
      ['J06 patch: privacy analytics'],
    ],
    [
      'J06 beyond 13 months',
      { vendor: { retention: 'P13M' } },
      { vendor: { retention: 'P14M' } },
      ['J06 patch: privacy analytics legal'],
    ],
    ['A11 of a rule of style', {}, { plan: { lint: { 'field-casing': 'off' } } }, ['A11 patch: analytics']],
    [
      'A11 of any other rule',
      {},
      { plan: { lint: { 'unbounded-string': 'off' } } },
      ['A11 patch: privacy security analytics'],
    ],
    [
      'a transform that lets a field pass under a ceiling',
      { vendor: { max_tier: 2 }, fields: { a: integer(3) } },
      { vendor: { max_tier: 2 }, fields: { a: integer(3, annotated({ bucket: { bounds: [0, 5] } })) } },
      ['F04 major: product analytics', 'I03 minor: privacy security analytics'],
    ],
    [
      'a pseudonym that becomes the same as another',
      { fields: { a: text(2, 9, {}, domain('a')), b: text(2, 9, {}, domain('b')) } },
      { fields: { a: text(2, 9, {}, domain('b')), b: text(2, 9, {}, domain('b')) } },
      ['F05 minor: privacy security'],
    ],
    [
      'a field that is sealed to a group',
      { fields: { a: text(2, 9) } },
      { fields: { a: text(2, 9, {}, sealed({ to: 'support' })) } },
      ['F04 major: product analytics', 'F07 minor: privacy security legal'],
    ],
    [
      'a field that was dropped and is kept sealed: nothing new for the vendor',
      { fields: { a: text(2, 9, {}, { transform: { '*': 'drop' } }) } },
      { fields: { a: text(2, 9, {}, sealed({ to: 'support' })) } },
      ['F07 minor: privacy security legal'],
    ],
    [
      'a sealed field that goes to another group',
      { fields: { a: text(2, 9, {}, sealed({ to: 'support' })) } },
      { fields: { a: text(2, 9, {}, sealed({ to: 'finance' })) } },
      ['F07 minor: privacy security legal', 'F08 patch: security'],
    ],
    [
      'a sealed field that begins to travel, or to leave a pseudonym',
      { fields: { a: text(2, 9, {}, sealed({ to: 's' })), b: text(2, 9, {}, sealed({ to: 's' })) } },
      {
        fields: {
          a: text(2, 9, {}, sealed({ to: 's', travel: true })),
          b: text(2, 9, {}, sealed({ to: 's', pseudonym: { domain: 'b' } })),
        },
      },
      ['F02 minor: privacy security', 'F02 minor: privacy security', 'I03 minor: privacy analytics'],
    ],
    [
      "a sealed field that takes the subject's key, and one that does no more",
      {
        fields: {
          a: text(2, 9, {}, sealed({ to: 's' })),
          b: text(2, 9, {}, sealed({ to: 's', subject: true })),
        },
      },
      {
        fields: {
          a: text(2, 9, {}, sealed({ to: 's', subject: true })),
          b: text(2, 9, {}, sealed({ to: 's' })),
        },
      },
      ['F03 minor: analytics', 'F02 minor: privacy security'],
    ],
    [
      'a field that is sealed no more',
      { fields: { a: text(2, 9, {}, sealed({ to: 's' })) } },
      { fields: { a: text(2, 9) } },
      ['F01 minor: privacy security analytics', 'F08 patch: security', 'I03 minor: privacy analytics'],
    ],
    [
      'values outside of what was allowed',
      { fields: { a: text(2, 2) } },
      { fields: { a: { enum: ['ab', 'abc'], 'x-headgate': { categories: [TIER[2]] } } } },
      ['D05 major: analytics', 'D01 minor: analytics'],
    ],
    [
      'null that comes, and null that goes',
      {
        fields: {
          a: { enum: ['x'], 'x-headgate': { categories: [TIER[2]] } },
          b: { enum: ['x', null], 'x-headgate': { categories: [TIER[2]] } },
        },
      },
      {
        fields: {
          a: { enum: ['x', null], 'x-headgate': { categories: [TIER[2]] } },
          b: { enum: ['x'], 'x-headgate': { categories: [TIER[2]] } },
        },
      },
      ['C13 minor: analytics', 'C13 major: analytics'],
    ],
    [
      'a field that is declared at last, and so leaves',
      { fields: { a: { type: 'boolean' } } },
      { fields: { a: { type: 'boolean', 'x-headgate': { categories: [TIER[3]] } } } },
      ['E06 patch: privacy analytics', 'I03 minor: privacy security analytics'],
    ],
    [
      'a field that another replaces, of which nothing says that it means the same',
      { fields: { a: integer(2) } },
      { fields: { b: integer(2) } },
      ['C08 major: product analytics', 'C02 minor: product privacy analytics'],
    ],
    [
      'a field that is renamed with the words about it kept',
      { fields: { a: integer(2, { description: 'How many.' }) } },
      { fields: { b: integer(2, { description: 'How many.' }) } },
      ['C09 major: analytics'],
    ],
    [
      'a field that is renamed with other words about it',
      { fields: { a: integer(2, { description: 'How many.' }) } },
      {
        fields: {
          b: {
            ...integer(2, { description: 'How old.' }),
            'x-headgate': { categories: [TIER[2]], aliases: ['a'] },
          },
        },
      },
      ['C25 major: product analytics', 'E15 patch: ', 'C09 minor: analytics'],
    ],
    [
      'a field that is renamed to a name that was used up',
      { fields: { a: integer(2) }, event: { tombstones: ['b'] } },
      {
        fields: { b: { ...integer(2), 'x-headgate': { categories: [TIER[2]], aliases: ['a'] } } },
        event: { tombstones: ['b'] },
      },
      ['C10 refused: privacy analytics'],
    ],
    [
      'a wire name that was used up',
      { plan: { tombstones: { names: ['Old'] } } },
      {
        plan: { tombstones: { names: ['Old'] } },
        event: { wire: { call: 'track', name: 'Old', aliases: ['Seen'] } },
      },
      ['B09 refused: privacy analytics'],
    ],
    [
      'a field that comes to the context in a graver form',
      {
        fields: { a: integer(2) },
        plan: { context: { vendors: {}, schema: { type: 'object', properties: {} } } },
      },
      { plan: { context: { vendors: {}, schema: { type: 'object', properties: { a: integer(4) } } } } },
      ['C26 minor: privacy security analytics', 'C04 minor: product privacy security analytics legal'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  it('is told where an event takes the messages of one of another call', () => {
    const seen = documentWith({});
    const [event] = seen.events;
    if (event === undefined) throw new Error('There is no event.');
    const other = { ...event, id: 'shown', wire: { ...event.wire, call: 'page' as const, name: 'Shown' } };
    const greedy = { ...event, wire: { ...event.wire, aliases: ['Shown'] } };
    const changes = diffPlans({ ...seen, events: [event, other] }, { ...seen, events: [greedy] });
    expect(changes.map(({ kind }) => kind)).toEqual(['B04', 'B15']);
  });

  it('is fewer for a short first renewal of what is used, and no fewer for any other', () => {
    const before = { event: { expires: '2026-12-31' } };
    const facts = { today: '2026-11-01', renewals: { seen: 0 }, used: ['seen'] };
    const light = ['J01 patch: product analytics'];
    const heavy = ['J02 patch: product privacy analytics'];
    expect(told(before, { event: { expires: '2027-06-30' } }, facts)).toEqual(light);
    expect(told(before, { event: { expires: '2027-08-31' } }, facts)).toEqual(heavy);
    expect(told(before, { event: { expires: '2027-06-30' } }, { ...facts, used: [] })).toEqual(heavy);
    expect(told(before, { event: { expires: '2027-06-30' } })).toEqual(heavy);
  });

  it('is for a draft that goes to production as if it were added', () => {
    const draft = { event: { status: 'draft' }, fields: { a: integer(4) } };
    expect(told(draft, { fields: { a: integer(4) } })).toEqual([
      'B22 minor: product privacy security analytics legal',
    ]);
    const ids = { identity: { ids: ['user_id'] } };
    const [promoted] = told({ event: { status: 'draft', ...ids } }, { event: ids });
    expect(promoted).toBe('B22 minor: product privacy security analytics');
  });
});

function annotated(transform: object): object {
  return { 'x-headgate': { categories: [TIER[3]], transform: { '*': transform } } };
}

function sealed(params: object): object {
  return { transform: { '*': { seal: params } } };
}

function domain(name: string): object {
  return { transform: { '*': { pseudonymise: { domain: name } } } };
}
