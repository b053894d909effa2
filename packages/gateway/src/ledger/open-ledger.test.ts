import { DuckDBInstance } from '@duckdb/node-api';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FieldSet } from '@headgate/core';
import type { LedgerEntry } from './entry.ts';
import { openLedger, openLedgerReadOnly } from './open-ledger.ts';

const INSTALLED_AT = Date.UTC(2026, 0, 2, 12);
const clock = { now: () => INSTALLED_AT };

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-ledger-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const file = (): string => join(directory, 'data', 'ledger.duckdb');

function fieldSet(id: string, written: Partial<FieldSet> = {}): LedgerEntry {
  const fields = [
    { path: 'userId', form: 'pseudonym', categories: ['user.unique_id.pseudonymous'], tier: 3 },
    { path: 'properties.total', form: 'coarse', categories: ['user.behavior'], tier: 2 },
  ] as const;
  return { kind: 'field-set', set: { id, vendor: 'mixpanel', event: 'order-completed', fields, ...written } };
}

function delivered(written: Partial<Extract<LedgerEntry, { kind: 'delivered' }>> = {}): LedgerEntry {
  return {
    kind: 'delivered',
    vendor: 'mixpanel',
    environment: 'production',
    fields: 'set-1',
    subject: '00000000000000a1',
    day: '2026-01-10',
    count: 1,
    first: Date.UTC(2026, 0, 10, 8),
    last: Date.UTC(2026, 0, 10, 8),
    ...written,
  };
}

describe('a ledger file', () => {
  it('keeps what was applied when the process is killed', async () => {
    const applied = await applyAndDie(file());
    const ledger = await openLedger({ path: file(), clock });
    expect(ledger.position()).toBe(applied.through);
    await ledger.apply(applied.entries, applied.through);
    const { people, deliveries } = await ledger.exposure({ vendor: 'mixpanel' });
    await ledger.close();
    expect({ people, deliveries }).toEqual({ people: 300, deliveries: 300 });
  });

  it('of version 2 is brought up to date, and knows no sampling rate of what it had', async () => {
    const ledger = await openLedger({ path: file(), clock });
    const ended = {
      kind: 'ended',
      vendor: 'mixpanel',
      environment: 'production',
      outcome: 'delivered',
    } as const;
    await ledger.apply([fieldSet('set-1'), delivered(), { ...ended, day: '2026-01-10', count: 1 }], 3);
    await ledger.close();
    await alter(VERSION_2);

    await expect(openLedgerReadOnly({ path: file() })).rejects.toThrow('start a gateway on it');
    const again = await openLedger({ path: file(), clock });
    const [old, balance] = [await again.exposure({ vendor: 'mixpanel' }), await again.balance()];
    await again.apply([delivered({ sampleRate: 0.5, day: '2026-01-11' })], 4);
    const fresh = await again.exposure({ vendor: 'mixpanel', from: '2026-01-11' });
    const both = await again.exposure({ vendor: 'mixpanel' });
    await again.close();
    const unknown = { deliveries: null, people: { kind: 'at-least', count: 1 } };
    expect(old).toMatchObject({ deliveries: 1, unsampled: unknown });
    expect(balance[0]?.vendors).toMatchObject([{ outcomes: { delivered: 1 }, deliveredUnsampled: null }]);
    expect(fresh.unsampled).toEqual({ deliveries: 2, people: { kind: 'estimate', count: 2 } });
    expect(both).toMatchObject({ deliveries: 2, people: 1, unsampled: unknown });
  });

  it('of version 1 is brought up to date, with what it had forgotten', async () => {
    const ledger = await openLedger({ path: file(), clock });
    await ledger.apply([fieldSet('set-1'), delivered()], 2);
    await ledger.close();
    await alter(`${VERSION_2} DROP TABLE forgotten; ALTER TABLE install ADD COLUMN forgotten_before DATE;
      UPDATE install SET version = 1, forgotten_before = DATE '2026-01-09'`);

    await expect(openLedgerReadOnly({ path: file() })).rejects.toThrow('start a gateway on it');
    const again = await openLedger({ path: file(), clock });
    const exposure = await again.exposure({ vendor: 'mixpanel' });
    await again.close();
    expect(exposure).toMatchObject({ deliveries: 1, unknownBefore: Date.UTC(2026, 0, 9) });
  });

  it('can be asked read-only after a kill, and is not changed by that', async () => {
    await applyAndDie(file());
    const reader = await openLedgerReadOnly({ path: file() });
    const { people } = await reader.exposure({ vendor: 'mixpanel' });
    const balance = await reader.balance();
    await reader.close();
    expect({ people, balance }).toEqual({ people: 300, balance: [] });
  });

  it('says so when another process holds it', async () => {
    const holder = await openElsewhere(file());
    try {
      await expect(openLedgerReadOnly({ path: file() })).rejects.toMatchObject({ code: 'ledger-held' });
      await expect(openLedger({ path: file(), clock })).rejects.toMatchObject({ code: 'ledger-held' });
    } finally {
      await killed(holder);
    }
  });

  it('says so when there is none', async () => {
    await expect(openLedgerReadOnly({ path: file() })).rejects.toMatchObject({ code: 'ledger-missing' });
  });

  it('loses what a crash left of a spill', async () => {
    await mkdir(`${file()}.spill`, { recursive: true });
    await writeFile(join(`${file()}.spill`, 'duckdb_temp_storage-0.tmp'), 'left behind');
    const ledger = await openLedger({ path: file(), clock });
    await ledger.close();
    expect(await readdir(join(directory, 'data'))).toEqual(['ledger.duckdb']);
  });
});

/** What leads from today's tables back to those of version 2. */
const VERSION_2 = `ALTER TABLE flow DROP COLUMN sample_rate; ALTER TABLE ended DROP COLUMN stands_for;
  UPDATE install SET version = 2;`;

async function alter(statements: string): Promise<void> {
  const instance = await DuckDBInstance.create(file());
  const connection = await instance.connect();
  await connection.run(statements);
  connection.closeSync();
  instance.closeSync();
}

/** Opens a ledger in another process, applies what it is sent, says so, and stays. */
const CHILD = `
const { openLedger } = await import(process.argv[1]);
const ledger = await openLedger({ path: process.argv[2], clock: { now: () => ${INSTALLED_AT} } });
process.on('message', async ({ entries, through }) => {
  await ledger.apply(entries, through);
  process.send('applied');
});
process.send('open');
`;

async function openElsewhere(path: string): Promise<ChildProcess> {
  const module = new URL('./open-ledger.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--input-type=module', '-e', CHILD, module, path],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  await message(child);
  return child;
}

function message(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the other process ended with ${code}`)));
  });
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

/** Applies 301 entries in another process, which is killed as soon as it says that they are applied. */
async function applyAndDie(path: string): Promise<{ entries: readonly LedgerEntry[]; through: number }> {
  const entries = [fieldSet('set-1')];
  for (let subject = 1; subject <= 300; subject += 1) {
    entries.push(delivered({ subject: subject.toString(16).padStart(16, '0') }));
  }
  const child = await openElsewhere(path);
  const applied = message(child);
  child.send({ entries, through: entries.length });
  await applied;
  await killed(child);
  return { entries, through: entries.length };
}
