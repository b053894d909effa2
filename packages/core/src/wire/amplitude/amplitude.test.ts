import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import {
  decodeContext,
  eventsEndpoint,
  jsonOf,
  LIMITS,
  readEvent,
  readRequest,
  staticAnswer,
  wireRequest,
} from '../wire.contract.ts';
import { REFUSALS } from '../wire.ts';
import type { Endpoint, Opened, Refusal } from '../wire.ts';
import { createAmplitude } from './amplitude.ts';
import type { OpenEnvelope } from './open.ts';

const EVENT = { event_type: 'Song Played', user_id: 'user-1', insert_id: 'insert-1', time: 1768471200250 };

function post(events: Json, more: JsonObject = {}, path = '/2/httpapi') {
  return wireRequest({ path, body: JSON.stringify({ api_key: 'key-1', events, ...more }) });
}

function read(event: JsonObject) {
  return readRequest(post([{ ...EVENT, ...event }])).events;
}

describe('Amplitude’s containers', () => {
  it('give the key of the envelope and its events', () => {
    const { key, events, malformed } = readRequest(post([EVENT, 7, { event_type: 'B' }]));
    expect([key, events.map(({ name }) => name), malformed]).toEqual(['key-1', ['Song Played', 'B'], 1]);
  });

  it('without a key have none', () => {
    expect(readRequest(post([EVENT], { api_key: '' })).key).toBeNull();
    expect(readRequest(wireRequest({ path: '/2/httpapi', body: '{"events":[]}' })).key).toBeNull();
  });

  it.each([
    ['no JSON', '{', 'bad-json'],
    ['an array', '[]', 'bad-shape'],
    ['no events', '{"api_key":"key-1"}', 'bad-shape'],
    ['events that are no array', '{"api_key":"key-1","events":{}}', 'bad-shape'],
    [
      'nesting over the limit',
      `{"events":${'['.repeat(LIMITS.depthMax)}${']'.repeat(LIMITS.depthMax)}}`,
      'too-deep',
    ],
  ])('are refused for %s', (_name, body, refusal) => {
    for (const path of ['/2/httpapi', '/batch']) {
      expect(() => readRequest(wireRequest({ path, body }))).toThrow(refusal);
    }
  });

  it('hold as many events as the limit, and not one more', () => {
    const limits = { ...LIMITS, eventsMax: 2 };
    expect(readRequest(post([EVENT, EVENT]), limits as typeof LIMITS).events).toHaveLength(2);
    expect(() => readRequest(post([EVENT, EVENT, EVENT]), limits as typeof LIMITS)).toThrow(
      'too-many-events',
    );
  });

  it('may be a form with one identification or several', () => {
    const one = encodeURIComponent(
      JSON.stringify({ user_id: 'user-1', user_properties: { plan: 'pro plus' } }),
    );
    const body = `api_key=key-1&identification=${one.replaceAll('%20', '+')}&identification=%7B`;
    const { key, events, answer } = readRequest(wireRequest({ path: '/identify', body }));
    expect([key, events.map(({ call }) => call), events[0]?.properties]).toEqual([
      'key-1',
      ['identify'],
      { plan: 'pro plus' },
    ]);
    expect(answer).toEqual({ status: 200, contentType: 'text/plain', body: 'success' });
    const query = new Map([
      ['api_key', 'key-1'],
      ['identification', '[{"user_id":"a"},{"user_id":"b"},5]'],
    ]);
    const several = readRequest(wireRequest({ path: '/identify', method: 'GET', query }));
    expect([several.events.map(({ userId }) => userId), several.malformed]).toEqual([['a', 'b'], 1]);
  });

  it.each([
    ['no identification', 'api_key=key-1', 'bad-shape'],
    ['a broken escape', 'api_key=key-1&identification=%7', 'bad-encoding'],
    ['no JSON', 'identification=%7B', 'bad-json'],
  ])('as a form are refused for %s', (_name, body, refusal) => {
    for (const path of ['/identify', '/groupidentify']) {
      expect(() => readRequest(wireRequest({ path, body }))).toThrow(refusal);
    }
  });

  it('as a form of groups name the group by its type and value', () => {
    const given = { group_type: 'company', group_value: 7, group_properties: { size: 3 } };
    const body = `api_key=key-1&identification=${encodeURIComponent(JSON.stringify(given))}`;
    const event = readEvent(wireRequest({ path: '/groupidentify', body }));
    expect([event.call, event.groupId, event.properties, event.context]).toEqual([
      'group',
      '7',
      { size: 3 },
      { amplitude: { group_type: 'company' } },
    ]);
  });
});

