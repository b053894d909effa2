import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOpener, kidOf } from '../envelope/index.ts';
import type { Opened, OpenRefused } from '../envelope/index.ts';
import { openSecretKek } from '../keys/kek/local-kek.ts';
import { addSubjects, eraseSubject, initVault } from './change-vault.ts';
import { RECORD_BYTES, appendHalves, openHalves } from './halves.ts';
import { openVault, readVault, stateOfSubject } from './vault.ts';
import { PLACE, TENANT, kek, openWorkshop, sealFor } from './vault-fixture.contract.ts';
import type { SealedFor, Workshop } from './vault-fixture.contract.ts';
import { nodeVaultDisk } from './vault-disk.ts';

const NOW = Date.UTC(2026, 10, 1);

let shop: Workshop;
beforeEach(async () => {
  shop = openWorkshop();
  await initVault({ directory: shop.vault }, { tenant: TENANT, kek, backupDays: 30 });
});
afterEach(() => shop.remove());

function add(count: number, subjectsMax?: number): Promise<void> {
  const { vault: directory, pool } = shop;
  return addSubjects(
    { directory },
    { kek, count, pool, ...(subjectsMax === undefined ? {} : { subjectsMax }) },
  );
}

async function open({ text, groupKey }: SealedFor): Promise<Opened | OpenRefused> {
  const { subjectKey } = await openVault(shop.vault, kek);
  return createOpener({ privateKey: () => groupKey, header: () => null, subjectKey }).open(text, PLACE);
}

function firstKey(): Buffer {
  const [key] = shop.publicKeys();
  if (key === undefined) throw new Error('The pool is empty.');
  return key;
}

describe('the vault', () => {
  it('has the private half of every public half in the pool, and opens what is sealed to it', async () => {
    await add(3);
    await add(2);
    const keys = shop.publicKeys();
    expect(keys).toHaveLength(5);
    for (const key of keys) {
      expect(await open(sealFor(key, 'ana@example.com'))).toEqual({
        kind: 'opened',
        value: 'ana@example.com',
      });
    }
    expect(statSync(join(shop.vault, 'halves.bin')).size).toBe(5 * RECORD_BYTES);
  });

  it('erases one subject and no other, and says so to an opener that was open before', async () => {
    await add(2);
    const [ana, ben] = shop.publicKeys().map((key) => sealFor(key, 'secret'));
    if (ana === undefined || ben === undefined) throw new Error('The pool is short.');
    const { subjectKey } = await openVault(shop.vault, kek);
    const opener = createOpener({ privateKey: () => ana.groupKey, header: () => null, subjectKey });
    expect(opener.open(ana.text, PLACE)).toMatchObject({ kind: 'opened' });
    const before = readFileSync(join(shop.vault, 'halves.bin'));
    expect(await eraseSubject({ directory: shop.vault }, ana.kid, NOW)).toEqual({
      erasedAt: NOW,
      wasErased: false,
    });
    // Its keys are in the opener's memory: the tombstone counts all the same.
    expect(opener.open(ana.text, PLACE)).toEqual({ kind: 'refused', reason: 'subject-erased' });
    expect(await open(ben)).toMatchObject({ kind: 'opened' });
    const after = readFileSync(join(shop.vault, 'halves.bin'));
    expect(after.length).toBe(before.length);
    expect(after.subarray(8, RECORD_BYTES)).toEqual(Buffer.alloc(RECORD_BYTES - 8));
    expect(after.subarray(RECORD_BYTES)).toEqual(before.subarray(RECORD_BYTES));
  });

  it('remembers when a subject was erased, whoever erases it again, with or without its KEK', async () => {
    await add(1);
    const kid = kidOf(firstKey());
    await eraseSubject({ directory: shop.vault }, kid, NOW);
    expect(await eraseSubject({ directory: shop.vault }, kid, NOW + 1)).toEqual({
      erasedAt: NOW,
      wasErased: true,
    });
    expect(stateOfSubject(shop.vault, kid)).toBe('erased');
    expect(readFileSync(join(shop.vault, 'tombstones.jsonl'), 'utf8').split('\n')).toHaveLength(2);
  });

  it('does not report a subject erased that it never had', async () => {
    await expect(eraseSubject({ directory: shop.vault }, '0123456789abcdef', NOW)).rejects.toThrow(
      'no key of that kid',
    );
    await expect(eraseSubject({ directory: shop.vault }, 'not a kid', NOW)).rejects.toThrow(
      'no key of that kid',
    );
    expect(stateOfSubject(shop.vault, '0123456789abcdef')).toBe('unknown');
  });

  it('takes as many subjects as it may, and not one more', async () => {
    await add(3, 3);
    await expect(add(1, 3)).rejects.toThrow('at most 3 subjects');
    expect(shop.publicKeys()).toHaveLength(3);
  });

  it('sees subjects that another process adds, beyond what its index first had room for', async () => {
    const path = join(shop.vault, 'halves.bin');
    const halves = openHalves(nodeVaultDisk, path);
    const records = Array.from({ length: 3000 }, (_, at) => {
      const record = Buffer.alloc(RECORD_BYTES, 1);
      // Threes with the same first bytes, which is where the index begins to look.
      record.writeUInt32LE(((at % 1000) * 2_654_435_761) >>> 0, 0);
      record.writeUInt32LE(at, 4);
      return record;
    });
    appendHalves(nodeVaultDisk, path, records.slice(0, 10));
    expect(halves.find(records[9]?.toString('hex', 0, 8) ?? '')?.at).toBe(9);
    appendHalves(nodeVaultDisk, path, records.slice(10));
    const found = records.map((record) => halves.find(record.toString('hex', 0, 8))?.at);
    expect(found).toEqual(records.map((_, at) => at));
    expect(halves.find('ffffffffffffffff')).toBeNull();
  });

  it('opens with the KEK that it was made with, and no other', async () => {
    const other = openSecretKek({ provider: 'secret' }, { secret: Buffer.alloc(32, 9) });
    await expect(openVault(shop.vault, other)).rejects.toThrow('does not open the keys');
  });

  it('is made once, for backups of 1 to 30 days', async () => {
    const vault = { tenant: TENANT, kek, backupDays: 30 };
    await expect(initVault({ directory: shop.vault }, vault)).rejects.toThrow('There is a vault already');
    for (const backupDays of [0, 31, 1.5]) {
      const directory = join(shop.root, 'other');
      await expect(initVault({ directory }, { ...vault, backupDays })).rejects.toThrow('1 to 30 days');
      expect(readVault(directory)).toBeNull();
    }
  });

  it('is refused where others may read it, or its files are damaged', async () => {
    await add(1);
    const head = join(shop.vault, 'vault.json');
    chmodSync(head, 0o640);
    await expect(openVault(shop.vault, kek)).rejects.toThrow('can be read by others');
    chmodSync(head, 0o600);
    writeFileSync(join(shop.vault, 'tombstones.jsonl'), '{"kid":"who"}\n');
    const { subjectKey } = await openVault(shop.vault, kek);
    expect(() => subjectKey(kidOf(firstKey()))).toThrow('tombstones of the vault are damaged');
    writeFileSync(head, '{}');
    await expect(openVault(shop.vault, kek)).rejects.toThrow('The vault is damaged');
  });
});
