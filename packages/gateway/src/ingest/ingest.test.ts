import { gzipSync } from 'node:zlib';
import type { FieldSet } from '@headgate/core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  MARKER,
  PLAN,
  RECEIVED_AT,
  SHOP,
  snapshotOf,
  startGateway,
} from '../../../../test/ingest-fixture.ts';
import type { Gateway, GatewayOptions } from '../../../../test/ingest-fixture.ts';
import { createMemoryQueue } from '../queue/memory-queue.ts';

let gateway: Gateway;
afterEach(() => gateway.ingest.close());

async function start(options?: GatewayOptions): Promise<void> {
  gateway = await startGateway(options);
}

function post(
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = {},
  path = '/fake/batch',
): Promise<Response> {
  return fetch(`${gateway.url}${path}`, { method: 'POST', body, headers, redirect: 'error' });
}

async function statusAndText(answer: Response | Promise<Response>): Promise<[number, string]> {
  const settled = await answer;
  return [settled.status, await settled.text()];
}

const emptySet = (id: string): FieldSet => ({ id, vendor: 'alpha', event: 'planned', fields: [] });
const ENTRY = { environment: 'production', day: '2026-01-02' };
const ACCEPTED = { ...ENTRY, kind: 'accepted', source: 'shop' };
const FIELD_SETS = ['alpha', 'beta'].map((vendor) => ({
  kind: 'field-set',
  set: PLAN.fieldSet(`fs-${vendor}`),
}));

