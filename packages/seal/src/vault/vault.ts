/**
 * The vault of subjects' keys. It lies on the machines that open fields, never on the gateway's.
 *
 *   vault.json        the vault's key, wrapped by the KEK; mode 0600, as all that is secret here
 *   halves.bin        private halves, wrapped by the vault's key (halves.ts)
 *   tombstones.jsonl  who was erased (tombstones.ts)
 *   vault.lock        the process that is changing the vault
 *
 * States of a subject: kept (a half and no tombstone), erased (a tombstone). Erasing writes the tombstone first and then over the half; from
 * the tombstone on nobody is given the key, and what a crash left of the half the next change writes over.
 * A public half goes into the pool only once its private half is durable; a crash between leaves a half that nobody uses.
 */
import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { unwrapPrivateKey } from '../envelope/subject.ts';
import type { Kek } from '../keys/kek/kek.ts';
import { KeysUnusable } from '../keys/keys-unusable.ts';
import { takeLock } from '../keys/lock.ts';
import { openHalves, overwriteHalf } from './halves.ts';
import { openTombstones } from './tombstones.ts';
import { nodeVaultDisk } from './vault-disk.ts';
import type { VaultDisk } from './vault-disk.ts';
import { VAULT_FILE_BYTES_MAX, parseVaultFile, vaultContext } from './vault-file.ts';
import type { VaultFile } from './vault-file.ts';

/** Group and others have no access. */
const FORBIDDEN_MODE = 0o077;

export interface VaultPaths {
  readonly file: string;
  readonly halves: string;
  readonly tombstones: string;
  readonly lock: string;
}

export function pathsIn(directory: string): VaultPaths {
  return {
    file: join(directory, 'vault.json'),
    halves: join(directory, 'halves.bin'),
    tombstones: join(directory, 'tombstones.jsonl'),
    lock: join(directory, 'vault.lock'),
  };
}

/** The vault as services that open sealed fields use it. */
export interface OpenVault {
  readonly tenant: string;
  /** As an opener asks it. What another process erases is erased here with its next question. */
  readonly subjectKey: (kid: string) => KeyObject | 'erased' | null;
}

/** Opens the vault of a directory. Rejects with `KeysUnusable` where it is missing or damaged, or the KEK does not open it. */
export async function openVault(
  directory: string,
  kek: Kek,
  disk: VaultDisk = nodeVaultDisk,
): Promise<OpenVault> {
  const file = expectVault(directory, disk);
  const key = await openVaultKey(file, kek);
  const paths = pathsIn(directory);
  const halves = openHalves(disk, paths.halves);
  const tombstones = openTombstones(disk, paths.tombstones);
  return {
    tenant: file.tenant,
    subjectKey: (kid) => {
      if (tombstones.erasedAt(kid) !== null) return 'erased';
      const half = halves.find(kid);
      if (half === null) return null;
      // A half that does not unwrap is damaged or was written over this moment: either way there is no key.
      return half.wrapped === null ? 'erased' : unwrapPrivateKey(key, half.wrapped);
    },
  };
}

/** Throws as `readVault` does, and where there is none. */
export function expectVault(directory: string, disk: VaultDisk = nodeVaultDisk): VaultFile {
  const file = readVault(directory, disk);
  if (file !== null) return file;
  const mend = 'Name its directory with --vault or HEADGATE_VAULT, or make one: headgate subject keys.';
  throw new KeysUnusable('missing', `There is no vault in ${directory}.`, mend);
}

/** Null where there is none. Throws `KeysUnusable` where it is damaged or others may read it. */
export function readVault(directory: string, disk: VaultDisk = nodeVaultDisk): VaultFile | null {
  const { file } = pathsIn(directory);
  const text = readBounded(disk, file);
  if (text === null) return null;
  const mode = disk.modeOf(file);
  if (mode !== null && (mode & FORBIDDEN_MODE) !== 0) {
    throw new KeysUnusable('refused', 'The vault can be read by others.', `Run: chmod 600 ${file}.`);
  }
  return parseVaultFile(text);
}

function readBounded(disk: VaultDisk, path: string): string | null {
  try {
    return disk.read(path, VAULT_FILE_BYTES_MAX);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const mend = 'Bring the vault back from a backup: headgate subject restore.';
    throw new KeysUnusable('damaged', `vault.json is larger than ${VAULT_FILE_BYTES_MAX} bytes.`, mend);
  }
}

/** The key that wraps the private halves. */
export async function openVaultKey({ tenant, wrappedKey }: VaultFile, kek: Kek): Promise<KeyObject> {
  const raw = await kek.unwrap(wrappedKey, vaultContext(tenant));
  const key = createSecretKey(raw);
  raw.fill(0);
  return key;
}

/** Whether and when a subject was erased, and whether the vault has its key: needs no KEK. */
export function stateOfSubject(
  directory: string,
  kid: string,
  disk: VaultDisk = nodeVaultDisk,
): 'kept' | 'erased' | 'unknown' {
  expectVault(directory, disk);
  const paths = pathsIn(directory);
  if (openTombstones(disk, paths.tombstones).erasedAt(kid) !== null) return 'erased';
  return openHalves(disk, paths.halves).find(kid) === null ? 'unknown' : 'kept';
}

/** Changes the vault while no other process does, after finishing what an interrupted erasure left. */
export async function changeVault<T>(
  directory: string,
  change: (paths: VaultPaths) => Promise<T>,
  disk: VaultDisk = nodeVaultDisk,
): Promise<T> {
  disk.makeDirectory(directory);
  const paths = pathsIn(directory);
  takeLock(disk, paths.lock, 'the vault');
  try {
    overwriteErased(disk, paths);
    return await change(paths);
  } finally {
    disk.remove(paths.lock);
  }
}

/** Writes over every half whose subject has a tombstone. */
export function overwriteErased(disk: VaultDisk, paths: VaultPaths): void {
  const erased = openTombstones(disk, paths.tombstones).all();
  if (erased.length === 0) return;
  const halves = openHalves(disk, paths.halves);
  for (const { kid } of erased) {
    const half = halves.find(kid);
    if (half !== null && half.wrapped !== null) overwriteHalf(disk, paths.halves, half);
  }
}
