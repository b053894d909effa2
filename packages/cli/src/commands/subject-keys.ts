import { expectRing } from '@headgate/seal';
import { SUBJECTS_MAX, addSubjects, initVault, readVault } from '@headgate/seal/vault';
import { relative, resolve } from 'node:path';
import { textOption } from '../command.ts';
import type { Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { confirm } from '../keys/confirm.ts';
import { withKeys } from '../keys/key-scope.ts';
import { keepOutOfGit, refuseDataDirectory } from '../keys/private-directory.ts';
import { endBackups, kekOfVault, openKekOf, placesOf } from '../subject/vault-scope.ts';
import { formatCount } from '../words.ts';

/** Makes keys of subjects, and the vault where there is none yet. */
export const run = withKeys(async (context, given) => {
  const { print, directory: from } = context;
  const places = placesOf(context, given);
  const count = countOf(given);
  const pool = poolOf(from, given);
  const backupDays = daysOf(given);
  endBackups(context, places, Date.now());
  const there = readVault(places.vault);
  if (there === null) await refuseDataDirectory(context, given, places.vault);
  const settings = kekOfVault(places);
  const shown = relative(from, places.vault) || '.';
  if (print.format === 'human') {
    if (there === null)
      print.data(`${shown}: a new vault, whose backups can be opened for ${backupDays} days`);
    print.data(
      `${formatCount(count)} private halves into ${shown}, public halves into ${relative(from, pool)}`,
    );
  }
  const ended = await confirm(context, given, { question: 'Make them?', isGrave: false });
  if (ended !== null) return ended;
  const kek = await openKekOf(context, settings);
  if (there === null) {
    const { tenant } = expectRing(places.keys);
    await initVault({ directory: places.vault }, { tenant, kek, backupDays });
    keepOutOfGit(places.vault);
  }
  await addSubjects({ directory: places.vault }, { kek, count, pool });
  if (print.format === 'json') print.json({ schemaVersion: 1, vault: shown, made: count });
  else print.data(`${formatCount(count)} made`);
  print.note(
    'Bring the pool to the gateway, which takes keys from it in their order, and back the vault up.',
  );
  return 'clean';
});

function countOf(given: Given): number {
  const text = textOption(given, 'count') ?? '';
  const count = Number(text);
  if (/^\d{1,8}$/.test(text) && count >= 1 && count <= SUBJECTS_MAX) return count;
  throw new Failure('usage', '--count is not a count of keys', `Write 1 to ${SUBJECTS_MAX}.`);
}

function poolOf(from: string, given: Given): string {
  const named = textOption(given, 'pool');
  if (named !== undefined && named !== '') return resolve(from, named);
  throw new Failure(
    'usage',
    'the file of public halves is not named',
    'Name it with --pool subject-pool.txt.',
  );
}

function daysOf(given: Given): number {
  const text = textOption(given, 'backupDays') ?? '';
  if (/^(?:[1-9]|[12]\d|30)$/.test(text)) return Number(text);
  throw new Failure('usage', '--backup-days is not a number of days', 'Write 1 to 30.');
}
