import { checkPlan, createSystemClock } from '@headgate/gateway';
import type { Issue } from '@headgate/core';
import { NO_PSEUDONYMS } from '../check-plan.ts';
import type { Context, Given, Run } from '../command.ts';
import { configFileOf, hasConfigFile } from '../config-file.ts';
import { Failure } from '../exit.ts';
import { printIssues } from '../print-issues.ts';
import { checkConfig } from '../read-config.ts';

/** Checks the configuration with the plan it names. Ends with `findings` on errors, `usage` where there is no file. */
export const run: Run = async (context, given) => {
  if (!hasConfigFile(context, given)) {
    throw new Failure('usage', 'there is no configuration file', 'Name one with --config.');
  }
  return printIssues(context.print, {
    command: 'config validate',
    checked: configFileOf(context, given),
    issues: await allIssues(context, given),
  });
};

/** The settings of a vendor mean what its kind says, and the kind is in the plan, so both are read as at a start. */
async function allIssues(context: Context, given: Given): Promise<readonly Issue[]> {
  const { value, issues } = await checkConfig(context, given);
  if (value === null) return issues;
  const loaded = await checkPlan(value, NO_PSEUDONYMS, createSystemClock());
  return [...issues, ...loaded.issues];
}
