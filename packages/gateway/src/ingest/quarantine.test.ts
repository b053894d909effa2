import { afterEach, describe, expect, it } from 'vitest';
import type { ReceivedEvent } from '@headgate/core';
import { PLAN, RECEIVED_AT, SHOP, startGateway } from '../../../../test/ingest-fixture.ts';
import type { Gateway, GatewayOptions } from '../../../../test/ingest-fixture.ts';

let gateway: Gateway;
afterEach(() => gateway.ingest.close());

async function start(options?: GatewayOptions): Promise<void> {
  gateway = await startGateway(options);
}

async function post(...names: readonly string[]): Promise<number> {
  const request = { method: 'POST', body: gateway.bodyOf(...names) };
  return (await fetch(`${gateway.url}/fake/batch`, request)).status;
}

function eventOf(name: string): ReceivedEvent {
  return {
    source: SHOP.source,
    protocol: 'fake',
    id: `m-${name}`,
    call: 'track',
    operation: 'set',
    name,
    time: 1,
    receivedAt: 2,
    userId: null,
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties: {},
    context: {},
    signals: { gpc: false },
  };
}

function batchOf(...names: readonly string[]): Parameters<Gateway['ingest']['release']>[0] {
  const { source } = SHOP;
  const events = names.map(eventOf);
  return { source, plan: PLAN, canary: null, events, malformed: 0, opaque: 0, receivedAt: RECEIVED_AT };
}

const DAY = { environment: 'production', day: '2026-01-02' };
const ended = (vendor: string, outcome: string, count = 1): object => ({
  ...DAY,
  kind: 'ended',
  vendor,
  outcome,
  count,
});

describe('a request with events that the plan quarantines', () => {
  it('stores them sealed in the step that counts them, once for every vendor', async () => {
    await start();
    expect(await post('held', 'planned', 'held')).toBe(200);
    expect(gateway.stored.quarantined.map(({ head }) => head)).toMatchObject([
      { cause: 'unplanned-field', planned: 'held', group: 'steward', protocol: 'fake', source: SHOP.source },
      { eventId: 'id-3' },
    ]);
    expect(gateway.stored.entries.filter(({ kind }) => kind === 'ended')).toEqual([
      ended('alpha', 'quarantined', 2),
      ended('beta', 'quarantined', 2),
    ]);
    expect(gateway.counts.get('quarantined')).toBe(2);
    expect(gateway.counts.get('ended alpha quarantined')).toBe(2);
  });

  it('drops what cannot be sealed, as the plan would without quarantine, and whoever looks on is told so', async () => {
    await start();
    expect(await post('unsealable')).toBe(200);
    expect(gateway.stored.quarantined).toEqual([]);
    expect(gateway.stored.entries.slice(1)).toEqual([
      ended('alpha', 'unplanned-field'),
      ended('beta', 'unplanned-field'),
    ]);
    expect(gateway.counts.get('quarantined')).toBeUndefined();
  });

  it('is asked to come again while the quarantine is full, which is logged once', async () => {
    await start();
    gateway.queue.answer = 'quarantine-full';
    expect([await post('held'), await post('held')]).toEqual([503, 503]);
    expect(gateway.log.map(({ line }) => line)).toEqual(['quarantine-full']);
    gateway.queue.answer = 'stored';
    expect(await post('planned')).toBe(200);
    gateway.queue.answer = 'quarantine-full';
    expect(await post('held')).toBe(503);
    gateway.queue.answer = 'stored';
    expect(await post('held')).toBe(200);
    gateway.queue.answer = 'quarantine-full';
    expect(await post('held')).toBe(503);
    expect(gateway.log.map(({ line }) => line)).toEqual(['quarantine-full', 'quarantine-full']);
    expect(gateway.counts.get('accepted fake')).toBe(2);
  });
});

describe('events out of quarantine', () => {
  it('are accepted anew and leave in one step; those still refused stay and count nothing', async () => {
    await start();
    const names = ['planned', 'held', 'other', 'alpha-only', 'failing'];
    const reviewed = await gateway.ingest.release(batchOf(...names), 'fake', [11, 12, 13, 14, 15]);
    expect(reviewed).toEqual([
      { kind: 'accepted' },
      { kind: 'refused', outcome: 'unplanned-field' },
      { kind: 'refused', outcome: 'unplanned-event' },
      { kind: 'accepted' },
      { kind: 'refused', outcome: 'internal' },
    ]);
    expect(gateway.stored.released).toEqual([11, 14]);
    expect(gateway.stored.event.map(({ vendor, id }) => `${vendor} ${id}`)).toEqual([
      'alpha m-planned',
      'beta m-planned',
      'alpha m-alpha-only',
    ]);
    expect(gateway.stored.entries.filter(({ kind }) => kind !== 'field-set')).toEqual([
      { ...DAY, kind: 'accepted', source: 'shop', count: 2 },
      ended('beta', 'not-for-vendor'),
    ]);
    expect(gateway.counts.get('accepted fake')).toBe(2);
  });

  it('that are all still refused change nothing', async () => {
    await start();
    await gateway.ingest.release(batchOf('held'), 'fake', [1]);
    expect(gateway.stored).toEqual({ event: [], entries: [], quarantined: [], released: [] });
  });

  it('stay where there is no vendor to let them out to', async () => {
    await start();
    const batch = { ...batchOf('planned'), plan: { ...PLAN, vendors: [], decide: emptied } };
    expect(await gateway.ingest.release(batch, 'fake', [1])).toEqual([
      { kind: 'refused', outcome: 'not-for-vendor' },
    ]);
  });

  it.each(['full', 'gone'] as const)('count nothing while the queue answers %s', async (answer) => {
    await start();
    gateway.queue.answer = answer;
    expect(await gateway.ingest.release(batchOf('planned'), 'fake', [1])).toBe(answer);
    expect([...gateway.counts]).toEqual([]);
  });
});

function emptied(event: ReceivedEvent): ReturnType<typeof PLAN.decide> {
  return { ...PLAN.decide(event), vendors: [] };
}
