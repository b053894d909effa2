import { backupVault, expectVault, listBackupKeys } from '@headgate/seal/vault';
import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { Failure } from '../exit.ts';
import { confirm } from '../keys/confirm.ts';
import { withKeys } from '../keys/key-scope.ts';
import { count } from '../print-issues.ts';
import { endBackups, kekOfVault, openKekOf, placesOf } from '../subject/vault-scope.ts';
import { formatTime } from '../words.ts';
import { writeDurably } from '../write-whole.ts';

const OWNER_ALONE = 0o600;
const DAY_MS = 86_400_000;

/** Writes the vault into a file that its own key, kept apart, opens until the days of the vault are over. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const now = Date.now();
  const path = resolve(context.directory, given.args[0] ?? '');
  const shown = relative(context.directory, path);
  if (existsSync(path)) throw new Failure('usage', `${shown} is there already`, 'Name a new file.');
  const places = placesOf(context, given);
  if (dirname(path) === places.backupKeys) {
    throw new Failure('usage', 'a backup must not lie beside what opens it', 'Name another directory.');
  }
  const { backupDays } = expectVault(places.vault);
  endBackups(context, places, now);
  if (print.format === 'human') {
    print.data(`${shown}: can be opened until ${formatTime(now + backupDays * DAY_MS)}, and then by nobody`);
  }
  const ended = await confirm(context, given, { question: 'Write it?', isGrave: false });
  if (ended !== null) return ended;
  const kek = await openKekOf(context, kekOfVault(places));
  const scope = { directory: places.vault, backupKeys: places.backupKeys, kek, now };
  const term = await backupVault(scope, (bytes) => writeDurably(path, bytes, OWNER_ALONE));
  if (print.format === 'json') {
    print.json({
      schemaVersion: 1,
      file: shown,
      id: term.id,
      expiresAt: new Date(term.expiresAt).toISOString(),
    });
  } else print.data(`${shown} is written`);
  print.note(`${count(listBackupKeys(places.backupKeys, now).length, 'backup')} can be opened now.`);
  print.note('Keep it apart from the keys of backups, and let no backup of the disk take those.');
  return 'clean';
});