describe('the path that Amplitude shares', () => {
  const request = wireRequest({ path: '/batch', body: '{"api_key":"key-1","batch":[{"event":"A"}]}' });
  const handedOver: Opened = { kind: 'opened', key: 'other', messages: [] };

  function open(openOther: OpenEnvelope, body = request.body): Opened {
    const endpoint: Endpoint | null = createAmplitude(openOther).find('/batch', {});
    if (endpoint?.kind !== 'events') throw new Error('There are no events at /batch.');
    return endpoint.open({ ...request, body }, LIMITS);
  }

  it('offers an envelope without events to the other protocol', () => {
    const offered: JsonObject[] = [];
    const opened = open((envelope) => {
      offered.push(envelope);
      return handedOver;
    });
    expect([opened, offered]).toEqual([handedOver, [{ api_key: 'key-1', batch: [{ event: 'A' }] }]]);
  });

  it('keeps an envelope with events, and what the other protocol does not want', () => {
    expect(open(() => handedOver, '{"events":[],"batch":[]}')).toMatchObject({ kind: 'opened', key: null });
    expect(open(() => null)).toEqual({ kind: 'refused', refusal: 'bad-shape' });
  });
});

describe('an Amplitude event', () => {
  it('is one event for itself, and one for each operator of its properties, with ids that repeat', () => {
    const message = {
      user_properties: { plan: 'pro', $add: { visits: 1 }, $set: { plan: 'max', tier: 2 } },
      groups: { company: 'Acme', team: ['a'] },
      group_properties: { $unset: { old: '-' } },
    };
    const said = read(message).map((event) => [
      event.call,
      event.operation,
      event.id,
      event.groupId,
      event.properties,
    ]);
    expect(said).toEqual([
      ['identify', 'set', 'insert-1:$set', 'Acme', { plan: 'max', tier: 2 }],
      ['identify', 'add', 'insert-1:$add', 'Acme', { visits: 1 }],
      ['group', 'unset', 'insert-1:group0:$unset', 'Acme', { old: null }],
      ['group', 'unset', 'insert-1:group1:$unset', 'a', { old: null }],
      ['track', 'set', 'insert-1', 'Acme', {}],
    ]);
    expect(read(message)).toEqual(read(message));
  });

  it.each([
    ['$clearAll', '-', 'delete', {}, undefined],
    ['$unset', { a: '-' }, 'unset', { a: null }, undefined],
    ['$set', { a: 1 }, 'set', { a: 1 }, undefined],
    ['$setOnce', { a: 1 }, 'set_once', { a: 1 }, undefined],
    ['$add', { a: 1 }, 'add', { a: 1 }, undefined],
    ['$append', { a: 1 }, 'append', { a: 1 }, undefined],
    ['$prepend', { a: 1 }, 'append', { a: 1 }, '$prepend'],
    ['$preInsert', { a: 1, b: [2] }, 'union', { a: [1], b: [2] }, '$preInsert'],
    ['$postInsert', { a: 1 }, 'union', { a: [1] }, undefined],
    ['$remove', { a: 1 }, 'remove', { a: 1 }, undefined],
  ])(
    'with %s changes a profile and keeps what no operation says',
    (word, operand, operation, ...[properties, kept]) => {
      const [event] = read({ event_type: '$identify', user_properties: { [word]: operand } });
      expect(event).toMatchObject({ call: 'identify', operation, id: 'insert-1', properties });
      expect(event?.context).toEqual(kept === undefined ? {} : { amplitude: { operator: kept } });
    },
  );

  it('that identifies without properties only links its ids', () => {
    const [event] = read({ event_type: '$identify', device_id: 'device-1' });
    expect(event).toMatchObject({
      call: 'identify',
      userId: 'user-1',
      anonymousId: 'device-1',
      properties: {},
    });
  });

  it.each([
    ['a revenue', { revenue: 5, currency: 'EUR' }, { revenue: 5, currency: 'EUR' }],
    ['a price', { price: 2.5, quantity: 4 }, { price: 2.5, quantity: 4, revenue: 10 }],
    ['a price of one piece', { price: 2.5 }, { price: 2.5, revenue: 2.5 }],
    ['a price in its properties', { event_properties: { price: 2.5 } }, { price: 2.5 }],
    ['the same revenue twice', { revenue: 5, event_properties: { revenue: 5 } }, { revenue: 5 }],
  ])('with %s states its revenue among its properties', (_name, given, properties) => {
    expect(read(given).map((event) => [event.properties, event.context])).toEqual([[properties, {}]]);
  });

  it('keeps apart a revenue that its own properties contradict', () => {
    const [event] = read({ revenue: 5, event_properties: { revenue: 'much' } });
    expect([event?.properties, event?.context]).toEqual([{ revenue: 'much' }, { amplitude: { revenue: 5 } }]);
  });

  it('never takes the wish for the sender’s address for an address', () => {
    expect(read({ ip: '$remote' })[0]?.context).toEqual({});
    expect(read({ ip: '192.0.2.7' })[0]?.context).toEqual({ ip: '192.0.2.7' });
  });

  it('cannot be blown up by naming many groups', () => {
    const groups = { channel: Array.from({ length: 10 }, (_, place) => `c${place}`) };
    const at = { event_type: '$groupidentify', groups, group_properties: { $set: { a: 1 } } };
    expect(read(at)).toHaveLength(10);
    const over = { ...at, groups: { ...groups, company: 'Acme' } };
    expect(readRequest(post([over]))).toMatchObject({ events: [], malformed: 1 });
    expect(read({ ...over, event_type: 'joined' }).map(({ call }) => call)).toEqual(['track']);
  });

  it('keeps names that reach for prototypes as data', () => {
    const body =
      '{"events":[{"event_type":"a","event_properties":{"__proto__":{"x":1}},"__proto__":{"y":1}}]}';
    const event = readEvent(wireRequest({ path: '/2/httpapi', body }));
    expect(JSON.stringify([event.properties, event.context])).toBe(
      '[{"__proto__":{"x":1}},{"amplitude":{"__proto__":{"y":1}}}]',
    );
  });
});

