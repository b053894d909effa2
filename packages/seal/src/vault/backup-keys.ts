/**
 * The keys of backups, one for each, in a directory of their own: `<id>.backup-key.json`, mode 0600. A backup can be opened as long as its
 * key is here; at its end the key is written over and removed, and with it every copy of the backup is only noise.
 * So the directory must not be in any backup, and should not lie on the disk whose loss the backups are for.
 *
 *   { version: 1, id, tenant, createdAt, expiresAt, kek, wrapped }
 *
 * A crash while one is removed leaves it whole, or written over, which the next sweep removes.
 */
import { join } from 'node:path';
import type { Kek } from '../keys/kek/kek.ts';
import { parseKekSettings } from '../keys/kek/parse-settings.ts';
import type { KekSettings } from '../keys/kek/settings.ts';
import { wrapSurely } from '../keys/key-maker.ts';
import { KeysUnusable } from '../keys/keys-unusable.ts';
import { Unfit, membersOf, momentOf, parseJson, textOf } from '../keys/read-json.ts';
import { replaceFile } from '../keys/ring-store.ts';
import { nodeVaultDisk } from './vault-disk.ts';
import type { VaultDisk } from './vault-disk.ts';

const VERSION = 1;
const SUFFIX = '.backup-key.json';
const BYTES_MAX = 64 * 1024;
const WRAPPED_CHARACTERS_MAX = 8192;
const PRIVATE = 0o600;
/** One an hour for thirty days, and some by hand. */
export const BACKUP_KEYS_MAX = 1000;

/** What a backup and its key say of themselves; the key is bound to all of it. */
export interface BackupTerm {
  /** 16 hex digits. */
  readonly id: string;
  readonly tenant: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** From then on it cannot be opened. */
  readonly expiresAt: number;
}

export interface BackupKey extends BackupTerm {
  readonly kek: KekSettings;
  readonly wrapped: string;
}

/** Keeps the key of a backup, durable when it resolves; the key is cleared. Rejects with `KeysUnusable` where too many are kept. */
export async function keepBackupKey(
  directory: string,
  term: BackupTerm,
  { kek, key, disk = nodeVaultDisk }: { readonly kek: Kek; readonly key: Buffer; readonly disk?: VaultDisk },
): Promise<void> {
  disk.makeDirectory(directory);
  if (filesIn(disk, directory).length >= BACKUP_KEYS_MAX) {
    const message = `At most ${BACKUP_KEYS_MAX} backups can be open at a time.`;
    throw new KeysUnusable('refused', message, 'Take backups less often, or for fewer days.');
  }
  const wrapped = await wrapSurely(kek, key, contextOf(term));
  const { id, tenant, createdAt, expiresAt } = term;
  const document = {
    version: VERSION,
    id,
    tenant,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    kek: kek.settings,
    wrapped,
  };
  replaceFile(disk, pathOf(directory, id), `${JSON.stringify(document, null, 2)}\n`, PRIVATE);
}

/** The key of a backup; null where it is not here, or its time is over. */
export function findBackupKey(
  directory: string,
  id: string,
  now: number,
  disk: VaultDisk = nodeVaultDisk,
): BackupKey | null {
  const key = readKey(disk, pathOf(directory, id));
  return key !== null && key.id === id && key.expiresAt > now ? key : null;
}

/** The 32 bytes, to be cleared. */
export function unwrapBackupKey(key: BackupKey, kek: Kek): Promise<Buffer> {
  return kek.unwrap(key.wrapped, contextOf(key));
}

/** Destroys the keys whose time is over, and what crashes left of keys; gives how many. Every command of the vault begins with it. */
export function sweepBackupKeys(directory: string, now: number, disk: VaultDisk = nodeVaultDisk): number {
  const over = filesIn(disk, directory).filter((path) => {
    const key = readKey(disk, path);
    return key === null ? isRemnant(disk, path) : key.expiresAt <= now;
  });
  for (const path of over) {
    disk.overwrite(path, 0, Buffer.alloc(disk.sizeOf(path) ?? 0));
    disk.remove(path);
  }
  if (over.length > 0) disk.syncDirectory(directory);
  return over.length;
}

/** The terms of the backups that can be opened now, oldest first. */
export function listBackupKeys(
  directory: string,
  now: number,
  disk: VaultDisk = nodeVaultDisk,
): readonly BackupTerm[] {
  const keys = filesIn(disk, directory).flatMap((path) => readKey(disk, path) ?? []);
  return keys.filter(({ expiresAt }) => expiresAt > now).toSorted((a, b) => a.createdAt - b.createdAt);
}

function filesIn(disk: VaultDisk, directory: string): readonly string[] {
  const names = disk.list(directory).filter((name) => name.includes(SUFFIX));
  return names.map((name) => join(directory, name));
}

/** Written over, or not yet in its place. What else cannot be read may be of another version, and is left alone. */
function isRemnant(disk: VaultDisk, path: string): boolean {
  return path.endsWith('.tmp') || (disk.readAt(path, 0, 1)[0] ?? 0) === 0;
}

function pathOf(directory: string, id: string): string {
  return join(directory, `${id}${SUFFIX}`);
}

function readKey(disk: VaultDisk, path: string): BackupKey | null {
  try {
    const text = disk.read(path, BYTES_MAX);
    if (text === null) return null;
    const names = ['version', 'id', 'tenant', 'createdAt', 'expiresAt', 'kek', 'wrapped'];
    const members = membersOf(parseJson(text), 'the file', names);
    if (members['version'] !== VERSION) return null;
    return {
      id: textOf(members['id'], 'id'),
      tenant: textOf(members['tenant'], 'tenant'),
      createdAt: momentOf(members['createdAt'], 'createdAt'),
      expiresAt: momentOf(members['expiresAt'], 'expiresAt'),
      kek: parseKekSettings(members['kek'], 'kek'),
      wrapped: textOf(members['wrapped'], 'wrapped', WRAPPED_CHARACTERS_MAX),
    };
  } catch (error) {
    // Neither the parser's message nor the text belongs in a log.
    if (error instanceof Unfit || error instanceof RangeError) return null;
    throw error;
  }
}

function contextOf({ id, tenant, createdAt, expiresAt }: BackupTerm): string {
  return JSON.stringify(['headgate/vault-backup/v1', id, tenant, iso(createdAt), iso(expiresAt)]);
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
