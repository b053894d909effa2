import { diffPlans, formatIssue, hasErrors, summariseDiff, writtenFacts } from '@headgate/core';
import type { Change, DiffFacts } from '@headgate/core';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { checkPlan } from '../check-plan.ts';
import { choosePlan } from '../choose-plan.ts';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import type { FindingFormat } from '../findings/formats.ts';
import { readOutputs, writeData, writeFiles } from '../findings/outputs.ts';
import type { Outputs } from '../findings/outputs.ts';
import type { FindingReport } from '../findings/report.ts';
import { FINDING_WRITERS } from '../findings/writers/index.ts';
import { askPlan } from '../plan-diff/ask-plan.ts';
import { diffLock } from '../plan-diff/diff-lock.ts';
import { DIFF_FAIL_ON } from '../plan-diff/diff-fail-on.ts';
import type { DiffFailOn } from '../plan-diff/diff-fail-on.ts';
import { diffFindings } from '../plan-diff/diff-findings.ts';
import type { ChangedFiles } from '../plan-diff/diff-findings.ts';
import { formatDiff, formatDiffJson, headlineOf } from '../plan-diff/print-diff.ts';
import type { DiffReport } from '../plan-diff/print-diff.ts';
import { readAgainst, readPlanOnDisk } from '../plan-diff/read-against.ts';
import type { Against, ReadPlan } from '../plan-diff/read-against.ts';
import { REVIEWERS_FILE } from '../plan-diff/read-commit.ts';
import { readPlanFiles } from '../plan-files.ts';
import type { PlanFiles } from '../plan-files.ts';
import type { Print } from '../print.ts';

/** Said instead of a file or a commit. */
const GATEWAY = 'gateway';

/** Compares a plan with an earlier one. Ends with `findings` on what `--fail-on` names, `usage` where either has errors. */
export const run: Run = async (context, given) => {
  const against = textOption(given, 'against');
  if (against === undefined) {
    throw new Failure(
      'usage',
      'it is not said what to compare with',
      'Add --against main, a directory, a lock or gateway.',
    );
  }
  const outputs = readOutputs(context, given);
  const planFile = await choosePlan(context, given);
  const files = readPlanFiles(planFile, context.directory);
  refuseErrors(files);
  const plan = readPlanOnDisk(planFile, files);
  const facts = readFacts(context, given);
  const before =
    against === GATEWAY
      ? await askPlan(context, given)
      : await readAgainst(against, planFile, context.directory);
  const report: DiffReport = { against, ...compare(before, plan, facts) };
  const failOn = DIFF_FAIL_ON.find((each) => each === textOption(given, 'failOn')) ?? 'never';
  // Before anything is written, so that no format can change it.
  const exit = exitOf(report.changes, failOn);
  writeDiff(
    report,
    () => diffFindings(report, changedFiles(context, planFile, files), failOn),
    outputs,
    context,
  );
  return exit;
};

/** Findings are made only where a format wants them: they ask for the places in all files. */
function writeDiff(report: DiffReport, make: () => FindingReport, outputs: Outputs, context: Context): void {
  let made: FindingReport | null = null;
  const textOf = (format: FindingFormat, style: Print['style']): string => {
    if (format === 'human') return formatDiff(report, style);
    if (format === 'json') return formatDiffJson(report);
    made ??= make();
    return FINDING_WRITERS[format](made);
  };
  writeData(textOf, outputs, context);
  writeFiles(textOf, outputs, context);
  context.print.note(headlineOf(report));
}

function changedFiles({ directory }: Context, planFile: string, files: PlanFiles): ChangedFiles {
  const path = join(dirname(planFile), REVIEWERS_FILE);
  if (!existsSync(path)) return { ...files, reviewers: null };
  return { ...files, reviewers: { path: relative(directory, path), text: readFileSync(path, 'utf8') } };
}

function compare(against: Against, after: ReadPlan, facts: DiffFacts): Omit<DiffReport, 'against'> {
  if (against.kind === 'lock') return { changes: diffLock(against.lock, after), summary: null };
  const before = against.kind === 'plan' ? against.plan : null;
  const document = before?.document ?? null;
  const changes = diffPlans(document, after.document, {
    ...facts,
    ...(before !== null && { reviewers: { before: before.reviewers, after: after.reviewers } }),
    textDiffers: before?.text !== after.text,
  });
  return { changes, summary: summariseDiff(document, after.document, changes) };
}

/** A plan that does not check has no meaning that could be compared. */
function refuseErrors(files: PlanFiles): void {
  const first = checkPlan(files).find((issue) => hasErrors([issue]));
  if (first !== undefined)
    throw new Failure('usage', formatIssue(first).replace(/\.$/, ''), 'See all: headgate plan lint.');
}

function readFacts(context: Context, given: Given): DiffFacts {
  const today = new Date().toISOString().slice(0, 10);
  const file = textOption(given, 'facts');
  if (file === undefined) return { today };
  try {
    const read = writtenFacts.parse(JSON.parse(readFileSync(resolve(context.directory, file), 'utf8')));
    return { today, ...read };
  } catch {
    throw new Failure(
      'usage',
      `${file} holds no facts of a comparison`,
      'See docs/plan-diff.md for their shape.',
    );
  }
}

/** What cannot be approved is a finding whenever anything is. */
function exitOf(changes: readonly Change[], failOn: DiffFailOn): Exit {
  if (failOn === 'never') return 'clean';
  const isFound = changes.some(
    ({ kind, direction, semver }) =>
      direction === 'widening' || semver === 'refused' || (failOn === 'any' && kind !== 'K05'),
  );
  return isFound ? 'findings' : 'clean';
}
