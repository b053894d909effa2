import type { PlanFinding } from '@headgate/core';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure, gravest } from '../exit.ts';
import { againstBaseline, keepBaseline, readBaselineOptions } from '../findings/baseline-options.ts';
import type { Baseline } from '../findings/baseline-options.ts';
import { STALE_BASELINE } from '../findings/baseline.ts';
import { FAIL_ON } from '../findings/fail-on.ts';
import { readOutputs, writeFindings, writeFindingFiles } from '../findings/outputs.ts';
import { exitOf, summarise } from '../findings/report.ts';
import type { FindingReport } from '../findings/report.ts';
import { printable } from '../print.ts';
import type { Print } from '../print.ts';
import { auditSdks } from '../sdk/audit-sdks.ts';
import type { SdkAudit } from '../sdk/audit-sdks.ts';
import { ruleFacts } from '../sdk/risks/risk.ts';
import { auditJson, showAudit } from '../sdk/show-audit.ts';
import { toFindings } from '../sdk/to-findings.ts';
import { readVersion } from '../version.ts';

/** Audits the SDKs of a repository. Ends with `findings` where a risk is open and new, `incomplete` where files were passed over. */
export const run: Run = async (context, given) => {
  const outputs = readOutputs(context, given);
  const audit = await auditSdks(directoryOf(context, given));
  const baseline = readBaselineOptions(context, given);
  const report = reportOf(audit, baseline, given);
  // Before anything is written, so that no format can change it.
  const exit = gravest([exitOf(report), audit.skipped.length > 0 ? 'incomplete' : 'clean']);
  if (outputs.format === 'human' || outputs.format === 'json') {
    if (outputs.format === 'json') context.print.json(auditJson(audit, report));
    else {
      showAudit(context.print, audit);
      showStale(context.print, report);
    }
    writeFindingFiles(report, outputs, context);
    context.print.note(summarise(report));
  } else writeFindings(report, outputs, context);
  keepBaseline(report, baseline, context, isExcusable);
  for (const { file, reason } of audit.skipped) context.print.note(`${printable(file)} not read: ${reason}`);
  return exit;
};

function directoryOf({ directory }: Context, given: Given): string {
  const [named = '.'] = given.args;
  const path = resolve(directory, named);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw new Failure('usage', `there is no directory ${printable(named)}`, 'Name the root of an app.');
}

function reportOf(audit: SdkAudit, baseline: Baseline, given: Given): FindingReport {
  const isWhole = audit.skipped.length === 0;
  const failOn = textOption(given, 'failOn');
  return {
    command: 'sdk audit',
    version: readVersion(),
    files: audit.filesRead,
    rules: [...ruleFacts(), STALE_BASELINE],
    findings: againstBaseline(toFindings(audit), baseline, isWhole, isExcusable),
    suppressed: 0,
    isWhole,
    failOn: FAIL_ON.find((each) => each === failOn) ?? 'violation',
  };
}

function showStale(print: Print, { findings }: FindingReport): void {
  for (const { ruleId, path, message } of findings)
    if (ruleId === STALE_BASELINE.id) print.data(`${printable(path)} ${message}`);
}

/** The rules of an audit are all its own; what the gateway would refuse is none of them. */
function isExcusable({ ruleId }: PlanFinding): boolean {
  return ruleId !== STALE_BASELINE.id;
}
