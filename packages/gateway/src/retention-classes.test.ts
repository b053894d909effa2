import { createCohorts, parsePlan } from '@headgate/core';
import type { Plan } from '@headgate/core';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecentEvents } from './control/event/recent.ts';
import { createParquetSink } from './deliver/write-parquet.ts';
import { dayOf } from './ledger/entry.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { createLedgerPump } from './ledger/pump.ts';
import { openDiskQueue } from './queue/disk-queue.ts';
import { quarantinedOf } from './queue/quarantine.contract.ts';
import { LANE, eventOf } from './queue/queue.contract.ts';
import { retentionClasses } from './retention-classes.ts';
import type { RetentionGrounds } from './retention-classes.ts';
import { RETENTION_DAYS } from './retention/limits.ts';
import { openSealedStore } from './sealed/sealed-store.ts';
import type { SealedStore } from './sealed/sealed-store.ts';
import { createRetention } from './retention/retention.ts';
import type { RetentionReport } from './retention/retention.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-24T12:00:00Z');

const PLAN = `
apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
vendors:
  mixpanel: { kind: mixpanel, max_tier: 2, retention: P10D, k_gate: { k: 10, quasi_identifiers: [context.locale] } }
  segment: { kind: segment, max_tier: 2 }
  lake: { kind: warehouse, max_tier: 2, retention: P3D }
context: { vendors: { mixpanel: '*' } }
`;

let now = START;
const clock = { now: (): number => now, sleep: async (): Promise<void> => undefined };
const log = { write: (): void => undefined };

let directory = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  now = START;
  directory = await mkdtemp(join(tmpdir(), 'headgate-retention-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  await rm(directory, { recursive: true, force: true });
});

function planOf(text: string): Plan {
  const { value } = parsePlan({ path: 'plan.yaml', text }, []);
  if (value === null) throw new Error('The plan is no plan.');
  return value;
}

async function open(): Promise<RetentionGrounds & { readonly sealed: SealedStore }> {
  const queue = await openDiskQueue({
    directory: join(directory, 'queue'),
    clock,
    bytesMax: 1e7,
    partitions: 1,
  });
  const ledger = await openLedger({ path: join(directory, 'ledger.duckdb'), clock });
  const files = await createParquetSink({ directory: join(directory, 'lake') });
  const sealed = await openSealedStore({ directory: join(directory, 'sealed'), bytesMax: 1e7 });
  closing.push(
    () => queue.close(),
    () => ledger.close(),
    () => files.close(),
    () => sealed.close(),
  );
  const plan = planOf(PLAN);
  return {
    days: RETENTION_DAYS,
    plan: () => plan,
    clock,
    queue,
    ledger,
    pump: createLedgerPump({ queue, ledger, clock, log }),
    warehouses: [{ vendors: ['lake'], files }],
    cohorts: createCohorts(1000),
    review: { forget: (before) => queue.quarantine.removeBefore(before) },
    recent: createRecentEvents({ nameOf: (id) => id, statusOf: () => 'routed', max: 10 }),
    sealed,
  };
}

interface Kept {
  readonly run: () => Promise<void>;
  readonly report: () => Promise<RetentionReport>;
  readonly oldest: (name: string, of?: string) => Promise<number | null | undefined>;
}

function keep(grounds: RetentionGrounds): Kept {
  const retention = createRetention({
    classes: () => retentionClasses(grounds),
    clock,
    log,
    deleted: () => undefined,
  });
  return {
    ...retention,
    oldest: async (name, of) =>
      (await retention.report()).rows.find((row) => row.name === name && (of === undefined || row.of === of))
        ?.oldestAt,
  };
}

/** The oldest row after a run at the limit, where it must stay, and after one a millisecond later, where it must be gone. */
async function limitsOf(kept: Kept, days: number, name: string, of?: string): Promise<(number | null)[]> {
  now = START + days * DAY_MS;
  await kept.run();
  const atLimit = (await kept.oldest(name, of)) ?? null;
  now += 1;
  await kept.run();
  return [atLimit, (await kept.oldest(name, of)) ?? null];
}