describe('a request with events', () => {
  it('stores what was routed, counts every vendor and outcome once, and then answers success', async () => {
    await start();
    const batch = [{ name: 'planned' }, { name: 'alpha-only' }, { name: 'other' }, { name: 'other' }, 7];
    const answer = await post(JSON.stringify({ key: 'shop-key', batch }));
    expect(await statusAndText(answer)).toEqual([200, 'took 5']);

    const routed = gateway.stored.event.map(({ vendor, name, id }) => `${vendor} ${name} ${id}`);
    expect(routed).toEqual(['alpha planned id-1', 'beta planned id-1', 'alpha alpha-only id-2']);
    expect(gateway.stored.entries).toEqual([
      { ...ACCEPTED, count: 5 },
      { ...ENTRY, kind: 'ended', vendor: 'beta', outcome: 'not-for-vendor', count: 1 },
      { ...ENTRY, kind: 'ended', vendor: 'beta', outcome: 'unplanned-event', count: 2 },
      { ...ENTRY, kind: 'ended', vendor: 'beta', outcome: 'malformed', count: 1 },
      { ...ENTRY, kind: 'ended', vendor: 'alpha', outcome: 'unplanned-event', count: 2 },
      { ...ENTRY, kind: 'ended', vendor: 'alpha', outcome: 'malformed', count: 1 },
      ...FIELD_SETS,
    ]);
    expect(gateway.counts.get('accepted fake')).toBe(5);
    expect(gateway.counts.get('ended alpha unplanned-event')).toBe(2);
  });

  it('answers policy drops as success', async () => {
    await start();
    expect(await statusAndText(post(gateway.bodyOf('other')))).toEqual([200, 'took 1']);
    expect(gateway.stored.event).toEqual([]);
    expect(gateway.stored.entries).toHaveLength(3);
  });

  it('stores nothing for a request without messages', async () => {
    await start();
    expect(await statusAndText(post(gateway.bodyOf()))).toEqual([200, 'took 0']);
    expect(gateway.stored.entries).toEqual([]);
  });

  it('defines a field set in the journal once, and again only when the first time was not stored', async () => {
    await start();
    gateway.queue.answer = 'full';
    await post(gateway.bodyOf('planned'));
    gateway.queue.answer = 'stored';
    await post(gateway.bodyOf('planned'));
    await post(gateway.bodyOf('planned'));
    const defined = gateway.stored.entries.filter((entry) => entry.kind === 'field-set');
    expect(defined).toEqual(FIELD_SETS);
  });

  it('withholds an event whose field set the plan cannot name', async () => {
    await start();
    const batch = [{ name: 'alpha-only', userId: 'undefined-set' }];
    await post(JSON.stringify({ key: 'shop-key', batch }));
    expect(gateway.stored.event).toEqual([]);
    expect(gateway.counts.get('ended alpha internal')).toBe(1);
  });

  it('ends what is routed to a vendor that is cut', async () => {
    await start();
    gateway.cut.add('alpha');
    await post(gateway.bodyOf('planned', 'planned'));
    expect(gateway.stored.event.map((event) => event.vendor)).toEqual(['beta', 'beta']);
    expect(gateway.counts.get('ended alpha vendor-cut')).toBe(2);
  });

  it('logs a failing stage once per request, by its place and not by its message', async () => {
    await start();
    await post(
      JSON.stringify({ key: 'shop-key', batch: [{ name: 'failing', userId: MARKER }, { name: 'failing' }] }),
    );
    expect(gateway.counts.get('ended alpha internal')).toBe(2);
    expect(gateway.log).toHaveLength(1);
    expect(gateway.log[0]).toMatchObject({ line: 'stage-failed', fields: { source: 'shop', count: 2 } });
    expect(gateway.log[0]?.fields?.cause).toMatch(/^RangeError /);
    expect(JSON.stringify(gateway.log)).not.toContain(MARKER);
  });

  it('shows events to the tap only while somebody listens', async () => {
    await start();
    await post(gateway.bodyOf('planned'));
    expect(gateway.seen).toHaveLength(0);
    gateway.tap.active = true;
    await post(gateway.bodyOf('planned'));
    expect(gateway.seen).toHaveLength(1);
  });

  it('hands on the privacy signal of the browser', async () => {
    await start();
    gateway.tap.active = true;
    for (const header of [{ 'Sec-GPC': '1' }, { 'Sec-GPC': '1, 1' }, { 'Sec-GPC': '0' }, {}]) {
      await post(gateway.bodyOf('planned'), header);
    }
    expect(gateway.seen.map((event) => event.signals.gpc)).toEqual([true, true, false, false]);
    // Requests to vendors hold the events of many: the event itself says it on.
    const recorded = gateway.seen.map((event) => event.context['consent']);
    expect(recorded).toEqual([{ gpc: true }, { gpc: true }, undefined, undefined]);
    expect(gateway.seen[0]?.receivedAt).toBe(RECEIVED_AT);
  });

  it('hands on consent in the address of a request', async () => {
    await start();
    gateway.tap.active = true;
    const query = 'key=shop-key&name=planned&gdpr=1&gdpr_consent=CP.A&us_privacy=1YNN&gpp_sid=7,8';
    await fetch(`${gateway.url}/fake/pixel?${query}`);
    await fetch(`${gateway.url}/fake/pixel?key=shop-key&name=planned&gdpr_consent=`);
    const empty = { gpp: '', gcs: '', gcd: '' };
    expect(gateway.seen.map((event) => event.signals.url)).toEqual([
      { ...empty, gdpr: '1', tcString: 'CP.A', usPrivacy: '1YNN', gppSid: '7,8' },
      undefined,
    ]);
  });

  it.each(['/fake/pixel?key=shop-key&name=planned', '/fake/pixel/?key=shop-key&name=planned&name=other'])(
    'takes events in the query of a GET at %s without a redirect',
    async (path) => {
      await start();
      const answer = await fetch(`${gateway.url}${path}`, { redirect: 'error' });
      expect(await statusAndText(answer)).toEqual([200, 'took 1']);
      expect(gateway.stored.event).toHaveLength(2);
    },
  );

  it('takes compressed bodies under any content type', async () => {
    await start();
    const body = gzipSync(gateway.bodyOf('planned'));
    expect((await post(body, { 'Content-Type': 'text/plain' })).status).toBe(200);
    expect(
      (await post(body, { 'Content-Type': 'application/x-www-form-urlencoded' }, '/fake/batch/')).status,
    ).toBe(200);
    expect(gateway.stored.event).toHaveLength(4);
  });

  it('takes a single string of 10 MB under the default limits', async () => {
    await start();
    const batch = [{ name: 'planned', note: 'a'.repeat(10_000_000) }];
    const body = JSON.stringify({ key: 'shop-key', batch });
    expect(await statusAndText(post(body))).toEqual([200, 'took 1']);
    expect(await statusAndText(post(gzipSync(body)))).toEqual([200, 'took 1']);
  });

  it('uses a published snapshot from the next request on', async () => {
    await start();
    const next = { ...SHOP, writeKey: 'next-key' };
    gateway.snapshots.publish(snapshotOf([next], { ...PLAN, fieldSet: emptySet }));
    expect((await post(gateway.bodyOf('planned'))).status).toBe(401);
    expect((await post(gateway.bodyOf('planned').replace('shop-key', 'next-key'))).status).toBe(200);
  });
});

