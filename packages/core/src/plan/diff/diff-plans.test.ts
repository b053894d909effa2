/** What must hold for any two plans, whatever they hold. */
import { array, assert, constantFrom, integer, property, record, shuffledSubarray, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writtenEvent, writtenPlan } from '../written.ts';
import type { Change, PlanDocument } from './change.ts';
import { diffPlans } from './diff-plans.ts';
import { rolesOf, summariseDiff } from './summarise.ts';

const RUNS = 300;

/** Features of a plan that can be set from narrow to wide, each independent of the others. */
const LEVELS = {
  tierOfVendor: 3,
  retention: 3,
  region: 1,
  purpose: 2,
  basis: 1,
  denied: 1,
  unplanned: 2,
  detection: 2,
  sources: 2,
  subjects: 2,
  sample: 2,
  trigger: 3,
  collection: 1,
  length: 3,
  values: 3,
  maximum: 2,
  extraField: 4,
  transform: 1,
  identity: 2,
  lifetime: 2,
  epoch: 2,
  route: 2,
  cohort: 2,
} as const;
type Feature = keyof typeof LEVELS;
type Levels = Readonly<Record<Feature, number>>;
const FEATURES = Object.keys(LEVELS) as Feature[];

const levels = record(
  Object.fromEntries(FEATURES.map((feature) => [feature, integer({ min: 0, max: LEVELS[feature] })])) as {
    [F in Feature]: ReturnType<typeof integer>;
  },
);

/** Where a widening of the feature is told: the kinds that may stand for it. */
const WIDENINGS: Readonly<Record<Feature, RegExp>> = {
  tierOfVendor: /^I05$/,
  retention: /^J06$/,
  region: /^I07$/,
  purpose: /^H01$/,
  basis: /^H04$/,
  denied: /^H08$/,
  unplanned: /^A15$/,
  detection: /^F10$/,
  sources: /^B12$/,
  subjects: /^E11$/,
  sample: /^B19$/,
  trigger: /^B15$/,
  collection: /^B17$/,
  length: /^D0[78]$/,
  values: /^D0[12]$/,
  maximum: /^D1[67]$/,
  extraField: /^C0[1-4]$/,
  transform: /^F0[12]$/,
  identity: /^G0[145]$/,
  lifetime: /^G03$/,
  epoch: /^G03$/,
  route: /^I0[23]$/,
  cohort: /^F14$/,
};
/** These break nothing and may be told as neutral by the table. */
const MAY_BE_NEUTRAL: ReadonlySet<Feature> = new Set(['values', 'maximum']);

function pick<T>(level: number, choices: readonly T[]): T {
  const choice = choices[level];
  if (choice === undefined) throw new Error('There are fewer choices than levels.');
  return choice;
}

const ANALYTICS = 'analytics.reporting.content_performance';

function planAt(at: Levels): unknown {
  const added = ['essential.service.security', 'personalize.content'].slice(0, at.purpose);
  return {
    apiVersion: 'headgate/v1',
    kind: 'plan',
    id: 'shop',
    enforcement: { unplanned_field: pick(at.unplanned, ['reject', 'strip', 'observe']) },
    purposes: {
      [ANALYTICS]: { basis: pick(at.basis, ['Consent', 'Contract']), category: 'analytics' },
      ...Object.fromEntries(added.map((use) => [use, { basis: 'Contract' }])),
    },
    gpc: { deny_uses: pick(at.denied, [['third_party_sharing'], []]) },
    detection: { personal: pick(at.detection, ['block', 'drop', 'redact']) },
    vendors: {
      warehouse: {
        kind: 'warehouse',
        max_tier: at.tierOfVendor + 1,
        region: pick(at.region, ['eu', 'us']),
        retention: pick(at.retention, ['P1M', 'P6M', 'P13M', 'P25M']),
        pseudonyms: { epoch: pick(at.epoch, ['session', 'daily', 'contract']) },
      },
      mixpanel: { kind: 'mixpanel', max_tier: 2 },
    },
  };
}

