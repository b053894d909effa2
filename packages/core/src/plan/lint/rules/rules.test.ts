/** What the documents of the rules have no room for: many names, and the limits. */
import { describe, expect, it } from 'vitest';
import { readWrittenFiles, understandPlan } from '../../parse-plan.ts';
import type { PlanFile } from '../../parse-plan.ts';
import { lintPlan } from '../lint-plan.ts';
import type { PlanFinding } from '../../../finding.ts';

const PLAN: PlanFile = {
  path: 'plan.yaml',
  text: `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
vendors:
  warehouse: { kind: warehouse, max_tier: 4 }
  mixpanel: { kind: mixpanel, max_tier: 2 }
`,
};

/** `fields` are lines of YAML below `properties`. */
function lint(
  fields: readonly string[],
  vendors = "{ warehouse: '*' }",
  plan = PLAN,
): readonly PlanFinding[] {
  const event: PlanFile = {
    path: 'events/seen.yaml',
    text: `apiVersion: headgate/v1
kind: event
id: seen
version: 1.0.0
wire: { call: track, name: Seen }
description: A shelf was seen.
expires: 2027-06-30
sources: [web]
subjects: [customer]
purposes: [analytics]
vendors: ${vendors}
schema:
  type: object
  properties:
${fields.map((field) => `    ${field}`).join('\n')}
`,
  };
  const files = readWrittenFiles(plan, [event]);
  const { value, issues } = understandPlan(files);
  const options = { now: Date.parse('2026-11-27'), digest: (all: string) => all };
  const { findings, isWhole } = lintPlan({ files, plan: value }, issues, options);
  expect(isWhole).toBe(true);
  return findings;
}

function found(rule: string, fields: readonly string[], vendors?: string): readonly PlanFinding[] {
  return lint(fields, vendors).filter(({ ruleId }) => ruleId === rule);
}

function text(name: string, category: string): string {
  return `${name}: { type: string, maxLength: 80, x-headgate: { categories: [${category}] } }`;
}

describe('a name', () => {
  it.each([
    ['email', 'user.contact.email'],
    ['emailAddress', 'user.contact.email'],
    ['customer_phone', 'user.contact.phone_number'],
    ['first_name', 'user.name'],
    ['username', 'user.account.username'],
    ['shipping_address', 'user.contact.address'],
    ['date_of_birth', 'user.demographic.date_of_birth'],
    ['ip_address', 'user.device.ip_address'],
    ['mac_address', 'user.device.device_id'],
    ['iban', 'user.financial.bank_account'],
    ['card_number', 'user.financial.credit_card'],
    ['ssn', 'user.government_id'],
    ['passport_number', 'user.government_id.passport_number'],
    ['password', 'user.authorization.password'],
    ['api_key', 'user.authorization.credentials'],
  ])('such as %s is held against a category of another kind', (name, usual) => {
    expect(found('name-category-mismatch', [text(name, 'system.operations')])).toMatchObject([
      { message: expect.stringContaining(`named like ${usual}`) as unknown },
    ]);
    expect(found('name-category-mismatch', [text(name, usual)])).toEqual([]);
  });

  it.each([
    ['order_id', 'user.behavior.purchase_history'],
    ['product_name', 'user.behavior'],
    ['app_version', 'system.operations'],
    ['email_hash', 'system.operations'],
    ['email_count', 'system.operations'],
    ['message', 'system.operations'],
    ['page_title', 'system.operations'],
    ['email', 'user.contact'],
    ['email', 'user.name'],
    ['email', 'user.health_and_medical'],
  ])('such as %s may stand for %s', (name, category) => {
    expect(found('name-category-mismatch', [text(name, category)])).toEqual([]);
  });

  it.each([
    'email: { type: boolean, x-headgate: { categories: [system] } }',
    'email: { enum: [yes, no], x-headgate: { categories: [system] } }',
    'phone: { type: string, format: date-time, x-headgate: { categories: [system] } }',
    'position: { type: integer, maximum: 9, x-headgate: { categories: [system] } }',
  ])('says nothing where the schema leaves no room: %s', (field) => {
    expect(found('name-category-mismatch', [field])).toEqual([]);
  });
});

