import type { Run } from '../command.ts';
import { checkPlan } from '../check-plan.ts';
import { Failure } from '../exit.ts';
import { findPlan, readPlanFiles } from '../plan-files.ts';
import { count, printIssues } from '../print-issues.ts';

/** Checks the plan in a directory. Ends with `findings` on errors, `usage` where there is no plan. */
export const run: Run = async ({ print, directory }, { args: [path] }) => {
  const place = findPlan(directory, path);
  if (place === null) {
    throw new Failure(
      'usage',
      'there is no plan.yaml here',
      'Name its directory: headgate plan lint telemetry.',
    );
  }
  const files = readPlanFiles(place, directory);
  const checked = count(1 + files.events.length, 'file');
  return printIssues(print, { command: 'plan lint', checked, issues: checkPlan(files) });
};
