/**
 * The promise of erasure, by trying. Whoever holds the KEK and the group's private key takes every file there is, copies made earlier
 * included, and tries everything found as a key for everything else. While the window lasts that finds an erased field; after it, nothing.
 */
import { createDecipheriv, createSecretKey, hkdfSync } from 'node:crypto';
import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrapKey } from '../envelope/aes-key-wrap.ts';
import { createOpener } from '../envelope/index.ts';
import { toPrivateKey } from '../envelope/x25519.ts';
import { BACKUP_KEYS_MAX, listBackupKeys, sweepBackupKeys } from './backup-keys.ts';
import { addSubjects, eraseSubject, initVault } from './change-vault.ts';
import {
  backupVault,
  expectBackupKey,
  openVaultBackup,
  parseVaultBackup,
  restoreVault,
} from './vault-backup.ts';
import { openVault } from './vault.ts';
import { KEK_SECRET, PLACE, TENANT, kek, openWorkshop, sealFor } from './vault-fixture.contract.ts';
import type { SealedFor, Workshop } from './vault-fixture.contract.ts';

const DAY_MS = 86_400_000;
const DAY_0 = Date.UTC(2026, 10, 1);
const KEY_BYTES = 32;
const WRAPPED_BYTES = 40;

let shop: Workshop;
let ana: SealedFor;
let ben: SealedFor;

beforeEach(async () => {
  shop = openWorkshop();
  await initVault({ directory: shop.vault }, { tenant: TENANT, kek, backupDays: 30 });
  await addSubjects({ directory: shop.vault }, { kek, count: 2, pool: shop.pool });
  const [first, second] = shop.publicKeys();
  if (first === undefined || second === undefined) throw new Error('The pool is short.');
  ana = sealFor(first, 'ana@example.com');
  ben = sealFor(second, 'ben@example.com');
});
afterEach(() => shop.remove());

async function backup(now: number, name: string): Promise<string> {
  const path = join(shop.root, name);
  const scope = { directory: shop.vault, backupKeys: shop.backupKeys, kek, now };
  await backupVault(scope, (bytes) => writeFileSync(path, bytes));
  return path;
}

/** Every value that somebody with the KEK can read out of the files for a sealed field. */
function attack(field: SealedFor): unknown[] {
  const files = globSync('**/*', { cwd: shop.root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  const pieces = textPieces(files);
  let secrets = distinct(
    kekKeys(files).flatMap((key) => pieces.flatMap((piece) => unwrapKey(key, piece) ?? [])),
  );
  let bodies: Buffer[] = files;
  for (let known = -1; known !== secrets.length;) {
    known = secrets.length;
    const opened = secrets.flatMap((secret) => files.flatMap((file) => decryptAnyhow(secret, file) ?? []));
    bodies = distinct([...files, ...opened]);
    const found = secrets.flatMap((secret) => bodies.flatMap((body) => unwrapAnywhere(secret, body)));
    // A backup holds the vault's key in the clear, in front.
    secrets = distinct([...secrets, ...found, ...opened.map((body) => body.subarray(0, KEY_BYTES))]);
  }
  return secrets.flatMap((secret) => {
    const keys = { privateKey: () => field.groupKey, subjectKey: () => toPrivateKey(secret) };
    const opened = createOpener({ ...keys, header: () => null }).open(field.text, PLACE);
    return opened.kind === 'opened' ? [opened.value] : [];
  });
}

function distinct(all: readonly Buffer[]): Buffer[] {
  return [...new Map(all.map((each) => [each.toString('hex'), each])).values()];
}

function unwrapAnywhere(secret: Buffer, body: Buffer): Buffer[] {
  const key = createSecretKey(secret);
  return Array.from({ length: Math.max(0, body.length - WRAPPED_BYTES + 1) }, (_, at) => at).flatMap(
    (at) => unwrapKey(key, body.subarray(at, at + WRAPPED_BYTES)) ?? [],
  );
}

/** The KEK's keys for every context that a file gives the words of. */
function kekKeys(files: readonly Buffer[]): ReturnType<typeof createSecretKey>[] {
  const contexts = new Set([JSON.stringify(['headgate/vault/v1', TENANT])]);
  for (const file of files) {
    const text = file.toString('latin1');
    const [id, created, expires] = ['id', 'createdAt', 'expiresAt'].map(
      (name) => new RegExp(`"${name}": ?"([^"]+)"`).exec(text)?.[1] ?? '',
    );
    contexts.add(JSON.stringify(['headgate/vault-backup/v1', id, TENANT, created, expires]));
  }
  return [...contexts].map((context) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', KEK_SECRET, Buffer.alloc(0), context, KEY_BYTES))),
  );
}

function textPieces(files: readonly Buffer[]): Buffer[] {
  const tokens = files.flatMap((file) => file.toString('latin1').match(/[\w-]{54}/g) ?? []);
  return tokens.map((token) => Buffer.from(token, 'base64url'));
}

function decryptAnyhow(key: Buffer, file: Buffer): ReturnType<typeof unwrapKey> {
  const end = file.indexOf('\n') + 1;
  if (end === 0 || file.length < end + 16) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12), { authTagLength: 16 })
    .setAAD(file.subarray(0, end))
    .setAuthTag(file.subarray(file.length - 16));
  try {
    return Buffer.concat([decipher.update(file.subarray(end, file.length - 16)), decipher.final()]);
  } catch {
    return null;
  }
}

