import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createChecks } from './compile-validation.ts';
import { parsePlan } from './parse-plan.ts';

const PLAN = {
  path: 'plan.yaml',
  text: 'apiVersion: headgate/v1\nkind: plan\nid: shop\npurposes: { analytics: { basis: Consent, category: analytics } }\nidentity: { ids: [] }\nvendors: {}\n',
};
const RUNS = 300;

const count = fc.nat(1000);
const some = <T>(
  words: Readonly<Record<string, fc.Arbitrary<T>>>,
): fc.Arbitrary<Record<string, T | undefined>> => fc.record(words, { requiredKeys: [] });
const scalar = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const pattern = fc.constantFrom('^a+$', '\\p{L}', '[/"\\\\\\]]', '^(?<x>a)|b$', '(', '');
const format = fc.constantFrom('date-time', 'date', 'time', 'uuid', 'uri', 'email', 'ipv4', 'ipv6');
const limits = some({
  minimum: fc.integer(),
  maximum: fc.integer(),
  exclusiveMinimum: fc.integer(),
  exclusiveMaximum: fc.integer(),
  multipleOf: fc.constantFrom(0.01, 1, 7),
});

/** Whatever the language lets people write of one field, and some of what it does not. */
const { field } = fc.letrec<{ field: Record<string, unknown> }>((tie) => ({
  field: fc.oneof(
    { depthSize: 'small' },
    some<unknown>({ minLength: count, pattern, format }).map((words) => ({
      type: 'string',
      maxLength: 80,
      ...words,
    })),
    limits.chain((words) => fc.constantFrom('number', 'integer').map((type) => ({ type, ...words }))),
    fc
      .array(fc.oneof(scalar, fc.constant(null)), { minLength: 1, maxLength: 5 })
      .map((values) => ({ enum: values })),
    fc.oneof(scalar, fc.constant(null)).map((value) => ({ const: value })),
    fc.record({
      type: fc.constant('array'),
      maxItems: count,
      uniqueItems: fc.boolean(),
      items: tie('field'),
    }),
    fc
      .dictionary(fc.string(), tie('field'), { maxKeys: 4 })
      .map((properties) => ({ type: 'object', properties, required: Object.keys(properties).slice(1) })),
  ),
}));

it('whatever the parser lets through compiles, so that a check may wait for its first event', () => {
  const check = createChecks();
  let read = 0;
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 8 }), field, { maxKeys: 4 }), (properties) => {
      const event = {
        path: 'events/seen.yaml',
        text: JSON.stringify({
          apiVersion: 'headgate/v1',
          kind: 'event',
          id: 'seen',
          version: '1.0.0',
          wire: { call: 'track', name: 'Seen' },
          description: 'A shelf was seen.',
          expires: 'never',
          sources: ['web'],
          subjects: ['customer'],
          purposes: ['analytics'],
          vendors: {},
          schema: { type: 'object', properties },
        }),
      };
      const spec = parsePlan(PLAN, [event]).value?.events[0];
      if (spec === undefined) return;
      read += 1;
      expect(check(spec.fields.schema).passes({})).toBeTypeOf('boolean');
    }),
    { numRuns: RUNS },
  );
  expect(read).toBeGreaterThan(RUNS / 5);
});
