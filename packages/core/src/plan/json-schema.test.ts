import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { TRANSFORMS } from '../protect/transforms/index.ts';
import { planJsonSchema } from './json-schema.ts';
import type { PlanSchemaName } from './json-schema.ts';

function checker(name: PlanSchemaName): (value: unknown) => boolean {
  const ajv = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(planJsonSchema(name));
}

function read(file: string): unknown {
  return parse(readFileSync(new URL(`../../../../fixtures/plan/good-shop/${file}`, import.meta.url), 'utf8'));
}

function eventWith(annotation: object): unknown {
  return {
    ...(read('events/order_completed.yaml') as object),
    schema: { type: 'object', properties: { size: { type: 'integer', 'x-headgate': annotation } } },
  };
}

describe('planJsonSchema', () => {
  it.each(['plan', 'event'] as const)('declares draft-07 for the %s file', (name) => {
    expect(planJsonSchema(name)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
  });

  it('takes a plan that the parser takes', () => {
    expect(checker('plan')(read('plan.yaml'))).toBe(true);
    expect(checker('event')(read('events/order_completed.yaml'))).toBe(true);
  });

  it.each([
    ['a fideslang category', { categories: ['user.behavior'] }, true],
    ['a category below one', { categories: ['user.contact.messenger'] }, true],
    ['a category of no root', { categories: ['person.email'] }, false],
    ['no category', { categories: [] }, false],
    ['a bare transform', { categories: ['user'], transform: { '*': 'drop' } }, true],
    ['a bare transform that needs parameters', { categories: ['user'], transform: { '*': 'bucket' } }, false],
    [
      'a transform with parameters',
      { categories: ['user'], transform: { a: { bucket: { bounds: [1] } } } },
      true,
    ],
    ['wrong parameters', { categories: ['user'], transform: { a: { bucket: { edges: [1] } } } }, false],
    ['an unknown transform', { categories: ['user'], transform: { a: 'shred' } }, false],
    ['two transforms at once', { categories: ['user'], transform: { a: { drop: {}, mask: {} } } }, false],
    ['an unknown key', { categories: ['user'], colour: 'red' }, false],
  ])('answers an annotation with %s', (_, annotation, accepted) => {
    expect(checker('event')(eventWith(annotation))).toBe(accepted);
  });

  it('offers every transform by name', () => {
    const text = JSON.stringify(planJsonSchema('event'));
    for (const name of TRANSFORMS.keys()) expect(text).toContain(`"required":["${name}"]`);
  });
});