describe('special categories', () => {
  it('are also those that the plan calls so', () => {
    const field =
      'club: { enum: [a, b], x-headgate: { categories: [user.behavior], special_category: true } }';
    expect(found('special-category', [field])).toMatchObject([
      { level: 'violation', roles: ['legal', 'privacy'] },
    ]);
    expect(found('special-category', [field.replace('true', 'false')])).toEqual([]);
  });
});

function income(transform = ''): string {
  return `income: { enum: [low, high], x-headgate: { categories: [user.financial]${transform} } }`;
}

describe('a gate without a sensitive field', () => {
  const gate = 'max_tier: 4, k_gate: { quasi_identifiers: [properties.shelf] }';
  const plan = { ...PLAN, text: PLAN.text.replace('max_tier: 4', gate) };
  const shelf = 'shelf: { enum: [left, right], x-headgate: { categories: [user.behavior] } }';
  const told = (fields: readonly string[], vendors?: string): readonly string[] =>
    lint([shelf, ...fields], vendors, plan)
      .filter(({ ruleId }) => ruleId === 'gate-without-diversity')
      .map(({ message }) => message);

  it.each([
    ['as it came', income(), undefined, 1],
    ['coarse', income(", transform: { '*': { constant: { value: low } } }"), undefined, 1],
    ['as a pseudonym', income(", transform: { '*': { pseudonymise: { domain: income } } }"), undefined, 0],
    ['not at all', income(", transform: { '*': drop }"), undefined, 0],
    ['not, as it is not listed', income(), '{ warehouse: [shelf] }', 0],
    ['where it is no highly sensitive one', income().replace('financial', 'behavior'), undefined, 0],
  ])('is told of where the vendor gets one %s', (_, field, vendors, times) => {
    expect(told([field], vendors)).toHaveLength(times);
  });

  it.each([
    [5, /f3, properties\.f4\.$/],
    [6, /f3, properties\.f4 and 1 more\.$/],
  ])('names five of %d', (count, message) => {
    const fields = Array.from({ length: count }, (_, at) => income().replace('income', `f${at}`));
    expect(told(fields)).toEqual([expect.stringMatching(message)]);
  });
});

describe('limits', () => {
  it.each([
    ['quantit', 'quantyt', []],
    ['quantity', 'quantiti', ['quantiti']],
    ['quantity', 'quantitys', []],
    ['quantity1', 'quantity2', []],
    ['unitPrice', 'unit_price', ['unit_price']],
  ])('%s and %s: a typing error is looked for in %j', (one, other, names) => {
    const twins = found('similar-fields', [text(one, 'user.behavior'), text(other, 'user.behavior')]);
    expect(twins.map(({ jsonPointer }) => jsonPointer.split('/').at(-1))).toEqual(names);
  });

  it.each([
    [5, /keeps back f0, f1, f2, f3, f4\.$/],
    [6, /keeps back f0, f1, f2, f3, f4 and 1 more\.$/],
  ])('of %d fields that a ceiling keeps back five are named', (count, message) => {
    const fields = Array.from({ length: count }, (_, at) => text(`f${at}`, 'user.contact.email'));
    const [finding] = found('withheld-by-ceiling', fields, "{ mixpanel: '*' }");
    expect(finding?.message).toMatch(message);
  });

  it.each([
    [33, 0],
    [34, 1],
  ])('%d bits are told of %d times', (bits, times) => {
    const flags = Array.from(
      { length: bits },
      (_, at) => `f${at}: { type: boolean, x-headgate: { categories: [user.demographic] } }`,
    );
    expect(found('identifying-event', flags)).toHaveLength(times);
  });
});
