/** The shop's back end: the published Node SDKs of Segment and Mixpanel, with nothing changed but the host. */
import { Analytics } from '@segment/analytics-node';
import Mixpanel from 'mixpanel';
import { API_KEY } from './shop-gateway.ts';
import type { VendorName } from './vendor-events.ts';

/** What was sent with a sequence number, and which vendors must get it. */
export interface SentEvent {
  readonly sequence: number;
  readonly vendors: readonly VendorName[];
}

export interface Sending {
  /** Every event with a sequence number that the plan sends on. */
  readonly planned: readonly SentEvent[];
  /** All events the SDKs made: what the gateway must have accepted. */
  readonly events: number;
  /** HTTP requests that the SDKs need for them, when none is repeated. */
  readonly requests: number;
  /** What the SDKs reported as failed. */
  readonly failures: readonly string[];
  /** Raw identifiers that were sent. */
  readonly ids: readonly string[];
}

const EVERYONE: readonly VendorName[] = ['mixpanel', 'segment', 'partner', 'warehouse'];
/** Segment knows no other change of a profile than a trait that is set. */
const NOT_SEGMENT: readonly VendorName[] = ['mixpanel', 'partner', 'warehouse'];

const PEOPLE = 10;
const TRACKS = 45;
const OTHERS = 5;
const FLUSH_AT = 20;

interface Tally {
  readonly planned: SentEvent[];
  readonly failures: string[];
  next(vendors?: readonly VendorName[]): number;
}

function createTally(first: number): Tally {
  const planned: SentEvent[] = [];
  return {
    planned,
    failures: [],
    next: (vendors = EVERYONE) => {
      const sequence = first + planned.length;
      planned.push({ sequence, vendors });
      return sequence;
    },
  };
}

/** Tracks, pages, screens, identifies, groups and an alias, with some events and fields that the plan does not know. */
export async function sendWithSegment(host: string): Promise<Sending> {
  const tally = createTally(1);
  const analytics = new Analytics({ writeKey: API_KEY, host, flushAt: FLUSH_AT, flushInterval: 50 });
  analytics.on('error', ({ code }) => tally.failures.push(code));
  const ids = new Set<string>();
  const person = (at: number): string => {
    const id = `segment-person-${at % PEOPLE}`;
    ids.add(id);
    return id;
  };
  for (let at = 0; at < TRACKS; at += 1) {
    const sequence = tally.next();
    const properties = {
      sequence,
      total: at * 10,
      unplanned: 'stays here',
      items: [{ sku: 'rye', quantity: 1 }],
    };
    analytics.track({
      userId: person(at),
      event: 'Order Completed',
      properties,
      context: { locale: 'de-CH' },
    });
  }
  for (let at = 0; at < OTHERS; at += 1) {
    const userId = person(at);
    analytics.page({ userId, name: 'Bread', properties: { sequence: tally.next(), title: 'Bread' } });
    analytics.screen({ userId, name: 'Basket', properties: { sequence: tally.next() } });
    analytics.identify({ userId, traits: { sequence: tally.next(), plan: 'guest', name: 'Shop' } });
    analytics.group({
      userId,
      groupId: `segment-group-${at}`,
      traits: { sequence: tally.next(), industry: 'food' },
    });
    analytics.track({
      anonymousId: `segment-device-${at}`,
      event: 'Order Completed',
      properties: { sequence: tally.next() },
    });
    analytics.track({ userId, event: 'Unplanned Event', properties: { sequence: 9_999_999 } });
    ids.add(`segment-group-${at}`).add(`segment-device-${at}`);
  }
  analytics.alias({ userId: person(0), previousId: 'segment-previous' });
  ids.add('segment-previous');
  await analytics.closeAndFlush({ timeout: 30_000 });
  const events = TRACKS + OTHERS * 6 + 1;
  return {
    planned: tally.planned,
    events,
    requests: Math.ceil(events / FLUSH_AT),
    failures: tally.failures,
    ids: [...ids],
  };
}

/** How to point Mixpanel's SDK at a gateway; imports need a key, which its types have forgotten. */
export function mixpanelConfig(url: string): object {
  return { host: new URL(url).host, protocol: 'http', key: 'import-key' };
}

type Callback = (error?: unknown) => void;

/** Events one by one, in batches and as imports; profiles with several operators; groups; an alias. */
export async function sendWithMixpanel(host: string): Promise<Sending> {
  const tally = createTally(1_000_001);
  const sdk = Mixpanel.init(API_KEY, mixpanelConfig(host));
  let events = 0;
  let requests = 0;
  const call = (made: number, needed: number, act: (callback: Callback) => void): Promise<void> => {
    events += made;
    requests += needed;
    return new Promise((resolve) => {
      act((error) => {
        const errors = (Array.isArray(error) ? error : [error]).filter(
          (each) => each !== undefined && each !== null,
        );
        tally.failures.push(...errors.map(String));
        resolve();
      });
    });
  };
  const ids = new Set<string>();
  const event = (at: number): { event: string; properties: Record<string, unknown> } => {
    const distinct_id = `mixpanel-person-${at % PEOPLE}`;
    ids.add(distinct_id);
    return {
      event: 'Order Completed',
      properties: { distinct_id, sequence: tally.next(), total: at, unplanned: 'x' },
    };
  };
  const many = (count: number) => Array.from({ length: count }, (_, at) => event(at));
  const time = Date.now() - 60_000;
  const imported = many(TRACKS).map((each) => ({ ...each, properties: { ...each.properties, time } }));
  const people = Array.from({ length: OTHERS }, (_, at) => `mixpanel-person-${at}`);
  await Promise.all([
    ...many(TRACKS).map((each) => call(1, 1, (done) => sdk.track(each.event, each.properties, done))),
    call(60, 2, (done) => sdk.track_batch(many(60), done)),
    ...many(OTHERS).map((each) => call(1, 1, (done) => sdk.import(each.event, time, each.properties, done))),
    call(imported.length, 1, (done) => sdk.import_batch(imported, done)),
    ...people.flatMap((id) => [
      call(1, 1, (done) => sdk.people.set(id, { sequence: tally.next(), plan: 'regular' }, {}, done)),
      call(1, 1, (done) => sdk.people.set_once(id, { sequence: tally.next(), visits: 1 }, {}, done)),
      call(1, 1, (done) =>
        sdk.people.increment(id, { sequence: tally.next(NOT_SEGMENT), visits: 1 }, {}, done),
      ),
      call(1, 1, (done) => sdk.people.unset(id, 'note', done)),
      call(1, 1, (done) => sdk.people.union(id, { note: ['x'] }, done)),
      call(1, 1, (done) => sdk.people.delete_user(id, done)),
      call(1, 1, (done) => sdk.track('Unplanned Event', { distinct_id: id, sequence: 9_999_999 }, done)),
    ]),
    call(1, 1, (done) => sdk.alias('mixpanel-person-0', 'mixpanel-alias', done)),
  ]);
  const group = { sequence: tally.next(['mixpanel', 'partner', 'warehouse']), industry: 'food' };
  await call(1, 1, (done) => sdk.groups.set('company', 'mixpanel-group-0', group, {}, done));
  ids.add('mixpanel-group-0').add('mixpanel-alias');
  return { planned: tally.planned, events, requests, failures: tally.failures, ids: [...ids] };
}
