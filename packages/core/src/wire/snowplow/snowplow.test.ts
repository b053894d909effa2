import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../event.ts';
import { readEvent, readRequest, textOf, wireRequest } from '../wire.contract.ts';
import type { EventsEndpoint, Opened, Refusal, WireRequest } from '../wire.ts';
import { REFUSALS } from '../wire.ts';
import { snowplow } from './snowplow.ts';

const LIMITS = { depthMax: 10, eventsMax: 3 };
const TP2 = '/com.snowplowanalytics.snowplow/tp2';
const IGLU = '/com.snowplowanalytics.iglu/v1';
const SNOWPLOW = 'iglu:com.snowplowanalytics.snowplow';
const PAGE = { e: 'pv', aid: 'shop', url: 'https://shop.example/' };

describe('paths', () => {
  it.each([TP2, IGLU, '/i', '/ice.png'])('%s is Snowplow’s', (path) => {
    expect(snowplow.find(path, {})?.kind).toBe('events');
  });

  it.each(['/com.acme/track', '/com.snowplowanalytics.snowplow/tp1', '/r/tp2', '/', '/health'])(
    '%s is not claimed: a collector’s other paths say nothing of who asks',
    (path) => {
      expect(snowplow.find(path, {})).toBeNull();
    },
  );
});