describe('the classes of retention', () => {
  it('keep waiting events for seven days, and say how they ended', async () => {
    const grounds = await open();
    await grounds.queue.append([eventOf('a'), eventOf('b')], []);
    expect(await limitsOf(keep(grounds), 7, 'queue')).toEqual([START, null]);
    const day = dayOf(now);
    expect(grounds.queue.journal(0, 10).entries).toEqual([
      { ...LANE, kind: 'ended', outcome: 'waited-too-long', day, count: 2 },
    ]);
  });

  it('keep dead letters for thirty days', async () => {
    const grounds = await open();
    await grounds.queue.append([eventOf('a')], []);
    const lease = grounds.queue.lease(LANE, 0, { eventsMax: 9, bytesMax: 1e6 });
    if (lease === null) throw new Error('Nothing could be leased.');
    await grounds.queue.settle(lease, {
      keep: [],
      dead: [{ position: 0, cause: 'vendor-refused' }],
      entries: [],
    });
    expect(await limitsOf(keep(grounds), 30, 'dead-letters')).toEqual([START, null]);
  });

  it.each([
    ['mixpanel', 10 + 90],
    ['segment', 1096],
    ['gone-from-the-plan', 1096],
  ])('keep what %s was delivered for %i days', async (vendor, days) => {
    const grounds = await open();
    const set = { id: 'f1', vendor, event: 'seen', fields: [] };
    const shared = { vendor, environment: 'production', fields: 'f1', subject: '00000000000000aa' } as const;
    const entry = {
      ...shared,
      kind: 'delivered',
      day: dayOf(START),
      count: 1,
      first: START - 5,
      last: START,
    } as const;
    await grounds.ledger.apply([{ kind: 'field-set', set }, entry], 2);
    expect(await limitsOf(keep(grounds), days, 'ledger', vendor)).toEqual([START, null]);
  });

  it('keep the files of a warehouse as long as the plan says', async () => {
    const grounds = await open();
    const day = join(directory, 'lake', `day=${dayOf(START)}`);
    await mkdir(day);
    await writeFile(join(day, 'a.parquet'), 'PAR1');
    await utimes(join(day, 'a.parquet'), START / 1000, START / 1000);
    expect(await limitsOf(keep(grounds), 3, 'warehouse')).toEqual([START, null]);
    expect((await readdir(join(directory, 'lake'))).filter((name) => name.startsWith('day='))).toEqual([]);
  });

  it('keep subjects of a k-gate for less than its window, at whose end they no longer count', async () => {
    const grounds = await open();
    const rule = grounds.plan().vendors.get('mixpanel')?.kGate;
    if (rule === null || rule === undefined) throw new Error('There is no gate.');
    grounds.cohorts.admits({ cohort: 'c', subject: 's', sensitive: null, now: START }, rule);
    const kept = keep(grounds);
    now = START + 30 * DAY_MS - 1;
    await kept.run();
    expect(await kept.oldest('k-gate')).toBe(START);
    now += 1;
    await kept.run();
    expect(await kept.oldest('k-gate')).toBeNull();
  });

  it('keep what explain remembers for a day', async () => {
    const grounds = await open();
    const source = { id: 'web', environment: 'production' } as const;
    const received = {
      source,
      protocol: 'segment',
      id: 'm',
      call: 'track',
      operation: 'set',
      name: 'Seen',
      time: START,
      receivedAt: START,
      userId: null,
      anonymousId: null,
      groupId: null,
      previousId: null,
      properties: {},
      context: {},
      signals: { gpc: false },
    } as const;
    const decision = {
      planned: null,
      findings: [],
      remarks: [],
      vendors: [],
      sealed: null,
      quarantine: null,
      cause: null,
    };
    grounds.recent.add(received, decision, { id: 'p', fieldSet: () => undefined });
    expect(await limitsOf(keep(grounds), 1, 'recent')).toEqual([START, null]);
    expect(grounds.recent.find('m')).toBeNull();
  });

  it('keep sealed values for 396 days, and their headers as long after the end of the epoch', async () => {
    const grounds = await open();
    const place = { environment: 'production', source: 'web', eventName: 'seen' } as const;
    const fields = [{ path: 'properties.email', group: 'support', text: 'hg1.A' }];
    const header = { kind: 'header', id: 'ab', bytes: new Uint8Array(4), until: START + 60_000 } as const;
    const event = { ...place, eventId: 'e1', fields, records: [header] };
    await grounds.sealed.append({ events: [event], storedAt: START, keysUsed: 0 });
    const kept = keep(grounds);
    now = START + 396 * DAY_MS;
    await kept.run();
    expect(await kept.oldest('sealed')).toBe(START);
    now += 1;
    await kept.run();
    expect(grounds.sealed.valuesOf('e1')).toEqual([]);
    expect(await kept.oldest('sealed')).toBe(START + 60_000);
    expect(grounds.sealed.header('ab')).not.toBeNull();
    now += 60_000;
    await kept.run();
    expect(await kept.oldest('sealed')).toBeNull();
    expect(grounds.sealed.bytes()).toBe(0);
  });

  it.each([
    [
      'as long as the plan says',
      "quarantine: { to: steward, retention: P5D, readers: ['@shop/privacy'] }",
      5,
    ],
    ['thirty days where the plan no longer says', '', 30],
  ])('keep quarantined events %s', async (_, words, days) => {
    const grounds = await open();
    const plan = planOf(`${PLAN}${words}\n`);
    await grounds.queue.append([], [], { add: [quarantinedOf('a')], release: [] });
    const kept = keep({ ...grounds, plan: () => plan });
    expect(await limitsOf(kept, days, 'quarantine')).toEqual([START, null]);
    expect(grounds.queue.quarantine.depth().records).toBe(0);
  });

  it('carry the journal into the ledger rather than delete it', async () => {
    const grounds = await open();
    const entry = {
      kind: 'accepted',
      source: 'web',
      environment: 'production',
      day: dayOf(START),
      count: 3,
    } as const;
    await grounds.queue.append([], [entry]);
    const kept = keep(grounds);
    expect(await kept.oldest('journal')).toBe(Date.parse('2026-11-24T00:00:00Z'));
    now = Date.parse('2026-12-01T00:00:00Z');
    await kept.run();
    expect(await kept.oldest('journal')).toBe(Date.parse('2026-11-24T00:00:00Z'));
    now += 1;
    await kept.run();
    expect(await kept.oldest('journal')).toBeNull();
    expect(await grounds.ledger.balance()).toMatchObject([{ environment: 'production', accepted: 3 }]);
  });

  it('call a row over that could not be deleted in time', async () => {
    const grounds = await open();
    await grounds.queue.append([eventOf('a')], []);
    grounds.queue.lease(LANE, 0, { eventsMax: 9, bytesMax: 1e6 });
    const kept = keep(grounds);
    now = START + 7 * DAY_MS + 3_600_001;
    // A lease that is out holds its events back until it is settled.
    await kept.run();
    expect((await kept.report()).rows.filter(({ isOver }) => isOver).map(({ name }) => name)).toEqual([
      'queue',
    ]);
  });
});
