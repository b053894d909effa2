import type { Context, Given, Run } from '../command.ts';
import { checkPlan } from '../check-plan.ts';
import { hasConfigFile } from '../config-file.ts';
import { Failure } from '../exit.ts';
import { findPlan, readPlanFiles } from '../plan-files.ts';
import { count, printIssues } from '../print-issues.ts';

/** Checks a plan. Ends with `findings` on errors, `usage` where there is no plan. */
export const run: Run = async (context, given) => {
  const planFile = await choosePlan(context, given);
  const files = readPlanFiles(planFile, context.directory);
  const checked = count(1 + files.events.length, 'file');
  return printIssues(context.print, { command: 'plan lint', checked, issues: checkPlan(files) });
};

/** The plan named, else that of the configuration, else the one in the usual places. */
async function choosePlan(context: Context, given: Given): Promise<string> {
  const [named] = given.args;
  const found = findPlan(context.directory, named ?? (await configuredPlan(context, given)));
  if (found !== null) return found;
  throw new Failure('usage', 'there is no plan.yaml', 'Name its directory: headgate plan lint telemetry.');
}

async function configuredPlan(context: Context, given: Given): Promise<string | undefined> {
  if (!hasConfigFile(context, given)) return undefined;
  // Most plans are checked where no gateway is; nothing of it is loaded there.
  const { readPlaces } = await import('../read-config.ts');
  return (await readPlaces(context, given)).planFile;
}
