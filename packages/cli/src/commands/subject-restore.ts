import { readTrail } from '@headgate/seal/trail';
import {
  expectBackupKey,
  openVaultBackup,
  parseVaultBackup,
  readVault,
  restoreVault,
} from '@headgate/seal/vault';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { confirm } from '../keys/confirm.ts';
import { withKeys } from '../keys/key-scope.ts';
import { keepOutOfGit, refuseDataDirectory } from '../keys/private-directory.ts';
import { erasuresIn } from '../subject/trail-rows.ts';
import { endBackups, kekOfVault, openKekOf, placesOf } from '../subject/vault-scope.ts';
import { count } from '../print-issues.ts';
import { formatCount, formatTime } from '../words.ts';

/** Brings a backup into the vault. Whom the vault, the backup or the audit trail has as erased stays erased. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const now = Date.now();
  const places = placesOf(context, given);
  const backup = parseVaultBackup(readBackup(context, given));
  endBackups(context, places, now);
  const key = expectBackupKey(backup, places.backupKeys, now);
  const isNew = readVault(places.vault) === null;
  if (isNew) await refuseDataDirectory(context, given, places.vault);
  const settings = kekOfVault(places);
  const erased = erasuresIn(readTrail(places.audit));
  if (print.format === 'human') {
    print.data(`A backup of ${formatTime(backup.createdAt)}, into ${isNew ? 'a new vault' : 'the vault'}`);
    print.data(`The audit trail tells of ${count(erased.length, 'erased key')}, left out.`);
  }
  const ended = await confirm(context, given, { question: 'Restore?', isGrave: false });
  if (ended !== null) return ended;
  const kek = await openKekOf(context, settings);
  const isSame = JSON.stringify(key.kek) === JSON.stringify(settings);
  const opened = await openVaultBackup(backup, key, isSame ? kek : await openKekOf(context, key.kek));
  const { added, heldBack } = await restoreVault({ directory: places.vault }, opened, { kek, erased });
  if (isNew) keepOutOfGit(places.vault);
  if (print.format === 'json') print.json({ schemaVersion: 1, added, heldBack });
  else {
    print.data(`added: ${formatCount(added)}; held back, because erased: ${formatCount(heldBack)}`);
  }
  print.note(
    'Keys made after the backup are not in it. If the audit trail was lost too, erase again by your tickets.',
  );
  return 'clean';
});

function readBackup(context: Context, given: Given): Buffer {
  const [named = ''] = given.args;
  try {
    return readFileSync(resolve(context.directory, named));
  } catch {
    throw new Failure('usage', `${named} cannot be read`, 'Name what headgate subject backup wrote.');
  }
}
