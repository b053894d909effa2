/** Every rule of the lint has a document whose plans show what it finds and what it lets pass. UPDATE=1 rewrites the answers. */
import { EXCUSABLE_RULES, PLAN_RULES } from '@headgate/core';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STALE_BASELINE } from '../packages/cli/src/findings/baseline.ts';
import { STYLE_RULES } from '../packages/core/src/plan/diff/kinds/suppression.ts';
import { RULE_IDS, expectedFile, lintExample, readRule } from './lint-rules.ts';

const RULES = [...PLAN_RULES, STALE_BASELINE];
const PLANS = new URL('../fixtures/plan/', import.meta.url);

describe('the documents', () => {
  it('are of the rules of the code, and of no others', () => {
    expect(RULE_IDS).toEqual(RULES.map(({ id }) => id).toSorted());
    expect(new Set(RULE_IDS).size).toBe(RULES.length);
  });

  it('cover every rule that the parser and the compiler are shown to have', () => {
    const shown = readdirSync(PLANS).flatMap((name) => {
      const answer = readFileSync(new URL(`${name}/expected-issues.json`, PLANS), 'utf8');
      return (JSON.parse(answer) as { rule: string }[]).map(({ rule }) => rule);
    });
    expect(shown.length).toBeGreaterThan(40);
    expect([...new Set(shown)].filter((rule) => !RULE_IDS.includes(rule))).toEqual([]);
  });
});

it('rules of style, which a review need not look at, are rules that may be excused', () => {
  expect(STYLE_RULES.size).toBeGreaterThan(5);
  expect([...STYLE_RULES].filter((rule) => !EXCUSABLE_RULES.has(rule))).toEqual([]);
});

describe.each(RULE_IDS)('%s', (id) => {
  const document = readRule(id);

  it('is described as in the code', () => {
    const facts = RULES.find((rule) => rule.id === id);
    const { level, kind, what } = document;
    expect({ id: document.id, level, kind, what }).toEqual({
      id,
      level: facts?.level,
      kind: facts?.kind,
      what: facts?.what,
    });
    for (const text of [what, document.why, document.mend]) expect(text).toMatch(/^\S.*[.]$/);
  });

  it('finds what is bad, and where', () => {
    const { found } = lintExample(id, 'bad');
    const told = found.map(({ fingerprint: _fingerprint, kind: _kind, ...rest }) => rest);
    if (process.env['UPDATE'] === '1') {
      writeFileSync(expectedFile(id), `${JSON.stringify(told, null, 2)}\n`);
    }
    expect(told).toEqual(JSON.parse(readFileSync(expectedFile(id), 'utf8')));
    const own = found.filter(({ ruleId }) => ruleId === id);
    expect(own.length).toBeGreaterThan(0);
    for (const finding of own) {
      expect(finding).toMatchObject({ level: document.level, kind: document.kind });
      expect(finding.message).toMatch(/[.]$/);
      expect(finding.mend).toMatch(/[.?]$/);
      expect(finding.column > 0).toBe(finding.line > 0);
    }
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
  });

  it('finds nothing in what is good', () => {
    const { found, isWhole } = lintExample(id, 'good');
    expect(isWhole).toBe(true);
    expect(found.filter(({ ruleId, level }) => ruleId === id || level === 'violation')).toEqual([]);
  });
});
