/**
 * Examples and the values of enum, const and default are data that somebody took from somewhere, and examples have keys that no
 * plan knows. Whatever is wrong with them, no finding repeats one: a canary is planted in each of every fixture, and looked for
 * in all that the lint, the comparison and the gate write.
 */
import {
  NO_REVIEWERS,
  PLAN_RULES,
  diffPlans,
  judgeGate,
  readPlanDocument,
  summariseDiff,
} from '@headgate/core';
import type { PlanDocument, PlanFile } from '@headgate/core';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDocument, stringify } from 'yaml';
import { lintFiles } from '../lint-files.ts';
import { readPlanFiles } from '../plan-files.ts';
import type { PlanFiles } from '../plan-files.ts';
import { diffFindings } from '../plan-diff/diff-findings.ts';
import { formatDiff, formatDiffJson } from '../plan-diff/print-diff.ts';
import { FINDING_WRITERS } from './writers/index.ts';

const FIXTURES = fileURLToPath(new URL('../../../../fixtures/', import.meta.url));
const CANARY = 'canary-value-7f3a';
const CANARY_KEY = 'canary_key_7f3a';
const CANARY_NUMBER = 918_273_645;
const LEAK = /canary[-_](?:value|key)[-_]7f3a|918.?273.?645/;
const NOW = Date.parse('2026-06-01T00:00:00Z');

/** Directories with a plan.yaml of the fixtures for checks and comparisons. */
function plansIn(directory: string): string[] {
  if (existsSync(join(directory, 'plan.yaml'))) return [directory];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => plansIn(join(directory, name)));
}

type Planted = { readonly files: PlanFiles; readonly count: number };

/** The same files with canaries wherever a value of an event may stand. Files that are no YAML stay as they are. */
function plant({ plan, events }: PlanFiles): Planted {
  let count = 0;
  const plantIn = ({ path, text }: PlanFile): PlanFile => {
    const parsed = parseDocument(text);
    if (parsed.errors.length > 0) return { path, text };
    const js: unknown = parsed.toJS();
    return { path, text: stringify(visit(js, ''), { aliasDuplicateObjects: false }) };
  };
  const canaryOf = (value: unknown): unknown => {
    count += 1;
    return typeof value === 'number' ? CANARY_NUMBER : CANARY;
  };
  /** With a key that no plan knows beside those of each object, where the keys are those of an event. */
  const spoil = (value: unknown, hasOwnKeys = false): unknown => {
    if (Array.isArray(value)) return [...value.map((each) => spoil(each, hasOwnKeys)), canaryOf('')];
    if (!isObject(value)) return canaryOf(value);
    const spoilt = Object.entries(value).map(([key, each]) => [key, spoil(each, hasOwnKeys)] as const);
    return Object.fromEntries(hasOwnKeys ? spoilt : [...spoilt, [CANARY_KEY, canaryOf('')]]);
  };
  const visit = (value: unknown, key: string): unknown => {
    if (isObject(value) && key === 'examples') {
      // Those of a detector: the keys are words of the plan language, what is below them is not.
      return spoil(value, true);
    }
    if ((key === 'examples' || key === 'enum') && Array.isArray(value))
      return [...value, ...value.map((each) => spoil(each))];
    if (key === 'const' || key === 'default') return isObject(value) ? visit(value, '') : canaryOf(value);
    if (Array.isArray(value)) return value.map((each) => visit(each, ''));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, visit(each, name)]));
  };
  return { files: { plan: plantIn(plan), events: events.map(plantIn) }, count };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function documentOf({ plan, events }: PlanFiles): PlanDocument | null {
  return readPlanDocument(plan, events).value;
}

/** All that the lint says, in every format. */
function lintText(files: PlanFiles): string {
  const { findings, isWhole } = lintFiles(files, NOW);
  const report = {
    command: 'plan lint',
    version: '1.2.3',
    files: 1 + files.events.length,
    rules: PLAN_RULES,
    findings: findings.map((finding) => ({ ...finding, isKnown: false })),
    suppressed: 0,
    isWhole,
    failOn: 'information',
  } as const;
  return Object.values(FINDING_WRITERS)
    .map((write) => write(report, (_, text) => text))
    .join('\n');
}

/** All that a comparison and the gate say of a change. */
function changeText(before: PlanDocument, after: PlanDocument, files: PlanFiles): string {
  const changes = diffPlans(before, after);
  const report = { against: 'before', changes, summary: summariseDiff(before, after, changes) };
  const findings = diffFindings(report, { ...files, reviewers: null }, 'any');
  const written = [
    formatDiff(report, (_, text) => text),
    formatDiffJson(report),
    ...Object.values(FINDING_WRITERS).map((write) => write(findings, (_, text) => text)),
  ];
  const checks = judgeGate({
    from: 'staging',
    before: { document: before, reviewers: NO_REVIEWERS },
    after: { document: after, reviewers: NO_REVIEWERS },
    findings: lintFiles(files, NOW).findings,
    changes,
    judgement: null,
    soak: null,
    use: null,
    canary: null,
    share: 1,
    now: NOW,
  });
  return [...written, JSON.stringify(checks)].join('\n');
}

describe.each(['plan', 'lint', 'plan-diff', 'plan-export', 'codegen', 'shop'])('fixtures/%s', (folder) => {
  const plans = plansIn(join(FIXTURES, folder)).map((directory) => relative(FIXTURES, directory));

  it('give no finding, difference or condition with a value or a key of an example', () => {
    let planted = 0;
    const leaks: string[] = [];
    for (const place of plans) {
      const files = readPlanFiles(join(FIXTURES, place, 'plan.yaml'), FIXTURES);
      const spoilt = plant(files);
      planted += spoilt.count;
      const [before, after] = [documentOf(files), documentOf(spoilt.files)];
      const texts = [lintText(spoilt.files)];
      if (before !== null && after !== null) {
        texts.push(changeText(before, after, spoilt.files), changeText(after, before, files));
      }
      for (const text of texts) {
        const leak = text.split('\n').find((line) => LEAK.test(line));
        if (leak !== undefined) leaks.push(`${place}: ${leak.slice(0, 400)}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(planted).toBeGreaterThan(0);
  }, 120_000);
});

describe('the check that is made of schemas', () => {
  it('is never asked to carry the data along, which its errors then would repeat', () => {
    const core = fileURLToPath(new URL('../../../core/src/', import.meta.url));
    const sources = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const made = sources.filter((path) => readFileSync(join(core, path), 'utf8').includes('new Ajv'));
    expect(made).toContain(join('plan', 'compile-validation.ts'));
    expect(made.filter((path) => /\bverbose\b/.test(readFileSync(join(core, path), 'utf8')))).toEqual([]);
  });
});
