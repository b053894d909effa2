/** Segment in, Segment out: what a message of Segment's SDKs loses on the way to Segment. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { readRequest, wireRequest } from '../wire/wire.contract.ts';
import type { WireRequest } from '../wire/wire.ts';
import { anyId, anyTime, exceptedPaths, ownProperties, recordedCases } from './recorded.contract.ts';
import type { Exception } from './recorded.contract.ts';
import { expectNothingLost, expectSameMeaning, roundTrip } from './round-trip.contract.ts';
import type { RoundTrip } from './round-trip.contract.ts';

const SETTINGS = { url: 'https://segment.example', write_key: 'w' };

/** What of a message does not come to Segment at its own path. */
const EXCEPT: readonly Exception[] = [
  [/^integrations\./, 'Who gets what is for the plan to say; an empty one says nothing.'],
  [/^integrations$/, 'The same, where it is empty.'],
  [
    /^_metadata\./,
    'Segment drops it after delivery: the runtime goes to context.server, the rest is about integrations.',
  ],
  [/^writeKey$/, 'Names the source at the gateway; the vendor has a key of its own, in a header.'],
  [/^sentAt$/, 'Already used: timestamp is the corrected time, and final.'],
  [/^(?:original)?[tT]imestamp$/, 'The corrected time, which is checked as meaning.'],
  [
    /^(?:anonymousId|userId|groupId|previousId)$/,
    'Null says that there is none; the ids are checked as meaning.',
  ],
];

const named = fc.record({ name: anyId, properties: ownProperties });
const call = fc.oneof(
  fc.record({ type: fc.constant('track'), event: anyId, properties: ownProperties }),
  fc.tuple(fc.constantFrom('page', 'screen'), named).map(([type, rest]) => ({ type, ...rest })),
  fc.record({ type: fc.constant('identify'), traits: ownProperties }),
  fc.record({ type: fc.constant('group'), groupId: anyId, traits: ownProperties }),
  fc.record({ type: fc.constant('alias'), previousId: anyId }),
);
const message = fc
  .tuple(call, anyId, anyId, anyTime, ownProperties)
  .map(([body, userId, anonymousId, time, context]) => ({
    ...body,
    messageId: 'm-1',
    userId,
    anonymousId,
    context: { ...context, locale: 'de-DE', page: { url: 'https://shop.example/' } },
    timestamp: new Date(time).toISOString(),
  }));

describe('Segment to Segment', () => {
  it('keeps the meaning and every value of any message', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (batch) => {
        expect(
          keep(wireRequest({ path: '/v1/batch', body: JSON.stringify({ batch, writeKey: 'k' }) })).sent,
        ).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  it.each(recordedCases('segment'))('keeps the meaning and every value of $name', ({ request }) => {
    expect(keep(request).sent).toHaveLength(1);
  });
});

/** The round trip of a request, once nothing turned out to be lost on it. */
function keep(request: WireRequest): RoundTrip {
  const trip = roundTrip({ kind: 'segment', settings: SETTINGS, request });
  expectSameMeaning(trip);
  const sent = (JSON.parse(trip.sent[0]?.body ?? '') as { batch: Json[] }).batch;
  readRequest(request).messages.forEach((original, at) => {
    expectNothingLost(original, sent[at] ?? null, exceptedPaths(original, EXCEPT));
  });
  return trip;
}
