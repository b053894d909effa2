import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReceivedEvent } from '../../event.ts';
import { findEndpoint } from '../protocols.ts';
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
import type { Read } from '../wire.contract.ts';
import { REFUSALS } from '../wire.ts';
import type { Refusal, WireRequest } from '../wire.ts';

const PATH = '/api/42/envelope';

function envelope(lines: readonly unknown[], parts: Partial<WireRequest> = {}): WireRequest {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  return wireRequest({
    path: PATH,
    query: new Map([['sentry_key', 'key']]),
    bytes: Buffer.from(text),
    ...parts,
  });
}

function eventOf(payload: object, type = 'event'): ReceivedEvent {
  return readEvent(envelope([{}, { type }, payload]));
}

function readLogs(count: number): Read {
  const items = Array.from({ length: count }, () => ({ body: 'a' }));
  return readRequest(envelope([{}, { type: 'log' }, { items }]));
}

function readNested(depth: number): Read {
  const payload = `{"extra":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  return readRequest(envelope([{}, { type: 'event' }, payload]));
}

function readStore(body: string): Read {
  return readRequest(wireRequest({ path: '/api/42/store', bytes: Buffer.from(body) }));
}

describe('paths', () => {
  it.each([
    ['/api/42/envelope', 'sentry-envelope'],
    ['/sub/path/api/42/envelope', 'sentry-envelope'],
    ['/sentry/tunnel', 'sentry-envelope'],
    ['/api/42/store', 'sentry-store'],
    ['/api/42/security', 'sentry-opaque'],
    ['/api/42/minidump', 'sentry-opaque'],
    ['/api/42/unreal/key', 'sentry-opaque'],
    ['/api/42/events/0a1b/attachments', 'sentry-opaque'],
    ['/api/shop/envelope', undefined],
    ['/api/42/envelope/more', undefined],
    ['/api/42/cron/nightly/key', undefined],
    ['/api/42', undefined],
    ['/api/embed/error-page', 'sentry-error-page'],
    ['/sub/api/embed/error-page', 'sentry-error-page'],
    ['/api/embed/other', undefined],
  ])('%s is %s', (path, id) => {
    expect(findEndpoint(path)?.endpoint.id).toBe(id);
  });
});

function keyOf(header: object, parts: Partial<WireRequest>): string | null {
  return readRequest(envelope([header], { query: new Map(), ...parts })).key;
}

describe('the key', () => {
  const DSN = 'https://key@gateway.example/42';
  it.each<[string, object, Partial<WireRequest>, string | null]>([
    ['of the query', {}, { query: new Map([['sentry_key', 'key']]) }, 'key'],
    ['of the header', {}, { headers: { 'x-sentry-auth': 'Sentry sentry_version=7, sentry_key=key' } }, 'key'],
    [
      'first in the header',
      {},
      { headers: { 'x-sentry-auth': 'Sentry sentry_key=key,sentry_version=7' } },
      'key',
    ],
    ['of Authorization', {}, { headers: { authorization: 'sentry sentry_key=key' } }, 'key'],
    ['of the DSN', { dsn: DSN }, {}, 'key'],
    ['of a DSN with a secret', { dsn: 'https://key:secret@gateway.example/42' }, {}, 'key'],
    ['of both', { dsn: DSN }, { query: new Map([['sentry_key', 'key']]) }, 'key'],
    ['of a DSN that names another', { dsn: DSN }, { query: new Map([['sentry_key', 'other']]) }, null],
    ['of nothing', {}, {}, null],
    ['of a DSN without one', { dsn: 'https://gateway.example/42' }, {}, null],
    ['of another scheme', {}, { headers: { authorization: 'Basic sentry_key=key' } }, null],
  ])('is that %s', (_name, header, parts, key) => {
    expect(keyOf(header, parts)).toBe(key);
  });

  it('of opaque content is found without reading it', () => {
    const query = new Map([['sentry_key', 'key']]);
    const read = readRequest(wireRequest({ path: '/api/42/minidump', query, bytes: Buffer.from('MDMP') }));
    expect(read).toMatchObject({ key: 'key', events: [], malformed: 0, opaque: 1 });
  });
});

describe('an envelope', () => {
  it('of opaque items is counted and never parsed', () => {
    const types = [
      'attachment',
      'replay_event',
      'replay_recording',
      'profile',
      'profile_chunk',
      'nel',
      'new',
    ];
    const lines = types.flatMap((type) => [{ type }, '{ not json']);
    expect(readRequest(envelope([{}, ...lines]))).toMatchObject({ events: [], malformed: 0, opaque: 7 });
  });

  it('of the SDK’s own losses is taken and counts for nothing', () => {
    const read = readRequest(envelope([{}, { type: 'client_report' }, { discarded_events: [] }]));
    expect(read).toMatchObject({ messages: [], events: [], malformed: 0, opaque: 0 });
    expect(read.answer.status).toBe(200);
  });

  it('keeps what is well when an item is not', () => {
    const lines = [
      {},
      { type: 'event' },
      '{',
      { type: 'log' },
      { items: [{ body: 'a' }, { body: 1 }, null] },
    ];
    expect(readRequest(envelope(lines))).toMatchObject({ events: [{ name: 'log' }], malformed: 3 });
  });

  it('counts each item of a container, up to the limit and no further', () => {
    expect(readLogs(LIMITS.eventsMax).events).toHaveLength(LIMITS.eventsMax);
    expect(() => readLogs(LIMITS.eventsMax + 1)).toThrow('too-many-events');
  });

  it('takes a payload as deep as the limit, and one level more is malformed', () => {
    expect(readNested(LIMITS.depthMax - 1)).toMatchObject({ malformed: 0 });
    expect(readNested(LIMITS.depthMax)).toMatchObject({ malformed: 1, events: [] });
  });
});

describe('an event', () => {
  it('reads the times of its parts as distances from its own', () => {
    const event = eventOf(
      {
        timestamp: 1768471200.5,
        start_timestamp: 1768471200.25,
        breadcrumbs: [{ timestamp: 1768471199 }, { message: 'no time' }, 'no object'],
        spans: [{ trace_id: 't', start_timestamp: 1768471200.3, timestamp: 1768471200.4 }],
        contexts: { trace: { trace_id: 't' } },
      },
      'transaction',
    );
    expect(event.time).toBe(1768471200500);
    expect(event.properties).toEqual({
      duration_ms: 250,
      breadcrumbs: [{ offset_ms: -1500 }, { message: 'no time' }, 'no object'],
      spans: [{ offset_ms: -200, duration_ms: 100 }],
    });
  });

  it('takes a wish for an address for none', () => {
    expect(
      eventOf({ user: { ip_address: '{{auto}}' }, sdk: { settings: { infer_ip: 'auto' } } }).context,
    ).toEqual({});
  });

  it('finds the headers of the request whatever their case, and each once', () => {
    const { context } = eventOf({
      request: {
        url: 'https://a.example/',
        headers: { 'user-agent': 'A', 'User-Agent': 'B', referer: 'R', cookie: 'c' },
      },
    });
    expect(context).toEqual({
      page: { url: 'https://a.example/', referrer: 'R' },
      userAgent: 'A',
      sentry: { request: { headers: { 'User-Agent': 'B', cookie: 'c' } } },
    });
  });

  it('keeps names from outside as data', () => {
    const { properties } = readEvent(
      envelope([
        {},
        { type: 'event' },
        '{"tags":{"__proto__":"a","x.__proto__":"b"},"extra":{"__proto__":{"c":1}}}',
      ]),
    );
    expect(JSON.stringify(properties)).toBe(
      '{"tags":{"__proto__":"a","x":{"__proto__":"b"}},"extra":{"__proto__":{"c":1}}}',
    );
  });

  it('reads consent where an app gives it', () => {
    const categoryPreferences = { analytics: true };
    expect(eventOf({ contexts: { consent: { categoryPreferences } } }).context).toEqual({
      consent: { categoryPreferences },
    });
    const attributes = { 'consent.analytics': { value: true, type: 'boolean' } };
    const log = readEvent(envelope([{}, { type: 'log' }, { items: [{ body: 'a', attributes }] }]));
    expect(log.context).toEqual({ consent: { categoryPreferences } });
  });

  it.each([
    ['exception', [{ type: 'A' }], { values: [{ type: 'A' }] }],
    ['exception', { type: 'A' }, { values: [{ type: 'A' }] }],
    ['breadcrumbs', { values: [{ message: 'a' }] }, [{ message: 'a' }]],
    ['tags', [['a.b', '1'], ['broken']], { a: { b: '1' } }],
  ])('reads the older forms of %s', (word, written, read) => {
    expect(eventOf({ [word]: written }).properties[word]).toEqual(read);
  });

  it('of another gateway keeps the id under which it was sent', () => {
    const attributes = { 'headgate.message_id': { value: 'M1', type: 'string' } };
    expect(readEvent(envelope([{}, { type: 'log' }, { items: [{ body: 'a', attributes }] }])).id).toBe('M1');
  });
});

describe('answers', () => {
  it('give an empty script for the dialog of errors, whoever asks', () => {
    const query = new Map([['email', 'jane.doe@person.example']]);
    expect(staticAnswer(wireRequest({ method: 'GET', path: '/api/embed/error-page', query }))).toEqual({
      status: 200,
      contentType: 'text/javascript',
      body: '',
    });
  });

  it('repeat the id of the event, and no other text', () => {
    const ID = '9ec79c33ec9942ab8353589fcb2e04dc';
    const read = readRequest(envelope([{ event_id: ID }, { type: 'event' }, { event_id: ID }]));
    expect([read.answer.status, jsonOf(read.answer)]).toEqual([200, { id: ID }]);
    const text = 'kim@shop.example';
    expect(jsonOf(readRequest(envelope([{}, { type: 'event' }, { event_id: text }])).answer)).toEqual({});
    expect(jsonOf(readRequest(envelope([{}])).answer)).toEqual({});
  });

  it.each(Object.keys(REFUSALS) as Refusal[])('refuse with the status of %s and a reason', (refusal) => {
    const answer = eventsEndpoint(PATH).refused(envelope([{}]), refusal);
    expect(answer.status).toBe(REFUSALS[refusal].status);
    expect(jsonOf(answer)).toEqual({ detail: REFUSALS[refusal].meaning });
  });

  it('refuse a bare event that is no JSON, or no object', () => {
    expect(() => readStore('eJx')).toThrow('bad-json');
    expect(() => readStore('[]')).toThrow('bad-shape');
  });
});

const ROOT = new URL('../../../../../fixtures/decode/sentry/', import.meta.url);
const RECORDED = readdirSync(ROOT).map((name) => {
  const { bytes } = JSON.parse(readFileSync(new URL(`${name}/request.json`, ROOT), 'utf8'));
  return Buffer.from(bytes, 'base64');
});

/** A recorded envelope with some of its bytes changed, left out or doubled. */
const mutated = fc
  .tuple(
    fc.constantFrom(...RECORDED),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat({ max: 40 }),
        fc.uint8Array({ maxLength: 6 }),
      ),
      { maxLength: 8 },
    ),
  )
  .map(([bytes, changes]) =>
    changes.reduce((before, [where, length, inserted]) => {
      const at = Math.floor(where * before.length);
      return Buffer.concat([before.subarray(0, at), inserted, before.subarray(at + length)]);
    }, bytes),
  );

/** A recorded envelope with whole words of JSON exchanged, so that it still parses. */
const exchanged = fc
  .tuple(
    fc.constantFrom(...RECORDED),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('null', '7', '[]', '{}', '"x"', '1e400', '-1')), {
      maxLength: 6,
    }),
  )
  .map(([bytes, changes]) =>
    changes.reduce((before, [pick, value]) => {
      const words = [...before.matchAll(/:(?:"(?:[^"\\]|\\.)*"|-?\d[\d.]*|true|false|null)/g)];
      const word = words[pick % Math.max(1, words.length)];
      if (word === undefined) return before;
      return `${before.slice(0, word.index)}:${value}${before.slice(word.index + word[0].length)}`;
    }, bytes.toString('latin1')),
  )
  .map((text) => Buffer.from(text, 'latin1'));

describe('any body', () => {
  it.each([PATH, '/api/42/store'])('at %s is opened or refused, decoded, and never throws', (path) => {
    const endpoint = eventsEndpoint(path);
    fc.assert(
      fc.property(fc.oneof(mutated, exchanged, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const opened = endpoint.open(wireRequest({ path, bytes }), LIMITS);
        if (opened.kind === 'refused') return;
        const { events, malformed, opaque = 0 } = endpoint.decode(opened.messages, decodeContext());
        expect(events.length + malformed + opaque).toBe(opened.messages.length);
        for (const event of events) {
          expect(Number.isFinite(event.time)).toBe(true);
          expect(event.id).not.toBe('');
          expect(() => JSON.stringify(event)).not.toThrow();
        }
      }),
      { numRuns: 1500 },
    );
  });
});
