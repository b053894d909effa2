/**
 * A backup of a vault, under a key that lives apart from it and for a stated time only (backup-keys.ts).
 *
 *   head line: JSON { version: 1, kind: "headgate-vault-backup", id, tenant, createdAt, expiresAt, backupDays }
 *   sealed   : AES-256-GCM(key of the backup, 0^96, body, aad = head line)
 *   body     : the vault's key 32 ‖ count of records u32 ‖ records of 48 ‖ lines of tombstones
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { unwrapKey, wrapKey } from '../envelope/aes-key-wrap.ts';
import type { Kek } from '../keys/kek/kek.ts';
import { KeysUnusable } from '../keys/keys-unusable.ts';
import { Unfit, membersOf, momentOf, numberOf, parseJson, textOf } from '../keys/read-json.ts';
import { DAY_MS } from '../keys/ring.ts';
import { findBackupKey, keepBackupKey, unwrapBackupKey } from './backup-keys.ts';
import type { BackupKey, BackupTerm } from './backup-keys.ts';
import { writeVaultFile } from './change-vault.ts';
import type { VaultScope } from './change-vault.ts';
import {
  KID_BYTES,
  RECORD_BYTES,
  appendHalves,
  countHalves,
  eachRecord,
  openHalves,
  wrappedOf,
} from './halves.ts';
import { appendLines } from './lines.ts';
import { formatTombstone, openTombstones, parseTombstones } from './tombstones.ts';
import type { Tombstone } from './tombstones.ts';
import { changeVault, expectVault, openVaultKey, overwriteErased, readVault } from './vault.ts';
import { isBackupDays, vaultContext } from './vault-file.ts';
import { nodeVaultDisk } from './vault-disk.ts';
import type { VaultDisk } from './vault-disk.ts';

const VERSION = 1;
const KIND = 'headgate-vault-backup';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const ID_BYTES = 8;
const COUNT_BYTES = 4;
const TAG_BYTES = 16;
/** Zero, because the key is used once. */
const NONCE = Buffer.alloc(12);
const HEAD_BYTES_MAX = 4096;
const LINE_FEED = 0x0a;

export interface VaultBackup extends BackupTerm {
  readonly backupDays: number;
  /** The head line with its end. */
  readonly head: Buffer;
  readonly sealed: Buffer;
}

