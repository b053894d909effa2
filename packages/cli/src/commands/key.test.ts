/** The key commands as people and scripts meet them: their streams, exit codes and files. */
import { KEK_PROVIDERS, openKeyRing, readRecipients } from '@headgate/seal';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';
import { EXITS } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { KEY_COMMANDS, PROVIDERS } from '../key-commands.ts';
import { createPrint } from '../print.ts';
import type { Sink } from '../print.ts';
import { runProgram } from '../program.ts';
import { reportFailure } from '../report-failure.ts';

const SECRET = Buffer.alloc(32, 7).toString('base64');
const VARIABLES = { HEADGATE_KEK_SECRET: SECRET, HEADGATE_BACKUP_PASSPHRASE: 'correct horse battery' };

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-key-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command here: a process for each of these takes longer than what it does. */
async function key(
  args: string,
  variables: Readonly<Record<string, string>> = VARIABLES,
  from = directory,
): Promise<EndedHeadgate> {
  const text = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr'): Sink => ({ write: (more) => (text[name] += more) });
  const [stdout, stderr] = [sink('stdout'), sink('stderr')];
  const format = args.endsWith('--format json') ? 'json' : 'human';
  const options = { format, color: 'never', quiet: false, stdout, stderr, environment: variables } as const;
  const print = createPrint(options);
  let exit: Exit = 'clean';
  try {
    await runProgram(['key', ...args.split(' ')], {
      version: '0',
      commands: KEY_COMMANDS,
      act: async (spec, given) => {
        const { run } = await spec.load();
        const signal = new AbortController().signal;
        const scope = { directory: from, environment: variables, progress: 'never', verbose: true } as const;
        exit = await run({ ...scope, print, signal, stderr }, given);
      },
      writeOut: (more) => stdout.write(more),
      writeError: (more) => stderr.write(more),
    });
  } catch (error) {
    exit = reportFailure(error, { print, verbose: true, stopped: false });
  }
  return { code: EXITS[exit].code, ...text };
}

async function json(args: string): Promise<Record<string, unknown>> {
  const { stdout, stderr, code } = await key(`${args} --format json`);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
}

function ring(): string {
  return readFileSync(join(directory, 'headgate-keys', 'ring.json'), 'utf8');
}

describe('the life of a key', () => {
  let kid = '';

  it('begins with a ring outside git, a group, and a file for the gateway', async () => {
    expect((await key('init --kek secret --tenant shop')).stdout).toBe(
      'headgate-keys: a key ring of tenant shop, wrapped by secret\n',
    );
    ({ kid } = (await json('create analysts')) as { kid: string });
    expect(await json('publish recipients.json')).toMatchObject({ groups: [{ group: 'analysts', kid }] });
    const { value } = readRecipients(join(directory, 'recipients.json'));
    expect([value?.tenant, value?.groups.get('analysts')?.kid]).toEqual(['shop', kid]);
    expect((await key('publish')).stdout).toBe(readFileSync(join(directory, 'recipients.json'), 'utf8'));
    expect(readdirSync(join(directory, 'headgate-keys')).toSorted()).toEqual([
      '.gitignore',
      'recipients.json',
      'ring.json',
    ]);
  });

  it('is backed up, and never over another file', async () => {
    expect((await key('backup backup.json')).code).toBe(0);
    const before = readFileSync(join(directory, 'backup.json'), 'utf8');
    expect(await key('backup backup.json')).toMatchObject({ code: 2, stdout: '' });
    expect(readFileSync(join(directory, 'backup.json'), 'utf8')).toBe(before);
  });

  it('is rotated when it is due, or at once; nothing is done in a dry run', async () => {
    const before = ring();
    expect(await key('rotate')).toMatchObject({ code: 0, stdout: '' });
    expect((await key('rotate analysts --now --dry-run')).stdout).toBe(
      `analysts: makes a new key, active at once; ${kid} only opens what is sealed to it\n`,
    );
    expect(ring()).toBe(before);
    const { steps } = (await json('rotate analysts --now')) as { steps: { kid: string }[] };
    const { stdout } = await key('list');
    expect(stdout).toMatch(new RegExp(`analysts +${kid} +decrypt-only`));
    expect(stdout).toMatch(new RegExp(`analysts +${steps[0]?.kid ?? '–'} +active`));
  });

  it('is destroyed only after it is said what that costs, and said that it is meant', async () => {
    const before = ring();
    const asked = await key(`destroy ${kid}`);
    expect(asked).toMatchObject({ code: 2 });
    expect(asked.stdout).toContain('becomes unreadable for everyone, for ever');
    expect(asked.stderr).toContain('--yes');
    expect(await key(`destroy ${kid} --dry-run`)).toMatchObject({ code: 0, stdout: asked.stdout });
    expect(ring()).toBe(before);
    // Without what wraps the keys: what cannot be read any more can still be destroyed.
    expect(await key(`destroy ${kid} --yes`, {})).toMatchObject({ code: 0 });
    expect(await key(`destroy ${kid} --yes`)).toMatchObject({ code: 2 });
  });

  it('is not brought back by a backup, unless its kid is said', async () => {
    const refused = await key('restore backup.json');
    expect(refused).toMatchObject({ code: 0 });
    expect(refused.stdout).toContain(`${kid} of analysts stays destroyed`);
    expect(await key(`restore backup.json --resurrect ${kid}`)).toMatchObject({ code: 2 });
    expect(await key('restore backup.json --resurrect 0000000000000000 --yes')).toMatchObject({ code: 2 });
    expect(ring()).not.toContain('decrypt-only');
    expect(await key(`restore backup.json --resurrect ${kid} --yes`)).toMatchObject({ code: 0 });
    expect(ring()).toContain('decrypt-only');
  });

  it('is the same in a ring made of a backup, under another KEK', async () => {
    const passphrase = 'another long passphrase';
    const ended = await key('restore backup.json --keys other --kek passphrase', {
      ...VARIABLES,
      HEADGATE_KEK_PASSPHRASE: passphrase,
    });
    expect(ended).toMatchObject({ code: 0 });
    expect(existsSync(join(directory, 'other', '.gitignore'))).toBe(true);
    const secrets = { passphrase: null, secret: Buffer.alloc(32, 7), token: null, namespace: null };
    const [one, two] = await Promise.all([
      openKeyRing({ directory: join(directory, 'headgate-keys'), secrets }),
      openKeyRing({ directory: join(directory, 'other'), secrets: { ...secrets, passphrase } }),
    ]);
    const exported = [one, two].map((each) =>
      each.privateKey(kid)?.export({ type: 'pkcs8', format: 'der' }).toString('hex'),
    );
    expect(exported[0]).toHaveLength(96);
    expect(exported[1]).toBe(exported[0]);
  });

  it('never shows what opens it', async () => {
    const wrong = { ...VARIABLES, HEADGATE_KEK_SECRET: Buffer.alloc(32, 9).toString('base64') };
    const ended = await key('rotate analysts --now', wrong);
    expect(ended).toMatchObject({ code: 3 });
    for (const secret of [...Object.values(wrong), SECRET]) {
      expect(ended.stdout + ended.stderr).not.toContain(secret);
    }
  });
});

