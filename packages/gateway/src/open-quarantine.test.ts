/** The quarantine of a whole gateway: which keys it asks for, what becomes of events without one, and its limits. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayRefused } from '@headgate/api';
import { EVENT, PLAN, configOf, makeGateway, makePlace, runGateway } from '../../../test/gateway-fixture.ts';
import type { Place, Running } from '../../../test/gateway-fixture.ts';
import { makeSteward } from './quarantine/received.contract.ts';
import { readPlanFiles } from './snapshot/read-plan-files.ts';

const DAY_MS = 86_400_000;
const WORDS = `quarantine: { to: steward, retention: P30D, readers: ['@shop/privacy'] }\n`;
const QUARANTINING = PLAN.replace('unplanned_field: strip', 'unplanned_field: quarantine') + WORDS;

let place: Place;
let running: Running | null = null;
afterEach(async () => {
  await running?.gateway.stop();
  running = null;
  place.remove();
});

interface Setup {
  readonly recipients?: string;
  readonly config?: string;
  readonly plan?: string;
}

function setUp({ recipients, config = '', plan = QUARANTINING }: Setup): void {
  const named = recipients === undefined ? '' : 'seal: { recipients: recipients.json }\n';
  place = makePlace({
    'headgate.yaml': configOf('http://127.0.0.1:1/').replace('limits:\n', `limits:\n${config}`) + named,
    'plan.yaml': plan,
    'events/a.yaml': EVENT,
    ...(recipients === undefined ? {} : { 'recipients.json': recipients }),
  });
}

const steward = (from = -DAY_MS, to = DAY_MS): string =>
  makeSteward(Date.now() + from, Date.now() + to).recipients;

async function start(setup: Setup = {}): Promise<Running> {
  setUp({ recipients: steward(), ...setup });
  running = await runGateway(place);
  return running;
}

describe('a plan that quarantines', () => {
  it.each([
    ['no recipients file', undefined, 'has no key of group "steward"'],
    ['a key that is not yet to be used', steward(DAY_MS, 2 * DAY_MS), 'is out of its time'],
    ['a key whose time is over', steward(-2 * DAY_MS, -DAY_MS), 'is out of its time'],
  ])('is refused with %s', async (_, recipients, words) => {
    setUp(recipients === undefined ? {} : { recipients });
    const { value, issues } = await makeGateway(place);
    expect(value).toBeNull();
    const found = issues.filter(({ rule }) => rule === 'quarantine-without-steward');
    expect(found).toMatchObject([
      { level: 'error', file: expect.stringContaining('headgate.yaml') as unknown },
    ]);
    expect(found[0]?.message).toContain(words);
  });

  it('that names another group is refused on reload, and the last one stays in force', async () => {
    const { gateway } = await start();
    place.write('plan.yaml', QUARANTINING.replace('to: steward', 'to: others'));
    const { value, issues } = await gateway.plans.reload();
    expect(value).toBeNull();
    expect(issues.map(({ rule }) => rule)).toContain('quarantine-without-steward');
  });

  it('is refused on reload with a recipients file that is none, and taken once it is mended', async () => {
    const { gateway } = await start();
    place.write('recipients.json', '{');
    const refused = await gateway.plans.reload();
    expect(refused.value).toBeNull();
    expect(refused.issues.map(({ rule }) => rule)).toContain('recipients-file');
    place.write('recipients.json', steward());
    expect((await gateway.plans.reload()).value).toMatchObject({ changed: false });
  });

  it('that only says so, and quarantines nothing, needs no key', async () => {
    setUp({ plan: PLAN + WORDS });
    expect((await makeGateway(place)).issues.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a candidate that quarantines', () => {
  it('is refused without a key, and with one holds the events of those who meet it, and no other', async () => {
    const { client, send } = await start({ plan: PLAN, recipients: steward(-2 * DAY_MS, -DAY_MS) });
    place.write('.candidate/plan.yaml', QUARANTINING);
    place.write('.candidate/events/a.yaml', EVENT);
    const { digest: id } = await readPlanFiles(join(place.directory, '.candidate/plan.yaml'));
    await expect(client.setCanary(id, 0.5)).rejects.toMatchObject({
      problem: {
        refusal: 'plan-refused',
        issues: expect.arrayContaining([
          expect.objectContaining({ rule: 'quarantine-without-steward' }),
        ]) as unknown,
      },
    });
    place.write('recipients.json', steward());
    await client.setCanary(id, 0.5);
    for (let person = 0; person < 40; person++) {
      await send('web-key', { unplanned: 1 }, `m-${String(person)}`, `u-${String(person)}`);
    }
    const { canary, environments } = await client.usage();
    const met = canary?.environments[0]?.events[0]?.events ?? 0;
    expect(met).toBeGreaterThan(0);
    expect((await client.quarantine()).events).toBe(met);
    expect(environments[0]?.events[0]?.events).toBe(40 - met);
  });
});

describe('events of a gateway whose key has run out', () => {
  it('are dropped as the plan would without quarantine, logged once, and counted', async () => {
    const { send, client, log } = await start({ recipients: steward(-DAY_MS, 1500) });
    expect(await send('web-key', { unplanned: 1 })).toBe(200);
    expect((await client.quarantine()).events).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1600));
    expect([await send('web-key', { unplanned: 1 }), await send('web-key', { unplanned: 1 })]).toEqual([
      200, 200,
    ]);
    expect((await client.quarantine()).events).toBe(1);
    expect(log.filter((line) => line.includes('"quarantine-unsealed"'))).toHaveLength(1);
    const metrics = await client.metrics();
    expect(metrics).toContain('headgate_quarantine_events_total{result="unsealed"} 2\n');
    expect(metrics).toContain('headgate_quarantine_events_total{result="quarantined"} 1\n');
    expect(metrics).toContain('{vendor="hook",outcome="unplanned-field"} 2\n');
  });
});

function replayOf(number: number, event = '{}'): { number: number; proof: string; event: string } {
  return { number, proof: 'AAAA', event };
}

function bytesOf(event: string): number {
  return JSON.stringify({ events: [replayOf(1, event)] }).length;
}

describe('the limits of the quarantine', () => {
  it('hold up what would be quarantined once it is full, and nothing else', async () => {
    const { send, client, log } = await start();
    await send('web-key', { unplanned: 1 });
    const { bytes } = await client.quarantine();
    await running?.gateway.stop();
    place.remove();

    const next = await start({ config: `  quarantine: { bytes_max: ${2 * bytes} }\n` });
    const answers: number[] = [];
    for (let sent = 0; sent < 3; sent++) answers.push(await next.send('web-key', { unplanned: 1 }));
    expect(answers).toEqual([200, 200, 503]);
    expect(await next.send('web-key', { results: 1 })).toBe(200);
    expect((await next.client.quarantine()).bytesMax).toBe(2 * bytes);
    expect(log.join('')).not.toContain('quarantine-full');
    expect(next.log.join('')).toContain('quarantine-full');
  });

  it('bound how many shapes are listed', async () => {
    const { send, client } = await start({ config: '  quarantine: { shapes_max: 2 }\n' });
    for (const name of ['a', 'b']) await send('web-key', { [name]: 1 });
    expect(await client.quarantine()).toMatchObject({ hidden: 0, events: 2 });
    await send('web-key', { c: 1 });
    const { shapes, hidden, events } = await client.quarantine();
    expect([shapes.length, hidden, events]).toEqual([2, 1, 3]);
  });

  it('bound how many events are replayed at once', async () => {
    const { client } = await start({ config: '  quarantine: { page_records_max: 2 }\n' });
    expect(
      (await client.replayQuarantined([1, 2].map((number) => replayOf(number)))).map(({ result }) => result),
    ).toEqual(['gone', 'gone']);
    await expect(client.replayQuarantined([1, 2, 3].map((number) => replayOf(number)))).rejects.toMatchObject(
      {
        problem: { refusal: 'too-large' },
      },
    );
  });

  it('bound the bytes of a body with whole events, apart from other bodies', async () => {
    const { client } = await start({
      config: '  control: { body_bytes_max: 100, events_body_bytes_max: 1000 }\n',
    });
    const room = 1000 - bytesOf('');
    const replay = (length: number): Promise<unknown> =>
      client.replayQuarantined([replayOf(1, 'x'.repeat(length))]);
    await expect(replay(room)).resolves.toMatchObject([{ result: 'gone' }]);
    await expect(replay(room + 1)).rejects.toBeInstanceOf(GatewayRefused);
    await expect(client.cut('hook', 'x'.repeat(200))).rejects.toBeInstanceOf(GatewayRefused);
  });
});
