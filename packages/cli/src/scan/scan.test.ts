/** `headgate scan` as people and builds meet it: real trees, a process of its own, its streams and exit codes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';
import { scanTree } from './scan-tree.ts';

const MAIL = 'ana@shop.example';
const CARD = '4111 1111 1111 1111';

let tree = '';

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'headgate-scan-'));
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), content);
  }
}

function scan(...args: readonly string[]): Promise<EndedHeadgate> {
  return startHeadgate(tree, ['scan', ...args]).ended;
}

async function found(bytesMax = 1000) {
  const { signal } = new AbortController();
  return scanTree(tree, { from: tree, bytesMax, signal, tell: () => undefined });
}

describe('the files', () => {
  const files = {
    'a.ts': MAIL,
    'deep/b.json': `{"e":"${MAIL}"}`,
    'node_modules/c.js': MAIL,
    'out.log': MAIL,
  };

  it('outside a repository are all but what was installed or built', async () => {
    write(files);
    const { hits } = await found();
    expect(hits.map(({ path }) => path)).toEqual(['a.ts', 'deep/b.json', 'out.log']);
  });

  it('in a repository are those that git does not ignore, tracked or not', async () => {
    write({ ...files, '.gitignore': '*.log\n', 'gone.ts': MAIL, 'kept.log': MAIL });
    const git = (...args: string[]): void => void spawnSync('git', args, { cwd: tree });
    git('init', '-q');
    git('add', '-f', 'kept.log', 'gone.ts');
    rmSync(join(tree, 'gone.ts'));
    const { hits, unread } = await found();
    expect(hits.map(({ path }) => path)).toEqual(['a.ts', 'deep/b.json', 'kept.log', 'node_modules/c.js']);
    expect(unread).toEqual([]);
  });

  it('that are binary or links are passed over', async () => {
    write({ 'a.bin': Buffer.from(`\0${MAIL}`), 'a.ts': 'x' });
    symlinkSync(join(tree, 'a.ts'), join(tree, 'link.ts'));
    expect(await found()).toMatchObject({ hits: [], scanned: 1, binary: 1, unread: [] });
  });

  it('are read up to the limit, and told as unread beyond it', async () => {
    write({ 'at.txt': MAIL.padEnd(100), 'over.txt': MAIL.padEnd(101) });
    const { hits, unread } = await found(100);
    expect(hits.map(({ path }) => path)).toEqual(['at.txt']);
    expect(unread).toEqual([{ path: 'over.txt', reason: 'too large' }]);
  });

  it('are left where the signal says so, and the scan says that it was', async () => {
    write({ 'a.ts': MAIL });
    const scanned = await scanTree(tree, {
      from: tree,
      bytesMax: 1000,
      signal: AbortSignal.abort(),
      tell: () => undefined,
    });
    expect(scanned).toMatchObject({ hits: [], scanned: 0, stopped: true });
  });
});

describe('what is named', () => {
  it('may be a link, and is told by its own name', async () => {
    write({ 'src/a.ts': MAIL });
    symlinkSync(join(tree, 'src'), join(tree, 'link'));
    symlinkSync(join(tree, 'src/a.ts'), join(tree, 'link.ts'));
    expect((await scan('link')).stdout).toBe('link/a.ts:1:1 email, 16 characters\n');
    expect((await scan('link.ts')).code).toBe(1);
  });
});

describe('a text in UTF-16', () => {
  it.each(['le', 'be'])('%s is read', async (order) => {
    const bytes = Buffer.from(`\ufeffmail ${MAIL}`, 'utf16le');
    write({ 'a.txt': order === 'le' ? bytes : bytes.swap16() });
    expect(await found()).toMatchObject({ hits: [{ line: 1, column: 6 }], binary: 0 });
  });
});

describe('the exit code is the same in every form', () => {
  const FORMS = [[], ['--format', 'json'], ['--output', 'sarif'], ['--output', 'markdown']];

  it.each<[string, Readonly<Record<string, string>>, readonly string[], number]>([
    ['nothing', { 'a.ts': 'const a = 1;' }, [], 0],
    ['a finding', { 'a.ts': MAIL }, [], 1],
    ['a finding of less weight than asked for', { 'a.ts': MAIL }, ['--fail-on', 'secret'], 0],
    ['a finding that fails nothing', { 'a.ts': MAIL }, ['--fail-on', 'never'], 0],
    [
      'a finding ignored with a reason',
      { 'a.ts': `${MAIL} // headgate-ignore-line: email documents` },
      [],
      0,
    ],
    [
      'a finding and a file too large',
      { 'a.ts': MAIL, 'b.ts': 'x'.repeat(2000) },
      ['--size-max', '0.001'],
      5,
    ],
    ['a path that is not there', {}, ['nowhere'], 2],
    ['a limit that is none', {}, ['--size-max', '0'], 2],
  ])('%s', async (_, files, args, code) => {
    write(files);
    const ended = await Promise.all(FORMS.map((form) => scan(...args, ...form)));
    expect(ended.map((each) => each.code)).toEqual(FORMS.map(() => code));
  });
});

describe('what is printed', () => {
  it('never holds a value that was found, in no form', async () => {
    write({ 'a.ts': `mail("${MAIL}");\npay("${CARD}");\n` });
    for (const form of [[], ['--format', 'json'], ['--output', 'sarif'], ['--output', 'markdown']]) {
      const { stdout, stderr } = await scan(...form);
      expect(stdout).toContain('card');
      expect(`${stdout}${stderr}`).not.toMatch(/ana@|shop\.example|4111/);
    }
  });

  it('is a line for each finding, for people', async () => {
    write({ 'src/a.ts': `\nmail("${MAIL}");\n` });
    const { stdout, stderr } = await scan('src');
    expect(stdout).toBe('src/a.ts:2:7 email, 16 characters\n');
    expect(stderr).toBe('1 finding in 1 file\n');
  });

  it('is one document, for scripts', async () => {
    write({ 'a.ts': MAIL });
    expect(JSON.parse((await scan('--format', 'json')).stdout)).toEqual({
      schemaVersion: 1,
      command: 'scan',
      ignored: 0,
      scanned: 1,
      binary: 0,
      unread: [],
      stopped: false,
      findings: [
        {
          kind: 'email',
          detector: 'email',
          line: 1,
          column: 1,
          length: 16,
          path: 'a.ts',
          ordinal: 1,
          class: 'personal',
        },
      ],
    });
  });

  it('is short enough for a comment however much was found', async () => {
    write({ 'a.ts': `${MAIL}\n`.repeat(3000) });
    const { stdout } = await scan('--output', 'markdown');
    expect(stdout).toMatch(/^<!-- headgate-scan -->\n### Headgate scan: 3,000 findings in 1 file\n/);
    expect(stdout).toContain('And 2,800 more.');
    expect(stdout.length).toBeLessThan(65_536);
  });
});
