import { foreseeRestore, openBackup, parseBackup, readRing, restoreRing } from '@headgate/seal';
import type { MergeChange } from '@headgate/seal';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { confirm } from '../keys/confirm.ts';
import { keysDirectory, namedKek, openNamedKek, withKeys } from '../keys/key-scope.ts';
import { formatTime } from '../words.ts';

/** Brings a backup into the ring, or makes a ring of it. States only move forward, so destroyed keys stay so unless named. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const directory = keysDirectory(context, given);
  const resurrect = kidsOf(given);
  const backup = parseBackup(readBackup(context, given));
  const before = readRing(directory);
  const backupKek = await openNamedKek(context, {
    settings: backup.kek,
    variable: 'HEADGATE_BACKUP_PASSPHRASE',
    isNew: false,
  });
  const kek = await openNamedKek(context, {
    settings: before?.kek ?? namedKek(context, given),
    isNew: before === null,
  });
  const opened = await openBackup(backup, backupKek, kek);
  const now = Date.now();
  const { changes } = foreseeRestore(before, opened, { now, resurrect });
  refuseUnknown(resurrect, changes);
  if (print.format === 'human') {
    print.data(`A backup of ${formatTime(backup.createdAt)}`);
    for (const change of changes) print.data(foresee(change));
  }
  const isNothing = changes.every(({ isHeldBack }) => isHeldBack) && before !== null;
  const isGrave = changes.some(({ from, to }) => from !== null && from !== to);
  const ended = isNothing ? 'clean' : await confirm(context, given, { question: 'Restore?', isGrave });
  if (ended === null) await restoreRing({ directory, kek, now }, opened, resurrect);
  if (print.format === 'json') print.json({ schemaVersion: 1, isDone: ended === null, changes });
  if (isNothing) print.note('The ring has all that the backup may bring: nothing was changed.');
  if (ended !== null) return ended;
  print.note('See the keys: headgate key list. Keys made after the backup are not in it.');
  print.note(
    'If the gateway seals to a key that is not there, replace it: headgate key rotate <group> --now.',
  );
  return 'clean';
});

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
  const risen = new Set(changes.filter(({ from }) => from === 'destroyed').map(({ kid }) => kid));
  const isUnknown = [...resurrect].some(
    (kid) => !risen.has(kid) || changes.some((each) => each.kid === kid && each.isHeldBack),
  );
  if (!isUnknown) return;
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
