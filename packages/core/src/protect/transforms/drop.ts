import { z } from 'zod';
import { defineTransform } from '../transform.ts';

/** Leaves the field out. */
export const drop = defineTransform({
  name: 'drop',
  params: z.strictObject({}),
  form: null,
  takes: ['string', 'number', 'integer', 'boolean', 'object', 'array'],
  tierAfter: () => 1,
  make: () => () => undefined,
});
