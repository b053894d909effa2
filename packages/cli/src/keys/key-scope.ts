/** What the key commands share: where the ring is, how its KEK is opened, and what its ways of saying no mean for the exit. */
import {
  KEK_PROVIDERS,
  KeysUnusable,
  PASSPHRASE_CHARACTERS_MIN,
  newPassphraseSettings,
  openKek,
  readKekSecrets,
} from '@headgate/seal';
import type { Kek, KekSettings, KeysFault, PassphraseVariable } from '@headgate/seal';
import { dirname, join, resolve } from 'node:path';
import { textOption } from '../command.ts';
import type { Context, Given, Run } from '../command.ts';
import { configFileOf } from '../config-file.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { mayAsk } from '../init/ask.ts';
import { askHidden } from './ask-hidden.ts';

const DIRECTORY_VARIABLE = 'HEADGATE_KEYS';
const USUAL_DIRECTORY = 'headgate-keys';

const ENDINGS = {
  damaged: 'usage',
  refused: 'usage',
  missing: 'usage',
  denied: 'denied',
  unreachable: 'unreachable',
} as const satisfies Readonly<Record<KeysFault, Exit>>;

/** A command about keys: what it cannot do ends it as a `Failure`. */
export function withKeys(run: Run): Run {
  return async (context, given) => {
    try {
      return await run(context, given);
    } catch (error) {
      throw failureOf(error);
    }
  };
}

/** Absolute path of the key ring's directory. */
export function keysDirectory(context: Context, given: Given): string {
  const named = textOption(given, 'keys') ?? context.environment[DIRECTORY_VARIABLE];
  if (named !== undefined && named !== '') return resolve(context.directory, named);
  return join(dirname(configFileOf(context, given)), USUAL_DIRECTORY);
}

/** Settings of a new KEK as the command line names it. Throws a `Failure` where a name is missing. */
export function namedKek({ environment }: Context, given: Given): KekSettings {
  const key = textOption(given, 'kekKey');
  const provider = KEK_PROVIDERS.find((each) => each === textOption(given, 'kek')) ?? 'passphrase';
  switch (provider) {
    case 'secret':
      return { provider };
    case 'vault':
      return namedVault(environment, given, key ?? missingKey());
    case 'aws':
    case 'gcp':
    case 'azure':
      return { provider, key: key ?? missingKey() };
    case 'passphrase':
      return newPassphraseSettings();
  }
}

function namedVault(environment: Context['environment'], given: Given, key: string): KekSettings {
  const address = textOption(given, 'kekAddress') ?? environment['BAO_ADDR'] ?? environment['VAULT_ADDR'];
  if (address === undefined || address === '') throw unnamed('address of OpenBao or Vault', '--kek-address');
  return { provider: 'vault', address, mount: textOption(given, 'kekMount') ?? 'transit', key };
}

export interface KekUse {
  readonly settings: KekSettings;
  /** Whose passphrase it is. Default: the ring's. */
  readonly variable?: PassphraseVariable;
  /** Whether the passphrase is a new one, which a person types twice. */
  readonly isNew: boolean;
}

/** Opens a KEK with the secrets of the environment, or the passphrase that a person types. */
export async function openNamedKek(context: Context, { settings, variable, isNew }: KekUse): Promise<Kek> {
  const secrets = readKekSecrets(context.environment, variable);
  if (settings.provider !== 'passphrase' || secrets.passphrase !== null) return openKek(settings, secrets);
  const whose = variable === 'HEADGATE_BACKUP_PASSPHRASE' ? 'the backup' : 'the key ring';
  if (!mayAsk(context)) {
    const mend = `Set ${variable ?? 'HEADGATE_KEK_PASSPHRASE'}_FILE to a file that holds it, or run it at a terminal.`;
    throw new Failure('usage', `the passphrase of ${whose} is not given`, mend);
  }
  const passphrase = await askPassphrase(context, whose, isNew);
  return openKek(settings, { ...secrets, passphrase });
}

async function askPassphrase({ signal }: Context, whose: string, isNew: boolean): Promise<string> {
  const terminal = { input: process.stdin, output: process.stderr, signal };
  const hint = isNew ? ` (new, at least ${PASSPHRASE_CHARACTERS_MIN} characters)` : '';
  const passphrase = await askHidden(`Passphrase of ${whose}${hint}: `, terminal);
  if (passphrase === null) throw stopped();
  if (!isNew) return passphrase;
  const again = await askHidden('Once more: ', terminal);
  if (again === null) throw stopped();
  if (again === passphrase) return passphrase;
  throw new Failure('usage', 'the two passphrases differ', 'Run it again.');
}

function stopped(): Failure {
  return new Failure('interrupted', 'no passphrase was given', 'Run it again.');
}

function missingKey(): never {
  throw unnamed('key that wraps', '--kek-key');
}

function unnamed(what: string, flag: string): Failure {
  return new Failure('usage', `the ${what} is not named`, `Name it with ${flag}.`);
}

function failureOf(error: unknown): unknown {
  if (error instanceof KeysUnusable) {
    return new Failure(ENDINGS[error.fault], toldAs(error.message), error.mend);
  }
  const isOfFiles = error instanceof Error && 'syscall' in error && 'code' in error;
  if (!isOfFiles || typeof error.code !== 'string') return error;
  const mend = 'Check the path, who owns it, and the space on the disk.';
  return new Failure('usage', `a file of the keys cannot be read or written (${error.code})`, mend);
}

/** A sentence as a failure is told: its first word small where it is no name, and no full stop. */
function toldAs(message: string): string {
  return message
    .replace(/^(?:A|Another|The|There|This|What) /, (word) => word.toLowerCase())
    .replace(/\.$/, '');
}
