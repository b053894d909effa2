/**
 * The plan language as JSON Schema draft-07, for the completion and checks of editors: the YAML language server reads
 * nothing newer (https://github.com/redhat-developer/yaml-language-server). The parser stays the judge: it also knows
 * what a schema cannot say.
 */
import { z } from 'zod';
import { TRANSFORMS } from '../protect/transforms/index.ts';
import { CATEGORIES } from './taxonomy/categories.ts';
import { writtenEvent, writtenField, writtenPlan } from './written.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The files of a plan that have a schema of their own. */
export const PLAN_SCHEMAS = ['plan', 'event'] as const;
export type PlanSchemaName = (typeof PLAN_SCHEMAS)[number];

/** The schema of `plan.yaml` or of one file below `events/`, transforms and their parameters filled in. */
export function planJsonSchema(name: PlanSchemaName): JsonSchema {
  const written = name === 'plan' ? writtenPlan : writtenEvent;
  const annotation = writtenField.shape['x-headgate'].unwrap();
  const transforms = annotation.shape.transform.unwrap().valueType;
  const names = z.registry<{ id?: string }>();
  names.add(writtenField, { id: 'field' });
  names.add(annotation, { id: 'annotation' });
  const schema = z.toJSONSchema(written, {
    target: 'draft-7',
    io: 'input',
    metadata: names,
    override: ({ zodSchema, jsonSchema }) => {
      // Only the parser knows the transforms and the taxonomy; what is written is any text to the schema of zod.
      if (zodSchema === transforms) jsonSchema.anyOf = transformForms();
      if (zodSchema === annotation.shape.categories) jsonSchema.items = categorySchema();
    },
  });
  return { ...schema, title: name === 'plan' ? 'Headgate plan' : 'Headgate planned event' };
}

/** A transform is written as its name alone where no parameter must be given, else as `{ name: parameters }`. */
function transformForms(): JsonSchema[] {
  const all = [...TRANSFORMS.values()];
  const bare = all.filter((each) => each.params.safeParse({}).success).map((each) => each.name);
  const withParams = all.map(({ name, params }): JsonSchema => {
    const { $schema: _, ...schema } = z.toJSONSchema(params, { target: 'draft-7', io: 'input' });
    return { type: 'object', properties: { [name]: schema }, required: [name], additionalProperties: false };
  });
  return [{ type: 'string', enum: bare }, ...withParams];
}

/** A fideslang key, or one that the plan adds below such a key in `taxonomy.extend`. */
function categorySchema(): JsonSchema {
  const keys = Object.keys(CATEGORIES);
  return { type: 'string', anyOf: [{ enum: keys }, { pattern: '^(?:system|user)(?:\\.[a-z0-9_]+)+$' }] };
}
