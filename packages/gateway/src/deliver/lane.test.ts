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
  laterReply,
  until,
} from '../../../../test/deliver-fixture.ts';
import type { Reply, Rig } from '../../../../test/deliver-fixture.ts';

const OK: Reply = { status: 200 };
const { vendorOf, rigOf, hookRig, close } = createStage();
afterEach(close);

const logged = (rig: Rig): string[] => rig.lines.map(({ line }) => line);

describe('a vendor in trouble', () => {
  it('does not slow another vendor', async () => {
    const slow = await vendorOf(() => new Promise(() => {}));
    const quick = await vendorOf(() => OK);
    const rig = rigOf({
      vendors: { slow: connectTo('webhook', slow.url), quick: connectTo('webhook', quick.url) },
    });
    await rig.append([eventOf('s', laneOf('slow')), eventOf('q', laneOf('quick'))]);
    await until(() => slow.received.length === 1);
    for (const id of ids(20)) await rig.append([eventOf(id, laneOf('quick'))]);
    await until(() => rig.ended('quick')['delivered'] === 21);
    expect(rig.ended('slow')).toEqual({});
  });

  it('is left alone when its breaker opens, probed once, and recovers', async () => {
    let isWell = false;
    const { rig, vendor } = await hookRig(() => (isWell ? OK : { status: 500 }), {
      limits: { breakerFailuresMax: 2 },
      partitions: 2,
    });
    await rig.append([eventOf('a', HOOK, '0'), eventOf('b', HOOK, '1')]);
    await until(() => rig.deliverer.status()[0]?.waiting === 'failing');
    expect(vendor.received).toHaveLength(2);
    rig.clock.advance(4_999);
    await calm();
    expect(vendor.received).toHaveLength(2);
    rig.clock.advance(1);
    await until(() => rig.deliverer.status()[0]?.breaker.kind === 'open' && vendor.received.length === 3);
    await calm();
    expect(vendor.received).toHaveLength(3);
    isWell = true;
    rig.clock.advance(10_000);
    await until(() => rig.waiting() === 0);
    expect(logged(rig)).toEqual(['vendor-failing', 'vendor-recovered']);
    expect(rig.deliverer.status()[0]).toMatchObject({ breaker: { kind: 'closed' }, waiting: null });
  });

  it('that refuses our credentials keeps its events, is reported once and asked less and less often', async () => {
    let isWell = false;
    const { rig, vendor } = await hookRig(() => (isWell ? OK : { status: 401 }), {
      limits: { attemptsMax: 1 },
      partitions: 2,
    });
    await rig.append([eventOf('a', HOOK, '0')]);
    await until(() => rig.deliverer.status()[0]?.waiting === 'unauthorised');
    rig.clock.advance(60_000);
    await until(() => vendor.received.length === 2);
    await until(() => rig.deliverer.status()[0]?.breaker.kind === 'open');
    rig.clock.advance(119_999);
    await calm();
    expect(vendor.received).toHaveLength(2);
    expect(rig.waiting()).toBe(1);
    isWell = true;
    rig.clock.advance(1);
    await until(() => rig.waiting() === 0);
    expect(rig.lines).toMatchObject([
      { line: 'vendor-unauthorised', fields: { vendor: 'hook', status: 401, waitMs: 60_000 } },
      { line: 'vendor-recovered' },
    ]);
  });

  it.each([
    ['redirect', { registered: true }],
    ['unregistered-host', { registered: false }],
  ] as const)(
    'never gets its events through a %s; they wait and the operator is told once',
    async (cause, options) => {
      const elsewhere = await vendorOf(() => OK);
      const reply: Reply = { status: 307, headers: { location: elsewhere.url } };
      const { rig } = await hookRig(() => reply, options);
      await rig.append(hookEvents(1));
      await until(() => rig.deliverer.status()[0]?.cause === cause);
      rig.clock.advance(500);
      await calm();
      expect(elsewhere.received).toHaveLength(0);
      expect(rig.waiting()).toBe(1);
      expect(rig.lines).toEqual([
        { line: 'egress-refused', fields: { vendor: 'hook', environment: 'production', cause } },
      ]);
    },
  );
});

