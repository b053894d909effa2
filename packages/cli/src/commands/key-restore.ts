import { foreseeRestore, openBackup, parseBackup, readRing, restoreRing } from '@headgate/seal';
import type { Backup, Kek, MergeChange, Ring } from '@headgate/seal';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { confirm } from '../keys/confirm.ts';
import { keysDirectory, namedKek, openNamedKek, withKeys } from '../keys/key-scope.ts';
import type { KekUse } from '../keys/key-scope.ts';
import { keepOutOfGit, refuseDataDirectory } from '../keys/private-directory.ts';
import { formatTime } from '../words.ts';

/** Brings a backup into the ring, or makes a ring of it. States only move forward, so destroyed keys stay so unless named. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const directory = keysDirectory(context, given);
  const resurrect = kidsOf(given);
  const backup = parseBackup(readBackup(context, given));
  const before = readRing(directory);
  if (before === null) await refuseDataDirectory(context, given, directory);
  const settings = before?.kek ?? namedKek(context, given);
  const { kek, opened } = await open(context, backup, { settings, isNew: before === null });
  const now = Date.now();
  const { changes } = foreseeRestore(before, opened, { now, resurrect });
  refuseUnknown(resurrect, changes);
  if (print.format === 'human') {
    print.data(`A backup of ${formatTime(backup.createdAt)}`);
    for (const change of changes) print.data(foresee(change));
  }
  const ended = await mayRestore(context, given, changes, before === null);
  if (ended === null) {
    await restoreRing({ directory, kek, now }, opened, resurrect);
    if (before === null) keepOutOfGit(directory);
  }
  if (print.format === 'json') print.json({ schemaVersion: 1, isDone: ended === null, changes });
  if (ended !== null) return ended;
  print.note('See the keys: headgate key list. Keys made after the backup are not in it.');
  print.note(
    'If the gateway seals to a key that is not there, replace it: headgate key rotate <group> --now.',
  );
  return 'clean';
});

async function open(context: Context, backup: Backup, use: KekUse): Promise<{ kek: Kek; opened: Ring }> {
  const variable = 'HEADGATE_BACKUP_PASSPHRASE';
  const backupKek = await openNamedKek(context, { settings: backup.kek, variable, isNew: false });
  const kek = await openNamedKek(context, use);
  return { kek, opened: await openBackup(backup, backupKek, kek) };
}

async function mayRestore(
  context: Context,
  given: Given,
  changes: readonly MergeChange[],
  isNewRing: boolean,
): Promise<Exit | null> {
  if (!isNewRing && changes.every(({ isHeldBack }) => isHeldBack)) {
    context.print.note('The ring has all that the backup may bring: nothing was changed.');
    return 'clean';
  }
  const isGrave = changes.some(({ from, to }) => from !== null && from !== to);
  return confirm(context, given, { question: 'Restore?', isGrave });
}

function foresee({ kid, group, from, to, isHeldBack }: MergeChange): string {
  if (isHeldBack) return `${kid} of ${group} stays destroyed; to bring it back say --resurrect ${kid}`;
  if (from === null) return `${kid} of ${group} is added as ${to}`;
  if (from === 'destroyed') return `${kid} of ${group} comes back from the dead as ${to}`;
  return `${kid} of ${group}, ${from} here, becomes ${to}`;
}

function kidsOf({ options }: Given): ReadonlySet<string> {
  const given = options['resurrect'];
  return new Set(Array.isArray(given) ? given.filter((each) => typeof each === 'string') : []);
}

function refuseUnknown(resurrect: ReadonlySet<string>, changes: readonly MergeChange[]): void {
  const risen = new Set(
    changes.filter(({ from, to }) => from === 'destroyed' && to !== from).map(({ kid }) => kid),
  );
  if ([...resurrect].every((kid) => risen.has(kid))) return;
  const mend = 'See with --dry-run which keys it holds back.';
  throw new Failure('usage', 'a key to resurrect is not destroyed here, or not in the backup', mend);
}

function readBackup(context: Context, given: Given): string {
  const [named = ''] = given.args;
  try {
    return readFileSync(resolve(context.directory, named), 'utf8');
  } catch {
    throw new Failure('usage', `${named} cannot be read`, 'Name what headgate key backup wrote.');
  }
}
