import { randomBytes } from 'node:crypto';
/** A gateway's plan from its first lock to broken glass, with real files and real signatures. */
import type { Digest, Pseudonymiser, Lock, ReviewDecision, Role } from '@headgate/core';
import {
  ROLES,
  SIGNATURE_NAMESPACE,
  digestPlan,
  makeLock,
  normaliserOf,
  readPlanDocument,
  reviewPayload,
  summariseChange,
} from '@headgate/core';
import { createPseudonymiser, openKeyFile } from '@headgate/seal';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EVENT, HOOK_SECRET, PLAN, configOf, makePlace } from '../../../../../test/gateway-fixture.ts';
import type { Place } from '../../../../../test/gateway-fixture.ts';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { createPlanHolder, loadAccepted } from '../../plan-holder.ts';
import type { PlanHolder } from '../../plan-holder.ts';
import type { Clock, LogLine } from '../../runtime.ts';
import { openCanaryFile } from '../canary-file.ts';
import { createRecipientsInForce } from '../../seal/recipients-in-force.ts';
import { loadSnapshot } from '../load-snapshot.ts';
import { readPlanFiles } from '../read-plan-files.ts';
import { openPlanGuard, sha256 } from './plan-guard.ts';
import type { PlanGuard } from './plan-guard.ts';
import { readReviewFiles } from './review-files.ts';
import { publicBytes } from './ssh-key.ts';
import { signText } from './ssh-signature.ts';
import { sshString } from './ssh-wire.ts';

