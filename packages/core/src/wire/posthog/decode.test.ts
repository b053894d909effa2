import { describe, expect, it } from 'vitest';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { LIMITS, readEvent, readRequest, RECEIVED_AT, wireRequest } from '../wire.contract.ts';
import { AUTOMATIC, AUTOMATIC_OF_PAGE, ridesAlong } from './automatic.ts';

describe('identity', () => {
  const browser = { $device_id: 'd-1', $is_identified: false };

  it.each<[JsonObject, string | null, string | null, string | undefined]>([
    [{ distinct_id: 'u-1' }, 'u-1', null, undefined],
    [{ distinct_id: 7 }, '7', null, undefined],
    [{ distinct_id: 'd-1', properties: browser }, null, 'd-1', undefined],
    [{ distinct_id: 'd-2', properties: browser }, null, 'd-2', 'd-1'],
    [{ distinct_id: 'd-1', properties: { $device_id: 'd-1' } }, null, 'd-1', undefined],
    [
      { distinct_id: 'u-1', properties: { $device_id: 'd-1', $is_identified: true } },
      'u-1',
      'd-1',
      undefined,
    ],
    [{ distinct_id: 'u-1', properties: { $device_id: 'd-1', $user_id: 'u-1' } }, 'u-1', 'd-1', undefined],
    [{ distinct_id: 'x', properties: { $process_person_profile: false } }, null, 'x', undefined],
    [{ distinct_id: '$posthog_cookieless' }, null, null, undefined],
    [{ distinct_id: 'e-1', uuid: 'e-1' }, null, null, undefined],
    [{ properties: { distinct_id: 'u-1' } }, 'u-1', null, undefined],
    [{}, null, null, undefined],
  ])('of %j', (message, userId, anonymousId, device) => {
    const event = only({ event: 'A', ...message });
    expect([event.userId, event.anonymousId]).toEqual([userId, anonymousId]);
    expect(at(event.context, 'device.id')).toBe(device);
  });
});

describe('time', () => {
  it.each<[string, JsonObject, number]>([
    ['a fast clock is corrected', { timestamp: iso(59_000), sent_at: iso(60_000) }, -1000],
    ['an event after its sending keeps its time', { timestamp: iso(-5), sent_at: iso(-6) }, -5],
    ['nothing is corrected without the sending', { timestamp: iso(-5) }, -5],
    ['an offset counts back', { offset: 250 }, -250],
    ['a negative offset counts nothing', { offset: -250 }, 0],
    ['no time is the time of receipt', { timestamp: 'soon' }, 0],
    [
      'the sender’s wish is kept',
      { timestamp: iso(59_000), sent_at: iso(60_000), properties: { $ignore_sent_at: true } },
      59_000,
    ],
  ])('%s', (_name, message, ms) => {
    expect(only({ event: 'A', ...message }).time).toBe(RECEIVED_AT + ms);
  });

  it('is corrected by the envelope’s sending, but not in what is brought in later', () => {
    const batch = [{ event: 'A', timestamp: iso(-3_600_000) }];
    const shared = { batch, sent_at: iso(60_000) };
    expect(read('/batch', shared).events[0]?.time).toBe(RECEIVED_AT - 3_660_000);
    expect(read('/batch', { ...shared, historical_migration: true }).events[0]?.time).toBe(
      RECEIVED_AT - 3_600_000,
    );
  });
});

describe('properties', () => {
  it.each(Object.entries(AUTOMATIC))('of the SDK: %s goes to context.%s and nowhere else', (word, path) => {
    for (const event of ['A', '$pageview', '$autocapture', '$identify']) {
      const { properties, context } = only({ event, distinct_id: 'u-1', properties: { [word]: 'value' } });
      expect([at(context, path), properties]).toEqual(['value', {}]);
    }
  });

  it.each(Object.entries(AUTOMATIC_OF_PAGE))('of a page view: %s goes to context.%s', (word, path) => {
    expect(at(only({ event: '$pageview', properties: { [word]: 'v' } }).context, path)).toBe('v');
    expect(only({ event: 'A', properties: { [word]: 'v' } }).properties).toEqual({ [word]: 'v' });
  });

  it('have targets that can be read backwards', () => {
    const targets: string[] = Object.values({ ...AUTOMATIC, ...AUTOMATIC_OF_PAGE });
    expect(new Set(targets).size).toBe(targets.length);
  });

  it('with a dollar are the SDK’s in the app’s events, and the event’s own in PostHog’s', () => {
    const properties = { $elements_chain: 'a', $window_id: 'w', '$feature/new': true, plan: 'pro' };
    expect(only({ event: 'A', properties }).properties).toEqual({ plan: 'pro' });
    const event = only({ event: '$autocapture', properties });
    expect(event.properties).toEqual({ $elements_chain: 'a', plan: 'pro' });
    expect(event.context).toEqual({ posthog: { $window_id: 'w', '$feature/new': true } });
  });

  it.each<[string, boolean]>([
    ['$sdk_debug_new', true],
    ['$initial_gclid', true],
    ['$dead_clicks_enabled_server_side', true],
    ['feature_server_side', false],
    ['$exception_list', false],
  ])('%s rides on every event: %j', (word, expected) => {
    expect(ridesAlong(word)).toBe(expected);
  });

  it('of the SDK without a value say nothing; those of the app do', () => {
    const event = only({ event: 'A', properties: { utm_term: null, $new: null, plan: null } });
    expect([event.properties, event.context]).toEqual([{ plan: null }, {}]);
  });

  it('with dangerous names stay data', () => {
    const body = '{"event":"A","properties":{"__proto__":{"admin":1},"$set":{"__proto__":1}}}';
    const { events } = readRequest(wireRequest({ path: '/e', body }));
    expect(events.map(({ properties }) => Object.keys(properties))).toEqual([['__proto__'], ['__proto__']]);
    expect(Object.getPrototypeOf(events[0]?.properties)).toBe(Object.prototype);
  });

  it('keep the wish not to be located only with an address', () => {
    const located = { $ip: '203.0.113.7', $geoip_disable: true };
    expect(only({ event: 'A', properties: located }).context).toEqual({
      ip: '203.0.113.7',
      posthog: { $geoip_disable: true },
    });
    expect(only({ event: 'A', properties: { $geoip_disable: true } }).context).toEqual({});
  });
});

