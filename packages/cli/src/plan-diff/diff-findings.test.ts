/** Every kind of change as a finding: where it is, how grave, and that no format ends otherwise than the comparison. */
import {
  diffPlans,
  makeChange,
  summariseDiff,
  NO_REVIEWERS,
  readPlanDocument,
  readYaml,
  writtenReviewers,
} from '@headgate/core';
import type { Change, PlanDocument } from '@headgate/core';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FINDING_WRITERS } from '../findings/writers/index.ts';
import { exitOf } from '../findings/report.ts';
import { readPlanFiles } from '../plan-files.ts';
import { diffFindings } from './diff-findings.ts';
import type { ChangedFiles } from './diff-findings.ts';
import type { DiffReport } from './print-diff.ts';

const CASES = fileURLToPath(new URL('../../../../fixtures/plan-diff/', import.meta.url));

function filesOf(directory: string): ChangedFiles {
  const path = join(directory, 'reviewers.yaml');
  const reviewers = existsSync(path) ? { path: 'reviewers.yaml', text: readFileSync(path, 'utf8') } : null;
  return { ...readPlanFiles(join(directory, 'plan.yaml'), directory), reviewers };
}

function reviewersOf({ reviewers }: ChangedFiles): typeof NO_REVIEWERS {
  if (reviewers === null) return NO_REVIEWERS;
  return readYaml(reviewers.text, reviewers.path, writtenReviewers).value ?? NO_REVIEWERS;
}

function documentOf({ plan, events }: ChangedFiles): PlanDocument | null {
  return readPlanDocument(plan, events).value;
}

/** The comparison of one case; null where one side is there alone or is not written in the language. */
function compare(kind: string): { readonly report: DiffReport; readonly files: ChangedFiles } | null {
  const [was, is] = [join(CASES, kind, 'before'), join(CASES, kind, 'after')];
  if (!existsSync(join(was, 'plan.yaml')) || !existsSync(join(is, 'plan.yaml'))) return null;
  const [before, after] = [filesOf(was), filesOf(is)];
  const [old, now] = [documentOf(before), documentOf(after)];
  if (old === null || now === null) return null;
  const reviewers = { before: reviewersOf(before), after: reviewersOf(after) };
  const changes = diffPlans(old, now, { reviewers });
  return { report: { against: 'before', changes, summary: summariseDiff(old, now, changes) }, files: after };
}

const compared = readdirSync(CASES).flatMap((kind) => {
  const found = compare(kind);
  return found === null ? [] : [{ kind, ...found }];
});

describe('a comparison', () => {
  it('has, for each change but one of layout, a finding at a place in the files that are there', () => {
    expect(compared.length).toBeGreaterThan(140);
    for (const { kind, report, files } of compared) {
      const { findings } = diffFindings(report, files, 'never');
      const changes = report.changes.filter((change) => change.kind !== 'K05');
      expect([kind, findings.map(({ ruleId }) => ruleId).toSorted()]).toEqual([
        kind,
        changes.map((change) => change.kind).toSorted(),
      ]);
      const paths = [files.plan, ...files.events, ...(files.reviewers === null ? [] : [files.reviewers])];
      for (const { path, line } of findings) {
        expect([kind, paths.map((each) => each.path)]).toEqual([kind, expect.arrayContaining([path])]);
        expect([kind, line > 0]).toEqual([kind, true]);
      }
      expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
    }
  });

  it('ends as its directions say, by the levels of its findings', () => {
    for (const { kind, report, files } of compared) {
      const has = (test: (change: Change) => boolean): string =>
        report.changes.some(test) ? 'findings' : 'clean';
      const ends = {
        widening: has(widensOrRefused),
        any: has((each) => each.kind !== 'K05'),
        never: 'clean',
      };
      for (const failOn of ['widening', 'any', 'never'] as const) {
        expect([kind, failOn, exitOf(diffFindings(report, files, failOn))]).toEqual([
          kind,
          failOn,
          ends[failOn],
        ]);
      }
    }
  });

  it('says what is new to the reviewers at their file', () => {
    const [first] = compared;
    if (first === undefined) throw new Error('no case');
    const text =
      '{ apiVersion: headgate/v1, kind: reviewers, reviewers: [{ by: eve, roles: [], forge: { github: eve } }] }';
    const change = makeChange('A17', { event: null, pointer: '/reviewers' }, 'eve may sign.');
    const files = { ...first.files, reviewers: { path: 'reviewers.yaml', text } };
    const report = { against: 'before', changes: [change], summary: null };
    expect(diffFindings(report, files, 'never').findings).toMatchObject([
      { path: 'reviewers.yaml', line: 1, column: 45, mend: 'Who must agree: 2 of security.' },
    ]);
  });

  it('says what is gone at the plan', () => {
    const found = compared.find(({ kind }) => kind === 'B04');
    if (found === undefined) throw new Error('no case B04');
    const { findings } = diffFindings(found.report, found.files, 'never');
    expect(findings).toMatchObject([{ ruleId: 'B04', path: 'plan.yaml', line: 1 }]);
  });

  it('is one comment below its length, with what it comes to, however much differs', () => {
    const first = compared.find(({ kind }) => kind === 'C03');
    const change = first?.report.changes[0];
    if (first === undefined || change === undefined) throw new Error('no case C03');
    const flow = { event: 'e'.repeat(60), vendor: 'v'.repeat(60), field: 'f'.repeat(60) };
    const { summary } = first.report;
    const report = {
      ...first.report,
      changes: Array.from({ length: 2000 }, () => change),
      summary: summary && {
        ...summary,
        capacity: Array.from({ length: 2000 }, () => ({ event: flow.event, before: 0, after: 9 })),
      },
    };
    const text = FINDING_WRITERS.markdown(diffFindings(report, first.files, 'never'));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('| ▲ widening |');
    expect(text).toContain('- version: minor; privacy: widening; reviewed by: product, privacy');
    expect(text).toMatch(/- and [\d,]+ more$/);
  });
});

function widensOrRefused({ direction, semver }: Change): boolean {
  return direction === 'widening' || semver === 'refused';
}
