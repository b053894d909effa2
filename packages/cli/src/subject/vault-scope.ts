/** What the commands about the vault share: where things are, how they are opened, and that keys of backups end in time. */
import { expectRing } from '@headgate/seal';
import type { Kek, KekSettings } from '@headgate/seal';
import { readVault, sweepBackupKeys } from '@headgate/seal/vault';
import { dirname, join, resolve } from 'node:path';
import { textOption } from '../command.ts';
import type { Context, Given } from '../command.ts';
import { keysDirectory, openNamedKek } from '../keys/key-scope.ts';
import { count } from '../print-issues.ts';

export interface VaultPlaces {
  readonly keys: string;
  readonly vault: string;
  readonly backupKeys: string;
  readonly audit: string;
}

/** Absolute paths, as the command line, else the variables, else the key ring's place has them. */
export function placesOf(context: Context, given: Given): VaultPlaces {
  const keys = keysDirectory(context, given);
  const place = (option: string, variable: string, standard: string): string => {
    const named = textOption(given, option) ?? context.environment[variable] ?? '';
    return named === '' ? standard : resolve(context.directory, named);
  };
  const vault = place('vault', 'HEADGATE_VAULT', join(dirname(keys), 'headgate-vault'));
  return {
    keys,
    vault,
    backupKeys: place('backupKeys', 'HEADGATE_BACKUP_KEYS', join(vault, 'backup-keys')),
    audit: place('audit', 'HEADGATE_AUDIT', join(dirname(keys), 'headgate-audit')),
  };
}

/** Destroys the keys of backups whose time is over, and says so. Every command of the vault begins with it. */
export function endBackups({ print }: Context, { backupKeys }: VaultPlaces, now: number): void {
  const ended = sweepBackupKeys(backupKeys, now);
  if (ended > 0) print.note(`The time of ${count(ended, 'backup')} is over: nobody can open them any more.`);
}

/** Settings of the KEK that the vault was made with; of the key ring where there is no vault yet. */
export function kekOfVault({ keys, vault }: VaultPlaces): KekSettings {
  return readVault(vault)?.kek ?? expectRing(keys).kek;
}

export function openKekOf(context: Context, settings: KekSettings): Promise<Kek> {
  return openNamedKek(context, { settings, isNew: false });
}
