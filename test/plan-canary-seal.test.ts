/** A candidate that seals, beside a plan in force that does not: who is sealed, what a missing key does, and what stays to be opened. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlanFiles } from '../packages/gateway/src/snapshot/read-plan-files.ts';
import { configOf, makePlace, runGateway, startVendor, until } from './gateway-fixture.ts';
import type { Place, Running, Vendor } from './gateway-fixture.ts';
import { SEAL_EVENT, SEAL_PLAN, makeKeys, openAll, poolText, recipientsText } from './seal-fixture.ts';

const support = makeKeys();
const finance = makeKeys();
const subjects = Array.from({ length: 60 }, () => makeKeys());
/** At half of the subjects, chance gives all of them one plan once in 2³⁹. */
const PEOPLE = Array.from({ length: 40 }, (_, at) => `person-${at}`);
const ORDER = {
  total: 12,
  iban: 'DE02120300000000202051',
  mail: 'Ana@Example.com',
  phone: '+49 30 901820',
  street: 'Hauptstr. 1',
};
const SEALED = ['properties.iban', 'properties.mail', 'properties.street'];

const PLAN = `${SEAL_PLAN}enforcement: { unplanned_field: strip }\n`;
const PLAIN_EVENT = SEAL_EVENT.split('    iban:')[0] ?? '';

let place: Place;
let vendor: Vendor;
let running: Running | null = null;

beforeEach(async () => {
  vendor = await startVendor();
  place = makePlace({
    'headgate.yaml': `${configOf(vendor.url)}seal: { recipients: recipients.json, subjects: subjects.txt }\n`,
    'plan.yaml': PLAN,
    'events/ordered.yaml': PLAIN_EVENT,
    '.candidate/plan.yaml': PLAN,
    '.candidate/events/ordered.yaml': SEAL_EVENT,
    'recipients.json': recipientsText({ support, finance }),
    'subjects.txt': poolText(subjects),
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

async function digestOfCandidate(): Promise<string> {
  return (await readPlanFiles(join(place.directory, '.candidate/plan.yaml'))).digest;
}

/** An order of everybody, delivered. Gives the properties that the vendor got. */
async function orderAll({ ports, client }: Running, round: string): Promise<readonly Properties[]> {
  const before = vendor.bodies.length;
  const batch = PEOPLE.map((userId) => ({
    type: 'track',
    event: 'Ordered',
    userId,
    messageId: `${round}-${userId}`,
    properties: ORDER,
  }));
  const answer = await fetch(`http://127.0.0.1:${ports.server}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('web-key:')}` },
    body: JSON.stringify({ batch }),
  });
  expect(answer.status).toBe(200);
  await until(
    () => client.status(),
    ({ queue }) => queue.events === 0,
  );
  const bodies = vendor.bodies.slice(before);
  return bodies.flatMap((body) =>
    (JSON.parse(body) as { events: { properties: Properties }[] }).events.map((each) => each.properties),
  );
}

type Properties = Readonly<Record<string, unknown>>;

/** Messages of a round that this plan decided. */
async function decidedBy({ client }: Running, round: string, plan: string): Promise<readonly string[]> {
  const messages = PEOPLE.map((userId) => `${round}-${userId}`);
  const plans = await Promise.all(messages.map(async (each) => (await client.explain(each)).plan));
  return messages.filter((_, at) => plans[at] === plan);
}

async function openedOf({ client }: Running, message: string): Promise<readonly unknown[]> {
  const { values } = await client.findSealed({ event: message });
  expect(values.map(({ path }) => path)).toEqual(SEALED);
  const opened = await openAll(client, values, { groups: [support, finance], subjects });
  return opened.map((each) => (each.kind === 'opened' ? each.value : each.reason));
}

const WORDS = [ORDER.iban, ORDER.mail, ORDER.street];

describe('a candidate that seals', () => {
  it('seals for those who meet it, and lets nothing plain out for anybody', async () => {
    const gateway = await start();
    const candidate = await digestOfCandidate();
    await gateway.client.setCanary(candidate, 0.5);
    const sent = await orderAll(gateway, 'half');
    const met = await decidedBy(gateway, 'half', candidate);
    expect(met.length).toBeGreaterThan(0);
    expect(met.length).toBeLessThan(PEOPLE.length);

    const traveling = sent.filter(({ phone }) => String(phone).startsWith('hg1.'));
    expect(traveling).toHaveLength(met.length);
    expect(sent.filter((each) => JSON.stringify(each) === '{"total":12}')).toHaveLength(
      PEOPLE.length - met.length,
    );
    for (const word of [...WORDS, ORDER.phone]) expect(vendor.bodies.join('')).not.toContain(word);
    for (const message of met) expect(await openedOf(gateway, message)).toEqual(WORDS);
    for (const message of PEOPLE.map((each) => `half-${each}`).filter((each) => !met.includes(each))) {
      expect((await gateway.client.findSealed({ event: message })).values).toEqual([]);
    }
  }, 60_000);

  it('may not begin where a group that it seals to has no key', async () => {
    place.write('recipients.json', recipientsText({ support }));
    const { client } = await start();
    await expect(client.setCanary(await digestOfCandidate(), 0.5)).rejects.toMatchObject({
      problem: {
        refusal: 'plan-refused',
        issues: expect.arrayContaining([expect.objectContaining({ rule: 'unknown-recipient-group' })]),
      },
    });
    expect((await client.status()).plan.canary).toBeNull();
  });

  it('ends at a start without that key, and what it sealed can still be opened', async () => {
    const first = await start();
    const candidate = await digestOfCandidate();
    await first.client.setCanary(candidate, 0.5);
    await orderAll(first, 'before');
    const [message = ''] = await decidedBy(first, 'before', candidate);

    place.write('recipients.json', recipientsText({ support }));
    const second = await start();
    expect((await second.client.status()).plan).toMatchObject({
      canary: null,
      canaryEnded: { id: candidate, reason: 'refused' },
    });
    const sent = await orderAll(second, 'after');
    expect(sent.map((each) => JSON.stringify(each))).toEqual(PEOPLE.map(() => '{"total":12}'));
    expect(await openedOf(second, message)).toEqual(WORDS);
  }, 60_000);
});
