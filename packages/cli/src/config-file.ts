/** Which configuration file is meant. Apart from reading it, so that commands that do without load no gateway. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given } from './command.ts';
import { textOption } from './command.ts';

const USUAL_FILE = 'headgate.yaml';

/** Absolute path of the configuration that is meant, whether or not it is there. */
export function configFileOf(context: Context, given: Given): string {
  return resolve(context.directory, textOption(given, 'config') ?? USUAL_FILE);
}

/** Whether the configuration file that is meant is there. */
export function hasConfigFile(context: Context, given: Given): boolean {
  return statSync(configFileOf(context, given), { throwIfNoEntry: false })?.isFile() === true;
}
