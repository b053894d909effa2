/** A candidate plan in force for a share of subjects, in a real gateway: who meets it, what survives, and how it ends. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVENT, PLAN, configOf, makePlace, runGateway, startVendor, until } from './gateway-fixture.ts';
import type { Place, Running, Vendor } from './gateway-fixture.ts';

const PEOPLE = Array.from({ length: 1000 }, (_, at) => `person-${at}`);
/** Chi-square at one degree of freedom that chance passes once in a million: the key of the subjects is new in every run. */
const CHI_SQUARE_MAX = 23.93;
/** The candidate gives the vendor no query, so that what it decided is known by what comes out, and takes no result above 9. */
const CANDIDATE = EVENT.replace('hook: [query, results]', 'hook: [results]').replace(
  'maximum: 10000',
  'maximum: 9',
);
const CANDIDATE_PLAN = `${PLAN.replace('invalid_field: strip', 'invalid_field: reject')}environments: { production: { promotion: { canary: 0.1 } } }\n`;

let place: Place;
let vendor: Vendor;
let running: Running | null = null;

beforeEach(async () => {
  vendor = await startVendor();
  place = makePlace({
    'headgate.yaml': configOf(vendor.url),
    'plan.yaml': PLAN,
    'events/searched.yaml': EVENT,
  });
});
afterEach(async () => {
  await running?.gateway.stop();
  running = null;
  await vendor.close();
  place.remove();
});

async function start(): Promise<Running> {
  await running?.gateway.stop();
  running = await runGateway(place);
  return running;
}

function putCandidate(event = CANDIDATE, plan = CANDIDATE_PLAN): void {
  place.write('.candidate/plan.yaml', plan);
  place.write('.candidate/events/searched.yaml', event);
}

/** The digest that the gateway gives the candidate: told by putting it in force in another one. */
async function digestOfCandidate(event = CANDIDATE, plan = CANDIDATE_PLAN): Promise<string> {
  const other = makePlace({
    'headgate.yaml': configOf(vendor.url),
    'plan.yaml': plan,
    'events/searched.yaml': event,
  });
  const { gateway, client } = await runGateway(other);
  const { id } = await client.plan();
  await gateway.stop();
  other.remove();
  return id;
}

/** Two events of each person, in one request for every fifty people. Gives who met the candidate at both. */
async function sendAll({ ports, client }: Running, round: string): Promise<ReadonlySet<string>> {
  const before = vendor.bodies.length;
  for (let from = 0; from < PEOPLE.length; from += 50) {
    const batch = PEOPLE.slice(from, from + 50).flatMap((userId) =>
      [1, 2].map((results) => ({
        type: 'track',
        event: 'Searched',
        userId,
        messageId: `${round}-${userId}-${results}`,
        properties: { query: `for ${userId}`, results },
      })),
    );
    const answer = await fetch(`http://127.0.0.1:${ports.server}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('web-key:')}` },
      body: JSON.stringify({ batch }),
    });
    expect(answer.status).toBe(200);
  }
  await until(
    () => client.status(),
    ({ queue }) => queue.events === 0,
  );
  return readRound(vendor.bodies.slice(before));
}

/** Who met the candidate. Pseudonyms stand for people, and are the same in every round. */
function readRound(bodies: readonly string[]): ReadonlySet<string> {
  const seen = new Map<string, { readonly results: number; readonly isCandidate: boolean }[]>();
  for (const body of bodies) {
    for (const { userId, properties } of (JSON.parse(body) as { events: Sent[] }).events) {
      const { query, results } = properties;
      seen.set(userId, [...(seen.get(userId) ?? []), { results, isCandidate: query === undefined }]);
    }
  }
  expect(seen.size).toBe(PEOPLE.length);
  const met = new Set<string>();
  for (const [userId, events] of seen) {
    // In order, and both by the same plan.
    expect(events.map(({ results }) => results)).toEqual([1, 2]);
    expect(events[0]?.isCandidate).toBe(events[1]?.isCandidate);
    if (events.every(({ isCandidate }) => isCandidate)) met.add(userId);
  }
  return met;
}

