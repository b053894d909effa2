import { diffPlans, formatIssue, hasErrors, summariseDiff, writtenFacts } from '@headgate/core';
import type { Change, DiffFacts } from '@headgate/core';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkPlan } from '../check-plan.ts';
import { choosePlan } from '../choose-plan.ts';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { askPlan } from '../plan-diff/ask-plan.ts';
import { diffLock } from '../plan-diff/diff-lock.ts';
import { printDiff } from '../plan-diff/print-diff.ts';
import type { DiffReport } from '../plan-diff/print-diff.ts';
import { readAgainst, readPlanOnDisk } from '../plan-diff/read-against.ts';
import type { Against, ReadPlan } from '../plan-diff/read-against.ts';
import { readPlanFiles } from '../plan-files.ts';
import type { PlanFiles } from '../plan-files.ts';

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
  const planFile = await choosePlan(context, given);
  const files = readPlanFiles(planFile, context.directory);
  refuseErrors(files);
  const plan = readPlanOnDisk(planFile, files);
  const facts = readFacts(context, given);
  const before =
    against === GATEWAY
      ? await askPlan(context, given)
      : await readAgainst(against, planFile, context.directory);
  const report = compare(before, plan, facts);
  printDiff(context.print, { against, ...report });
  return exitOf(report.changes, textOption(given, 'failOn') ?? 'never');
};

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
function exitOf(changes: readonly Change[], failOn: string): Exit {
  if (failOn === 'never') return 'clean';
  const isFound = changes.some(
    ({ kind, direction, semver }) =>
      direction === 'widening' || semver === 'refused' || (failOn === 'any' && kind !== 'K05'),
  );
  return isFound ? 'findings' : 'clean';
}
