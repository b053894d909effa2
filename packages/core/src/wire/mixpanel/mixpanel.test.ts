import { describe, expect, it } from 'vitest';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { REFUSALS } from '../wire.ts';
import type { Endpoint, Refusal, WireRequest } from '../wire.ts';
import { AUTOMATIC, AUTOMATIC_OF_PAGE, PROFILE_TRAITS } from './automatic.ts';
import { jsonOf, wireRequest } from '../wire.contract.ts';
import { mixpanel } from './mixpanel.ts';

const LIMITS = { depthMax: 10, eventsMax: 3 };
const RECEIVED_AT = Date.UTC(2026, 0, 15, 10, 0, 0);
const EVENT = { event: 'A+B C', properties: { token: 'tok-1', note: '1 + 1 = 50% & größe 日本' } };
const JSON_TEXT = JSON.stringify(EVENT);
const BASE64 = Buffer.from(JSON_TEXT).toString('base64');

describe('containers', () => {
  it.each<[string, Partial<WireRequest>]>([
    ['GET with base64', { method: 'GET', query: new Map([['data', BASE64]]) }],
    [
      'GET with base64 whose plus signs became spaces',
      { method: 'GET', query: new Map([['data', BASE64.replaceAll('+', ' ')]]) },
    ],
    ['GET with JSON', { method: 'GET', query: new Map([['data', JSON_TEXT]]) }],
    ['a form with raw base64', { body: `data=${BASE64}` }],
    ['a form with percent-encoded base64', { body: `data=${encodeURIComponent(BASE64)}` }],
    ['a form with base64url', { body: `data=${Buffer.from(JSON_TEXT).toString('base64url')}` }],
    ['a form with percent-encoded JSON', { body: `data=${encodeURIComponent(JSON_TEXT)}` }],
    ['a form with spaces as plus signs', { body: String(new URLSearchParams({ data: JSON_TEXT })) }],
    ['a form with more parameters', { body: `verbose=1&data=${encodeURIComponent(BASE64)}&ip=1` }],
    ['a body of JSON', { body: JSON_TEXT }],
    ['a body of one array', { body: ` [${JSON_TEXT}]` }],
    ['a body of one line', { body: `${JSON_TEXT}\n` }],
    ['a POST with the data in its query', { query: new Map([['data', BASE64]]) }],
  ])('%s opens to the same message', (_name, parts) => {
    expect(open('/track', parts)).toEqual({ kind: 'opened', key: 'tok-1', messages: [EVENT] });
  });

  it.each<[string, Partial<WireRequest>, Refusal]>([
    ['nothing at all', {}, 'bad-shape'],
    ['an empty data', { body: 'data=' }, 'bad-json'],
    ['base64 of no JSON', { body: `data=${btoa('hello')}` }, 'bad-json'],
    ['no base64', { body: 'data=*' }, 'bad-encoding'],
    ['broken percent encoding', { body: 'data=%E0%A4%A' }, 'bad-encoding'],
    ['a number', { body: '7' }, 'bad-shape'],
    ['text', { body: 'hello' }, 'bad-json'],
    ['one bad line among good ones', { body: `${JSON_TEXT}\n{"event":\n` }, 'bad-json'],
    ['a line that is no object', { body: `${JSON_TEXT}\n7\n` }, 'bad-json'],
    ['deep nesting', { body: `data=${btoa('['.repeat(10_000))}` }, 'too-deep'],
    ['four events where three may be', { body: '[1,2,3,4]' }, 'too-many-events'],
    ['four lines where three may be', { body: '{}\n{}\n{}\n{}' }, 'too-many-events'],
  ])('%s is refused', (_name, parts, refusal) => {
    expect(open('/track', parts)).toEqual({ kind: 'refused', refusal });
  });

  it('takes as many events as the limit', () => {
    expect(open('/track', { body: '[1,2,3]' }).kind).toBe('opened');
    expect(open('/import', { body: '{}\n{}\n{}' }).kind).toBe('opened');
  });
});

describe('key', () => {
  const basic = { authorization: `Basic ${btoa('tok-basic:')}` };

  it.each<[string, Json, string | null]>([
    ['/track', [{ event: 'A', properties: { token: 'tok-1' } }], 'tok-1'],
    ['/engage', [{ $token: 'tok-1', $set: {} }], 'tok-1'],
    ['/groups', { $token: 'tok-1', $set: {} }, 'tok-1'],
    ['/import', [{ event: 'A', properties: {} }], 'tok-basic'],
    ['/import', [{ event: 'A', properties: { token: 'tok-1' } }], 'tok-1'],
    ['/track', [], 'tok-basic'],
  ])('at %s of %j is %j', (path, body, key) => {
    const opened = open(path, { body: JSON.stringify(body), headers: basic });
    expect(opened).toEqual(expect.objectContaining({ key }));
  });

  it('is null where the request shows none', () => {
    expect(open('/track', { body: '{"event":"A"}' })).toEqual(expect.objectContaining({ key: null }));
  });

  it('is one for all messages: those with another count as malformed', () => {
    const body = JSON.stringify([
      { event: 'A', properties: { token: 'tok-1' } },
      { event: 'B', properties: { token: 'tok-2' } },
      { event: 'C', properties: {} },
    ]);
    const decoded = decode('/track', { body });
    expect(decoded.events.map((event) => event.name)).toEqual(['A', 'C']);
    expect(decoded.malformed).toBe(1);
  });
});

