/**
 * The parts of other people's shapes that exports use, closed, so that a key they do not know is found:
 * https://github.com/bitol-io/open-data-contract-standard/blob/main/schema/odcs-json-schema-v3.1.0.json and
 * https://github.com/ethyca/fideslang/blob/main/src/fideslang/models.py.
 */
import { z } from 'zod';
import { CATEGORIES } from '../taxonomy/categories.ts';
import { SUBJECTS } from '../taxonomy/subjects.ts';
import { LEGAL_BASES, USES } from '../taxonomy/uses.ts';

const text = z.string();
const tags = z.array(text).optional();
const customProperties = z.array(z.strictObject({ property: text, value: z.unknown() })).optional();
const count = z.int().min(0).optional();
const bound = z.number().optional();

const OPTIONS = {
  string: z.strictObject({
    minLength: count,
    maxLength: count,
    pattern: text.optional(),
    format: text.optional(),
  }),
  number: z.strictObject({
    minimum: bound,
    maximum: bound,
    exclusiveMinimum: bound,
    exclusiveMaximum: bound,
    multipleOf: bound,
  }),
  array: z.strictObject({ minItems: count, maxItems: count, uniqueItems: z.boolean().optional() }),
} as const;

const described = { description: text.optional(), tags, customProperties };
const classified = {
  ...described,
  required: z.boolean(),
  classification: text,
  criticalDataElement: z.boolean(),
  transformLogic: text.optional(),
  transformDescription: text.optional(),
};

const itemProperty = z.discriminatedUnion('logicalType', [
  z.strictObject({
    ...classified,
    logicalType: z.literal('string'),
    logicalTypeOptions: OPTIONS.string.optional(),
  }),
  z.strictObject({
    ...classified,
    logicalType: z.enum(['number', 'integer']),
    logicalTypeOptions: OPTIONS.number.optional(),
  }),
  z.strictObject({ ...classified, logicalType: z.enum(['boolean', 'date', 'timestamp', 'time']) }),
  z.strictObject({
    ...described,
    logicalType: z.literal('object'),
    get properties(): z.ZodArray<z.ZodType> {
      return z.array(namedProperty);
    },
  }),
  z.strictObject({
    ...described,
    logicalType: z.literal('array'),
    logicalTypeOptions: OPTIONS.array.optional(),
    get items(): z.ZodType {
      return itemProperty;
    },
  }),
]);

const namedProperty = z
  .looseObject({ name: text })
  .transform((each) => Object.fromEntries(Object.entries(each).filter(([name]) => name !== 'name')))
  .pipe(itemProperty);

export const odcsContract = z.strictObject({
  apiVersion: z.literal('v3.1.0'),
  kind: z.literal('DataContract'),
  id: text,
  name: text,
  version: text,
  status: text,
  tags,
  description: z.strictObject({ purpose: text, limitations: text }),
  schema: z.array(
    z.strictObject({
      ...described,
      name: text,
      physicalName: text,
      physicalType: text,
      logicalType: z.literal('object'),
      properties: z.array(namedProperty).min(1),
    }),
  ),
  slaProperties: z
    .array(
      z.strictObject({
        property: text,
        value: z.union([text, z.number()]),
        unit: text.optional(),
        driver: text.optional(),
      }),
    )
    .optional(),
});

const key = text.regex(/^[a-zA-Z0-9_.<>-]+$/);
const categories = z.array(z.enum(Object.keys(CATEGORIES)));
const uses = z.enum(Object.keys(USES));
const subjects = z.array(z.enum(Object.keys(SUBJECTS)));

const datasetField = z.strictObject({
  name: text,
  description: text.optional(),
  data_categories: categories.optional(),
  fides_meta: z
    .strictObject({ data_type: text.regex(/^(?:string|integer|float|boolean|object)(?:\[\])?$/) })
    .optional(),
  get fields(): z.ZodOptional<z.ZodArray<z.ZodType>> {
    return z.array(datasetField).optional();
  },
});

export const dataset = z.strictObject({
  fides_key: key,
  name: text,
  description: text,
  collections: z.array(
    z.strictObject({
      name: text,
      description: text,
      data_uses: z.array(uses).optional(),
      data_subjects: subjects.optional(),
      fields: z.array(datasetField),
    }),
  ),
});

const flows = z
  .array(z.strictObject({ fides_key: key, type: z.enum(['dataset', 'system', 'user']) }))
  .optional();

export const system = z.strictObject({
  fides_key: key,
  name: text,
  description: text,
  system_type: text,
  ingress: flows,
  egress: flows,
  dataset_references: z.array(key).optional(),
  privacy_declarations: z.array(
    z.strictObject({
      name: text,
      data_categories: categories.min(1),
      data_use: uses,
      data_subjects: subjects,
      legal_basis_for_processing: z.enum(LEGAL_BASES),
      retention_period: text.optional(),
    }),
  ),
});
