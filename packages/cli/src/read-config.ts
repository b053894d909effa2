/** The configuration as a command needs it: whole, or only the part that says where the gateway is. */
import { loadConfig } from '@headgate/gateway';
import type { Config, ConfigFlag, ConfigSource } from '@headgate/gateway';
import { placeOf } from '@headgate/core';
import type { Checked, Issue } from '@headgate/core';
import type { Context, Given } from './command.ts';
import { textOption } from './command.ts';
import { configFileOf, hasConfigFile } from './config-file.ts';
import { Failure } from './exit.ts';
import { count } from './print-issues.ts';

function sourceOf(context: Context, given: Given): Pick<ConfigSource, 'file' | 'variables'> {
  return { file: configFileOf(context, given), variables: context.environment };
}

/** Reads the whole configuration with its issues. */
function checkConfig(context: Context, given: Given): Promise<Checked<Config>> {
  return loadConfig(sourceOf(context, given));
}

/**
 * All that can be said of the configuration and its plan. The settings of a vendor mean what its kind says, and the kind is in the
 * plan, so both are read as at a start; write keys that cannot be read do not keep the rest from being looked at.
 */
export async function checkWhole(
  context: Context,
  given: Given,
  checkPlan: (config: Config) => Promise<readonly Issue[]>,
): Promise<readonly Issue[]> {
  const { value, issues } = await checkConfig(context, given);
  if (value !== null) return [...issues, ...(await checkPlan(value))];
  const rest = await loadConfig({ ...sourceOf(context, given), flags: BLANKED.slice(0, 1) });
  return rest.value === null ? issues : [...issues, ...(await checkPlan(rest.value))];
}

/** Reads the whole configuration. Rejects with a `Failure` where it has errors. */
export async function readConfig(context: Context, given: Given): Promise<Config> {
  return settle(await checkConfig(context, given), given);
}

/** As `readConfig`, for showing it: secrets stay references, so that they need not be there. */
export async function readConfigToShow(context: Context, given: Given): Promise<Config> {
  return settle(await loadConfig({ ...sourceOf(context, given), references: 'kept' }), given);
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
    ...sourceOf(context, given),
    flags: BLANKED,
    ...(isOptional ? { text: '' } : {}),
  });
  return settle(checked, given);
}

function settle({ value, issues }: Checked<Config>, given: Given): Config {
  if (value !== null) return value;
  const [first] = issues;
  if (issues.length === 1 && first !== undefined) {
    throw new Failure('usage', `${placeOf(first)}: ${first.message.replace(/\.$/, '')}`, first.mend);
  }
  const named = textOption(given, 'config');
  const errors = issues.filter((issue) => issue.level === 'error').length;
  throw new Failure(
    'usage',
    `the configuration has ${count(errors, 'error')}`,
    `See them: headgate config validate${named === undefined ? '' : ` -c ${named}`}`,
  );
}