describe('changes of a person', () => {
  it('that ride on an event are events of their own, with ids that a second sending gives again', () => {
    const message = {
      event: 'A',
      uuid: 'e-1',
      distinct_id: 'u-1',
      $set: { plan: 'pro' },
      properties: { $set: { name: 'Ann' }, $set_once: { first: 1 }, $unset: ['old'], $device_id: 'd-1' },
    };
    const expected = [
      ['e-1', 'track', 'set', 'd-1', {}],
      ['e-1/set', 'identify', 'set', null, { name: 'Ann', plan: 'pro' }],
      ['e-1/set_once', 'identify', 'set_once', null, { first: 1 }],
      ['e-1/unset', 'identify', 'unset', null, { old: null }],
    ];
    expect(told(read('/e', message).events)).toEqual(expected);
    expect(told(read('/e', message).events)).toEqual(expected);
  });

  it('by the SDK alone are no events: they say more of the one that carries them', () => {
    const $set_once = {
      $initial_current_url: 'https://shop.example/',
      $initial_gclid: 'g',
      utm_source: 'news',
    };
    const event = only({ event: 'A', $set_once, properties: { utm_source: 'own' } });
    expect(event.context).toEqual({
      page: { initial_url: 'https://shop.example/' },
      posthog: { $initial_gclid: 'g' },
      campaign: { source: 'own' },
    });
  });

  it('link a device in $identify alone, and without a trait still', () => {
    const given = { $device_id: 'd-1', $is_identified: true };
    const link = only({
      event: '$identify',
      distinct_id: 'u-1',
      properties: { ...given, $anon_distinct_id: 'd-1', super: 1 },
    });
    expect(link).toMatchObject({ call: 'identify', userId: 'u-1', anonymousId: 'd-1', properties: {} });
    const set = only({ event: '$set', distinct_id: 'u-1', properties: { ...given, $set: { a: 1 } } });
    expect(set).toMatchObject({ call: 'identify', userId: 'u-1', anonymousId: null, properties: { a: 1 } });
    expect(set.context).toEqual({ device: { id: 'd-1' } });
  });

  it('that PostHog joins under two ids are an alias, the device’s the one that gave way', () => {
    const known = only({ event: '$create_alias', distinct_id: 'u-1', properties: { alias: 'other' } });
    expect(known).toMatchObject({ call: 'alias', userId: 'u-1', previousId: 'other' });
    const properties = { alias: 'u-1', $device_id: 'd-1', $is_identified: false };
    const unknown = only({ event: '$create_alias', distinct_id: 'd-1', properties });
    expect(unknown).toMatchObject({ call: 'alias', userId: 'u-1', previousId: 'd-1' });
  });
});

describe('groups', () => {
  it.each<[Json, string | null, Json]>([
    [{ company: 'acme' }, 'acme', { $group_type: 'company' }],
    [{ company: 7 }, '7', { $group_type: 'company' }],
    [{ company: 'acme', team: 'blue' }, null, { $groups: { company: 'acme', team: 'blue' } }],
    [{ company: null }, null, { $groups: { company: null } }],
    ['acme', null, { $groups: 'acme' }],
  ])('of %j', ($groups, groupId, own) => {
    const event = only({ event: 'A', properties: { $groups } });
    expect([event.groupId, event.context['posthog']]).toEqual([groupId, own]);
  });

  it('are described by $groupidentify, whose others stay', () => {
    const properties = {
      $group_type: 'company',
      $group_key: 'acme',
      $group_set: { seats: 12 },
      $groups: { company: 'acme', team: 'blue' },
    };
    const event = only({ event: '$groupidentify', distinct_id: '$company_acme', properties });
    expect(event).toMatchObject({ call: 'group', groupId: 'acme', userId: null, properties: { seats: 12 } });
    expect(event.context).toEqual({ posthog: { $group_type: 'company', $groups: { team: 'blue' } } });
  });
});

function read(path: string, body: Json) {
  return readRequest(wireRequest({ path, body: JSON.stringify(body) }), LIMITS);
}

function iso(ms: number): string {
  return new Date(RECEIVED_AT + ms).toISOString();
}

function told(events: readonly ReceivedEvent[]): readonly Json[] {
  return events.map(({ id, call, operation, anonymousId, properties }) => [
    id,
    call,
    operation,
    anonymousId,
    properties,
  ]);
}

function only(message: JsonObject): ReceivedEvent {
  return readEvent(wireRequest({ path: '/e', body: JSON.stringify(message) }));
}

function at(value: JsonObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