describe('after an erasure', () => {
  it('a thief of KEK, backup and its key reads the field within the window, and nobody after it', async () => {
    expect(attack(ana)).toEqual(['ana@example.com']);
    const first = await backup(DAY_0, 'day-0.backup');
    mkdirSync(join(shop.root, 'offsite'));
    copyFileSync(first, join(shop.root, 'offsite', 'copy.backup'));
    await eraseSubject({ directory: shop.vault }, ana.kid, DAY_0 + DAY_MS);
    await backup(DAY_0 + 2 * DAY_MS, 'day-2.backup');
    // The window is open: what the documents say of a thief is true.
    expect(attack(ana)).toEqual(['ana@example.com']);

    expect(sweepBackupKeys(shop.backupKeys, DAY_0 + 30 * DAY_MS - 1)).toBe(0);
    expect(sweepBackupKeys(shop.backupKeys, DAY_0 + 30 * DAY_MS)).toBe(1);
    // The backup of day 2 still opens, and does not have her.
    expect(attack(ben)).toEqual(['ben@example.com']);
    expect(attack(ana)).toEqual([]);
  }, 60_000);

  it('a restore within the window leaves the subject erased, also in a vault made anew', async () => {
    const path = await backup(DAY_0, 'day-0.backup');
    await eraseSubject({ directory: shop.vault }, ana.kid, DAY_0 + DAY_MS);
    const read = parseVaultBackup(readFileSync(path));
    const key = expectBackupKey(read, shop.backupKeys, DAY_0 + 2 * DAY_MS);
    const bring = async (directory: string): Promise<unknown> =>
      restoreVault({ directory }, await openVaultBackup(read, key, kek), {
        kek,
        erased: [{ kid: ana.kid, erasedAt: DAY_0 + DAY_MS }],
      });
    expect(await bring(shop.vault)).toEqual({ added: 0, heldBack: 1 });
    expect(await bring(join(shop.root, 'anew'))).toEqual({ added: 1, heldBack: 1 });
    for (const directory of [shop.vault, join(shop.root, 'anew')]) {
      const { subjectKey } = await openVault(directory, kek);
      expect(subjectKey(ana.kid)).toBe('erased');
      expect(subjectKey(ben.kid)).toMatchObject({ type: 'private' });
    }
  });

  it('a backup whose time is over is refused, though its key were still there', async () => {
    const path = await backup(DAY_0, 'day-0.backup');
    const read = parseVaultBackup(readFileSync(path));
    expectBackupKey(read, shop.backupKeys, DAY_0 + 30 * DAY_MS - 1);
    expect(() => expectBackupKey(read, shop.backupKeys, DAY_0 + 30 * DAY_MS)).toThrow(
      'time of the backup is over',
    );
    const later = { ...read, expiresAt: DAY_0 + 90 * DAY_MS };
    expect(() => expectBackupKey(later, shop.backupKeys, DAY_0 + 30 * DAY_MS)).toThrow(
      'key of the backup is not here',
    );
  });
});

describe('a backup', () => {
  it('opens whole or not at all', async () => {
    const bytes = readFileSync(await backup(DAY_0, 'day-0.backup'));
    const key = expectBackupKey(parseVaultBackup(bytes), shop.backupKeys, DAY_0);
    for (const at of [bytes.indexOf('2026') + 3, bytes.length - 20, bytes.length - 1]) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await expect(openVaultBackup(parseVaultBackup(altered), key, kek)).rejects.toThrow(
        'damaged or was changed',
      );
    }
    const short = bytes.subarray(0, bytes.indexOf('\n') + 5);
    await expect(openVaultBackup(parseVaultBackup(short), key, kek)).rejects.toThrow(
      'damaged or was changed',
    );
    expect(() => parseVaultBackup(Buffer.from('{}\n'))).toThrow('no backup of a vault');
  });

  it('goes into a vault with another key, wrapped anew', async () => {
    const read = parseVaultBackup(readFileSync(await backup(DAY_0, 'day-0.backup')));
    const directory = join(shop.root, 'other');
    await initVault({ directory }, { tenant: TENANT, kek, backupDays: 7 });
    const opened = await openVaultBackup(read, expectBackupKey(read, shop.backupKeys, DAY_0), kek);
    expect(await restoreVault({ directory }, opened, { kek, erased: [] })).toEqual({ added: 2, heldBack: 0 });
    const { subjectKey } = await openVault(directory, kek);
    expect(subjectKey(ana.kid)).toMatchObject({ type: 'private' });
  });

  it('is refused where as many keys are kept as may be', async () => {
    mkdirSync(shop.backupKeys);
    const key = (at: number): string =>
      join(shop.backupKeys, `${String(at).padStart(16, '0')}.backup-key.json`);
    for (let at = 0; at < BACKUP_KEYS_MAX - 1; at += 1) writeFileSync(key(at), '{"version":2}');
    await backup(DAY_0, 'last.backup');
    await expect(backup(DAY_0, 'over.backup')).rejects.toThrow('At most 1000 backups');
    // What another version wrote is not taken for a remnant.
    expect(sweepBackupKeys(shop.backupKeys, DAY_0 + 90 * DAY_MS)).toBe(1);
    expect(listBackupKeys(shop.backupKeys, DAY_0)).toEqual([]);
  });
});
