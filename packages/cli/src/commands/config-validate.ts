import type { Run } from '../command.ts';
import { configFileOf, hasConfigFile } from '../config-file.ts';
import { Failure } from '../exit.ts';
import { printIssues } from '../print-issues.ts';
import { checkConfig } from '../read-config.ts';

/** Checks the configuration. Ends with `findings` on errors, `usage` where there is no file. */
export const run: Run = async (context, given) => {
  if (!hasConfigFile(context, given)) {
    throw new Failure('usage', 'there is no configuration file', 'Name one with --config.');
  }
  const { issues } = await checkConfig(context, given);
  return printIssues(context.print, {
    command: 'config validate',
    checked: configFileOf(context, given),
    issues,
  });
};
