import { afterEach, describe, expect, it } from 'vitest';
import {
  calm,
  connectTo,
  createStage,
  eventOf,
  HOOK,
  hookEvents,
  ids,
  idsIn,
  laneOf,
  START,
  until,
} from '../../../../test/deliver-fixture.ts';
import type { Reply } from '../../../../test/deliver-fixture.ts';

const OK: Reply = { status: 200 };
const { vendorOf, rigOf, hookRig, close } = createStage();
afterEach(close);

describe('a delivery that succeeds', () => {
  it('empties the queue and journals outcomes and deliveries by field set and subject', async () => {
    const { rig, vendor } = await hookRig(() => OK);
    await rig.append([...hookEvents(2), eventOf('x', HOOK, '00000000000000aa')]);
    await until(() => rig.waiting() === 0);
    expect(vendor.received.flatMap(idsIn)).toEqual(['e0', 'e1', 'x']);
    const shared = { vendor: 'hook', environment: 'production', day: '2026-01-02' };
    const delivery = {
      ...shared,
      kind: 'delivered',
      fields: 'set-1',
      sampleRate: 1,
      first: START,
      last: START,
    };
    expect(rig.entries()).toEqual([
      { ...shared, kind: 'ended', outcome: 'delivered', count: 3, standsFor: 3 },
      { ...delivery, subject: '0000000000000000', count: 2 },
      { ...delivery, subject: '00000000000000aa', count: 1 },
    ]);
    const [status] = rig.deliverer.status();
    expect(status).toMatchObject({ lane: HOOK, lastDeliveredAt: START, waiting: null, cause: null });
  });

  it('gathers the events of a quiet lane for the lingering time', async () => {
    const { rig, vendor } = await hookRig(() => OK, { limits: { lingerMs: 500 } });
    await calm();
    await rig.append([eventOf('a', HOOK)]);
    await until(() => rig.clock.sleepers().includes(500));
    await rig.append([eventOf('b', HOOK)]);
    rig.clock.advance(499);
    await calm();
    expect(vendor.received).toHaveLength(0);
    rig.clock.advance(1);
    await until(() => rig.waiting() === 0);
    expect(vendor.received.map(idsIn)).toEqual([['a', 'b']]);
  });

  it('never has more than one request of a partition under way', async () => {
    let open = 0;
    let most = 0;
    const { rig } = await hookRig(
      async () => {
        open += 1;
        most = Math.max(most, open);
        await calm();
        open -= 1;
        return OK;
      },
      { partitions: 2 },
    );
    const events = ids(8).map((id, index) => eventOf(id, HOOK, index % 2 === 0 ? '0' : '1'));
    for (const event of events) await rig.append([event]);
    await until(() => rig.waiting() === 0);
    expect(most).toBe(2);
  });

  it('takes a backlog in full batches, in order', async () => {
    const { rig, vendor } = await hookRig(() => OK);
    await rig.append(hookEvents(1_201));
    await until(() => rig.waiting() === 0);
    expect(vendor.received.flatMap(idsIn)).toEqual(ids(1_201));
    expect(vendor.received.map(idsIn).every(({ length }) => length <= 500)).toBe(true);
  });
});

describe('a delivery that fails for now', () => {
  it('tries a 500 again after its wait and loses nothing', async () => {
    const { rig, vendor } = await hookRig((_, count) => (count === 1 ? { status: 500 } : OK));
    await rig.append(hookEvents(3));
    await until(() => rig.deliverer.status()[0]?.cause === 'answer');
    expect(rig.waiting()).toBe(3);
    rig.clock.advance(499);
    await calm();
    expect(vendor.received).toHaveLength(1);
    rig.clock.advance(1);
    await until(() => rig.waiting() === 0);
    expect(rig.ended('hook')).toEqual({ delivered: 3 });
    const [first, second] = vendor.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  });

  it('does not knock before the time that Retry-After names, from any partition', async () => {
    const limited: Reply = { status: 429, headers: { 'retry-after': '7' } };
    const { rig, vendor } = await hookRig((_, count) => (count === 1 ? limited : OK), { partitions: 2 });
    await rig.append([eventOf('a', HOOK, '0')]);
    await until(() => rig.deliverer.status()[0]?.waiting === 'asked');
    await rig.append([eventOf('b', HOOK, '1')]);
    rig.clock.advance(6_999);
    await calm();
    expect(vendor.received).toHaveLength(1);
    rig.clock.advance(501);
    await until(() => rig.waiting() === 0);
    expect(vendor.received).toHaveLength(3);
  });

  it('keeps the order of a subject while it retries', async () => {
    const { rig, vendor } = await hookRig((_, count) => (count % 3 === 0 ? OK : { status: 503 }));
    const taken: string[] = [];
    for (const id of ids(6)) await rig.append([eventOf(id, HOOK)]);
    while (rig.waiting() > 0) {
      rig.clock.advance(60_000);
      await calm();
    }
    vendor.received.forEach((received, index) => {
      if ((index + 1) % 3 === 0) taken.push(...idsIn(received));
    });
    expect(taken).toEqual(ids(6));
  });

  it('gives up after the last attempt and buries exactly the events that were tried', async () => {
    const { rig, vendor } = await hookRig(() => ({ status: 500 }), {
      limits: { attemptsMax: 2, breakerFailuresMax: 100 },
    });
    await rig.append(hookEvents(2));
    await until(() => vendor.received.length === 1 && rig.deliverer.status()[0]?.cause === 'answer');
    await rig.append([eventOf('young', HOOK)]);
    expect(rig.ended('hook')).toEqual({});
    rig.clock.advance(500);
    await until(() => rig.ended('hook')['retries-exhausted'] === 2);
    expect(rig.queue.dead(HOOK, 10).map(({ event }) => event.id)).toEqual(['e0', 'e1']);
    expect(rig.lines).toContainEqual({
      line: 'events-dead',
      fields: { vendor: 'hook', environment: 'production', count: 2 },
    });
    expect(vendor.received[1] && idsIn(vendor.received[1])).toEqual(['e0', 'e1']);
    expect(rig.waiting()).toBe(1);
  });

  it('gives up on events that are too old when they fail, and not a millisecond sooner', async () => {
    const { rig, vendor } = await hookRig(() => ({ status: 500 }), {
      limits: { ageMsMax: 1_000, breakerFailuresMax: 100 },
      fraction: 0.999,
    });
    await rig.append(hookEvents(1));
    await until(() => rig.clock.sleepers().includes(999));
    rig.clock.advance(999);
    await until(() => vendor.received.length === 2 && rig.deliverer.status()[0]?.cause === 'answer');
    await calm();
    expect(rig.waiting()).toBe(1);
    rig.clock.advance(1_998);
    await until(() => rig.ended('hook')['retries-exhausted'] === 1);
  });

  it('treats silence beyond the timeout as a failure for now', async () => {
    const { rig, vendor } = await hookRig((_, count) => (count === 1 ? new Promise(() => {}) : OK));
    await rig.append(hookEvents(1));
    await until(() => vendor.received.length === 1);
    rig.clock.advance(30_000);
    await until(() => rig.deliverer.status()[0]?.cause === 'timeout');
    rig.clock.advance(1_000);
    await until(() => rig.waiting() === 0);
    expect(rig.ended('hook')).toEqual({ delivered: 1 });
  });
});