describe('a vendor that is cut', () => {
  it('gets nothing more: what waits ends as cut, what was under way is accounted for', async () => {
    const answer = laterReply();
    const { rig, vendor } = await hookRig(() => answer.reply);
    await rig.append([eventOf('flying', HOOK)]);
    await until(() => vendor.received.length === 1);
    await rig.append(hookEvents(5));
    rig.states.set('hook', 'cut');
    await until(() => rig.ended('hook')['vendor-cut'] === 5);
    answer.give(OK);
    await until(() => rig.waiting() === 0);
    expect(rig.ended('hook')).toEqual({ delivered: 1, 'vendor-cut': 5 });
    await rig.append([eventOf('late', HOOK)]);
    await until(() => rig.ended('hook')['vendor-cut'] === 6);
    expect(vendor.received).toHaveLength(1);
    expect(rig.deliverer.status()[0]?.waiting).toBe('cut');
  });

  it('ends what its last request did not take, also between the halves of a batch', async () => {
    let rig: Rig | null = null;
    const { rig: started, vendor } = await hookRig(() => {
      rig?.states.set('hook', 'cut');
      return { status: 413 };
    });
    rig = started;
    await started.append(hookEvents(4));
    await until(() => started.waiting() === 0);
    expect(started.ended('hook')).toEqual({ 'vendor-cut': 4 });
    expect(vendor.received).toHaveLength(1);
  });

  it('gets new events after it is resumed', async () => {
    const { rig, vendor } = await hookRig(() => OK);
    rig.states.set('hook', 'cut');
    await rig.append(hookEvents(1));
    await until(() => rig.waiting() === 0);
    rig.states.set('hook', 'flowing');
    await rig.append([eventOf('fresh', HOOK)]);
    await until(() => rig.waiting() === 0);
    expect(vendor.received.flatMap(idsIn)).toEqual(['fresh']);
    expect(rig.ended('hook')).toEqual({ 'vendor-cut': 1, delivered: 1 });
  });
});

describe('a deliverer that stops', () => {
  it('waits for the request under way, settles it and begins no other', async () => {
    const answer = laterReply();
    const { rig, vendor } = await hookRig(() => answer.reply);
    await rig.append([eventOf('flying', HOOK)]);
    await until(() => vendor.received.length === 1);
    await rig.append(hookEvents(3));
    const stopped = rig.deliverer.stop();
    answer.give(OK);
    await stopped;
    expect(rig.ended('hook')).toEqual({ delivered: 1 });
    expect(rig.waiting()).toBe(3);
    expect(vendor.received).toHaveLength(1);
  });

  it('waits no longer than its limit', async () => {
    const { rig, vendor } = await hookRig(() => new Promise(() => {}));
    await rig.append(hookEvents(1));
    await until(() => vendor.received.length === 1);
    let isStopped = false;
    const stopped = rig.deliverer.stop().then(() => (isStopped = true));
    rig.clock.advance(9_999);
    await calm();
    expect(isStopped).toBe(false);
    rig.clock.advance(1);
    await stopped;
    expect(rig.waiting()).toBe(1);
  });
});

describe('a sink with a lingering time of its own', () => {
  it('gathers the events of a quiet lane for that time, and not a millisecond longer', async () => {
    const { rig, vendor } = await hookRig(() => OK, { limits: { lingerMs: 10 }, lingerMs: 60_000 });
    await calm();
    await rig.append([eventOf('a', HOOK)]);
    await until(() => rig.clock.sleepers().includes(60_000));
    await rig.append([eventOf('b', HOOK)]);
    rig.clock.advance(59_999);
    await calm();
    expect(vendor.received).toHaveLength(0);
    rig.clock.advance(1);
    await until(() => rig.waiting() === 0);
    expect(vendor.received.map(idsIn)).toEqual([['a', 'b']]);
  });
});
