/** The configuration as a command needs it: whole, or only the part that says where the gateway is. */
import { loadConfig } from '@headgate/gateway';
import type { Config, ConfigFlag } from '@headgate/gateway';
import type { Checked } from '@headgate/core';
import type { Context, Given } from './command.ts';
import { textOption } from './command.ts';
import { configFileOf, hasConfigFile } from './config-file.ts';
import { Failure } from './exit.ts';
import { count } from './print-issues.ts';

/** Reads the whole configuration with its issues. */
export function checkConfig(context: Context, given: Given): Promise<Checked<Config>> {
  return loadConfig({ file: configFileOf(context, given), variables: context.environment });
}

/** Reads the whole configuration. Rejects with a `Failure` where it has errors. */
export async function readConfig(context: Context, given: Given): Promise<Config> {
  return settle(await checkConfig(context, given));
}

/** The sections that hold references to secrets. */
const BLANKED: readonly ConfigFlag[] = [
  { flag: 'sources', path: ['sources'], value: {} },
  { flag: 'vendors', path: ['vendors'], value: {} },
];

/**
 * Reads only what says where the gateway and its files are, so that a command can reach a gateway without the secrets
 * that the gateway needs. Where no file is there and none was named, defaults and variables hold.
 */
export async function readPlaces(context: Context, given: Given): Promise<Config> {
  const isOptional = textOption(given, 'config') === undefined && !hasConfigFile(context, given);
  const checked = await loadConfig({
    file: configFileOf(context, given),
    variables: context.environment,
    flags: BLANKED,
    ...(isOptional ? { text: '' } : {}),
  });
  return settle(checked);
}

function settle({ value, issues }: Checked<Config>): Config {
  if (value !== null) return value;
  const [first] = issues;
  if (issues.length === 1 && first !== undefined) {
    const place = first.line === 0 ? first.file : `${first.file}:${first.line}:${first.column}`;
    throw new Failure('usage', `${place} ${first.message.replace(/\.$/, '')}`, first.mend);
  }
  const errors = issues.filter((issue) => issue.level === 'error').length;
  throw new Failure(
    'usage',
    `the configuration has ${count(errors, 'error')}`,
    'See them: headgate config validate.',
  );
}
