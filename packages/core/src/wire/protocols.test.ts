import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { PROTOCOLS, findEndpoint } from './protocols.ts';
import { wireRequest } from './wire.contract.ts';
import type { WireRequest } from './wire.ts';

const LIMITS = { depthMax: 10, eventsMax: 50 };
const PATHS = [
  '/v1/batch',
  '/v1/t',
  '/v1/i',
  '/v1/p',
  '/v1/a',
  '/v1/g',
  '/track',
  '/engage',
  '/groups',
  '/import',
  '/api/42/envelope',
  '/api/42/store',
  '/sentry/tunnel',
  '/2/httpapi',
  '/batch',
  '/identify',
  '/groupidentify',
  '/mp/collect',
  '/debug/mp/collect',
  '/e',
  '/i/v0/e',
  '/capture',
  '/i/v0/ai/batch',
  '/i/v0/ai',
  '/i/v1/analytics/events',
  '/i/v1/logs',
  '/i/v1/metrics',
  '/i/v1/traces',
  '/s',
  '/beacon/v1/batch',
  '/v1/merge',
  '/pixel/v1/track',
  '/cloudevents',
  '/com.snowplowanalytics.snowplow/tp2',
  '/com.snowplowanalytics.iglu/v1',
  '/i',
  '/v1/logs',
  '/v1/traces',
];

describe('protocols', () => {
  it('do not claim each other’s paths', () => {
    for (const path of [
      ...PATHS,
      '/v1/m',
      '/v1/projects/k/settings',
      '/settings',
      '/flags',
      '/record',
      '/amplitude/config/k',
      '/v1/metrics',
    ]) {
      expect(PROTOCOLS.filter((protocol) => protocol.find(path, {}) !== null)).toHaveLength(1);
    }
  });

  it('have names of their own', () => {
    expect(PROTOCOLS.map((protocol) => protocol.id)).toEqual([
      'rudderstack',
      'segment',
      'mixpanel',
      'amplitude',
      'ga4',
      'posthog',
      'snowplow',
      'otlp',
      'sentry',
      'cloudevents',
    ]);
  });

  it('find the endpoint with its protocol, and nothing at an unknown path', () => {
    expect(findEndpoint('/v1/batch')?.protocol).toBe('segment');
    expect(findEndpoint('/track')?.protocol).toBe('mixpanel');
    expect(findEndpoint('/nowhere')).toBeNull();
  });
});

const jsonText = fc.oneof(
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify({ batch: [value], context: value, sentAt: value })),
  fc.array(fc.jsonValue()).map((values) => JSON.stringify(values)),
);
const bodies = fc.oneof(
  fc.string({ unit: 'binary' }),
  jsonText,
  jsonText.map((text) => `data=${encodeURIComponent(text)}`),
  jsonText.map((text) => `data=${Buffer.from(text).toString('base64')}`),
  fc.string().map((text) => `data=${text}`),
);

/** Values under the names that decoders look for, so that generation reaches beyond the first check. */
const names =
  'type event name userId messageId timestamp sentAt properties traits context token time distinct_id category'
    .split(' ')

    .concat(
      'distinct_id uuid offset sent_at batch $set_once $groups $group_type $group_key alias options'.split(
        ' ',
      ),
    )
    .concat('$set $unset $add $delete $distinct_id $group_id $time $current_url $email'.split(' '))
    .concat('resource scope words nested eventName traceId spanId observedTime'.split(' '))
    .concat(['__proto__', 'constructor', 'toString']);
const values = fc.oneof(
  fc.constantFrom<Json[]>(
    'track',
    'page',
    'identify',
    '$identify',
    '$create_alias',
    '$groupidentify',
    '$pageview',
    '$set',
    '$device:',
    '',
    1e300,
    Infinity,
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
);
// JSON.parse gives no object without prototype.
const objectOf = (inner: fc.Arbitrary<Json>) =>
  fc.dictionary(fc.constantFrom(...names), inner, { noNullPrototype: true });
const messages = fc.array(fc.oneof(values, objectOf(fc.oneof(values, objectOf(values)))), { maxLength: 5 });

describe('every endpoint', () => {
  it.each(PATHS)('%s opens or refuses any body and never throws', (path) => {
    fc.assert(
      fc.property(bodies, fc.string(), (body, authorization) => {
        const opened = eventsAt(path).open(request(path, body, authorization), LIMITS);
        expect(['opened', 'refused']).toContain(opened.kind);
        const read = opened.kind === 'opened' ? opened.messages : [];
        expect(eventsAt(path).decode(read, context()).malformed).toBeLessThanOrEqual(read.length);
      }),
      { numRuns: 300 },
    );
  });

  it.each(PATHS)('%s decodes any messages into whole events and never throws', (path) => {
    fc.assert(
      fc.property(messages, (given) => {
        const decoded = eventsAt(path).decode(given, context());
        expect(decoded.malformed).toBeLessThanOrEqual(given.length);
        for (const event of decoded.events) {
          expect(Number.isFinite(event.time)).toBe(true);
          expect(event.id).not.toBe('');
          expect(Object.values(event)).not.toContain(undefined);
          expect([event.properties, event.context].every(isPlain)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function eventsAt(path: string) {
  const endpoint = findEndpoint(path)?.endpoint;
  if (endpoint?.kind !== 'events') throw new Error(`no events at ${path}`);
  return endpoint;
}

function request(path: string, body: string, authorization: string): WireRequest {
  const bytes = new TextEncoder().encode(body);
  return wireRequest({ path, headers: { authorization: `Basic ${authorization}` }, body, bytes });
}

function context() {
  return {
    source: { id: 'shop', environment: 'production' } as const,
    receivedAt: 1768471200000,
    signals: { gpc: false },
    newId: () => 'made',
  };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
