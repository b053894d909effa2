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
};

describe('reviveCleanEvent', () => {
  it('brings back from JSON text exactly what was stored', () => {
    expect(reviveCleanEvent(JSON.stringify(asClean(PARTS)))).toEqual(PARTS);
  });

  it('takes a value that was already parsed', () => {
    expect(reviveCleanEvent({ ...PARTS })).toEqual(PARTS);
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
