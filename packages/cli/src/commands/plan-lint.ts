import { EXCUSABLE_RULES, PLAN_RULES } from '@headgate/core';
import type { Linted } from '@headgate/core';
import { relative, resolve } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { isGiven, textOption } from '../command.ts';
import { choosePlan } from '../choose-plan.ts';
import { STALE_BASELINE, readBaseline, staleFindings, writeBaseline } from '../findings/baseline.ts';
import type { BaselineEntry } from '../findings/baseline.ts';
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
  const baseline = baselineOf(context, given);
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
  keepBaseline(report, baseline, context);
  return exit;
};

interface Baseline {
  /** Null where none is given. */
  readonly entries: readonly BaselineEntry[] | null;
  /** As findings about it are to show it. */
  readonly shown: string;
  /** Absolute path of the one to write; null for none. */
  readonly written: string | null;
}

function baselineOf({ directory }: Context, given: Given): Baseline {
  const read = textOption(given, 'baseline');
  const written = textOption(given, 'writeBaseline');
  return {
    entries: read === undefined ? null : readBaseline(resolve(directory, read)),
    shown: read === undefined ? '' : relative(directory, resolve(directory, read)),
    written: written === undefined ? null : resolve(directory, written),
  };
}

function reportOf(
  files: PlanFiles,
  { findings, suppressed, isWhole }: Linted,
  { given, baseline }: { readonly given: Given; readonly baseline: Baseline },
): FindingReport {
  const entries = baseline.entries ?? [];
  const known = new Set(entries.map(({ fingerprint }) => fingerprint));
  // Where not all was looked at, what is missing is not gone.
  const stale = isWhole ? staleFindings(entries, findings, baseline.shown) : [];
  const failOn = textOption(given, 'failOn');
  return {
    command: 'plan lint',
    version: readVersion(),
    files: 1 + files.events.length,
    rules: [...PLAN_RULES, STALE_BASELINE],
    findings: [
      ...findings.map((finding) => ({
        ...finding,
        isKnown: EXCUSABLE_RULES.has(finding.ruleId) && known.has(finding.fingerprint),
      })),
      ...stale.map((finding) => ({ ...finding, isKnown: false })),
    ],
    suppressed: suppressed.length,
    isWhole,
    failOn: FAIL_ON.find((each) => each === failOn) ?? 'violation',
  };
}

/** With a baseline it keeps what is still found of it; without one it takes all that may be excused. */
function keepBaseline({ findings, isWhole }: FindingReport, baseline: Baseline, { print }: Context): void {
  if (baseline.written === null) return;
  if (!isWhole) {
    print.note('The baseline was not written: first mend what the gateway would refuse.');
    return;
  }
  const excusable = findings.filter(({ ruleId }) => EXCUSABLE_RULES.has(ruleId));
  const kept = baseline.entries === null ? excusable : excusable.filter(({ isKnown }) => isKnown);
  writeBaseline(baseline.written, kept);
  print.note(`Wrote ${baseline.written}`);
}
