import { describe, expect, it } from 'vitest';
import { asClean, reviveCleanEvent } from './clean-event.ts';
import type { CleanEventParts } from './clean-event.ts';

const PARTS: CleanEventParts = {
  vendor: 'mixpanel',
  environment: 'production',
  id: 'm1',
  call: 'track',
  operation: 'set',
  name: 'Order Completed',
  time: 1_700_000_000_000,
  userId: null,
  anonymousId: 'a1',
  groupId: null,
  previousId: null,
  properties: { total: 3, list: ['ü', '\n', null] },
  context: {},
  subject: '00000000000000ff',
  fields: 'f1',
  sampleRate: 0.25,
};

describe('reviveCleanEvent', () => {
  it('brings back from JSON text exactly what was stored', () => {
    expect(reviveCleanEvent(JSON.stringify(asClean(PARTS)))).toEqual(PARTS);
  });

  it('takes a value that was already parsed', () => {
    expect(reviveCleanEvent({ ...PARTS })).toEqual(PARTS);
  });

  it('takes an event that does not say its rate as one of all', () => {
    const { sampleRate: _, ...rest } = PARTS;
    expect(reviveCleanEvent(rest).sampleRate).toBe(1);
  });

  it.each([
    ['a missing vendor', { ...PARTS, vendor: undefined }],
    ['an unknown environment', { ...PARTS, environment: 'moon' }],
    ['an unknown call', { ...PARTS, call: 'shout' }],
    ['an unknown operation', { ...PARTS, operation: 'shout' }],
    ['a user id that is a number', { ...PARTS, userId: 7 }],
    ['a time that is text', { ...PARTS, time: 'now' }],
    ['properties that are a list', { ...PARTS, properties: [] }],
    ['a context that is null', { ...PARTS, context: null }],
    ['a rate of nothing', { ...PARTS, sampleRate: 0 }],
    ['a rate over one', { ...PARTS, sampleRate: 1.01 }],
    ['a list', []],
    ['null', null],
  ])('throws on %s', (_name, stored) => {
    expect(() => reviveCleanEvent(JSON.stringify(stored))).toThrow('corrupt');
  });

  it('throws on half a record without quoting it', () => {
    const half = JSON.stringify(PARTS).slice(0, 60);
    expect(() => reviveCleanEvent(half)).toThrow(/^A stored event is corrupt: it is not JSON\.$/);
  });
});