describe('an answer about parts of a batch', () => {
  it('buries only the records that Mixpanel names', async () => {
    const failed = { code: 400, num_records_imported: 2, failed_records: [{ index: 1 }] };
    const vendor = await vendorOf(() => ({ status: 400, body: JSON.stringify(failed) }));
    const rig = rigOf({ vendors: { mix: connectTo('mixpanel', vendor.url) } });
    await rig.append(ids(3).map((id) => eventOf(id, laneOf('mix'))));
    await until(() => rig.waiting() === 0);
    expect(rig.ended('mix')).toEqual({ delivered: 2, 'vendor-refused': 1 });
    expect(rig.queue.dead(laneOf('mix'), 10)).toMatchObject([
      { event: { id: 'e1' }, cause: 'vendor-refused' },
    ]);
    expect(vendor.received[0]?.headers).toMatchObject({ 'content-encoding': 'gzip' });
  });

  it('halves what is too large until it fits, in order', async () => {
    const { rig, vendor } = await hookRig((received) => ({ status: idsIn(received).length > 2 ? 413 : 200 }));
    await rig.append(hookEvents(7));
    await until(() => rig.waiting() === 0);
    expect(rig.ended('hook')).toEqual({ delivered: 7 });
    const taken = vendor.received.map(idsIn).filter(({ length }) => length <= 2);
    expect(taken.flat()).toEqual(ids(7));
  });

  it('does not even send what is over the bytes of a batch', async () => {
    const { rig, vendor } = await hookRig(() => OK);
    const large = ids(4).map((id) => ({ ...eventOf(id, HOOK), properties: { filler: 'ü'.repeat(240_000) } }));
    await rig.append(large);
    await until(() => rig.waiting() === 0);
    expect(vendor.received.flatMap(idsIn)).toEqual(ids(4));
    for (const { text } of vendor.received) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
  });

  it('refuses a single event that is too large', async () => {
    const { rig } = await hookRig(() => ({ status: 413 }));
    await rig.append(hookEvents(1));
    await until(() => rig.waiting() === 0);
    expect(rig.ended('hook')).toEqual({ 'vendor-refused': 1 });
  });

  it('finds the one event that poisons a batch and delivers the others', async () => {
    const { rig } = await hookRig((received) => ({ status: idsIn(received).includes('e5') ? 400 : 200 }));
    await rig.append(hookEvents(9));
    await until(() => rig.waiting() === 0);
    expect(rig.ended('hook')).toEqual({ delivered: 8, 'vendor-refused': 1 });
    expect(rig.queue.dead(HOOK, 10).map(({ event }) => event.id)).toEqual(['e5']);
  });

  it('goes on with another lease when one needs too many requests', async () => {
    const { rig, vendor } = await hookRig(
      (received) => ({ status: idsIn(received).length > 1 ? 413 : 200 }),
      {
        limits: { requestsMax: 6 },
      },
    );
    await rig.append(hookEvents(8));
    await until(() => rig.waiting() === 0);
    expect(rig.ended('hook')).toEqual({ delivered: 8 });
    const taken = vendor.received.map(idsIn).filter(({ length }) => length === 1);
    expect(taken.flat()).toEqual(ids(8));
  });
});

it('accounts for every event exactly once whatever the vendor answers', async () => {
  const statuses = [200, 500, 413, 200, 400, 429, 200, 503, 200];
  const { rig } = await hookRig((_, count) => ({ status: statuses[count % statuses.length] ?? 200 }), {
    partitions: 4,
  });
  const events = Array.from({ length: 300 }, (_, index) => eventOf(`e${index}`, HOOK, String(index % 4)));
  for (let at = 0; at < events.length; at += 30) await rig.append(events.slice(at, at + 30));
  while (rig.waiting() > 0) {
    rig.clock.advance(20_000);
    await calm();
  }
  const counts = Object.values(rig.ended('hook'));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(300);
});
