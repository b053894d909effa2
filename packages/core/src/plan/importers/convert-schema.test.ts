/** What becomes of JSON Schemas that are made to be large, deep or endless. Ordinary ones are golden cases. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import { convertSchema } from './convert-schema.ts';
import { readData } from './read-data.ts';

function rulesOf(schema: Json): string[] {
  return [...new Set(convertSchema(schema).notes.map(({ rule }) => rule))].toSorted();
}

function fields(count: number): Json {
  const names = Array.from({ length: count }, (_, at): [string, Json] => [`f${at}`, { type: 'boolean' }]);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(names) };
}

function nested(depth: number): Json {
  const leaf: Json = { type: 'boolean' };
  return Array.from({ length: depth }).reduce<Json>(
    (inner) => ({ type: 'object', additionalProperties: false, properties: { a: inner } }),
    leaf,
  );
}

/** Lists within lists. */
function listOf(levels: number): string {
  return `${'['.repeat(levels)}${']'.repeat(levels)}`;
}

function textOf(length: number): string {
  return `"${'a'.repeat(length - 2)}"`;
}

describe('a file', () => {
  it('may have 100 levels; with one more, or any number more, it is not read', () => {
    expect(readData({ path: 'a.json', text: listOf(100) })).not.toBeNull();
    expect(readData({ path: 'a.json', text: listOf(101) })).toBeNull();
    expect(readData({ path: 'a.json', text: listOf(1_000_000) })).toBeNull();
    expect(readData({ path: 'a.yaml', text: listOf(101) })).toBeNull();
  });

  it('may have 16,000,000 characters and not one more', () => {
    expect(readData({ path: 'a.json', text: `[${textOf(15_999_998)}]` })).not.toBeNull();
    expect(readData({ path: 'a.json', text: `[${textOf(15_999_999)}]` })).toBeNull();
  });
});

describe('a schema', () => {
  it('may have 3,000 fields; the one after is told of and left out', () => {
    expect(rulesOf(fields(3000))).toEqual([]);
    const { schema, notes } = convertSchema(fields(3001));
    expect(notes.map(({ rule }) => rule)).toEqual(['too-large']);
    expect(Object.keys(isJsonObject(schema['properties']) ? schema['properties'] : {})).toHaveLength(3000);
  });

  it('may be eight levels deep; what is below is told of and left out', () => {
    expect(rulesOf(nested(8))).toEqual([]);
    expect(rulesOf(nested(9))).toEqual(['too-deep']);
  });

  it('may refer to itself below a key: the levels end it', () => {
    const node = { type: 'object', additionalProperties: false, properties: { a: { $ref: '#' } } };
    expect(rulesOf(node)).toEqual(['too-deep']);
  });

  it('refers to nothing by the name of an anchor', () => {
    const node = { type: 'object', additionalProperties: false, properties: { a: { $ref: '#a' } } };
    expect(convertSchema(node).notes).toEqual([
      { rule: 'unknown-reference', pointer: '/schema', detail: 'a' },
    ]);
  });

  it('ends soon where alternatives grow without end', () => {
    const twice: Json = { anyOf: [{ $ref: '#/definitions/a' }, { $ref: '#/definitions/a' }] };
    const began = performance.now();
    const rules = rulesOf({ type: 'object', properties: { a: twice }, definitions: { a: twice } });
    expect(rules).toContain('too-large');
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('keeps a key called __proto__ out of every prototype', () => {
    const schema = JSON.parse(
      '{"type":"object","allOf":[{"properties":{"__proto__":{"type":"string"}}},{"properties":{"a":{"type":"boolean"}}}]}',
    ) as Json;
    const converted = convertSchema(schema);
    expect(converted.schema).toEqual({ type: 'object', properties: { a: { type: 'boolean' } } });
    expect(converted.notes.map(({ rule }) => rule)).toContain('field-name');
  });

  it('with a longer description keeps its first 1,000 characters', () => {
    const { schema, notes } = convertSchema({
      type: 'object',
      properties: {},
      additionalProperties: false,
      description: 'a'.repeat(1001),
    });
    expect(schema['description']).toBe('a'.repeat(1000));
    expect(notes).toEqual([{ rule: 'text-cut', pointer: '/schema', detail: 'description' }]);
  });

  it.each([
    ['a text', 'text'],
    ['a number', 1],
    ['nothing', null],
    ['false', false],
  ])('that is %s is no event', (_, schema) => {
    expect(convertSchema(schema)).toEqual({
      schema: { type: 'object', properties: {} },
      notes: [{ rule: 'not-an-object', pointer: '/schema', detail: '' }],
    });
  });
});