describe('identity', () => {
  it.each<[JsonObject, string | null, string | null]>([
    [{ distinct_id: 'u-1' }, 'u-1', null],
    [{ distinct_id: 7 }, '7', null],
    [{ distinct_id: '$device:dev-1' }, null, 'dev-1'],
    [{ distinct_id: '$device:dev-1', $device_id: 'dev-1' }, null, 'dev-1'],
    [{ distinct_id: 'dev-1', $device_id: 'dev-1' }, null, 'dev-1'],
    [{ distinct_id: 'u-1', $device_id: 'dev-1', $user_id: 'u-1' }, 'u-1', 'dev-1'],
    [{ distinct_id: 'other', $user_id: 'u-1' }, 'u-1', null],
    [{ distinct_id: '$device:' }, null, null],
    [{ distinct_id: '' }, null, null],
    [{}, null, null],
  ])('of %j', (ids, userId, anonymousId) => {
    expect(track({ ...ids })).toEqual(expect.objectContaining({ userId, anonymousId }));
  });
});

describe('time', () => {
  it.each<[Json, number]>([
    [1768471200.25, 1768471200250],
    [1768471200250, 1768471200250],
    [0, RECEIVED_AT],
    [null, RECEIVED_AT],
    ['1768471200', RECEIVED_AT],
  ])('reads %j', (time, expected) => {
    expect(track({ time }).time).toBe(expected);
  });
});

describe('properties', () => {
  it.each(Object.entries(AUTOMATIC))('of the SDK: %s goes to context.%s and nowhere else', (name, path) => {
    const event = track({ [name]: 'value' });
    expect(at(event.context, path)).toBe('value');
    expect(event.properties).toEqual({});
  });

  it.each(Object.entries(AUTOMATIC_OF_PAGE))('of a page view: %s goes to context.%s', (name, path) => {
    expect(at(track({ [name]: 'value' }, '$mp_web_page_view').context, path)).toBe('value');
    expect(track({ [name]: 'value' }).properties).toEqual({ [name]: 'value' });
  });

  it.each(Object.entries(PROFILE_TRAITS))('of a profile: %s is the trait %s', (name, trait) => {
    for (const operator of ['$set', '$set_once', '$append']) {
      expect(engage({ [operator]: { [name]: 'value' } })[0]?.properties).toEqual({ [trait]: 'value' });
    }
    expect(engage({ $unset: [name] })[0]?.properties).toEqual({ [trait]: null });
  });

  it('with names that Mixpanel reserves but nobody listed are kept apart', () => {
    const event = track({ $new: 1, mp_new: 2, price$: 3 });
    expect(event.context).toEqual({ mixpanel: { $new: 1, mp_new: 2 } });
    expect(event.properties).toEqual({ price$: 3 });
  });

  it('with dangerous names stay data', () => {
    const body = '{"event":"A","properties":{"__proto__":{"admin":1},"constructor":2,"toString":3}}';
    const event = decode('/track', { body }).events[0];
    expect(Object.keys(event?.properties ?? {})).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(event?.properties)).toBe(Object.prototype);
  });

  it('have targets that can be read backwards', () => {
    for (const table of [{ ...AUTOMATIC, ...AUTOMATIC_OF_PAGE }, PROFILE_TRAITS]) {
      const targets: string[] = Object.values(table);
      expect(new Set(targets).size).toBe(targets.length);
    }
  });
});

describe('profile updates', () => {
  it('give one event for each operator', () => {
    const events = engage({ $set: { a: 1 }, $add: { b: 2 }, $unset: ['c'], $delete: '' });
    expect(events.map(({ operation, properties }) => [operation, properties])).toEqual([
      ['set', { a: 1 }],
      ['add', { b: 2 }],
      ['unset', { c: null }],
      ['delete', {}],
    ]);
  });

  it.each<JsonObject>([{}, { $set: 1 }, { $union: [] }, { $unset: [1] }, { $set: { a: 1 }, $add: 'x' }])(
    'are malformed as %j',
    (update) => {
      const body = JSON.stringify({ $token: 'tok-1', $distinct_id: 'u-1', ...update });
      expect(decode('/engage', { body })).toEqual({ events: [], malformed: 1 });
    },
  );

  it.each([
    ['/engage', { $set: {} }],
    ['/groups', { $set: {}, $group_key: 'company' }],
  ])('at %s are malformed without the id of the profile', (path, update) => {
    expect(decode(path, { body: JSON.stringify(update) })).toEqual({ events: [], malformed: 1 });
  });

  it('of groups name the group and keep its kind', () => {
    const body = JSON.stringify({ $group_key: 'company', $group_id: 42, $remove: { tags: 'a' } });
    expect(decode('/groups', { body }).events).toEqual([
      expect.objectContaining({
        call: 'group',
        operation: 'remove',
        groupId: '42',
        userId: null,
        properties: { tags: 'a' },
        context: { mixpanel: { group_key: 'company' } },
      }),
    ]);
  });
});