interface Sent {
  readonly userId: string;
  readonly properties: { readonly query?: string; readonly results: number };
}

async function eventsByPlan({ client }: Running): Promise<Readonly<Record<string, number>>> {
  const { id, environments, canary } = await client.usage();
  const counted = (of: typeof environments): number =>
    of.flatMap(({ events }) => events).reduce((sum, { events }) => sum + events, 0);
  return {
    [id]: counted(environments),
    ...(canary === null ? {} : { [canary.id]: counted(canary.environments) }),
  };
}

function expectShare(met: ReadonlySet<string>, share: number): void {
  const expected = share * PEOPLE.length;
  const off = (met.size - expected) ** 2;
  expect(off / expected + off / (PEOPLE.length - expected)).toBeLessThan(CHI_SQUARE_MAX);
}

const refused = (rule: string): object => ({
  problem: {
    refusal: 'plan-refused',
    issues: expect.arrayContaining([expect.objectContaining({ rule })]),
  },
});

describe('a candidate that a share of subjects meets', () => {
  it('is met by the same people after a restart and at a larger share, and by all or nobody in the end', async () => {
    const first = await start();
    const accepted = (await first.client.plan()).id;
    const candidate = await digestOfCandidate();
    putCandidate();
    expect((await sendAll(first, 'before')).size).toBe(0);

    expect(await first.client.setCanary(candidate, 0.1)).toMatchObject({ id: candidate, share: 0.1 });
    const tenth = await sendAll(first, 'tenth');
    expectShare(tenth, 0.1);
    expect(await eventsByPlan(first)).toEqual({
      [accepted]: 2000 + 2000 - 2 * tenth.size,
      [candidate]: 2 * tenth.size,
    });
    const metrics = await first.client.metrics();
    expect(metrics).toContain(
      `headgate_plan_events{plan="${candidate}",environment="production"} ${2 * tenth.size}`,
    );
    expect(metrics).toContain(`headgate_canary_share{plan="${candidate}"} 0.1`);
    // Accepted is the sum of both, and each ended or waits once for each vendor.
    const { environments } = await first.client.balance();
    expect(environments[0]).toMatchObject({ accepted: 4000, vendors: [{ ended: 4000, waiting: 0 }] });
    const { plan } = await first.client.plan({ of: 'candidate' });
    expect(plan).toEqual({ path: 'plan.yaml', text: CANDIDATE_PLAN });

    const second = await start();
    const { since } = (await second.client.status()).plan.canary ?? {};
    expect(await sendAll(second, 'restarted')).toEqual(tenth);
    await second.client.setCanary(candidate, 0.5);
    expect((await second.client.status()).plan.canary).toMatchObject({ since, share: 0.5 });
    const half = await sendAll(second, 'half');
    expectShare(half, 0.5);
    expect([...tenth].filter((each) => !half.has(each))).toEqual([]);

    await second.client.abortCanary();
    expect((await sendAll(second, 'aborted')).size).toBe(0);
    expect((await second.client.status()).plan).toMatchObject({
      id: accepted,
      canary: null,
      canaryEnded: { id: candidate, reason: 'aborted' },
    });
    await expect(second.client.abortCanary()).rejects.toMatchObject({ problem: { refusal: 'no-canary' } });
    const third = await start();
    expect((await third.client.status()).plan.canary).toBeNull();

    await third.client.setCanary(candidate, 0.1);
    place.write('plan.yaml', CANDIDATE_PLAN);
    place.write('events/searched.yaml', CANDIDATE);
    expect(await third.client.reload()).toMatchObject({ id: candidate, changed: true });
    expect((await sendAll(third, 'whole')).size).toBe(PEOPLE.length);
    expect((await third.client.status()).plan).toMatchObject({
      id: candidate,
      canary: null,
      canaryEnded: { reason: 'promoted' },
    });
    expect(third.log.join('')).toMatch(/"canary-share".*"share":0.1/);
  }, 120_000);

  it('is counted with its violations apart from the plan in force', async () => {
    const gateway = await start();
    const candidate = await digestOfCandidate();
    putCandidate();
    await gateway.client.setCanary(candidate, 0.1);
    // No candidate of this test takes 10 results; the plan in force does.
    for (const userId of PEOPLE.slice(0, 100)) await gateway.send('web-key', { results: 10 }, userId, userId);
    const { environments, canary } = await gateway.client.usage();
    const [mine] = canary?.environments[0]?.events ?? [];
    expect(mine?.violations).toBe(mine?.events);
    expect(environments[0]?.events[0]?.violations).toBe(0);
    const met = PEOPLE.slice(0, 100).map(async (each) => (await gateway.client.explain(each)).plan);
    const plans = await Promise.all(met);
    expect(plans.filter((each) => each === candidate)).toHaveLength(mine?.events ?? -1);
  });

  it('is refused at a larger share than it allows first, and where it is another one, or no plan', async () => {
    const { client } = await start();
    const candidate = await digestOfCandidate();
    await expect(client.setCanary(candidate, 0.1)).rejects.toMatchObject(refused('missing-file'));
    putCandidate();
    await expect(client.setCanary(candidate, 0.1001)).rejects.toMatchObject(refused('canary-share'));
    await expect(client.setCanary('0'.repeat(64), 0.1)).rejects.toMatchObject(refused('other-candidate'));
    for (const share of [0, 1]) {
      await expect(client.setCanary(candidate, share)).rejects.toMatchObject({
        problem: { refusal: 'bad-request' },
      });
    }
    await client.setCanary(candidate, 0.1);
    // What it allows first is no bound on what comes next.
    await client.setCanary(candidate, 0.2);
    putCandidate(CANDIDATE.replace('type: integer', 'type: intger'));
    await expect(client.setCanary(candidate, 0.3)).rejects.toMatchObject(refused('bad-value'));
    expect((await client.status()).plan).toMatchObject({
      canary: null,
      canaryEnded: { reason: 'refused', issues: [{ rule: 'bad-value' }] },
    });
  });

  it.each(['after a restart', 'at a reload'])('gives way %s when its files are others', async (when) => {
    const first = await start();
    const candidate = await digestOfCandidate();
    putCandidate();
    await first.client.setCanary(candidate, 0.1);
    appendFileSync(join(place.directory, '.candidate/plan.yaml'), '# edited\n');
    const { client, log } = when === 'at a reload' ? first : await start();
    if (when === 'at a reload') await client.reload();
    expect((await client.status()).plan).toMatchObject({
      canary: null,
      canaryEnded: { id: candidate, reason: 'refused', issues: [{ rule: 'other-candidate' }] },
    });
    expect(log.join('')).toContain('"canary-refused"');
    // For good: the files as they were do not begin it again.
    putCandidate();
    const again = await start();
    expect((await again.client.status()).plan.canary).toBeNull();
  });

  it('ends when another plan is put in force beside it, after a restart too', async () => {
    const first = await start();
    const candidate = await digestOfCandidate();
    putCandidate();
    await first.client.setCanary(candidate, 0.1);
    const other = EVENT.replace('Sent when', 'Sent whenever');
    place.write('events/searched.yaml', other);
    await first.client.reload();
    expect((await first.client.status()).plan.canaryEnded?.reason).toBe('overtaken');
    await first.client.setCanary(candidate, 0.1);
    place.write('events/searched.yaml', EVENT);
    const { client } = await start();
    expect((await client.status()).plan).toMatchObject({
      canary: null,
      canaryEnded: { reason: 'overtaken' },
    });
  });

  it('stops the start where what was written of it is damaged', async () => {
    const path = join(place.directory, '.headgate/canary.json');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{"version":1,"canary":{"share":2}}');
    await expect(start()).rejects.toThrow(/not what the gateway writes/);
    expect(readFileSync(path, 'utf8')).toContain('"share":2');
  });
});
