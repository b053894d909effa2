import { describe, expect, it } from 'vitest';
import { readWrittenFiles, understandPlan } from '../parse-plan.ts';
import type { PlanFile } from '../parse-plan.ts';
import { lintPlan } from './lint-plan.ts';
import type { Linted } from './lint-plan.ts';

const NOW = Date.parse('2026-11-27T23:59:59Z');
const PLAN: PlanFile = {
  path: 'plan.yaml',
  text: `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
vendors: { warehouse: { kind: warehouse, max_tier: 3 } }
`,
};
const FLAG = '{ type: boolean, x-headgate: { categories: [user.behavior] } }';

function event(id: string, more: { fields?: readonly string[]; expires?: string; tail?: string }): PlanFile {
  const { fields = ['shelf'], expires = '2027-06-30', tail = '' } = more;
  return {
    path: `events/${id}.yaml`,
    text: `apiVersion: headgate/v1
kind: event
id: ${id}
version: 1.0.0
wire: { call: track, name: ${id} }
description: A shelf was seen.
questions: [Which?]
owners: { team: shop }
expires: ${expires}
sources: [web]
subjects: [customer]
purposes: [analytics]
vendors: { warehouse: '*' }
schema:
  type: object
  properties:
${fields.map((field) => `    ${field.includes(':') ? field : `${field}: ${FLAG}`}`).join('\n')}
${tail}`,
  };
}

function lint(events: readonly PlanFile[], plan = PLAN, digest = (text: string): string => text): Linted {
  const files = readWrittenFiles(plan, events);
  const parsed = understandPlan(files);
  return lintPlan({ files, plan: parsed.value }, parsed.issues, { now: NOW, digest });
}

const rulesOf = ({ findings }: Linted): string[] => findings.map(({ ruleId }) => ruleId);

function suppression(path: string, expires: string): string {
  return `suppressions: [{ rule: expires-never, path: ${path}, owner: ana, reason: It must run., expires: ${expires} }]\n`;
}

const printOf = (file: PlanFile): string | undefined => lint([file]).findings[0]?.fingerprint;

/** No two are one letter apart, since each digit is written as two. */
const names = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) => `f${(at * 7 + 100).toString(2).padStart(16, '0').replaceAll('0', 'aa').replaceAll('1', 'bb')}`,
  );

const levelOf = (level: string): readonly (readonly [string, string])[] =>
  lint([event('seen', { expires: 'never' })], {
    ...PLAN,
    text: `${PLAN.text}lint: { expires-never: ${level} }\n`,
  }).findings.map(({ ruleId, level: found }) => [ruleId, found]);

describe('a suppression', () => {
  it.each([
    ['2026-11-26', ['expires-never', 'expired-suppression']],
    ['2026-11-27', ['suppression-expires-soon']],
    ['2026-12-11', ['suppression-expires-soon']],
    ['2026-12-12', []],
  ])('until %s leaves %j', (until, rules) => {
    expect(
      rulesOf(lint([event('seen', { expires: 'never', tail: suppression('/expires', until) })])),
    ).toEqual(rules);
  });

  it.each([
    ['""', []],
    ['/expires', []],
    ['/expire', ['expires-never', 'unused-suppression']],
    ['/expires/0', ['expires-never', 'unused-suppression']],
  ])('at %s leaves %j', (path, rules) => {
    const { findings, suppressed } = lint([
      event('seen', { expires: 'never', tail: suppression(path, '2027-01-31') }),
    ]);
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(rules);
    expect(suppressed.map(({ ruleId }) => ruleId)).toEqual(rules.length === 0 ? ['expires-never'] : []);
  });

  it('holds in its own file alone', () => {
    const linted = lint([
      event('seen', { tail: suppression('/expires', '2027-01-31') }),
      event('moved', { expires: 'never' }),
    ]);
    expect(linted.findings.map(({ ruleId, path }) => [ruleId, path])).toEqual([
      ['expires-never', 'events/moved.yaml'],
      ['unused-suppression', 'events/seen.yaml'],
    ]);
  });

  it('is told from others of its file by its position', () => {
    const twice = suppression('/id', '2027-01-31').replace(/\[(.*)\]/, '[$1, $1]');
    const { findings } = lint([event('seen', { tail: twice })]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it.each([
    [1000, true],
    [1001, false],
  ])('among %d is taken: %s', (count, isTaken) => {
    const one = suppression('/id', '2027-01-31').slice('suppressions: ['.length, -2);
    const tail = `suppressions: [${Array.from({ length: count }, () => one).join(', ')}]\n`;
    expect(lint([event('seen', { tail })]).isWhole).toBe(isTaken);
  });
});

describe('a level of the plan', () => {
  it.each([
    ['off', []],
    ['warning', [['expires-never', 'improvement']]],
    ['error', [['expires-never', 'violation']]],
  ])('of %s gives %j', (level, found) => {
    expect(levelOf(level)).toEqual(found);
  });
});

describe('a plan with errors', () => {
  it('is told of these alone, and of not being looked at whole', () => {
    const linted = lint([event('seen', { expires: 'never', tail: 'note: none\n' })]);
    expect(rulesOf(linted)).toEqual(['unknown-key']);
    expect(linted.isWhole).toBe(false);
  });
});

describe('a fingerprint', () => {
  const never = event('seen', { expires: 'never' });

  it('stays where lines move', () => {
    expect(printOf({ ...never, text: `# More.\n\n${never.text}` })).toBe(printOf(never));
  });

  it('is of the file', () => {
    expect(printOf({ ...never, path: 'events/other.yaml' })).not.toBe(printOf(never));
  });
});

describe('a definition', () => {
  it('that is used twice is told of once, where it is written', () => {
    const fields = ["one: { $ref: '#/$defs/mail' }", "two: { $ref: '#/$defs/mail' }"];
    const file = event('seen', { fields });
    const text = file.text.replace(
      '  properties:\n',
      `  $defs: { mail: { type: object, properties: { email: { type: string, maxLength: 9, x-headgate: { categories: [system] } } } } }\n  properties:\n`,
    );
    const { findings } = lint([{ ...file, text }]);
    expect(findings.map(({ ruleId, jsonPointer }) => [ruleId, jsonPointer])).toEqual([
      ['name-category-mismatch', '/schema/$defs/mail/properties/email'],
    ]);
  });
});

describe('names', () => {
  it.each([
    [1998, true],
    [1999, false],
  ])('are compared for typing errors: besides %d others, %s', (others, isCompared) => {
    const fields = [...names(others), 'quantity_sold', 'quantitty_sold'];
    expect(rulesOf(lint([event('seen', { fields })])).includes('similar-fields')).toBe(isCompared);
  });
});