describe('--kek', () => {
  it('takes every provider there is', () => {
    expect(PROVIDERS).toEqual(KEK_PROVIDERS);
  });
});

describe('what cannot be done', () => {
  it.each([
    ['a ring that is not there', 'list --keys nowhere', 2, 'headgate key init'],
    ['a second ring in its place', 'init --kek secret', 2, '--keys'],
    ['a passphrase that nobody can type', 'init --keys new', 2, 'HEADGATE_KEK_PASSPHRASE_FILE'],
    ['a KEK that is not named', 'init --keys new --kek aws', 2, '--kek-key'],
    ['a vault without an address', 'init --keys new --kek vault --kek-key k', 2, '--kek-address'],
    ['a term that is none', 'init --keys new --kek secret --days soon', 2, '--days 90'],
    ['a term out of range', 'init --keys new --kek secret --days 3651', 2, '3650'],
    ['a group that cannot be', 'create Analysts', 2, 'Choose another name'],
    ['a group that is there', 'create analysts', 2, 'headgate key rotate'],
    ['a group that is not there', 'rotate nobody', 2, 'headgate key create'],
    ['a new key for all groups at once', 'rotate --now', 2, 'headgate key rotate <group> --now'],
    ['a file that is no backup', 'restore recipients.json', 2, 'headgate key backup'],
  ])('is said with a way to mend it: %s', async (_, args, code, mend) => {
    const ended = await key(args);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^error: .+[.?]\n {2}.+\n$/);
    expect(ended.stderr).toContain(mend);
    expect(existsSync(join(directory, 'new', 'ring.json'))).toBe(false);
  });

  it('is unreachable where the vault does not answer', async () => {
    const args = 'init --keys new --kek vault --kek-key k --kek-address http://127.0.0.1:9';
    expect(await key(args, { BAO_TOKEN: 't' })).toMatchObject({ code: 4, stdout: '' });
  });

  // The loader of the tests answers for packages that are not there, so these are processes of their own.
  it.each([
    ['gcp', 'npm install @google-cloud/kms'],
    ['azure', 'npm install @azure/keyvault-keys'],
  ])('is said where the SDK is not installed: %s', async (provider, mend) => {
    const args = ['key', 'init', '--keys', 'new', '--kek', provider, '--kek-key', 'k'];
    const ended = await startHeadgate(directory, args).ended;
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(mend);
  });

  it('includes private keys in the data directory of the gateway', async () => {
    const there = join(directory, 'with-gateway');
    mkdirSync(there);
    writeFileSync(join(there, 'headgate.yaml'), 'plan: plan.yaml\ndata: ./kept\n');
    const init = (keys: string): Promise<EndedHeadgate> =>
      key(`init --kek secret --keys ${keys}`, VARIABLES, there);
    const refused = await init('kept/keys');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('do not belong into the data directory');
    expect(await init('keys')).toMatchObject({ code: 0 });
  });
});
