/** Makes a vault, adds subjects' keys to it, and erases them. */
import { randomBytes } from 'node:crypto';
import { createSubjectKeys } from '../envelope/subject.ts';
import type { Kek } from '../keys/kek/kek.ts';
import { WRAPPED_BYTES as KEY_BYTES } from '../keys/kek/kek.ts';
import { wrapSurely } from '../keys/key-maker.ts';
import { KeysUnusable } from '../keys/keys-unusable.ts';
import { isRingName } from '../keys/ring.ts';
import { replaceFile } from '../keys/ring-store.ts';
import { appendHalves, countHalves, openHalves, overwriteHalf } from './halves.ts';
import { appendLines } from './lines.ts';
import { appendPool } from './pool.ts';
import { formatTombstone, isKid, openTombstones } from './tombstones.ts';
import { changeVault, expectVault, openVaultKey, pathsIn, readVault } from './vault.ts';
import { BACKUP_DAYS_MAX, formatVaultFile, isBackupDays, vaultContext } from './vault-file.ts';
import { nodeVaultDisk } from './vault-disk.ts';
import type { VaultDisk } from './vault-disk.ts';

const PRIVATE = 0o600;
/** Of one vault; their index takes up to 128 MiB of memory. */
export const SUBJECTS_MAX = 10_000_000;
/** Pairs made between two syncs. */
const CHUNK = 5_000;

export interface VaultScope {
  readonly directory: string;
  /** Default: the file system. */
  readonly disk?: VaultDisk;
}

export interface NewVault {
  readonly tenant: string;
  readonly kek: Kek;
  /** How long a backup can be opened, in days: 1 to 30. */
  readonly backupDays: number;
}

/** Makes an empty vault. Rejects with `KeysUnusable` where one is there. */
export async function initVault(
  { directory, disk = nodeVaultDisk }: VaultScope,
  vault: NewVault,
): Promise<void> {
  await changeVault(
    directory,
    async () => {
      if (readVault(directory, disk) !== null) {
        const mend = 'Use it, or name another directory with --vault.';
        throw new KeysUnusable('refused', 'There is a vault already.', mend);
      }
      await writeVaultFile({ directory, disk }, vault, randomBytes(KEY_BYTES));
    },
    disk,
  );
}

/** Writes the head of a vault with this key, which is cleared. */
export async function writeVaultFile(
  { directory, disk = nodeVaultDisk }: VaultScope,
  { tenant, kek, backupDays }: NewVault,
  key: Buffer,
): Promise<void> {
  if (!isRingName(tenant) || !isBackupDays(backupDays)) {
    const message = `A vault has a tenant's name and backups of 1 to ${BACKUP_DAYS_MAX} days.`;
    throw new KeysUnusable('refused', message, 'Choose other terms.');
  }
  const wrappedKey = await wrapSurely(kek, key, vaultContext(tenant));
  const text = formatVaultFile({ tenant, kek: kek.settings, wrappedKey, backupDays });
  replaceFile(disk, pathsIn(directory).file, text, PRIVATE);
}

export interface NewSubjects {
  readonly kek: Kek;
  readonly count: number;
  /** File of public halves, for the gateway. */
  readonly pool: string;
  /** Called after each part, with how many are made and published. */
  readonly onProgress?: (made: number) => void;
  /** Default: `SUBJECTS_MAX`. */
  readonly subjectsMax?: number;
}

/** Makes key pairs. Each private half is durable in the vault before its public half is written to the pool. */
export async function addSubjects(
  { directory, disk = nodeVaultDisk }: VaultScope,
  { kek, count, pool, onProgress, subjectsMax = SUBJECTS_MAX }: NewSubjects,
): Promise<void> {
  await changeVault(
    directory,
    async (paths) => {
      const key = await openVaultKey(expectVault(directory, disk), kek);
      if (countHalves(disk, paths.halves) + count > subjectsMax) {
        const message = `A vault has at most ${subjectsMax} subjects.`;
        throw new KeysUnusable('refused', message, 'Make fewer, or begin another vault with --vault.');
      }
      for (let made = 0; made < count;) {
        const pairs = createSubjectKeys(Math.min(CHUNK, count - made), key);
        const records = pairs.map(({ kid, wrappedPrivateKey }) =>
          Buffer.concat([Buffer.from(kid, 'hex'), wrappedPrivateKey]),
        );
        appendHalves(disk, paths.halves, records);
        appendPool(
          disk,
          pool,
          pairs.map(({ publicKey }) => publicKey),
        );
        made += pairs.length;
        onProgress?.(made);
      }
    },
    disk,
  );
}

export interface Erased {
  /** Milliseconds since 1970. */
  readonly erasedAt: number;
  /** Whether it had been erased before. */
  readonly wasErased: boolean;
}

/**
 * Erases a subject: writes its tombstone, then zeros over its private half. Needs no KEK. Again, it changes nothing. Rejects with
 * `KeysUnusable` where the vault never had a key of that kid.
 */
export async function eraseSubject(
  { directory, disk = nodeVaultDisk }: VaultScope,
  kid: string,
  now: number,
): Promise<Erased> {
  return changeVault(
    directory,
    async (paths) => {
      expectVault(directory, disk);
      const before = openTombstones(disk, paths.tombstones).erasedAt(kid);
      if (before !== null) return { erasedAt: before, wasErased: true };
      const half = isKid(kid) ? openHalves(disk, paths.halves).find(kid) : null;
      if (half === null) {
        const mend = 'Name the vault that made the pool of this gateway: --vault.';
        throw new KeysUnusable('refused', 'The vault has no key of that kid.', mend);
      }
      appendLines(disk, paths.tombstones, [formatTombstone({ kid, erasedAt: now })]);
      overwriteHalf(disk, paths.halves, half);
      return { erasedAt: now, wasErased: false };
    },
    disk,
  );
}