const START = Date.parse('2026-06-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const keys = Object.fromEntries(ROLES.map((role) => [role, generateKeyPairSync('ed25519').privateKey]));

let place: Place;
/** Where the plan lies that is locked and reviewed. */
let home = '';
let now = START;
let wake: () => void = () => undefined;
let lines: LogLine[] = [];
/** Sleeps until the test says so. */
const clock: Clock = {
  now: () => now,
  sleep: (_, signal) =>
    new Promise((resolve) => {
      wake = resolve;
      signal?.addEventListener('abort', () => resolve());
    }),
};

beforeEach(() => {
  now = START;
  lines = [];
  place = makePlace({
    'headgate.yaml': configOf('http://127.0.0.1:1/'),
    'plan.yaml': PLAN,
    'events/a.yaml': EVENT,
    'reviewers.yaml': JSON.stringify({
      apiVersion: 'headgate/v1',
      kind: 'reviewers',
      reviewers: ROLES.map((role) => ({ by: `${role}-person`, roles: [role], keys: [publicLine(role)] })),
    }),
  });
  home = place.directory;
});
afterEach(() => place.remove());

describe('a gateway that wants reviews', () => {
  it('has no plan before one is locked and signed', async () => {
    const { guard, config } = await open('required');
    expect(await rules(config, guard)).toEqual(['no-lock']);
    await lock(null);
    expect(await rules(config, guard)).toEqual(['unreviewed']);
    review(null, 'approve');
    expect(await rules(config, guard)).toEqual([]);
    expect(guard.accepted()?.root).toBe((await digests()).root);
  });

  it('keeps serving the last admitted plan when another is put there, after a restart too', async () => {
    const holder = await startSigned();
    change('Sent more often.');
    const { value, issues } = await holder.reload();
    expect(value).toBeNull();
    expect(issues.at(-1)?.rule).toBe('stale-lock');
    expect(served(holder)).toContain('Sent when somebody');

    const restarted = await open('required');
    expect(await rules(restarted.config, restarted.guard)).toEqual(['stale-lock']);
    const last = loadAccepted({ ...restarted, recipients, clock });
    expect(last?.plan.events[0]?.description).toContain('Sent when somebody');
  });

  it('takes the next plan once it is signed for, and knows what it was made from', async () => {
    const holder = await startSigned();
    const base = (await digests()).root;
    change('Sent more often.');
    await lock(base);
    expect((await holder.reload()).issues.at(-1)?.message).toMatch(/lacks signatures: /);
    review(base, 'approve');
    expect((await holder.reload()).value?.changed).toBe(true);
    expect(served(holder)).toContain('Sent more often.');
  });

  it('lets a plan through broken glass until its time is over, and then gives way to the admitted one', async () => {
    const holder = await startSigned();
    const base = (await digests()).root;
    change('Sent in an emergency.');
    await lock(base);
    review(base, 'break-glass', ['security']);
    expect((await holder.reload()).value?.changed).toBe(true);
    expect(served(holder)).toContain('emergency');
    expect(lines).toContain('glass-broken');
    now = START + 72 * HOUR_MS;
    wake();
    await holder.reload();
    expect(served(holder)).toContain('Sent when somebody');
    expect(holder.state().refused).not.toBeNull();
    holder.stop();
  });
});

describe('a candidate beside a signed plan', () => {
  it('must be locked on top of it and signed for, and gives way when the first approval runs out', async () => {
    const holder = await startSigned();
    const base = (await digests()).root;
    const ask = { id: await putCandidate(), share: 0.5 };
    expect((await holder.setCanary(ask)).issues.at(-1)?.rule).toBe('no-lock');
    await lock(base);
    expect((await holder.setCanary(ask)).issues.at(-1)?.message).toMatch(/lacks signatures/);
    review(base, 'break-glass', ['security']);
    expect((await holder.setCanary(ask)).issues.at(-1)?.rule).toBe('unreviewed');
    expect(holder.snapshots.current().canary).toBeNull();

    review(base, 'approve');
    expect((await holder.setCanary(ask)).value).toMatchObject({ candidate: ask.id, since: START });
    expect(holder.snapshots.current().canary?.plans.production.id).toBe(ask.id);
    expect(holder.accepted()?.root).toBe(base);
    await holder.renew();
    now = START + 72 * HOUR_MS - 1;
    wake();
    await holder.reload();
    expect(holder.canary.running()?.record.share).toBe(0.5);
    now = START + 72 * HOUR_MS;
    wake();
    await vi.waitFor(() => expect(holder.snapshots.current().canary).toBeNull());
    expect(holder.canary.ended()).toMatchObject({ reason: 'refused', issues: [{ rule: 'unreviewed' }] });
    expect(lines.filter((line) => line.startsWith('canary'))).toEqual(['canary-share', 'canary-refused']);
    holder.stop();
  });

  it('is met by nobody where its start cannot be written, and by nobody where its end cannot', async () => {
    const holder = await startSigned();
    const base = (await digests()).root;
    const ask = { id: await putCandidate(), share: 0.5 };
    await lock(base);
    review(base, 'approve');
    const blocked = join(place.directory, 'canary.json.new');
    mkdirSync(blocked);
    await expect(holder.setCanary(ask)).rejects.toThrow('EISDIR');
    expect(holder.canary.running()).toBeNull();
    rmSync(blocked, { recursive: true });
    expect((await holder.setCanary(ask)).value?.share).toBe(0.5);
    mkdirSync(blocked);
    await expect(holder.abortCanary()).rejects.toThrow('EISDIR');
    expect(holder.snapshots.current().canary).toBeNull();
    holder.stop();
  });
});

describe('a gateway that wants reviews from the first lock on', () => {
  it('asks for nothing before, and for everything after', async () => {
    const { guard, config } = await open('when-locked');
    expect(await rules(config, guard)).toEqual([]);
    expect(guard.accepted()).toBeNull();
    await lock(null);
    review(null, 'approve');
    expect(await rules(config, guard)).toEqual([]);
    change('Sent more often.');
    rmSync(join(place.directory, 'plan.lock.json'));
    expect(await rules(config, guard)).toEqual(['no-lock']);
  });
});

describe('files beside the plan', () => {
  it('that are not what they should be are told of and open nothing', async () => {
    const { guard, config } = await open('required');
    await lock(null);
    review(null, 'approve');
    writeFileSync(join(place.directory, 'plan.lock.json'), '{"kind":"lock"}');
    expect(await rules(config, guard)).not.toEqual([]);
    expect(guard.accepted()).toBeNull();
  });

  it('of the data directory that are damaged stop the start', async () => {
    writeFileSync(join(place.directory, 'accepted-plan.json'), '{}');
    await expect(open('required')).rejects.toThrow(/not what the gateway writes/);
  });
});

async function open(policy: 'required' | 'when-locked'): Promise<{
  readonly guard: PlanGuard;
  readonly config: Config;
  readonly pseudonymiser: Pseudonymiser;
}> {
  const file = join(place.directory, 'headgate.yaml');
  const config = (await loadConfig({ file, variables: { HOOK_SECRET } })).value;
  if (config === null) throw new Error('The configuration of this test is wrong.');
  const path = join(place.directory, 'accepted-plan.json');
  const guard = await openPlanGuard({ path, planFile: config.planFile, policy, clock });
  return {
    guard,
    config,
    pseudonymiser: createPseudonymiser({
      keys: openKeyFile(join(place.directory, 'keys.json')),
      normaliserOf,
    }),
  };
}

async function rules(config: Config, guard: PlanGuard): Promise<readonly string[]> {
  const pseudonymiser = createPseudonymiser({
    keys: openKeyFile(join(place.directory, 'keys.json')),
    normaliserOf,
  });
  const { issues } = await loadSnapshot(config, pseudonymiser, guard);
  return issues.filter(({ level }) => level === 'error').map(({ rule }) => rule);
}

const recipients = createRecipientsInForce({ file: null, now: () => 0, random: randomBytes });

/** A holder whose plan is locked and signed. */
async function startSigned(): Promise<PlanHolder> {
  await lock(null);
  review(null, 'approve');
  const { guard, config, pseudonymiser } = await open('required');
  const loaded = (await loadSnapshot(config, pseudonymiser, guard)).value;
  if (loaded === null) throw new Error('The plan of this test is not admitted.');
  const log = { write: (line: LogLine) => void lines.push(line) };
  const canaryFile = await openCanaryFile(join(place.directory, 'canary.json'));
  return createPlanHolder(loaded, { config, pseudonymiser, guard, recipients, canaryFile, clock, log });
}

function served(holder: PlanHolder): string | undefined {
  return holder.state().loaded.plan.events[0]?.description;
}

/** A changed copy beside the plan, which is then the one that is locked and reviewed; gives its digest. */
async function putCandidate(): Promise<string> {
  home = join(place.directory, '.candidate');
  for (const part of ['plan.yaml', 'events', 'reviewers.yaml']) {
    cpSync(join(place.directory, part), join(home, part), { recursive: true });
  }
  change('Sent to some.');
  return (await readPlanFiles(join(home, 'plan.yaml'))).digest;
}

/** Other words, and a longer text, which privacy and analytics must agree to. */
function change(description: string): void {
  const path = join(home, 'events/a.yaml');
  writeFileSync(
    path,
    readFileSync(path, 'utf8')
      .replace(/^description: .*$/m, `description: ${description}`)
      .replace('maxLength: 200', 'maxLength: 400'),
  );
}

async function digests(): Promise<ReturnType<typeof digestPlan>> {
  const { document, reviewers } = await governed();
  return digestPlan(document, reviewers, sha256);
}

async function governed() {
  const planFile = join(home, 'plan.yaml');
  const files = await readPlanFiles(planFile);
  const document = readPlanDocument(files.plan, files.events).value;
  rmSync(join(home, 'plan.lock.json'), { force: true });
  const beside = (await readReviewFiles(planFile)).value;
  if (document === null || beside === null) throw new Error('The files of this test are wrong.');
  return { document, reviewers: beside.reviewers };
}

async function lock(base: Digest | null): Promise<void> {
  const { document, reviewers } = await governed();
  const made: Lock = makeLock(
    'shop',
    digestPlan(document, reviewers, sha256),
    base,
    summariseChange(null, { document, reviewers }),
  );
  writeFileSync(join(home, 'plan.lock.json'), JSON.stringify(made));
}

/** Signs for the plan as it is locked. */
function review(
  base: Digest | null,
  verdict: ReviewDecision['verdict'],
  roles: readonly Role[] = ROLES,
): void {
  const text = readFileSync(join(home, 'plan.lock.json'), 'utf8');
  const { root: head } = JSON.parse(text) as Lock;
  const reviewed = { base, head, author: 'dev' };
  const decisions = roles.map((role) => {
    const made = {
      role,
      by: `${role}-person`,
      verdict,
      at: new Date(START).toISOString(),
      until: new Date(START + 72 * HOUR_MS).toISOString(),
      conditions: [],
    };
    const key = keys[role];
    if (key === undefined) throw new Error('A role of this test has no key.');
    return {
      ...made,
      signature: signText(reviewPayload({ change: reviewed, answers: {} }, made), SIGNATURE_NAMESPACE, key),
    };
  });
  mkdirSync(join(home, 'reviews'), { recursive: true });
  const record = { apiVersion: 'headgate/v1', kind: 'review', change: reviewed, answers: {}, decisions };
  writeFileSync(join(home, 'reviews', `${head.slice(7, 19)}.yaml`), JSON.stringify(record));
}

function publicLine(role: Role): string {
  const key = keys[role];
  if (key === undefined) throw new Error('A role of this test has no key.');
  const blob = Buffer.concat([sshString('ssh-ed25519'), sshString(publicBytes(key))]);
  return `ssh-ed25519 ${blob.toString('base64')}`;
}
