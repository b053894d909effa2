import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasRepeatedKey, parseJson } from './parse-json.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('parseJson', () => {
  it.each([
    ['', 'bad-json'],
    ['   ', 'bad-json'],
    ['NaN', 'bad-json'],
    ['{"a":Infinity}', 'bad-json'],
    ['{"a":1', 'bad-json'],
    ['"\\', 'bad-json'],
    ["{'a':1}", 'bad-json'],
    ['\ufeff\ufeff1', 'bad-json'],
    [nested(21), 'too-deep'],
    [nested(100_000), 'too-deep'],
    ['{"a":'.repeat(10_000), 'too-deep'],
  ])('refuses %j as %s', (text, refusal) => {
    expect(parseJson(text.slice(0, 200_000), 20)).toEqual({ kind: 'refused', refusal });
  });

  it('takes nesting up to the limit and refuses one level more', () => {
    expect(parseJson(nested(20), 20).kind).toBe('parsed');
    expect(parseJson(nested(21), 20)).toEqual({ kind: 'refused', refusal: 'too-deep' });
    expect(parseJson('1', 0)).toEqual({ kind: 'parsed', value: 1 });
    expect(parseJson('{}', 0)).toEqual({ kind: 'refused', refusal: 'too-deep' });
  });

  it('counts the nesting, not the brackets', () => {
    expect(parseJson(`[${'[],{},'.repeat(1000)}1]`, 2).kind).toBe('parsed');
  });

  it.each(['"[[[[[["', '{"[[[[":"]{{{{\\"[[[["}', '["\\\\","[[[[[[","\\"[[[[["]'])(
    'does not count the brackets inside strings of %s',
    (text) => {
      expect(parseJson(text, 1)).toEqual({ kind: 'parsed', value: JSON.parse(text) });
    },
  );

  it('keeps the last of equal keys', () => {
    expect(parseJson('{"a":1,"a":2}', 9)).toEqual({ kind: 'parsed', value: { a: 2 } });
  });

  it('keeps __proto__ and constructor as data of the object itself', () => {
    const parsed = parseJson('{"__proto__":{"admin":true},"constructor":1}', 9);
    if (parsed.kind === 'refused') throw new Error(parsed.refusal);
    expect(Object.keys(parsed.value as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(parsed.value)).toBe(Object.prototype);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('reads numbers too large for a double as Infinity', () => {
    expect(parseJson('[1e400,-1e400]', 9)).toEqual({ kind: 'parsed', value: [Infinity, -Infinity] });
  });

  it('keeps lone surrogates and drops one byte order mark', () => {
    expect(parseJson('"\\ud800"', 9)).toEqual({ kind: 'parsed', value: '\ud800' });
    expect(parseJson('\ufeff"\udc00"', 9)).toEqual({ kind: 'parsed', value: '\udc00' });
  });

  it('never throws and parses exactly what JSON.parse parses', () => {
    const fragments = fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', 'a', '1', ' '));
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fragments.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseJson(text, 1000);
        expect(parsed.kind === 'parsed').toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('measures the depth of any value rightly', () => {
    const limits = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), limits, (value, depthMax) => {
        const isTaken = parseJson(JSON.stringify(value), depthMax).kind === 'parsed';
        expect(isTaken).toBe(depthOf(value) <= depthMax);
      }),
      { numRuns: 500 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('hasRepeatedKey', () => {
  it.each<[string, boolean]>([
    ['{"a":1,"a":2}', true],
    ['{"a" \t: 1, "a" : {"b":2}}', true],
    ['[{"x":{"a":1,"a":1}}]', true],
    ['{"a":1,"\\u0061":2}', true],
    ['{"a\\\\":1,"a\\\\":2}', true],
    ['{"a":{"a":{"a":1}}}', false],
    ['[{"a":1},{"a":2}]', false],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', false],
    ['{"a":"\\":\\":\\":"," : ":"x"}', false],
    ['"\\":"', false],
    ['1', false],
  ])('of %s is %s', (text, isRepeated) => {
    expect(hasRepeatedKey(text, JSON.parse(text))).toBe(isRepeated);
  });

  it('is never so in what was written from a value', () => {
    expect(() =>
      fc.assert(fc.property(fc.json(), (text) => !hasRepeatedKey(text, JSON.parse(text)))),
    ).not.toThrow();
  });

  it('takes nesting of any depth', () => {
    const text = '{"a":'.repeat(5000) + '1' + '}'.repeat(5000);
    expect(hasRepeatedKey(text, JSON.parse(text))).toBe(false);
  });
});
