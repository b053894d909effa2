/** Which plan a command is about. */
import type { Context, Given } from './command.ts';
import { hasConfigFile } from './config-file.ts';
import { Failure } from './exit.ts';
import { findPlan } from './plan-files.ts';

/**
 * Absolute path of the plan named, else of that of the configuration, else of the one in the usual places. Throws a `Failure`
 * where there is none. Named is what comes first on the command line, unless the command says otherwise; null for nothing.
 */
export async function choosePlan(
  context: Context,
  given: Given,
  named: string | null = given.args[0] ?? null,
): Promise<string> {
  const found = findPlan(context.directory, named ?? (await configuredPlan(context, given)));
  if (found !== null) return found;
  const where = named === null ? '' : ` at ${named}`;
  throw new Failure('usage', `there is no plan.yaml${where}`, 'Name its directory, such as telemetry.');
}

async function configuredPlan(context: Context, given: Given): Promise<string | undefined> {
  if (!hasConfigFile(context, given)) return undefined;
  // Most plans are checked where no gateway is; nothing of it is loaded there.
  const { readPlaces } = await import('./read-config.ts');
  return (await readPlaces(context, given)).planFile;
}
