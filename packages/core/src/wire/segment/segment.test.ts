import { describe, expect, it } from 'vitest';
import type { Json, Signals } from '../../event.ts';
import { REFUSALS } from '../wire.ts';
import type { Endpoint, Refusal, WireRequest } from '../wire.ts';
import { jsonOf, textOf, wireRequest } from '../wire.contract.ts';
import { segment } from './segment.ts';

const LIMITS = { depthMax: 10, eventsMax: 3 };
const RECEIVED_AT = Date.UTC(2026, 0, 15, 10, 0, 0);

describe('paths', () => {
  it.each([
    ['/v1/t', 'track'],
    ['/v1/track', 'track'],
    ['/v1/i', 'identify'],
    ['/v1/identify', 'identify'],
    ['/v1/p', 'page'],
    ['/v1/page', 'page'],
    ['/v1/s', 'screen'],
    ['/v1/screen', 'screen'],
    ['/v1/g', 'group'],
    ['/v1/group', 'group'],
    ['/v1/a', 'alias'],
    ['/v1/alias', 'alias'],
  ])('%s takes one %s whatever its type says', (path, call) => {
    const { events } = decode(path, { event: 'A', userId: 'u-1', type: 'charge' });
    expect(events.map((event) => event.call)).toEqual([call]);
  });

  it.each(['/v1/batch', '/v1/b', '/v1/import'])('%s takes a batch', (path) => {
    const { events } = decode(path, { batch: [{ type: 'track', event: 'A' }] });
    expect(events.map((event) => event.name)).toEqual(['A']);
  });

  it.each(['', '/', '/v1', '/v1/x', '/v1/tracks', '/v2/t', '/v1/projects//settings', '/v1/__proto__'])(
    'nothing answers at %j',
    (path) => {
      expect(segment.find(path, {})).toBeNull();
    },
  );
});

describe('opening', () => {
  it.each<[string, string, Refusal]>([
    ['/v1/batch', '', 'bad-json'],
    ['/v1/batch', '[]', 'bad-shape'],
    ['/v1/batch', '{}', 'bad-shape'],
    ['/v1/batch', '{"batch":{}}', 'bad-shape'],
    ['/v1/batch', '{"batch":[1,2,3,4]}', 'too-many-events'],
    ['/v1/batch', `{"batch":[${'['.repeat(10_000)}`, 'too-deep'],
    ['/v1/t', '7', 'bad-shape'],
    ['/v1/t', 'null', 'bad-shape'],
    ['/v1/t', '{"event":"A"', 'bad-json'],
  ])('refuses at %s the body %j', (path, body, refusal) => {
    expect(eventsAt(path).open(post(path, body), LIMITS)).toEqual({ kind: 'refused', refusal });
  });

  it('takes as many events as the limit', () => {
    expect(eventsAt('/v1/b').open(post('/v1/b', '{"batch":[1,2,3]}'), LIMITS).kind).toBe('opened');
  });

  it.each<[string | undefined, Json, string | null]>([
    [`Basic ${btoa('wk-header:')}`, { writeKey: 'wk-body' }, 'wk-header'],
    ['Bearer token', { writeKey: 'wk-body' }, 'wk-body'],
    [undefined, { writeKey: 'wk-body' }, 'wk-body'],
    [undefined, {}, null],
    ['Basic !', {}, null],
  ])('finds the key in %j and %j', (authorization, rest, key) => {
    const body = JSON.stringify({ batch: [], ...(rest as object) });
    const opened = eventsAt('/v1/b').open({ ...post('/v1/b', body), headers: { authorization } }, LIMITS);
    expect(opened).toEqual({ kind: 'opened', key, messages: [] });
  });

  it('gives the batch’s context to its messages, whose own comes first', () => {
    const { events: decoded } = decode('/v1/b', {
      context: { ip: '192.0.2.1', app: { name: 'shop' } },
      batch: [
        { type: 'track', event: 'A' },
        { type: 'track', event: 'A', context: { ip: '192.0.2.2' } },
      ],
    });
    expect(decoded.map((event) => event.context)).toEqual([
      { ip: '192.0.2.1', app: { name: 'shop' } },
      { ip: '192.0.2.2', app: { name: 'shop' } },
    ]);
  });
});

describe('Global Privacy Control', () => {
  it.each<[Json, boolean, boolean]>([
    [{ gpc: true }, false, true],
    [{ gpc: true }, true, true],
    [{ gpc: false }, true, true],
    [{ gpc: false }, false, false],
    [{ gpc: 'true' }, false, false],
    [{}, true, true],
    ['gpc', false, false],
  ])('of the message %j and the header %j is %j', (consent, header, expected) => {
    const batch = [
      { type: 'track', event: 'A', context: { consent } },
      { type: 'track', event: 'B' },
    ];
    const { events: decoded } = decode('/v1/b', { batch }, { gpc: header });
    expect(decoded.map((event) => event.signals.gpc)).toEqual([expected, header]);
  });
});

