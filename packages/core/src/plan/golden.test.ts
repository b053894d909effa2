/** Every case below fixtures/plan: what the parser and the compiler say about a plan. UPDATE=1 rewrites the answers. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../issue.ts';
import type { Issue } from '../issue.ts';
import type { Pseudonymiser } from '../protect/pseudonymiser.ts';
import { compilePlan } from './compile-plan.ts';
import type { VendorWire } from '../vendor/vendor.ts';
import { parsePlan } from './parse-plan.ts';
import type { PlanFile } from './parse-plan.ts';

const FIXTURES = new URL('../../../../fixtures/plan/', import.meta.url);
const cases = readdirSync(FIXTURES).toSorted();
/** Files of this folder that report issues; the other stages report remarks, which have rules of their own. */
const REPORTERS = [
  'annotation.ts',
  'compile-plan.ts',
  'field-rules.ts',
  'parse-plan.ts',
  'plan-rules.ts',
  'quarantine-rules.ts',
  'read-detectors.ts',
  'read-k-gate.ts',
  'read-yaml.ts',
  'resolve-fields.ts',
];
/** Shown in tests below, because a directory cannot show them well. */
const SHOWN_HERE = ['file-too-large', 'unplanned-vendor'];

const pseudonymiser: Pseudonymiser = {
  token: () => (value) => value,
  messages: (vendors) => (id) => vendors.map(() => id),
  subject: () => '0'.repeat(16),
  digest: (text) => `${text.length}`,
};

function read(name: string): { plan: PlanFile; events: PlanFile[] } {
  const directory = new URL(`${name}/`, FIXTURES);
  const file = (path: string): PlanFile => ({ path, text: readFileSync(new URL(path, directory), 'utf8') });
  const events = readdirSync(new URL('events/', directory)).toSorted();
  return { plan: file('plan.yaml'), events: events.map((each) => file(`events/${each}`)) };
}

function issuesOf(name: string, connected?: readonly string[]): readonly Issue[] {
  const { plan, events } = read(name);
  const parsed = parsePlan(plan, events);
  if (parsed.value === null) return parsed.issues;
  const vendors = new Map(
    (connected ?? [...parsed.value.vendors.keys()]).map((each): [string, VendorWire] => [
      each,
      { accepts: () => true, leavesOut: () => null },
    ]),
  );
  const compiled = compilePlan(parsed.value, { id: name, environment: 'production', vendors, pseudonymiser });
  expect(compiled.value === null).toBe(hasErrors(compiled.issues));
  return [...parsed.issues, ...compiled.issues];
}

describe('a plan', () => {
  it.each(cases)('gets the issues of its case: %s', (name) => {
    const issues = issuesOf(name);
    const answer = new URL(`${name}/expected-issues.json`, FIXTURES);
    if (process.env['UPDATE'] === '1') writeFileSync(answer, `${JSON.stringify(issues, null, 2)}\n`);
    expect(issues).toEqual(JSON.parse(readFileSync(answer, 'utf8')));
  });

  it.each(cases)('gets a place, a sentence and a mend with every issue: %s', (name) => {
    for (const issue of issuesOf(name)) {
      expect(issue.message).toMatch(/[.]$/);
      expect(issue.mend).toMatch(/[.?]$/);
      expect(issue.column > 0).toBe(issue.line > 0);
    }
  });

  it('is refused when a vendor is connected that it does not know', () => {
    expect(issuesOf('good-shop', ['mixpanle']).map(({ rule, mend }) => [rule, mend])).toEqual([
      ['unplanned-vendor', 'Did you mean "mixpanel"?'],
    ]);
  });

  it.each([
    [4_000_000, []],
    [4_000_001, ['file-too-large']],
  ])('of %d characters gets %j', (length, rules) => {
    const { plan, events } = read('good-shop');
    const text = `${plan.text}#${' '.repeat(length - plan.text.length - 1)}`;
    expect(parsePlan({ ...plan, text }, events).issues.map(({ rule }) => rule)).toEqual(rules);
  });
});

describe('the cases', () => {
  it('show every rule that the parser and the compiler have', () => {
    const shown = new Set<string>([
      ...SHOWN_HERE,
      ...cases.flatMap((name) => issuesOf(name).map(({ rule }) => rule)),
    ]);
    const source = REPORTERS.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join('\n');
    const written = [
      ...source.matchAll(/\brule: '([a-z-]+)'/g),
      ...source.matchAll(/\bissue\(\s*[\w.']+,\s*'([a-z-]+)'/g),
      ...source.matchAll(/\brule = [^;]*\? '([a-z-]+)'/g),
      ...source.matchAll(/\brule = [^;]*: '([a-z-]+)';/g),
    ].map(([, rule = '']) => rule);
    expect(written.length).toBeGreaterThan(25);
    expect([...new Set(written)].toSorted()).toEqual([...shown].toSorted());
  });
});
