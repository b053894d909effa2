import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { escapeName, escapeNames, joinNames, nestNames, unescapeNames } from './names.ts';

const names = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', '.', '%', '2', 'E', '[', ']', '\n', '\u0085', 'é'),
    maxLength: 9,
  }),
  fc.constantFrom('__proto__', 'constructor', 'a.__proto__.b', 'toString', '100%25', '50%', '%2E', '..'),
);
const scalars = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const objects = (values: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc.dictionary(names, values, { noNullPrototype: true });

describe('a name', () => {
  it.each([
    ['cart.total', 'cart%2Etotal'],
    ['items[0]', 'items%5B0%5D'],
    ['100%', '100%25'],
    ['a\nb\u0085', 'a%0Ab%C2%85'],
    ['plain-name_1', 'plain-name_1'],
  ])('%j becomes %j', (name, planned) => {
    expect(escapeName(name)).toBe(planned);
  });

  it('comes back from its planned form', () => {
    fc.assert(
      fc.property(objects(fc.oneof(scalars, objects(scalars), fc.array(objects(scalars)))), (value) => {
        const escaped = escapeNames(value);
        expect(namesIn(escaped).filter((name) => /[.[\]\p{Cc}]/u.test(name))).toEqual([]);
        expect(unescapeNames(escaped)).toEqual(value);
      }),
    );
  });

  it('of another sender keeps its percent signs', () => {
    expect(unescapeNames({ '50%': 1, '%zz': 2, '%E4': 3 })).toEqual({ '50%': 1, '%zz': 2, '%E4': 3 });
  });

  it('costs nothing where it may stay', () => {
    const value = { a: [{ b: 1 }], c: 'x.y' };
    expect(escapeNames(value)).toBe(value);
  });
});

describe('a bag of dotted names', () => {
  it.each<[JsonObject, JsonObject]>([
    [{ 'http.route': '/', 'http.method': 'GET' }, { http: { route: '/', method: 'GET' } }],
    // As Sentry's SDKs send it: the shorter name is a value, so it cannot be an object as well.
    [
      { 'segment.name': 'GET /', 'segment.name.source': 'url' },
      { segment: { name: 'GET /', 'name%2Esource': 'url' } },
    ],
    [
      { '.a': 1, 'b..c': 2 },
      { '': { a: 1 }, b: { '': { c: 2 } } },
    ],
  ])('%j nests as %j', (flat, nested) => {
    expect(nestNames(flat)).toEqual(nested);
    expect(joinNames(nested)).toEqual(flat);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(objects(fc.oneof(scalars, fc.array(scalars))), (flat) => {
        const nested = nestNames(flat);
        expect(namesIn(nested).filter((name) => /[.[\]\p{Cc}]/u.test(name))).toEqual([]);
        expect(joinNames(nested)).toEqual(flat);
      }),
    );
  });

  it('nests no deeper than a plan does, however many dots a name has', () => {
    const nested = nestNames({ [Array.from({ length: 10_000 }, () => 'a').join('.')]: 1 });
    expect(depthOf(nested)).toBe(8);
  });
});

function namesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([name, child]) => [name, ...namesIn(child)])
    : [];
}

function depthOf(value: Json): number {
  return isJsonObject(value) ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}
