/** The power may go at any step of any change: a subject is readable and not reported erased, or erased with a tombstone. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOpener, kidOf } from '../envelope/index.ts';
import { listBackupKeys, sweepBackupKeys } from './backup-keys.ts';
import { addSubjects, eraseSubject, initVault } from './change-vault.ts';
import { openVault, stateOfSubject } from './vault.ts';
import {
  backupVault,
  expectBackupKey,
  openVaultBackup,
  parseVaultBackup,
  restoreVault,
} from './vault-backup.ts';
import {
  PLACE,
  PowerCut,
  TENANT,
  createCutDisk,
  kek,
  openWorkshop,
  sealFor,
} from './vault-fixture.contract.ts';
import type { CutDisk, SealedFor, Workshop } from './vault-fixture.contract.ts';

const NOW = Date.UTC(2026, 10, 1);
const STEPS_MAX = 60;

let shop: Workshop;
beforeEach(async () => {
  shop = openWorkshop();
  await initVault({ directory: shop.vault }, { tenant: TENANT, kek, backupDays: 30 });
});
afterEach(() => shop.remove());

/** Runs with the power cut at each step in turn until it ends well; `check` looks at the disk after each cut. */
async function cutEverywhere(
  run: (disk: CutDisk) => Promise<unknown>,
  check: () => Promise<void>,
): Promise<number> {
  for (let step = 1; step <= STEPS_MAX; step += 1) {
    const disk = createCutDisk();
    disk.cutAt(step);
    try {
      await run(disk);
      return step - 1;
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    }
    // The process that had it is gone.
    rmSync(join(shop.vault, 'vault.lock'), { force: true });
    await check();
  }
  throw new Error('It does not end.');
}

async function read({ text, groupKey }: SealedFor): Promise<unknown> {
  const { subjectKey } = await openVault(shop.vault, kek);
  const opener = createOpener({ privateKey: () => groupKey, header: () => null, subjectKey });
  const opened = opener.open(text, PLACE);
  return opened.kind === 'opened' ? opened.value : opened.reason;
}

describe('a power cut', () => {
  it('leaves no public half in the pool without its private half', async () => {
    const cuts = await cutEverywhere(
      (disk) => addSubjects({ directory: shop.vault, disk }, { kek, count: 2, pool: shop.pool }),
      async () => {
        const keys = await Promise.resolve()
          .then(shop.publicKeys)
          .catch(() => []);
        for (const key of keys) expect(await read(sealFor(key, 'v'))).toBe('v');
      },
    );
    expect(cuts).toBeGreaterThan(2);
    await addSubjects({ directory: shop.vault }, { kek, count: 1, pool: shop.pool });
    for (const key of shop.publicKeys()) {
      expect(key).toHaveLength(32);
      expect(await read(sealFor(key, 'v'))).toBe('v');
    }
  });

  it('leaves a subject readable and not erased, or erased with a tombstone', async () => {
    await addSubjects({ directory: shop.vault }, { kek, count: 20, pool: shop.pool });
    const [first, ...others] = shop.publicKeys().map((key) => sealFor(key, 'v'));
    const seen = new Set<string>();
    if (first === undefined) throw new Error('The pool is empty.');
    let current = first;
    const cuts = await cutEverywhere(
      async (disk) => {
        await eraseSubject({ directory: shop.vault, disk }, current.kid, NOW);
        expect(await read(current)).toBe('subject-erased');
      },
      async () => {
        const state = stateOfSubject(shop.vault, current.kid);
        expect(await read(current)).toBe(state === 'erased' ? 'subject-erased' : 'v');
        seen.add(state);
        // Another one each time, so that every step is met from the beginning.
        current = others.pop() ?? current;
      },
    );
    expect(cuts).toBeGreaterThan(2);
    expect([...seen].toSorted()).toEqual(['erased', 'kept']);
  });

  it('leaves backup keys whole or destroyed, and never one whose time is over for long', async () => {
    let bytes: Buffer = Buffer.alloc(0);
    const scope = { directory: shop.vault, backupKeys: shop.backupKeys, kek, now: NOW };
    const cuts = await cutEverywhere(
      (disk) => backupVault({ ...scope, disk }, (sealed) => (bytes = sealed)),
      // Whatever was let out has its key on the disk.
      async () => void (bytes.length > 0 && expectBackupKey(parseVaultBackup(bytes), shop.backupKeys, NOW)),
    );
    expect(cuts).toBeGreaterThan(1);
    expectBackupKey(parseVaultBackup(bytes), shop.backupKeys, NOW);
    const end = NOW + 30 * 86_400_000;
    await cutEverywhere(
      async (disk) => sweepBackupKeys(shop.backupKeys, end, disk),
      async () => undefined,
    );
    expect(listBackupKeys(shop.backupKeys, NOW)).toEqual([]);
    expect(sweepBackupKeys(shop.backupKeys, end)).toBe(0);
  });

  it('during a restore never lets an erased subject come back', async () => {
    await addSubjects({ directory: shop.vault }, { kek, count: 2, pool: shop.pool });
    const [ana, ben] = shop.publicKeys().map((key) => sealFor(key, 'v'));
    if (ana === undefined || ben === undefined) throw new Error('The pool is short.');
    let bytes: Buffer = Buffer.alloc(0);
    const scope = { directory: shop.vault, backupKeys: shop.backupKeys, kek, now: NOW };
    await backupVault(scope, (sealed) => (bytes = sealed));
    rmSync(shop.vault, { recursive: true });
    const backup = parseVaultBackup(bytes);
    const key = expectBackupKey(backup, shop.backupKeys, NOW);
    const erased = [{ kid: ana.kid, erasedAt: NOW }];
    const restore = async (disk: CutDisk): Promise<unknown> => {
      const opened = await openVaultBackup(backup, key, kek);
      return restoreVault({ directory: shop.vault, disk }, opened, { kek, erased });
    };
    const readOrNone = (field: SealedFor): Promise<unknown> => read(field).catch(() => 'none');
    const cuts = await cutEverywhere(restore, async () => {
      expect(['none', 'subject-erased']).toContain(await readOrNone(ana));
    });
    expect(cuts).toBeGreaterThan(3);
    expect(await read(ana)).toBe('subject-erased');
    expect(await read(ben)).toBe('v');
    expect(kidOf(shop.publicKeys()[1] ?? Buffer.alloc(0))).toBe(ben.kid);
  });
});
