/** `headgate review sign` and `review verify` as people meet them: nobody is told to have agreed whose decision does not count. */
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EVENT, PLAN } from '../../../../test/gateway-fixture.ts';
import { startHeadgate } from '../../../../test/headgate-process.ts';
import type { EndedHeadgate } from '../../../../test/headgate-process.ts';
import { publicBytes } from '../../../gateway/src/snapshot/review/ssh-key.ts';
import { sshString } from '../../../gateway/src/snapshot/review/ssh-wire.ts';

let tree = '';
let record = '';

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'headgate-sign-'));
  mkdirSync(join(tree, 'work/events'), { recursive: true });
  writeFileSync(join(tree, 'work/plan.yaml'), PLAN);
  writeFileSync(join(tree, 'work/events/a.yaml'), EVENT);
  const reviewers = [
    { by: 'pia', roles: ['privacy'], keys: [makeKey('pia')] },
    { by: 'dev', roles: ['privacy', 'security'], keys: [makeKey('dev')] },
  ];
  const file = JSON.stringify({ apiVersion: 'headgate/v1', kind: 'reviewers', reviewers });
  writeFileSync(join(tree, 'work/reviewers.yaml'), file);
  await run('plan lock --plan work');
  record = (await run('review start --plan work --author dev')).stdout.trim();
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

function run(line: string): Promise<EndedHeadgate> {
  return startHeadgate(tree, line.split(' ').filter(Boolean)).ended;
}

/** Writes `<name>.pem` and gives its public key in the form of OpenSSH. */
function makeKey(name: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(tree, `${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const blob = Buffer.concat([sshString('ssh-ed25519'), sshString(publicBytes(privateKey))]);
  return `ssh-ed25519 ${blob.toString('base64')}`;
}

const signAs = (line: string): Promise<EndedHeadgate> => run(`review sign ${record} ${line}`);

it.each([
  ['--role privacy --by pia --key dev.pem', 'the signature is not of this decision and a key of theirs'],
  ['--role security --by pia --key pia.pem', 'reviewers.yaml does not give that role'],
  ['--role security --by dev --key dev.pem', 'who made the change cannot approve it'],
  ['--role privacy --by pia --key pia.pem --until 2020-01-01', 'it has run out'],
])('writes no decision with %s, since %s', async (line, why) => {
  const before = readFileSync(join(tree, record), 'utf8');
  expect(await signAs(line)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(why) });
  expect(readFileSync(join(tree, record), 'utf8')).toBe(before);
});

it('verifies the decisions of a record, each by itself', async () => {
  expect(await signAs('--role privacy --by pia --key pia.pem')).toMatchObject({ code: 0, stderr: '' });
  const verified = await run(`review verify ${record}`);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/^✔ privacy: approve by pia/) });

  const text = readFileSync(join(tree, record), 'utf8');
  writeFileSync(
    join(tree, 'work/reviews/later.yaml'),
    text.replace(/until: .*/, 'until: 2099-01-01T00:00:00Z'),
  );
  const forged = await run('review verify work/reviews/later.yaml --format json');
  expect(forged.code).toBe(1);
  expect(JSON.parse(forged.stdout)).toMatchObject({ decisions: [{ by: 'pia', fault: 'bad-signature' }] });
  rmSync(join(tree, 'work/reviews/later.yaml'));
});

it('refuses to verify a record of another plan than the one that is locked', async () => {
  cpSync(join(tree, 'work'), join(tree, 'other'), { recursive: true });
  writeFileSync(join(tree, 'other/events/a.yaml'), EVENT.replace('maxLength: 200', 'maxLength: 400'));
  const moved = record.replace('work/', 'other/');
  expect((await run(`review verify ${moved}`)).stderr).toContain('the plan is not the one that was locked');
  expect((await run('plan lock --plan other')).code).toBe(0);
  expect(await run(`review verify ${moved}`)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('the review is of another change'),
  });
});

it('does not say that all have agreed to a plan that is locked on another', async () => {
  const status = await run('review status --plan work --base work');
  expect(status).toMatchObject({ code: 1, stderr: expect.stringContaining('before it is locked again') });
  expect(status.stderr).not.toContain('have agreed');
});

it('signs where the plan is not at hand, and says that nobody checked it', async () => {
  cpSync(join(tree, record), join(tree, 'alone.yaml'));
  const signed = await run('review sign alone.yaml --role privacy --by pia --key pia.pem');
  expect(signed).toMatchObject({ code: 0, stderr: expect.stringContaining('Nobody checked that it counts') });
});