describe('time', () => {
  const at = (minutes: number): string => new Date(RECEIVED_AT + minutes * 60_000).toISOString();

  it.each<[string, Json, number]>([
    ['a clock an hour slow is corrected', { timestamp: at(-61), sentAt: at(-60) }, -1],
    ['a clock an hour fast is corrected', { timestamp: at(59), sentAt: at(60) }, -1],
    [
      'originalTimestamp goes before timestamp',
      { originalTimestamp: at(59), timestamp: at(7), sentAt: at(60) },
      -1,
    ],
    ['an event after its sending keeps its time', { timestamp: at(-5), sentAt: at(-6) }, -5],
    ['an unreadable sentAt corrects nothing', { timestamp: at(-5), sentAt: 'soon' }, -5],
    ['an unreadable time is the time of receipt', { timestamp: 'soon', sentAt: at(0) }, 0],
    ['no time is the time of receipt', {}, 0],
    ['milliseconds are taken too', { timestamp: RECEIVED_AT - 120_000 }, -2],
  ])('%s', (_name, times, minutes) => {
    const message = { type: 'track', event: 'A', ...(times as object) };
    const single = decode('/v1/t', message).events[0];
    expect(single?.time).toBe(RECEIVED_AT + minutes * 60_000);
  });

  it('is corrected by the sentAt of the batch', () => {
    const batch = [{ type: 'track', event: 'A', timestamp: at(59) }];
    expect(decode('/v1/b', { batch, sentAt: at(60) }).events[0]?.time).toBe(RECEIVED_AT - 60_000);
  });

  it('never lies before 1970', () => {
    const message = { event: 'A', timestamp: 1, sentAt: new Date(8e15).toISOString() };
    expect(decode('/v1/t', message).events[0]?.time).toBeGreaterThanOrEqual(0);
  });
});

describe('events', () => {
  it('have a made id where the sender gave none', () => {
    const { events: decoded } = decode('/v1/b', {
      batch: [
        { type: 'track', event: 'A', messageId: '' },
        { type: 'track', event: 'A', messageId: 12 },
      ],
    });
    expect(decoded.map((event) => event.id)).toEqual(['made', '12']);
  });

  it('have the same fields in the same order, whatever the message holds', () => {
    const { events: decoded } = decode('/v1/b', {
      batch: [
        { event: 'A', type: 'track' },
        { type: 'alias', userId: 'u-1' },
        { name: 'x', type: 'page', category: 'y' },
      ],
    });
    expect(new Set(decoded.map((event) => Object.keys(event).join())).size).toBe(1);
  });

  it('carry the privacy signals of the request', () => {
    expect(decode('/v1/t', { event: 'A' }).events[0]?.signals).toEqual({ gpc: true });
  });
});

describe('answers', () => {
  it.each(Object.keys(REFUSALS) as Refusal[])('refuse %s with its status, in words', (refusal) => {
    const answer = eventsAt('/v1/b').refused(post('/v1/b', ''), refusal);
    expect(answer.status).toBe(REFUSALS[refusal].status);
    expect(jsonOf(answer)).toEqual({ success: false, error: REFUSALS[refusal].meaning });
  });
});

describe('settings', () => {
  it('name the known key and the host that was asked, and no plugin', () => {
    const answer = ask('/v1/projects/wk%2F1/settings', 'gateway.example:8080');
    const settings = JSON.parse(textOf(answer));
    expect(settings.integrations).toEqual({
      'Segment.io': expect.objectContaining({ apiKey: 'wk/1', apiHost: 'gateway.example:8080/v1' }),
    });
    expect(settings.remotePlugins).toEqual([]);
    expect(settings.metrics).toEqual({ sampleRate: 0 });
  });

  it.each([undefined, '', 'gateway.example/evil', 'a b', 'x'.repeat(256)])(
    'leave out the host %j',
    (host) => {
      expect(ask('/v1/projects/wk%2F1/settings', host)?.body).not.toContain('apiHost');
    },
  );

  it.each(['/v1/projects/unknown/settings', '/v1/projects/%E0%A4/settings'])(
    'are not found at %s',
    (path) => {
      expect(ask(path, 'gateway.example')).toBeNull();
    },
  );
});

function eventsAt(path: string): Extract<Endpoint, { kind: 'events' }> {
  const endpoint = segment.find(path, {});
  if (endpoint?.kind !== 'events') throw new Error(`no events at ${path}`);
  return endpoint;
}

function post(path: string, body: string): WireRequest {
  return wireRequest({ path, body });
}

function decode(path: string, body: Json, signals: Signals = { gpc: true }) {
  const endpoint = eventsAt(path);
  const opened = endpoint.open(post(path, JSON.stringify(body)), LIMITS);
  if (opened.kind === 'refused') throw new Error(opened.refusal);
  return endpoint.decode(opened.messages, {
    source: { id: 'shop', environment: 'production' },
    receivedAt: RECEIVED_AT,
    signals,
    newId: () => 'made',
  });
}

function ask(path: string, host?: string) {
  const endpoint = segment.find(path, {});
  if (endpoint?.kind !== 'static') throw new Error(`no settings at ${path}`);
  const request = wireRequest({ method: 'GET', path, headers: { host } });
  return endpoint.reply(request, (key) => key === 'wk/1');
}