function annotated(more: object): object {
  return { 'x-headgate': { categories: ['user.behavior'], ...more } };
}

function eventAt(at: Levels): unknown {
  const tiers = ['system.operations', 'user.behavior', 'user.content', 'user.health_and_medical'];
  const truncate = pick(at.transform, [{ transform: { '*': { truncate: { length: 4 } } } }, {}]);
  return {
    apiVersion: 'headgate/v1',
    kind: 'event',
    id: 'page.seen',
    version: '1.0.0',
    wire: { call: 'track', name: 'Page Seen' },
    description: 'A page was shown.',
    expires: 'never',
    sources: ['web', 'ios', 'android'].slice(0, at.sources + 1),
    subjects: ['customer', 'visitor', 'patient'].slice(0, at.subjects + 1),
    purposes: [ANALYTICS],
    identity: {
      ids: ['anonymous_id', 'user_id'].slice(0, at.identity),
      rotation: pick(at.lifetime, ['P1D', 'P30D', 'P1Y']),
    },
    trigger: pick(at.trigger, ['outcome', 'click', 'impression', 'automatic']),
    collection: pick(at.collection, ['opt-in', 'default-on']),
    sample: pick(at.sample, [0.1, 0.5, 1]),
    aggregation: { cohort_min: pick(at.cohort, [100, 20, 5]) },
    vendors: {
      warehouse: '*',
      ...pick(at.route, [{}, { mixpanel: ['size'] }, { mixpanel: ['size', 'text'] }]),
    },
    schema: {
      type: 'object',
      properties: {
        text: { type: 'string', maxLength: pick(at.length, [8, 16, 64, 500]), ...annotated(truncate) },
        choice: { enum: ['a', 'b', 'c', 'd'].slice(0, at.values + 1), ...annotated({}) },
        size: { type: 'integer', minimum: 0, maximum: pick(at.maximum, [9, 99, 999]), ...annotated({}) },
        ...(at.extraField === 0
          ? {}
          : { extra: { type: 'boolean', 'x-headgate': { categories: [pick(at.extraField - 1, tiers)] } } }),
      },
    },
  };
}

function documentAt(at: Levels): PlanDocument {
  return { plan: writtenPlan.parse(planAt(at)), events: [writtenEvent.parse(eventAt(at))] };
}

const document = levels.map(documentAt);

function ofDirection(direction: Change['direction'], changes: readonly Change[]): Change[] {
  return changes.filter((change) => change.direction === direction);
}

