import { expectRing, nodeDisk, replaceFile, sealBackup } from '@headgate/seal';
import type { Ring } from '@headgate/seal';
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Failure } from '../exit.ts';
import { confirm } from '../keys/confirm.ts';
import { keysDirectory, namedKek, openNamedKek, withKeys } from '../keys/key-scope.ts';
import { count } from '../print-issues.ts';

const OWNER_ALONE = 0o600;

/** Writes all keys into one file, sealed for a KEK of its own. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const path = resolve(context.directory, given.args[0] ?? '');
  const shown = relative(context.directory, path);
  if (existsSync(path)) throw new Failure('usage', `${shown} is there already`, 'Name a new file.');
  const ring = expectRing(keysDirectory(context, given));
  const settings = namedKek(context, given);
  const { kept, destroyed } = countKeys(ring);
  if (print.format === 'human') {
    print.data(
      `${shown}: ${count(kept, 'private key')} and ${count(destroyed, 'tombstone')}, wrapped by ${settings.provider}`,
    );
  }
  const ended = await confirm(context, given, { question: 'Write it?', isGrave: false });
  if (ended !== null) return ended;
  const kek = await openNamedKek(context, { settings: ring.kek, isNew: false });
  const backupKek = await openNamedKek(context, {
    settings,
    variable: 'HEADGATE_BACKUP_PASSPHRASE',
    isNew: true,
  });
  replaceFile(nodeDisk, path, await sealBackup(ring, kek, backupKek, Date.now()), OWNER_ALONE);
  if (print.format === 'json')
    print.json({ schemaVersion: 1, file: shown, keys: kept, tombstones: destroyed, kek: settings.provider });
  else print.data(`${shown} is written`);
  print.note('Keep it apart from what opens it. A key that is destroyed later is still in it.');
  return 'clean';
});

function countKeys({ groups }: Ring): { kept: number; destroyed: number } {
  const all = [...groups.values()].flat();
  const destroyed = all.filter(({ state }) => state === 'destroyed').length;
  return { kept: all.length - destroyed, destroyed };
}
