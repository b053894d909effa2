/** Which configuration file is meant. Apart from reading it, so that commands that do without load no gateway. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given } from './command.ts';
import { textOption } from './command.ts';
import { Failure } from './exit.ts';

const USUAL_FILE = 'headgate.yaml';

/** Absolute path of the configuration that is meant, whether or not it is there. */
export function configFileOf(context: Context, given: Given): string {
  return resolve(context.directory, textOption(given, 'config') ?? USUAL_FILE);
}

/** Whether the configuration file that is meant is there. */
export function hasConfigFile(context: Context, given: Given): boolean {
  return statSync(configFileOf(context, given), { throwIfNoEntry: false })?.isFile() === true;
}

/** What a command ends with that cannot do without the file. */
export function noConfigFile(given: Given): Failure {
  const named = textOption(given, 'config');
  const mend =
    named === undefined ? 'Name one with --config, or try headgate dev first.' : 'Correct --config.';
  return new Failure('usage', `there is no file ${named ?? USUAL_FILE}`, mend);
}
