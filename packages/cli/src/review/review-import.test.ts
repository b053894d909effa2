/** `headgate review import` as people meet it: exports of a forge, a repository, and the lock in its commits. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROLES } from '../../../core/src/plan/diff/change.ts';
import { EVENT, PLAN } from '../../../../test/gateway-fixture.ts';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';

const PULL_URL = 'https://api.github.com/repos/shop/app/pulls/12';
const REQUIRED = '{ apiVersion: headgate/v1, kind: reviewers, forge_approvals: true, reviewers: [';
let tree = '';

beforeEach(async () => {
  tree = mkdtempSync(join(tmpdir(), 'headgate-import-'));
  mkdirSync(join(tree, 'telemetry/events'), { recursive: true });
  write('telemetry/plan.yaml', PLAN);
  write('telemetry/events/a.yaml', EVENT);
  const people = ROLES.map((role) => `{ by: ${role}, roles: [${role}], forge: { github: ${role}-hub } }`);
  write('telemetry/reviewers.yaml', `${REQUIRED}${people.join(', ')}] }\n`);
  git('init', '-q', '-b', 'main');
  await run('plan', 'lock');
  git('add', '.');
  git('commit', '-qm', 'The plan');
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(join(tree, path), text);
}

function run(...args: string[]): Promise<EndedHeadgate> {
  return startHeadgate(tree, args).ended;
}

function git(...args: string[]): string {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@acme.example', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: tree, encoding: 'utf8' });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return stdout.trim();
}

/** Writes what GitHub would say of a request whose head is this commit. */
function exportPull(sha: string, states: Readonly<Record<string, string>>): void {
  const pull = {
    url: PULL_URL,
    number: 12,
    user: { login: 'dev-hub' },
    head: { sha },
    base: { repo: { full_name: 'shop/app' } },
  };
  const reviews = Object.entries(states).map(([login, state]) => ({
    user: { login },
    state,
    pull_request_url: PULL_URL,
    submitted_at: new Date(Date.now() - 60_000).toISOString(),
    commit_id: sha,
  }));
  write('pull.json', JSON.stringify(pull));
  write('reviews.json', JSON.stringify(reviews));
}

const IMPORT = ['review', 'import', 'reviews.json', '--from', 'github', '--request', 'pull.json'];
const approvals = Object.fromEntries(ROLES.map((role) => [`${role}-hub`, 'APPROVED']));

it('takes the approvals of the commit that holds the locked plan, and takes back what was dismissed', async () => {
  exportPull(git('rev-parse', 'HEAD'), approvals);
  const imported = await run(...IMPORT);
  expect(imported).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('✔ privacy: privacy (privacy-hub)'),
  });
  expect(await run('review', 'status')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('✔ legal: legal at github'),
  });

  exportPull(git('rev-parse', 'HEAD'), { ...approvals, 'legal-hub': 'DISMISSED' });
  expect((await run(...IMPORT)).stdout).toContain('legal-hub does not count, the approval was dismissed');
  expect(readdirSync(join(tree, 'telemetry/reviews'))).toHaveLength(1);
  expect(await run('review', 'status')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('legal: 1 missing'),
  });
}, 60_000);

it('takes nothing of a commit whose plan is another one', async () => {
  const first = git('rev-parse', 'HEAD');
  write('telemetry/events/a.yaml', EVENT.replace('1.0.0', '1.0.1'));
  await run('plan', 'lock');
  exportPull(first, approvals);
  expect(await run(...IMPORT)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('another one than is locked'),
  });
  // A commit that has the lock and not the plan that it speaks of.
  git('add', 'telemetry/plan.lock.json');
  git('commit', '-qm', 'Only the lock');
  exportPull(git('rev-parse', 'HEAD'), approvals);
  expect((await run(...IMPORT)).code).toBe(2);
  exportPull('f'.repeat(40), approvals);
  expect((await run(...IMPORT)).code).toBe(2);
  exportPull('main', approvals);
  expect((await run(...IMPORT)).code).toBe(2);
}, 60_000);

it('says that the approvals do not count where the reviewers do not say so', async () => {
  const path = 'telemetry/reviewers.yaml';
  write(path, readFileSync(join(tree, path), 'utf8').replace(' forge_approvals: true,', ''));
  await run('plan', 'lock');
  git('commit', '-qam', 'Signatures alone');
  exportPull(git('rev-parse', 'HEAD'), approvals);
  expect((await run(...IMPORT)).stderr).toContain('They do not count');
  expect(await run('review', 'status')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('does not count approvals of a forge'),
  });
}, 60_000);
