/** The commands about the keys of subjects, against a stand-in for the gateway's route that forgets a subject. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kidOf } from '@headgate/seal/envelope';
import { readTrail, verifyTrail } from '@headgate/seal/trail';
import { stateOfSubject } from '@headgate/seal/vault';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';
import { SECRET, openShop } from '../open/open-fixture.contract.ts';
import type { OpenShop } from '../open/open-fixture.contract.ts';

const PERSON = 'ana@example.com';
const INDEX = '00000000000000aa';

let shop: OpenShop;
let gateway: Server;
let admin = '';
let assigned: string | null = null;
let earlier: string[] = [];
let asked = 0;

beforeEach(async () => {
  shop = await openShop();
  [assigned, earlier, asked] = [kidOf(shop.publicKey(0)), [], 0];
  gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (more) => (body += String(more)));
    request.on('end', () => {
      asked += 1;
      const isKnown = request.url === '/v1/subjects/forget' && body === JSON.stringify({ subject: PERSON });
      const answer = { index: INDEX, kid: isKnown ? assigned : null, earlier: isKnown ? earlier : [] };
      if (isKnown && assigned !== null) [earlier, assigned] = [[...earlier, assigned], null];
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  admin = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => gateway.close(resolve));
  shop.remove();
});

const VARIABLES = { HEADGATE_KEK_SECRET: SECRET.toString('base64'), HEADGATE_ADMIN_TOKEN: 't'.repeat(43) };

function run(
  args: string,
  input = '',
  variables: Readonly<Record<string, string>> = VARIABLES,
): Promise<EndedHeadgate> {
  const started = startHeadgate(shop.root, ['subject', ...args.split(' ')], variables);
  started.child.stdin?.end(input);
  return started.ended;
}

function erase(options = '', input = `${PERSON}\n`): Promise<EndedHeadgate> {
  // No KEK: what nobody can open any more can still be erased.
  return run(`erase --admin ${admin}${options}`, input, {
    HEADGATE_ADMIN_TOKEN: VARIABLES.HEADGATE_ADMIN_TOKEN,
  });
}

function erasures(): Readonly<Record<string, unknown>>[] {
  return readTrail(shop.audit).map(({ entry }) => ({ ...entry }));
}

describe('headgate subject erase', () => {
  it('says what it would do, and does it once it is meant', async () => {
    const first = await erase();
    expect([first.code, asked]).toEqual([2, 0]);
    expect(first.stdout).toContain('becomes unreadable for everyone, for ever');
    expect((await erase(' --dry-run')).code).toBe(0);
    expect([asked, stateOfSubject(shop.vault, kidOf(shop.publicKey(0)))]).toEqual([0, 'kept']);
    const done = await erase(' --yes --ticket DPO-117');
    expect(done.stderr).toBe('');
    expect([done.code, done.stdout]).toEqual([
      0,
      expect.stringContaining(`${kidOf(shop.publicKey(0))} is erased`),
    ]);
    expect([0, 1].map((at) => stateOfSubject(shop.vault, kidOf(shop.publicKey(at))))).toEqual([
      'erased',
      'kept',
    ]);
    expect(erasures()).toMatchObject([
      { kind: 'subject-erased', kid: kidOf(shop.publicKey(0)), index: INDEX, ticket: 'DPO-117' },
    ]);
    for (const text of [done.stdout, JSON.stringify(erasures())]) expect(text).not.toContain(PERSON);
  });

  it('does the same again without harm, and finishes what was interrupted after the gateway let go', async () => {
    // As if it had been killed between the gateway's answer and the tombstone.
    [earlier, assigned] = [[kidOf(shop.publicKey(0))], null];
    expect((await erase(' --yes')).stdout).toContain('is erased');
    const again = await erase(' --yes');
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('was erased at')]);
    expect(erasures()).toHaveLength(1);
    // As if it had been killed between the tombstone and the row.
    rmSync(shop.audit, { recursive: true });
    expect((await erase(' --yes --format json')).code).toBe(0);
    expect(erasures()).toHaveLength(1);
  });

  it('says so where the person never had a key, and where the vault is another', async () => {
    expect((await erase(' --yes', 'someone else\n')).stdout).toContain('never had a key');
    assigned = '0123456789abcdef';
    const ended = await erase(' --yes');
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('it is not erased')]);
    expect(erasures()).toEqual([]);
  });

  it('erases by kid where there is no gateway', async () => {
    const kid = kidOf(shop.publicKey(1));
    expect((await run(`erase --kid ${kid} --yes`, '', {})).code).toBe(0);
    expect([stateOfSubject(shop.vault, kid), asked]).toEqual(['erased', 0]);
  });
});

describe('headgate subject keys', () => {
  it('adds to the pool, and makes a vault where there is none', async () => {
    rmSync(shop.vault, { recursive: true });
    const ended = await run('keys --count 3 --pool pool.txt --backup-days 7');
    expect(ended.code).toBe(0);
    const lines = readFileSync(join(shop.root, 'pool.txt'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    expect(stateOfSubject(shop.vault, kidOf(Buffer.from(lines[6] ?? '', 'base64url')))).toBe('kept');
    expect(readFileSync(join(shop.vault, '.gitignore'), 'utf8')).toBe('*\n');
    expect(JSON.parse(readFileSync(join(shop.vault, 'vault.json'), 'utf8'))).toMatchObject({ backupDays: 7 });
    expect(statSync(join(shop.vault, 'halves.bin')).mode & 0o077).toBe(0);
  });

  it.each([
    ['keys --count 0 --pool p', '--count'],
    ['keys --count 1', '--pool'],
    ['keys --pool p --backup-days 31', '--backup-days'],
    ['keys --pool p --keys nowhere --vault none', 'headgate key init'],
    ['backup b --vault none', 'headgate subject keys'],
    ['restore open-policy.yaml', 'headgate subject backup'],
    ['erase --vault none', 'headgate subject keys'],
    ['erase --ticket a|b', '--ticket'],
  ])('and the others say how to mend what is wrong: %s', async (args, mend) => {
    const ended = await run(args);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(mend)]);
  });
});

describe('headgate subject backup and restore', () => {
  it('bring back all but who was erased, by the vault or by the audit trail', async () => {
    expect((await run('backup vault.backup --backup-keys apart')).code).toBe(0);
    expect((await run('backup vault.backup --backup-keys apart')).code).toBe(2);
    await erase(' --yes');
    const into = await run('restore vault.backup --backup-keys apart --format json');
    expect([into.code, JSON.parse(into.stdout)]).toEqual([0, { schemaVersion: 1, added: 0, heldBack: 1 }]);
    // The whole vault is lost, tombstones too.
    rmSync(shop.vault, { recursive: true });
    const anew = await run('restore vault.backup --backup-keys apart');
    expect([anew.code, anew.stdout]).toEqual([
      0,
      expect.stringContaining('added: 3; held back, because erased: 1'),
    ]);
    const states = [0, 1, 2, 3].map((at) => stateOfSubject(shop.vault, kidOf(shop.publicKey(at))));
    expect(states).toEqual(['erased', 'kept', 'kept', 'kept']);
    expect(verifyTrail(shop.audit, null).broken).toBeNull();
  });

  it('are nothing without the key of the backup, which must not lie beside it', async () => {
    expect((await run('backup apart/vault.backup --backup-keys apart')).stderr).toContain(
      'must not lie beside',
    );
    expect((await run('backup vault.backup --backup-keys apart')).code).toBe(0);
    const ended = await run('restore vault.backup');
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('--backup-keys')]);
  });

  it('end with any command of the vault after their time', async () => {
    await run('backup vault.backup --backup-keys apart');
    const [name = ''] = (await import('node:fs')).readdirSync(join(shop.root, 'apart'));
    const path = join(shop.root, 'apart', name);
    const key = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...key, expiresAt: new Date(Date.now() - 1).toISOString() }));
    const ended = await run('erase --dry-run --backup-keys apart', 'x\n');
    expect(ended.stderr).toContain('The time of 1 backup is over');
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  });
});
