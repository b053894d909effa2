/** Any telemetry, with the keys and numbers in it that are most likely to go wrong. For tests alone. */
import * as fc from 'fast-check';
import type { Group, LogTree, SpanTree, Value } from './trees.contract.ts';

const keys = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'a.b', 'a.b.c', 'b', 'body', 'body.x', 'name', 'events') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'user.id',
      'enduser.id',
      'enduser.pseudo.id',
      'app.installation.id',
      'event.name',
      'session.id',
      'client.address',
      'geo.location.lat',
      'service.name',
      'os.type',
      'log.record.uid',
      'headgate.consent.ads',
      'url.full',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '__proto__',
      '__proto__.x',
      'a.__proto__',
      'constructor',
      '',
      '.',
      'a..b',
      'a.',
      '_value',
      'a._value',
    ),
  },
  { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
);
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, -1n, 127n, 128n, 2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)),
);
const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.string({ maxLength: 8 }));
const scalars: fc.Arbitrary<Value> = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  texts.map((value) => ({ kind: 'string' as const, value })),
  fc.boolean().map((value) => ({ kind: 'bool' as const, value })),
  int64.map((value) => ({ kind: 'int' as const, value })),
  fc.double().map((value) => ({ kind: 'double' as const, value: value === 0 ? 0 : value })),
  fc.uint8Array({ maxLength: 40 }).map((value) => ({ kind: 'bytes' as const, value })),
);

/** Values of at most three levels. */
const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'value' },
    { weight: 3, arbitrary: scalars },
    {
      weight: 1,
      arbitrary: fc
        .array(tie('value'), { maxLength: 3, depthIdentifier: 'value' })
        .map((value) => ({ kind: 'array' as const, value })),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.tuple(keys, tie('value')), { maxLength: 4, depthIdentifier: 'value' })
        .map((value) => ({ kind: 'list' as const, value })),
    },
  ),
})).value;

const attributes = fc.array(fc.tuple(keys, values), { maxLength: 6 });
const uint32 = fc.nat({ max: 2 ** 31 - 1 });
const idsOf = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ minLength: length, maxLength: length }),
    fc.constant(new Uint8Array(length)),
    fc.constant(new Uint8Array(0)),
  );
const traceIds = idsOf(16);
const spanIds = idsOf(8);
/** The ids that every span has: not all zeros. */
const ownIds = (length: number): fc.Arbitrary<Uint8Array> =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes) => Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte | 1 : byte)));
const instants = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: 1_768_471_200_000_000_000n, max: 1_768_471_300_000_000_000n }),
);

export const logTrees: fc.Arbitrary<LogTree> = fc.record({
  attributes,
  dropped: uint32,
  time: instants,
  observed: instants,
  severityNumber: fc.nat({ max: 30 }),
  severityText: texts,
  body: values,
  flags: uint32,
  traceId: traceIds,
  spanId: spanIds,
  eventName: fc.oneof(fc.constant(''), texts),
});

export const spanTrees: fc.Arbitrary<SpanTree> = fc.record({
  attributes,
  dropped: uint32,
  start: instants,
  end: instants,
  name: texts,
  kind: fc.nat({ max: 7 }),
  traceId: ownIds(16),
  spanId: ownIds(8),
  parentSpanId: spanIds,
  traceState: texts,
  flags: uint32,
  status: fc.record({ code: fc.nat({ max: 3 }), message: texts }),
  events: fc.array(fc.record({ attributes, dropped: uint32, name: texts, time: instants }), { maxLength: 2 }),
  links: fc.array(
    fc.record({
      attributes,
      dropped: uint32,
      traceId: traceIds,
      spanId: spanIds,
      traceState: texts,
      flags: uint32,
    }),
    { maxLength: 2 },
  ),
});

export const groupsOf = <Tree>(records: fc.Arbitrary<Tree>): fc.Arbitrary<readonly Group<Tree>[]> =>
  fc.array(
    fc.record({
      resource: fc.record({ attributes, dropped: uint32 }),
      schemaUrl: texts,
      scopes: fc.array(
        fc.record({
          scope: fc.record({ attributes, dropped: uint32, name: texts, version: texts }),
          schemaUrl: texts,
          records: fc.array(records, { maxLength: 3 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  );
