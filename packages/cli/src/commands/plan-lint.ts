import { EXCUSABLE_RULES, PLAN_RULES } from '@headgate/core';
import type { Linted, PlanFinding } from '@headgate/core';
import type { Given, Run } from '../command.ts';
import { isGiven, textOption } from '../command.ts';
import { choosePlan } from '../choose-plan.ts';
import { againstBaseline, keepBaseline, readBaselineOptions } from '../findings/baseline-options.ts';
import type { Baseline } from '../findings/baseline-options.ts';
import { STALE_BASELINE } from '../findings/baseline.ts';
import { fixPlan } from '../findings/fix-plan.ts';
import { readOutputs, writeFindings } from '../findings/outputs.ts';
import { FAIL_ON } from '../findings/fail-on.ts';
import { counted, exitOf } from '../findings/report.ts';
import type { FindingReport } from '../findings/report.ts';
import { readPlanFiles } from '../plan-files.ts';
import type { PlanFiles } from '../plan-files.ts';
import { readVersion } from '../version.ts';
import { lintFiles } from '../lint-files.ts';

/** Checks a plan. Ends with `findings` where any is new and as grave as --fail-on, `usage` where there is no plan. */
export const run: Run = async (context, given) => {
  const outputs = readOutputs(context, given);
  const baseline = readBaselineOptions(context, given);
  const planFile = await choosePlan(context, given);
  const now = Date.now();
  const lint = (files: PlanFiles): Linted => lintFiles(files, now);
  let files = readPlanFiles(planFile, context.directory);
  if (isGiven(given, 'fix')) {
    const edits = fixPlan(files, lint, context.directory);
    context.print.note(`Made ${counted(edits, 'edit')}`);
    if (edits > 0) files = readPlanFiles(planFile, context.directory);
  }
  const linted = lint(files);
  const report = reportOf(files, linted, { given, baseline });
  // Before anything is written, so that no format can change it.
  const exit = exitOf(report);
  writeFindings(report, outputs, context);
  keepBaseline(report, baseline, context, isExcusable);
  return exit;
};

function reportOf(
  files: PlanFiles,
  { findings, suppressed, isWhole }: Linted,
  { given, baseline }: { readonly given: Given; readonly baseline: Baseline },
): FindingReport {
  const failOn = textOption(given, 'failOn');
  return {
    command: 'plan lint',
    version: readVersion(),
    files: 1 + files.events.length,
    rules: [...PLAN_RULES, STALE_BASELINE],
    findings: againstBaseline(findings, baseline, isWhole, isExcusable),
    suppressed: suppressed.length,
    isWhole,
    failOn: FAIL_ON.find((each) => each === failOn) ?? 'violation',
  };
}

function isExcusable({ ruleId }: PlanFinding): boolean {
  return EXCUSABLE_RULES.has(ruleId);
}