describe('back-pressure', () => {
  it('answers 503 with Retry-After when the queue is full, counts nothing, and logs the beginning once', async () => {
    await start();
    gateway.queue.answer = 'full';
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const answer = await post(gateway.bodyOf('planned'));
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(await statusAndText(answer)).toEqual([503, '{"fake":"full"}']);
    }
    expect([...gateway.counts]).toEqual([['refused fake full', 2]]);
    expect(gateway.log.map(({ line }) => line)).toEqual(['queue-full']);
    gateway.queue.answer = 'stored';
    expect((await post(gateway.bodyOf('planned'))).status).toBe(200);
    gateway.queue.answer = 'full';
    await post(gateway.bodyOf('planned'));
    expect(gateway.log).toHaveLength(2);
  });

  it('answers a full disk as a full queue, and calls it by its name in the log', async () => {
    await start();
    gateway.queue.answer = 'disk-full';
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await statusAndText(post(gateway.bodyOf('planned')))).toEqual([503, '{"fake":"full"}']);
    }
    expect(gateway.log.map(({ line }) => line)).toEqual(['disk-full']);
  });

  it('passes the bound of a real queue on to the sender', async () => {
    const clock = { now: () => RECEIVED_AT, sleep: () => Promise.resolve() };
    const queue = createMemoryQueue({ clock, bytesMax: 3_000 });
    await start({ append: (events, entries) => queue.append(events, entries) });
    const statuses: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) statuses.push((await post(gateway.bodyOf('planned'))).status);
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(503);
    const events = queue.depth().reduce((sum, lane) => sum + lane.events, 0);
    expect(events).toBe(2 * statuses.filter((status) => status === 200).length);
  });

  it('answers 500 in the form of the protocol when the queue fails, and names no value in the log', async () => {
    await start();
    gateway.queue.answer = 'broken';
    expect(await statusAndText(post(gateway.bodyOf('planned')))).toEqual([500, '{"fake":"internal"}']);
    expect([...gateway.counts]).toEqual([['refused fake internal', 1]]);
    expect(gateway.log.map(({ line }) => line)).toEqual(['request-failed']);
    expect(JSON.stringify(gateway.log)).not.toContain(MARKER);
  });

  it('answers 500 when a protocol fails, in its form where it can still speak', async () => {
    await start();
    expect(await statusAndText(post(MARKER, {}, '/fake/broken'))).toEqual([500, '{"fake":"internal"}']);
    expect(JSON.stringify(gateway.log)).not.toContain(MARKER);
  });

  it('holds a source to its rate, tells it when to come back, and then takes its events again', async () => {
    await start({ sources: [{ ...SHOP, eventsPerSecondMax: 2 }], limits: { burstSeconds: 2 } });
    expect((await post(gateway.bodyOf('planned', 'planned', 'planned', 'planned'))).status).toBe(200);
    const answer = await post(gateway.bodyOf('planned', 'planned', 'planned'));
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await statusAndText(answer)).toEqual([429, '{"fake":"too-fast"}']);
    gateway.snapshots.publish(snapshotOf([{ ...SHOP, eventsPerSecondMax: 2 }]));
    expect((await post(gateway.bodyOf('planned', 'planned', 'planned'))).status).toBe(429);
    gateway.clock.time += 1_500;
    expect((await post(gateway.bodyOf('planned', 'planned', 'planned'))).status).toBe(200);
  });
});
