import type { Run } from '../command.ts';
import { checkPlan } from '../check-plan.ts';
import { choosePlan } from '../plan/choose-plan.ts';
import { readPlanFiles } from '../plan-files.ts';
import { count, printIssues } from '../print-issues.ts';

/** Checks a plan. Ends with `findings` on errors, `usage` where there is no plan. */
export const run: Run = async (context, given) => {
  const planFile = await choosePlan(context, given, given.args[0]);
  const files = readPlanFiles(planFile, context.directory);
  const checked = count(1 + files.events.length, 'file');
  return printIssues(context.print, { command: 'plan lint', checked, issues: checkPlan(files) });
};
