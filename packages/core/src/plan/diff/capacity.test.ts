import { describe, expect, it } from 'vitest';
import { writtenEvent, writtenPlan } from '../written.ts';
import type { WrittenField } from '../written.ts';
import { CAPACITY_BUDGET_BITS, capacityBits } from './capacity.ts';
import { diffPlans } from './diff-plans.ts';
import { buildModel } from './model.ts';
import { isProvablyWithin, patternBits } from './pattern.ts';
import type { PlanDocument } from './change.ts';

const annotation = { 'x-headgate': { categories: ['user.demographic'] } };

function documentWith(field: object): PlanDocument {
  return {
    plan: writtenPlan.parse({
      apiVersion: 'headgate/v1',
      kind: 'plan',
      id: 'shop',
      purposes: {},
      vendors: {},
    }),
    events: [
      writtenEvent.parse({
        apiVersion: 'headgate/v1',
        kind: 'event',
        id: 'seen',
        version: '1.0.0',
        wire: { call: 'track', name: 'Seen' },
        description: 'Seen.',
        expires: 'never',
        sources: ['web'],
        subjects: ['customer'],
        purposes: ['analytics'],
        vendors: {},
        schema: { type: 'object', properties: { field: { ...annotation, ...field } } },
      }),
    ],
  };
}

function bits(field: WrittenField | object): number {
  const event = buildModel(documentWith(field)).events.get('seen');
  return event === undefined ? Number.NaN : capacityBits(event);
}

function text(length: number): PlanDocument {
  return documentWith({ type: 'string', maxLength: length });
}

function kinds(from: number, to: number): string[] {
  return diffPlans(text(from), text(to)).flatMap(({ kind }) => (kind === 'D24' ? [kind] : []));
}

describe('capacity', () => {
  it.each<[string, object, number]>([
    ['yes or no', { type: 'boolean' }, 1],
    ['one value', { const: 'a' }, 0],
    ['eight values', { enum: [1, 2, 3, 4, 5, 6, 7, 8] }, 3],
    ['a range', { type: 'integer', minimum: 0, maximum: 1023 }, 10],
    ['a range in steps', { type: 'number', minimum: 0, maximum: 15, multipleOf: 5 }, 2],
    ['numbers without a bound', { type: 'integer' }, 53],
    ['text', { type: 'string', maxLength: 4 }, 32],
    ['text of a pattern', { type: 'string', pattern: '^[a-p]{3}$' }, 12],
    ['text of a pattern that is not understood', { type: 'string', pattern: '(a|b)', maxLength: 2 }, 16],
    ['a UUID', { type: 'string', format: 'uuid', maxLength: 36 }, 122],
    ['a list', { type: 'array', maxItems: 5, items: { type: 'boolean', ...annotation } }, 5],
    ['what tells nobody apart', { type: 'integer', 'x-headgate': { categories: ['system.operations'] } }, 0],
  ])('of %s', (_, field, expected) => {
    expect(bits(field)).toBeCloseTo(expected, 6);
  });

  it('is told where it crosses the budget, and where it grows by more than 8 bits, not below', () => {
    expect(CAPACITY_BUDGET_BITS).toBe(33);
    expect(kinds(3, 4)).toEqual([]);
    expect(kinds(4, 5)).toEqual(['D24']);
    expect(kinds(5, 6)).toEqual([]);
    expect(kinds(5, 7)).toEqual(['D24']);
    expect(kinds(9, 5)).toEqual([]);
  });
});

describe('a pattern', () => {
  it.each<[string, string, boolean]>([
    ['^[A-Z]{2}$', '^[A-Z]{2,8}$', true],
    ['^[A-F]{2}$', '^[A-Z]{2}$', true],
    [String.raw`^\d{4}$`, '^[0-9]{4}$', true],
    ['^A-1$', String.raw`^[A-Z]-\d$`, true],
    ['^[A-Z]{2,8}$', '^[A-Z]{2}$', false],
    ['^[A-Za]$', '^[A-Z]$', false],
    ['[A-Z]', '^[A-Z]$', false],
    ['^(a|b)$', '^[ab]$', false],
    ['^[^a]$', '^[b-z]$', false],
    ['^a*$', '^a{0,9}$', false],
    ['^a{0,9}$', '^a*$', true],
    [String.raw`^\bA$`, '^A$', false],
    ['^.$', '^.$', false],
  ])('%s is within %s: %s', (narrow, wide, expected) => {
    expect(isProvablyWithin(narrow, wide)).toBe(expected);
  });

  it('without an end has no bound of bits', () => {
    expect(patternBits('^[ab]+$')).toBe(Infinity);
    expect(patternBits('^[ab]{1,2}$')).toBe(3);
    expect(patternBits('^(a)$')).toBeNull();
  });
});