export interface BackupScope extends VaultScope {
  /** Directory of the keys of backups. */
  readonly backupKeys: string;
  readonly kek: Kek;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Seals what the vault has now, and keeps the key. `write` is to put the bytes where they last, after the key is durable. */
export async function backupVault(scope: BackupScope, write: (bytes: Buffer) => void): Promise<BackupTerm> {
  const { directory, backupKeys, kek, now, disk = nodeVaultDisk } = scope;
  return changeVault(
    directory,
    async (paths) => {
      const file = expectVault(directory, disk);
      const vaultKey = await kek.unwrap(file.wrappedKey, vaultContext(file.tenant));
      const body = bodyOf(disk, paths, vaultKey);
      vaultKey.fill(0);
      const term = {
        id: randomBytes(ID_BYTES).toString('hex'),
        tenant: file.tenant,
        createdAt: now,
        expiresAt: now + file.backupDays * DAY_MS,
      };
      const key = randomBytes(KEY_BYTES);
      const head = headOf(term, file.backupDays);
      const cipher = createCipheriv(CIPHER, key, NONCE).setAAD(head);
      const sealed = Buffer.concat([head, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
      body.fill(0);
      await keepBackupKey(backupKeys, term, { kek, key, disk });
      write(sealed);
      return term;
    },
    disk,
  );
}

/** Reads a backup without opening it. Throws `KeysUnusable` where it is none. */
export function parseVaultBackup(bytes: Buffer): VaultBackup {
  try {
    const end = bytes.subarray(0, HEAD_BYTES_MAX).indexOf(LINE_FEED) + 1;
    const names = ['version', 'kind', 'id', 'tenant', 'createdAt', 'expiresAt', 'backupDays'];
    const members = membersOf(parseJson(bytes.toString('utf8', 0, end)), 'the head', names);
    if (members['version'] !== VERSION || members['kind'] !== KIND) throw new Unfit('kind', KIND);
    const backupDays = numberOf(members['backupDays'], 'backupDays');
    const id = textOf(members['id'], 'id');
    if (!isBackupDays(backupDays) || !/^[0-9a-f]{16}$/.test(id)) throw new Unfit('the head', 'of this form');
    return {
      id,
      tenant: textOf(members['tenant'], 'tenant'),
      createdAt: momentOf(members['createdAt'], 'createdAt'),
      expiresAt: momentOf(members['expiresAt'], 'expiresAt'),
      backupDays,
      head: bytes.subarray(0, end),
      sealed: bytes.subarray(end),
    };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const message = `The file is no backup of a vault: ${error.message}`;
    throw new KeysUnusable('damaged', message, 'Name what headgate subject backup wrote.');
  }
}

/** The key of a backup. Throws `KeysUnusable` where its time is over, or the key is not here. */
export function expectBackupKey(
  backup: VaultBackup,
  directory: string,
  now: number,
  disk: VaultDisk = nodeVaultDisk,
): BackupKey {
  if (backup.expiresAt <= now) {
    const message = 'The time of the backup is over, and its key destroyed.';
    throw new KeysUnusable('refused', message, 'Take a later backup.');
  }
  const key = findBackupKey(directory, backup.id, now, disk);
  if (key !== null) return key;
  const mend = 'Name the directory that has it with --backup-keys. If it is lost, so is the backup.';
  throw new KeysUnusable('missing', 'The key of the backup is not here.', mend);
}

export interface OpenedBackup {
  readonly tenant: string;
  readonly backupDays: number;
  /** 32 bytes, to be cleared. */
  readonly vaultKey: Buffer;
  /** Of 48 bytes each. */
  readonly records: Buffer;
  readonly tombstones: readonly Tombstone[];
}

/** Opens a backup with its key. Rejects with `KeysUnusable` where it was changed or the KEK is another. */
export async function openVaultBackup(backup: VaultBackup, key: BackupKey, kek: Kek): Promise<OpenedBackup> {
  const raw = await unwrapBackupKey(key, kek);
  const body = decrypt(raw, backup);
  raw.fill(0);
  const start = KEY_BYTES + COUNT_BYTES;
  const end = start + (body.length < start ? 0 : body.readUInt32BE(KEY_BYTES)) * RECORD_BYTES;
  if (body.length < start || body.length < end) throw damaged();
  const lines = body.toString('utf8', end).split('\n').slice(0, -1);
  return {
    tenant: backup.tenant,
    backupDays: backup.backupDays,
    vaultKey: body.subarray(0, KEY_BYTES),
    records: body.subarray(start, end),
    tombstones: parseTombstones(lines),
  };
}

export interface Restored {
  /** Halves that were missing. */
  readonly added: number;
  /** Halves of the backup that were left out, because their subject is erased. */
  readonly heldBack: number;
}

export interface RestoreOptions {
  readonly kek: Kek;
  /** Who is known to be erased from elsewhere, as from the audit trail. */
  readonly erased: readonly Tombstone[];
}

/** Brings a backup into a vault, or makes one of it. Tombstones win, whichever side they are on. */
export async function restoreVault(
  { directory, disk = nodeVaultDisk }: VaultScope,
  backup: OpenedBackup,
  { kek, erased }: RestoreOptions,
): Promise<Restored> {
  return changeVault(
    directory,
    async (paths) => {
      const { tenant, backupDays, vaultKey, tombstones } = backup;
      const there = readVault(directory, disk);
      if (there !== null && there.tenant !== tenant) {
        const mend = 'Restore it into a directory of its own: --vault <directory>.';
        throw new KeysUnusable('refused', 'The backup is of another tenant than the vault.', mend);
      }
      const theirs = createSecretKey(vaultKey);
      // Written last where there is none: a vault that is half restored has no head, and is restored again.
      const own = there === null ? theirs : await openVaultKey(there, kek);
      const known = openTombstones(disk, paths.tombstones);
      const fresh = [...tombstones, ...erased].filter(({ kid }) => known.erasedAt(kid) === null);
      appendLines(disk, paths.tombstones, fresh.map(formatTombstone));
      overwriteErased(disk, paths);
      const done = addRecords(
        { disk, path: paths.halves, own, theirs },
        backup.records,
        (kid) => known.erasedAt(kid) !== null,
      );
      if (there === null) await writeVaultFile({ directory, disk }, { tenant, kek, backupDays }, vaultKey);
      return done;
    },
    disk,
  );
}

interface Adding {
  readonly disk: VaultDisk;
  readonly path: string;
  readonly own: KeyObject;
  readonly theirs: KeyObject;
}

function addRecords(
  { disk, path, own, theirs }: Adding,
  records: Buffer,
  isErased: (kid: string) => boolean,
): Restored {
  const halves = openHalves(disk, path);
  const added: Buffer[] = [];
  let heldBack = 0;
  for (let at = 0; at < records.length; at += RECORD_BYTES) {
    const record = records.subarray(at, at + RECORD_BYTES);
    const wrapped = wrappedOf(record);
    const kid = record.toString('hex', 0, KID_BYTES);
    if (wrapped !== null && isErased(kid)) heldBack += 1;
    if (wrapped === null || isErased(kid) || halves.find(kid) !== null) continue;
    const half = own.equals(theirs) ? null : unwrapKey(theirs, wrapped);
    added.push(half === null ? record : Buffer.concat([record.subarray(0, KID_BYTES), wrapKey(own, half)]));
    half?.fill(0);
  }
  appendHalves(disk, path, added);
  return { added: added.length, heldBack };
}

function bodyOf(
  disk: VaultDisk,
  paths: { readonly halves: string; readonly tombstones: string },
  vaultKey: Buffer,
): Buffer {
  const kept: Buffer[] = [];
  eachRecord(disk, paths.halves, { from: 0, to: countHalves(disk, paths.halves) }, (record) => {
    if (wrappedOf(record) !== null) kept.push(Buffer.from(record));
  });
  const count = Buffer.alloc(COUNT_BYTES);
  count.writeUInt32BE(kept.length);
  const lines = openTombstones(disk, paths.tombstones)
    .all()
    .map((each) => `${formatTombstone(each)}\n`);
  return Buffer.concat([vaultKey, count, ...kept, Buffer.from(lines.join(''), 'utf8')]);
}

function headOf({ id, tenant, createdAt, expiresAt }: BackupTerm, backupDays: number): Buffer {
  const document = {
    version: VERSION,
    kind: KIND,
    id,
    tenant,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    backupDays,
  };
  return Buffer.from(`${JSON.stringify(document)}\n`, 'utf8');
}

function decrypt(key: Buffer, { head, sealed }: VaultBackup): Buffer {
  const end = sealed.length - TAG_BYTES;
  if (end < 0) throw damaged();
  const decipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES })
    .setAAD(head)
    .setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch {
    throw damaged();
  }
}

function damaged(): KeysUnusable {
  return new KeysUnusable('damaged', 'The backup is damaged or was changed.', 'Take another backup.');
}