describe('containers', () => {
  const event = selfDescribing('unstruct_event', {
    schema: 'iglu:com.acme/x/jsonschema/1-0-0',
    data: { größe: '日本 ✓?>~' },
  });
  const text = JSON.stringify(event);
  const encoded = Buffer.from(text).toString('base64url');
  const words = { e: 'ue' };

  it.each<[string, Partial<WireRequest>]>([
    ['an envelope with plain JSON', { body: envelope({ ...words, aid: 'shop', ue_pr: text }) }],
    ['an envelope with base64url', { body: envelope({ ...words, aid: 'shop', ue_px: encoded }) }],
    [
      'an envelope with padded base64',
      { body: envelope({ ...words, aid: 'shop', ue_px: Buffer.from(text).toString('base64') }) },
    ],
    ['a query', { method: 'GET', query: new Map(Object.entries({ ...words, aid: 'shop', ue_px: encoded })) }],
  ])('%s opens to the same message', (_name, parts) => {
    const messages = [{ words, event: event['data'], contexts: null }];
    expect(open(parts)).toEqual({ kind: 'opened', key: 'shop', messages });
  });

  it.each<[string, string, Refusal]>([
    ['nothing', '', 'bad-json'],
    ['no JSON', 'payload', 'bad-json'],
    ['a list', '[]', 'bad-shape'],
    [
      'an envelope without data',
      JSON.stringify({ schema: `${SNOWPLOW}/payload_data/jsonschema/1-0-4` }),
      'bad-shape',
    ],
    [
      'an envelope of another schema',
      JSON.stringify({ schema: `${SNOWPLOW}/contexts/jsonschema/1-0-0`, data: [] }),
      'bad-shape',
    ],
    ['an envelope without schema', '{"data":[]}', 'bad-shape'],
    ['four events where three may be', envelope(PAGE, PAGE, PAGE, PAGE), 'too-many-events'],
    ['nesting beyond the limit', `{"data":${'['.repeat(10)}${']'.repeat(10)}}`, 'too-deep'],
  ])('%s is refused', (_name, body, refusal) => {
    expect(open({ body })).toEqual({ kind: 'refused', refusal });
  });

  it('takes as many events as the limit', () => {
    expect(open({ body: envelope(PAGE, PAGE, PAGE) }).kind).toBe('opened');
  });

  it.each([
    ['ue_pr', 10, true],
    ['ue_pr', 11, false],
    ['co', 10, true],
    ['co', 11, false],
  ])('JSON within %s of depth %i is opened: %s', (word, depth, isOpened) => {
    // The container itself is the first level.
    const deep = `{"data":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    const opened = open({ body: envelope({ ...PAGE, [word]: deep }, PAGE) });
    if (opened.kind === 'refused') throw new Error(opened.refusal);
    expect(opened.messages.map((message) => message !== null)).toEqual([isOpened, true]);
  });

  it('counts one bad payload as malformed and reads the others', () => {
    const read = readRequest(wireRequest({ path: TP2, body: envelope({ ...PAGE, co: '{' }, PAGE, 7) }));
    expect([read.events.length, read.malformed]).toEqual([1, 2]);
  });
});

describe('the Iglu webhook', () => {
  const SCHEMA = 'iglu:com.acme/campaign/jsonschema/1-0-0';

  it.each<[string, Partial<WireRequest>]>([
    [
      'a query',
      { method: 'GET', query: new Map(Object.entries({ schema: SCHEMA, aid: 'shop', name: 'spring' })) },
    ],
    [
      'a self-describing body',
      {
        query: new Map([['aid', 'shop']]),
        body: JSON.stringify({ schema: SCHEMA, data: { name: 'spring' } }),
      },
    ],
    [
      'a body whose schema is in the query',
      { query: new Map(Object.entries({ schema: SCHEMA, aid: 'shop' })), body: '{"name":"spring"}' },
    ],
  ])('reads %s', (_name, parts) => {
    const request = wireRequest({ path: IGLU, ...parts });
    expect(readRequest(request).key).toBe('shop');
    const { call, name, properties } = readEvent(request);
    expect({ call, name, properties }).toEqual({
      call: 'track',
      name: 'campaign',
      properties: { name: 'spring' },
    });
  });

  it('keeps the limit of events, and says what is wrong with a body', () => {
    expect(openHook('[1,2,3]').kind).toBe('opened');
    expect(openHook('[1,2,3,4]')).toEqual({ kind: 'refused', refusal: 'too-many-events' });
    expect(openHook('name=spring')).toEqual({ kind: 'refused', refusal: 'bad-json' });
  });
});

describe('key', () => {
  const other = { ...PAGE, aid: 'other' };

  it.each<[string, string | undefined, string | null]>([
    ['the app id', undefined, 'shop'],
    ['the user name of Basic', `Basic ${btoa('key-basic:')}`, 'key-basic'],
    ['a Bearer token', 'Bearer key-bearer', 'key-bearer'],
    ['the app id, where the header is of another scheme', 'Digest x', 'shop'],
  ])('is %s', (_name, authorization, key) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect(open({ body: envelope(PAGE), headers })).toEqual(expect.objectContaining({ key }));
  });

  it('is null where the request shows none', () => {
    expect(open({ body: envelope({ e: 'pv' }) })).toEqual(expect.objectContaining({ key: null }));
  });

  it('is one for all messages: those with another count as malformed', () => {
    const read = readRequest(wireRequest({ path: TP2, body: envelope(PAGE, other, { e: 'pv' }) }));
    expect([read.key, read.events.length, read.malformed]).toEqual(['shop', 2, 1]);
  });

  it('in a header lets messages have app ids of their own, as fields of the event', () => {
    const headers = { authorization: 'Bearer key' };
    const { events } = readRequest(wireRequest({ path: TP2, headers, body: envelope(PAGE, other) }));
    expect(events.map((event) => field(event.context, 'snowplow', 'aid'))).toEqual(['shop', 'other']);
  });
});

describe('answers', () => {
  it('are ok to what is posted and a pixel to what is asked for', () => {
    const posted = endpoint(TP2).accepted(wireRequest({ path: TP2 }), []);
    expect([posted.status, textOf(posted)]).toEqual([200, 'ok']);
    const pixel = endpoint('/i').accepted(wireRequest({ path: '/i', method: 'GET' }), []);
    expect([pixel.status, pixel.contentType]).toEqual([200, 'image/gif']);
    expect(Buffer.from(pixel.body).subarray(0, 10).toString('latin1')).toBe('GIF89a\u0001\0\u0001\0');
  });

  /** What the trackers do not send again (@snowplow/tracker-core 4.10.1). All else they repeat for ever. */
  const FINAL = new Set([400, 401, 403, 410, 422]);
  const PASSES: readonly Refusal[] = ['too-slow', 'too-fast', 'full', 'internal'];

  it.each(Object.keys(REFUSALS).filter(isRefusal))('to %s are final unless it may pass', (refusal) => {
    const answer = endpoint(TP2).refused(wireRequest({ path: TP2 }), refusal);
    expect(answer.status).not.toBe(404);
    expect(FINAL.has(answer.status)).toBe(!PASSES.includes(refusal));
    expect(answer.body).toBe(REFUSALS[refusal].meaning);
  });

  it('stop a batch that is too large with 422, since 413 would come again for ever', () => {
    const statuses = (['too-large', 'too-many-events', 'bad-key'] as const).map(
      (refusal) => endpoint(TP2).refused(wireRequest({ path: TP2 }), refusal).status,
    );
    expect(statuses).toEqual([422, 422, 401]);
  });
});

function openHook(body: string): Opened {
  return endpoint(IGLU).open(wireRequest({ path: IGLU, body }), LIMITS);
}

function open(parts: Partial<WireRequest>, limits = LIMITS): Opened {
  return endpoint(TP2).open(wireRequest({ path: TP2, ...parts }), limits);
}

function endpoint(path: string): EventsEndpoint {
  const found = snowplow.find(path, {});
  if (found?.kind !== 'events') throw new Error(`There are no events at ${path}.`);
  return found;
}

function envelope(...data: readonly Json[]): string {
  return JSON.stringify({ schema: `${SNOWPLOW}/payload_data/jsonschema/1-0-4`, data });
}

function selfDescribing(name: string, data: Json): JsonObject {
  return { schema: `${SNOWPLOW}/${name}/jsonschema/1-0-0`, data };
}

function field(context: JsonObject, group: string, leaf: string): Json | undefined {
  const members = context[group];
  return typeof members === 'object' && members !== null && !Array.isArray(members)
    ? (members as JsonObject)[leaf]
    : undefined;
}

function isRefusal(name: string): name is Refusal {
  return Object.hasOwn(REFUSALS, name);
}
