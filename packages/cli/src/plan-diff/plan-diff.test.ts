/** `headgate plan diff` as people and scripts meet it. */
import { digestPlan, makeLock, NO_REVIEWERS, readPlanDocument } from '@headgate/core';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';
import { FINDING_FORMATS } from '../findings/formats.ts';
import { FORMATS } from '../print.ts';

const CASES = fileURLToPath(new URL('../../../../fixtures/plan-diff/', import.meta.url));

let tree = '';
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'headgate-diff-'));
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function run(...args: string[]): Promise<EndedHeadgate> {
  return startHeadgate(tree, ['plan', 'diff', ...args]).ended;
}

function git(...args: string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@acme.example', '-c', 'commit.gpgsign=false'];
  const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: tree, encoding: 'utf8' });
  expect(stderr).toBe(status === 0 ? stderr : '');
}

/** A repository whose commit has one side of a case, and whose tree has the other, in a directory below its root. */
function commitCase(kind: string): void {
  const plan = join(tree, 'product/telemetry');
  mkdirSync(join(tree, 'product'));
  git('init', '-q', '-b', 'main');
  cpSync(join(CASES, kind, 'before'), plan, { recursive: true });
  symlinkSync('/etc/hostname', join(plan, 'events/link.yaml'));
  writeFileSync(join(plan, 'events/notes.txt'), 'not an event');
  git('add', '.');
  git('commit', '-qm', 'Before');
  rmSync(plan, { recursive: true });
  cpSync(join(CASES, kind, 'after'), plan, { recursive: true });
}

function changesOf({ stdout }: EndedHeadgate): { kind: string; event: string | null }[] {
  return (JSON.parse(stdout) as { changes: { kind: string; event: string | null }[] }).changes;
}

describe('what it compares with', () => {
  it('may be a commit, of which it reads the same directory and no links', async () => {
    commitCase('B02');
    const ended = await run('product/telemetry', '--against', 'main', '--format', 'json');
    expect(changesOf(ended).map(({ kind }) => kind)).toEqual(['B02']);
    expect(ended.code).toBe(0);
  });

  it('may be a commit that has no plan yet', async () => {
    commitCase('B02');
    git('rm', '-rqf', '--cached', 'product/telemetry');
    git('commit', '-qm', 'Nothing', '--allow-empty');
    const ended = await run('product/telemetry', '--against', 'HEAD', '--format', 'json');
    expect(changesOf(ended).map(({ kind }) => kind)).toEqual(['A01']);
  });

  it('may be a directory', async () => {
    const ended = await run(
      join(CASES, 'K05/after'),
      '--against',
      join(CASES, 'K05/before'),
      '--format',
      'json',
    );
    expect(changesOf(ended).map(({ kind }) => kind)).toEqual(['K05']);
  });

  it('may be a lock, which tells what changed and not how', async () => {
    const side = join(CASES, 'C03/before');
    const file = (path: string): { path: string; text: string } => ({
      path,
      text: readFileSync(join(side, path), 'utf8'),
    });
    const document = readPlanDocument(file('plan.yaml'), [file('events/seen.yaml')]).value;
    if (document === null) throw new Error('The case cannot be read.');
    const digests = digestPlan(document, NO_REVIEWERS, (bytes) =>
      createHash('sha256').update(bytes).digest(),
    );
    const change = { semver: 'none', direction: 'neutral', kinds: [], roles: [] } as const;
    const lock = join(tree, 'plan.lock.json');
    writeFileSync(lock, JSON.stringify(makeLock('shop', digests, null, change)));
    const same = await run(side, '--against', lock, '--format', 'json');
    expect(changesOf(same)).toEqual([]);
    const other = await run(
      join(CASES, 'C03/after'),
      '--against',
      lock,
      '--format',
      'json',
      '--fail-on',
      'widening',
    );
    expect(changesOf(other)).toMatchObject([{ kind: 'K06', event: 'page.seen' }]);
    expect(other.code).toBe(1);
  });

  it.each([['--upload-pack=x'], ['-h'], ['main;touch gone'], ['$(touch gone)']])(
    'is never taken for an option or a command: %s',
    async (named) => {
      commitCase('B02');
      const ended = await run('product/telemetry', `--against=${named}`);
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain('neither a file, a directory nor a commit');
      expect(spawnSync('ls', [tree], { encoding: 'utf8' }).stdout.trim()).toBe('product');
    },
  );
});

describe('the exit code is the same in every format', () => {
  it.each<[string, string, readonly string[], number]>([
    ['a widening', 'C03', [], 0],
    ['a widening that must not be', 'C03', ['--fail-on', 'widening'], 1],
    ['a narrowing where no widening may be', 'C12', ['--fail-on', 'widening'], 0],
    ['a narrowing where nothing may change', 'C12', ['--fail-on', 'any'], 1],
    ['only another text where nothing may change', 'K05', ['--fail-on', 'any'], 0],
    ['what cannot be approved', 'E14', ['--fail-on', 'widening'], 1],
    ['a plan that cannot be written', 'C19', [], 2],
    ['facts that are not there', 'C03', ['--facts', 'nowhere.json'], 2],
  ])('%s', async (_, kind, more, code) => {
    for (const format of FORMATS) {
      const sides = [join(CASES, kind, 'after'), '--against', join(CASES, kind, 'before')];
      const ended = await run(...sides, ...more, '--format', format);
      expect(ended).toMatchObject({ code });
    }
  });

  it('and they can all be had of one run, the files as what is printed', async () => {
    const sides = [join(CASES, 'C03/after'), '--against', join(CASES, 'C03/before'), '--fail-on', 'widening'];
    const outputs = FINDING_FORMATS.flatMap((format) => ['--output', `${format}=${format}.txt`]);
    const ended = await run(...sides, ...outputs, '--format', 'markdown');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^<!-- headgate-plan-diff -->\n/);
    expect(readFileSync(join(tree, 'markdown.txt'), 'utf8')).toBe(ended.stdout);
    for (const format of FINDING_FORMATS) {
      expect(readFileSync(join(tree, `${format}.txt`), 'utf8')).toContain('C03');
    }
  });

  it('asks what to compare with', async () => {
    expect((await run(join(CASES, 'C03/after'))).code).toBe(2);
  });
});

it('takes facts that the plans do not hold', async () => {
  const sides = [join(CASES, 'B03/after'), '--against', join(CASES, 'B03/before'), '--format', 'json'];
  expect(changesOf(await run(...sides)).map(({ kind }) => kind)).toEqual(['B04']);
  writeFileSync(join(tree, 'facts.json'), '{ "unseenDays": { "cart.bought": 31 } }');
  const ended = await run(...sides, '--facts', 'facts.json');
  expect(changesOf(ended).map(({ kind }) => kind)).toEqual(['B03']);
});

it('shows people what flows anew, and who is asked', async () => {
  const { stdout } = await run(join(CASES, 'C03/after'), '--against', join(CASES, 'C03/before'));
  expect(stdout).toContain('+ C03 optional field added, tier 3 (minor)');
  expect(stdout).toContain('→ product, privacy, security, analytics');
  expect(stdout).toContain('page.seen field newly reaches warehouse');
});
