import { checkPlan, createSystemClock } from '@headgate/gateway';
import { NO_PSEUDONYMS } from '../check-plan.ts';
import type { Run } from '../command.ts';
import { configFileOf, hasConfigFile, noConfigFile } from '../config-file.ts';
import { printIssues } from '../print-issues.ts';
import { checkWhole } from '../read-config.ts';

/** Checks the configuration with the plan it names. Ends with `findings` on errors, `usage` where there is no file. */
export const run: Run = async (context, given) => {
  if (!hasConfigFile(context, given)) throw noConfigFile(given);
  return printIssues(context.print, {
    command: 'config validate',
    checked: configFileOf(context, given),
    issues: await checkWhole(context, given, async (config) => {
      const { issues } = await checkPlan(config, NO_PSEUDONYMS, createSystemClock());
      return issues;
    }),
  });
};