describe('calls', () => {
  it('turn $identify into an identify without the super properties', () => {
    const event = track({ distinct_id: 'u-1', $anon_distinct_id: '$device:dev-1', plan: 'pro' }, '$identify');
    expect(event).toEqual(
      expect.objectContaining({
        call: 'identify',
        name: '',
        userId: 'u-1',
        anonymousId: 'dev-1',
        properties: {},
      }),
    );
    expect(JSON.stringify(event.context)).not.toContain('dev-1');
  });

  it('turn $create_alias into an alias', () => {
    const event = track({ distinct_id: 'u-1', alias: 'u-2', plan: 'pro' }, '$create_alias');
    expect(event).toEqual(
      expect.objectContaining({
        call: 'alias',
        userId: 'u-2',
        previousId: 'u-1',
        properties: {},
        context: {},
      }),
    );
  });

  it('have the same fields in the same order, whatever they came from', () => {
    const all = [
      track({}),
      track({}, '$identify'),
      track({}, '$create_alias'),
      track({}, '$mp_web_page_view'),
      ...engage({ $set: {}, $delete: '' }),
    ];
    expect(new Set(all.map((event) => Object.keys(event).join())).size).toBe(1);
  });
});

describe('answers', () => {
  const form = { body: `data=${BASE64}` };
  const verbose = { query: new Map([['verbose', '1']]) };

  it.each<[string, Partial<WireRequest>, string]>([
    ['/track', form, '1'],
    ['/track', { body: JSON_TEXT }, '1'],
    ['/track', { ...form, query: new Map([['verbose', '0']]) }, '1'],
    ['/engage', { ...form, ...verbose }, '{"status":1,"error":null}'],
    ['/import', form, '1'],
    ['/import', { method: 'GET', query: new Map([['data', BASE64]]) }, '1'],
    ['/import', { body: `[${JSON_TEXT}]` }, '{"code":200,"num_records_imported":2,"status":"OK"}'],
  ])('accept at %s', (path, parts, body) => {
    expect(eventsAt(path).accepted(request(path, parts), [null, null])).toEqual(
      expect.objectContaining({ status: 200, body }),
    );
  });

  it.each(Object.keys(REFUSALS) as Refusal[])('refuse %s in each of the three forms', (refusal) => {
    const { status, meaning } = REFUSALS[refusal];
    const plain = eventsAt('/track').refused(request('/track', form), refusal);
    expect([plain.status, plain.body]).toEqual([status, '0']);
    const wordy = eventsAt('/track').refused(request('/track', verbose), refusal);
    expect([wordy.status, jsonOf(wordy)]).toEqual([status, { status: 0, error: meaning }]);
    const imported = eventsAt('/import').refused(request('/import', { body: '[]' }), refusal);
    expect(jsonOf(imported)).toEqual({
      code: status,
      error: meaning,
      status: expect.stringMatching(/^(?!Error$)/),
    });
  });
});

describe('side requests', () => {
  it.each([
    ['/settings', { sdk_config: { config: { record_sessions_percent: 0 } } }],
    ['/flags', { flags: {}, errorsWhileComputingFlags: false }],
    ['/flags/definitions', { flags: [] }],
  ])('at %s are answered alike for every key', (path, body) => {
    const endpoint = mixpanel.find(path, {});
    if (endpoint?.kind !== 'static') throw new Error(`nothing static at ${path}`);
    const answer = endpoint.reply(request(path, {}), () => false);
    expect([answer?.status, jsonOf(answer)]).toEqual([200, body]);
  });
});

function eventsAt(path: string): Extract<Endpoint, { kind: 'events' }> {
  const endpoint = mixpanel.find(path, {});
  if (endpoint?.kind !== 'events') throw new Error(`no events at ${path}`);
  return endpoint;
}

function request(path: string, parts: Partial<WireRequest>): WireRequest {
  return wireRequest({ path, ...parts });
}

function open(path: string, parts: Partial<WireRequest>) {
  return eventsAt(path).open(request(path, parts), LIMITS);
}

function decode(path: string, parts: Partial<WireRequest>) {
  const opened = open(path, parts);
  if (opened.kind === 'refused') throw new Error(opened.refusal);
  return eventsAt(path).decode(opened.messages, {
    source: { id: 'shop', environment: 'production' },
    receivedAt: RECEIVED_AT,
    signals: { gpc: false },
    newId: () => 'made',
  });
}

function track(properties: JsonObject, event = 'A'): ReceivedEvent {
  const [only] = decode('/track', { body: JSON.stringify({ event, properties }) }).events;
  if (only === undefined) throw new Error('malformed');
  return only;
}

function engage(update: JsonObject): readonly ReceivedEvent[] {
  return decode('/engage', { body: JSON.stringify({ $distinct_id: 'u-1', ...update }) }).events;
}

function at(value: JsonObject, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}
