/** RudderStack in, RudderStack out: what a message of RudderStack's SDKs loses on the way to a data plane. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { readRequest, wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { anyId, anyTime, exceptedPaths, ownProperties, recordedCases } from './recorded.contract.ts';
import type { Exception } from './recorded.contract.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { RoundTrip } from './round-trip.contract.ts';

const SETTINGS = { url: 'https://plane.example', write_key: 'w' };

/** What of a message does not come to the data plane at its own path. */
const EXCEPT: readonly Exception[] = [
  [/^integrations\./, 'Who gets what is for the plan to say.'],
  [/^_metadata\.nodeVersion$/, 'Goes to context.server.runtimeVersion; the data plane reads neither.'],
  [/^sentAt$/, 'Already used: timestamp is the corrected time, and final.'],
  [/^originalTimestamp$/, 'The corrected time, which is checked as meaning.'],
  [/^(?:event|properties|userId)$/, 'Null and the empty text say that there is none.'],
];
/** Node writes the traits of a person twice. */
const EXCEPT_NODE: readonly Exception[] = [[/^traits\./, 'Of an identify: sent in context.traits alone.']];

const named = fc.record({ name: anyId, category: anyId, properties: ownProperties });
const call = fc.oneof(
  fc.record({ type: fc.constant('track'), event: anyId, properties: ownProperties }),
  fc.tuple(fc.constantFrom('page', 'screen'), named).map(([type, rest]) => ({ type, ...rest })),
  fc.record({ type: fc.constant('identify'), context: fc.record({ traits: ownProperties }) }),
  fc.record({ type: fc.constant('group'), groupId: anyId, traits: ownProperties }),
  fc.record({ type: fc.constant('alias'), previousId: anyId }),
);
const about = {
  locale: 'de-DE',
  sessionId: 1768471190000,
  sessionStart: true,
  page: { url: 'https://shop.example/' },
  autoTrack: { page: { pageViewId: 'v-1' } },
  ip: '203.0.113.7',
};
const message = fc
  .tuple(call, anyId, anyId, anyTime, ownProperties)
  .map(([body, userId, anonymousId, time, own]) => ({
    ...body,
    messageId: 'm-1',
    channel: 'web',
    userId,
    anonymousId,
    context: { ...own, ...about, ...('context' in body ? body.context : {}) },
    originalTimestamp: new Date(time).toISOString(),
  }));

describe('RudderStack to RudderStack', () => {
  it('keeps the meaning and every value of any message', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (batch) => {
        const headers = { anonymousid: 'YS0x' };
        expect(
          keep(wireRequest({ path: '/v1/batch', headers, body: JSON.stringify({ batch }) })).sent,
        ).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  it.each(recordedCases('rudderstack').filter(({ name }) => name !== 'http-merge'))(
    'keeps the meaning and every value of $name',
    ({ request }) => {
      expect(keep(request).sent).toHaveLength(1);
    },
  );
});

/** The round trip of a request, once nothing turned out to be lost on it. */
function keep(request: WireRequest): RoundTrip {
  const trip = roundTrip({ kind: 'rudderstack', settings: SETTINGS, request });
  expectSameMeaning(trip);
  const sent = (JSON.parse(trip.sent[0]?.body ?? '') as { batch: Json[] }).batch;
  readRequest(request).messages.forEach((original, at) => {
    const isIdentify = trip.before[at]?.call === 'identify';
    const exceptions = isIdentify ? [...EXCEPT, ...EXCEPT_NODE] : EXCEPT;
    expectNothingLost(original, sent[at] ?? null, exceptedPaths(original, exceptions));
  });
  return trip;
}