describe('Amplitude’s answers', () => {
  it('count the events and bytes of what was taken', () => {
    const request = post([EVENT, { ...EVENT, event_type: 'größer' }]);
    const { answer } = readRequest(request);
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toEqual({
      code: 200,
      events_ingested: 2,
      payload_size_bytes: Buffer.byteLength(request.body),
    });
  });

  it.each(Object.keys(REFUSALS) as Refusal[])('say %s in the way that the SDK reads', (refusal) => {
    const request = post([]);
    for (const path of ['/2/httpapi', '/batch']) {
      const answer = eventsEndpoint(path).refused(request, refusal);
      const body = jsonOf(answer) as {
        code: number;
        error: string;
        missing_field?: string;
        throttled_events?: number[];
      };
      expect([answer.status, body.code]).toEqual([REFUSALS[refusal].status, REFUSALS[refusal].status]);
      const drops = body.missing_field !== undefined || body.error.startsWith('Invalid API key');
      const useless = ['bad-key', 'bad-origin', 'bad-json', 'bad-shape', 'bad-encoding', 'too-deep'];
      expect(drops).toBe(useless.includes(refusal));
      expect(body.throttled_events?.length).toBe(refusal === 'too-fast' ? 200 : undefined);
    }
    const form = eventsEndpoint('/identify').refused(request, refusal);
    expect([form.status, form.body]).toEqual([REFUSALS[refusal].status, REFUSALS[refusal].meaning]);
  });

  it('give the browser SDK a configuration without anything in it', () => {
    expect(jsonOf(staticAnswer(wireRequest({ path: '/amplitude/config/key-1', method: 'GET' })))).toEqual({
      configs: {},
    });
    expect(staticAnswer(wireRequest({ path: '/amplitude/config', method: 'GET' }))).toBeNull();
  });

  it('never depend on what was decoded', () => {
    const endpoint = eventsEndpoint('/2/httpapi');
    expect(endpoint.decode([null, []], decodeContext())).toEqual({ events: [], malformed: 2 });
  });
});
