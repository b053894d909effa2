import { describe, expect, it } from 'vitest';
import { hasErrors } from '../issue.ts';
import { parsePlan } from './parse-plan.ts';
import type { KGate } from './plan.ts';

const plan = (gate: string): string => `
apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
vendors: { warehouse: { kind: warehouse, max_tier: 4, k_gate: ${gate} } }
context: { vendors: { warehouse: '*' } }
`;
const EVENT = `
apiVersion: headgate/v1
kind: event
id: seen
version: 1.0.0
wire: { call: track, name: Seen }
description: A shelf was seen.
expires: never
sources: [web]
subjects: [customer]
purposes: [analytics]
vendors: { warehouse: '*' }
schema:
  type: object
  properties:
    plan: { enum: [free, pro], x-headgate: { categories: [user.account.settings] } }
    ill: { type: boolean, x-headgate: { categories: [user.health_and_medical] } }
    diet: { enum: [any, halal], x-headgate: { categories: [user.behavior], special_category: true } }
    choice: { type: object, properties: { meal: { enum: [a, b] } }, x-headgate: { categories: [user.behavior], special_category: true } }
    colour: { enum: [red, blue], x-headgate: { categories: [user.behavior], special_category: false } }
    words: { type: string, maxLength: 99, x-headgate: { categories: [user.content], free_text: scan } }
`;

function read(gate: string): { gate: KGate | null; rules: readonly string[] } {
  const parsed = parsePlan({ path: 'plan.yaml', text: plan(gate) }, [{ path: 'seen.yaml', text: EVENT }]);
  const rules = parsed.issues.map(({ rule }) => rule);
  expect(parsed.value === null).toBe(hasErrors(parsed.issues));
  return { gate: parsed.value?.vendors.get('warehouse')?.kGate ?? null, rules };
}

const DAY_MS = 86_400_000;

function terms(rungs: number): string {
  return Array.from({ length: rungs }, (_, at) => `t${at}: t${at + 1}`).join(', ');
}

describe('a k-gate of which nothing is written', () => {
  it('looks at the default tuple, of the fields that the plan has, for 20 subjects of 30 days', () => {
    const { gate } = read('{}');
    expect(gate).toMatchObject({ k: 20, l: 0, windowMs: 30 * DAY_MS, sensitive: null });
    expect(gate?.quasiIdentifiers.slice(0, 5)).toEqual([
      'context.location.country',
      'context.device.type',
      'properties.plan',
      'context.locale',
      'context.browser.name',
    ]);
    expect(gate?.ladders.get('context.locale')).toBe('language');
  });
});

describe('k', () => {
  it.each([
    ['{ quasi_identifiers: [properties.ill] }', 50],
    ['{ quasi_identifiers: [properties.words] }', 50],
    ['{ sensitive: properties.ill }', 50],
    ['{ quasi_identifiers: [properties.diet] }', 50],
    ['{ quasi_identifiers: [properties.choice.meal] }', 50],
    ['{ quasi_identifiers: [properties.plan], sensitive: properties.diet }', 50],
    ['{ quasi_identifiers: [properties.colour] }', 20],
    ['{ quasi_identifiers: [properties.plan] }', 20],
    ['{ k: 10, quasi_identifiers: [properties.ill] }', 10],
    ['{ k: 1000 }', 1000],
  ])('of %s is %i', (gate, k) => {
    expect(read(gate).gate?.k).toBe(k);
  });

  it.each(['{ k: 9 }', '{ k: 1001 }', '{ k: 10.5 }'])('is refused as %s', (gate) => {
    expect(read(gate)).toEqual({ gate: null, rules: ['bad-value'] });
  });
});

describe('the other numbers', () => {
  it.each([
    ['{ window: P366D }', { windowMs: 366 * DAY_MS }],
    ['{ window: P52W }', { windowMs: 364 * DAY_MS }],
    ['{ sensitive: properties.ill }', { l: 2 }],
    ['{ sensitive: properties.ill, l: 100 }', { l: 100 }],
  ])('are taken as %s', (gate, expected) => {
    expect(read(gate).gate).toMatchObject(expected);
  });

  it.each(['{ window: P367D }', '{ window: P53W }', '{ window: P1Y }', '{ l: 1 }', '{ l: 101 }'])(
    'are refused as %s',
    (gate) => {
      expect(read(gate).rules).toEqual(['bad-value']);
    },
  );

  it.each([
    [8, []],
    [9, ['bad-k-gate']],
  ])('allow a ladder %i rungs: %j', (rungs, rules) => {
    const gate = `{ quasi_identifiers: [properties.plan], ladders: { properties.plan: { ${terms(rungs)} } } }`;
    expect(read(gate).rules).toEqual(rules);
  });

  it.each([
    [[8, 8, 8, 8, 8, 8, 8], 1, []],
    [[8, 8, 8, 8, 8, 8, 8], 2, ['bad-k-gate']],
  ])('allow 64 steps together: %j and %i', (ladders, rest, rules) => {
    const fields = ['app.name', 'app.version', 'os.name', 'locale', 'channel', 'userAgent', 'browser.name'];
    const written = fields.map((field, at) => `context.${field}: { ${terms(ladders[at] ?? 0)} }`).join(', ');
    const more = ['properties.plan', 'properties.ill'].slice(0, rest);
    const paths = [...fields.map((field) => `context.${field}`), ...more].join(', ');
    expect(read(`{ quasi_identifiers: [${paths}], ladders: { ${written} } }`).rules).toEqual(rules);
  });
});
