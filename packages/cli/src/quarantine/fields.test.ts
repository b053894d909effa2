import { describe, expect, it } from 'vitest';
import { fieldsOf } from './fields.ts';

describe('the fields of events', () => {
  it('are those with a value, by path, with their types and in how many events', () => {
    const events = [
      {
        name: 'Wished',
        userId: 'u',
        anonymousId: null,
        protocol: 'segment',
        properties: { a: 1, b: [{ c: 'x' }, { c: 2 }] },
      },
      { name: '', userId: 'u', properties: { a: '1', b: [], d: null }, context: { page: { url: 'x' } } },
    ];
    expect(fieldsOf(events)).toEqual([
      { path: 'name', types: ['string'], events: 1 },
      { path: 'userId', types: ['string'], events: 2 },
      { path: 'properties.a', types: ['number', 'string'], events: 2 },
      { path: 'properties.b[].c', types: ['number', 'string'], events: 1 },
      { path: 'context.page.url', types: ['string'], events: 1 },
    ]);
  });

  it('are none of what is no event', () => {
    expect(fieldsOf([null, 3, 'x', []])).toEqual([]);
  });
});
