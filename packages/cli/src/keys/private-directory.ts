/** Where a key ring must not be. */
import { nodeDisk, replaceFile } from '@headgate/seal';
import { join, relative, sep } from 'node:path';
import type { Context, Given } from '../command.ts';
import { hasConfigFile } from '../config-file.ts';
import { Failure } from '../exit.ts';

const OWNER_ALONE = 0o600;

/** The gateway only seals. With the private keys among its files, who has these reads everything. */
export async function refuseDataDirectory(context: Context, given: Given, directory: string): Promise<void> {
  if (!hasConfigFile(context, given)) return;
  const { readPlaces } = await import('../read-config.ts');
  const { dataDirectory } = await readPlaces(context, given);
  const inside = relative(dataDirectory, directory);
  if (inside === '..' || inside.startsWith(`..${sep}`)) return;
  const mend = 'Name another with --keys, best on another machine.';
  throw new Failure('usage', 'private keys do not belong into the data directory of the gateway', mend);
}

/** A key in a git history can never be destroyed. */
export function keepOutOfGit(directory: string): void {
  replaceFile(nodeDisk, join(directory, '.gitignore'), '*\n', OWNER_ALONE);
}