describe('diffPlans', () => {
  it('finds nothing between a plan and itself', () => {
    assert(
      property(document, (plan) => {
        expect(diffPlans(plan, structuredClone(plan))).toEqual([]);
        expect(summariseDiff(plan, plan, [])).toMatchObject({
          semver: 'none',
          direction: 'neutral',
          roles: [],
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('finds something between plans that are not the same, and K06 between none of these', () => {
    assert(
      property(levels, levels, (from, to) => {
        const changes = diffPlans(documentAt(from), documentAt(to));
        expect(changes.length === 0).toBe(FEATURES.every((feature) => from[feature] === to[feature]));
        expect(changes.filter(({ kind }) => kind === 'K06')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('tells a widening of every feature that became wider', () => {
    assert(
      property(levels, levels, (from, to) => {
        const changes = diffPlans(documentAt(from), documentAt(to));
        for (const feature of FEATURES.filter((each) => to[each] > from[each])) {
          // The field that was there has another category, which is told as its classification.
          if (feature === 'extraField' && from.extraField > 0) continue;
          const told = changes.filter(({ kind }) => WIDENINGS[feature].test(kind));
          expect({ feature, told: told.length > 0 }).toEqual({ feature, told: true });
          const isWider = told.some(({ direction }) => direction === 'widening');
          expect({ feature, isWider: isWider || MAY_BE_NEUTRAL.has(feature) }).toEqual({
            feature,
            isWider: true,
          });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('asks for no role less when more features widen', () => {
    const nested = tuple(levels, levels, shuffledSubarray(FEATURES), shuffledSubarray(FEATURES));
    assert(
      property(nested, ([from, to, some, others]) => {
        const changed = (features: readonly Feature[]): Levels => ({
          ...from,
          ...Object.fromEntries(features.map((feature) => [feature, Math.max(from[feature], to[feature])])),
        });
        const few = diffPlans(documentAt(from), documentAt(changed(some)));
        const many = diffPlans(documentAt(from), documentAt(changed([...some, ...others])));
        expect(rolesOf(many)).toEqual(expect.arrayContaining(rolesOf(few)));
      }),
      { numRuns: RUNS },
    );
  });

  it('asks none of a widening for a narrowing', () => {
    assert(
      property(levels, (wide) => {
        // Another region is a widening whichever it is.
        const zeroes = Object.fromEntries(FEATURES.map((feature) => [feature, 0])) as Levels;
        const narrow = { ...zeroes, region: wide.region };
        const changes = diffPlans(documentAt(wide), documentAt(narrow));
        expect(ofDirection('widening', changes)).toEqual([]);
        // Only those who use the data are asked, and privacy for a change of the legal basis towards consent.
        const asked = rolesOf(ofDirection('narrowing', changes));
        expect(asked.filter((role) => !['product', 'analytics', 'legal', 'security'].includes(role))).toEqual(
          [],
        );
        const legal = changes.filter(({ roles }) => roles.includes('legal')).map(({ kind }) => kind);
        expect(legal.filter((kind) => kind !== 'H05')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('loses no widening on the way of two changes', () => {
    assert(
      property(levels, levels, levels, (first, second, third) => {
        const [a, b, c] = [first, second, third].map(documentAt) as [
          PlanDocument,
          PlanDocument,
          PlanDocument,
        ];
        const whole = diffPlans(a, c);
        for (const feature of FEATURES) {
          // Only what the end still has more of than the beginning.
          if (third[feature] <= first[feature]) continue;
          if (feature === 'extraField' && first.extraField > 0) continue;
          const parts = [...diffPlans(a, b), ...diffPlans(b, c)].filter(({ kind }) =>
            WIDENINGS[feature].test(kind),
          );
          const told = whole.filter(({ kind }) => WIDENINGS[feature].test(kind));
          expect({ feature, parts: parts.length > 0, told: told.length > 0 }).toEqual({
            feature,
            parts: true,
            told: true,
          });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('reads a plan whose keys stand in another order as the same', () => {
    assert(
      property(levels, array(constantFrom('schema', 'vendors', 'wire', 'id')), (at, first) => {
        const plan = documentAt(at);
        const events = plan.events.map((event) => {
          const keys = [...new Set([...first, ...Object.keys(event)])];
          return Object.fromEntries(
            keys.map((key) => [key, event[key as keyof typeof event]]),
          ) as typeof event;
        });
        expect(diffPlans(plan, { ...plan, events })).toEqual([]);
        const [text] = diffPlans(plan, { ...plan, events }, { textDiffers: true });
        expect(text).toMatchObject({ kind: 'K05', semver: 'none', roles: [] });
      }),
      { numRuns: 50 },
    );
  });

  it('asks everyone for a word that it does not know', () => {
    const plan = documentAt(Object.fromEntries(FEATURES.map((feature) => [feature, 0])) as Levels);
    const odd = { ...plan, plan: { ...plan.plan, sharing: 'all' } };
    expect(diffPlans(plan, odd)).toMatchObject([{ kind: 'K06', pointer: '/sharing', semver: 'major' }]);
    const doubled = { ...plan, events: [...plan.events, ...plan.events] };
    expect(diffPlans(plan, doubled)).toMatchObject([{ kind: 'K06' }]);
  });
});
