import { z } from 'zod';
import { defineTransform } from '../transform.ts';

/** Sends the same value for everyone, for vendors that insist on a field. */
export const constant = defineTransform({
  name: 'constant',
  params: z.strictObject({ value: z.union([z.string().max(256), z.number(), z.boolean()]) }),
  form: 'coarse',
  takes: ['string', 'number', 'integer', 'boolean', 'object', 'array'],
  tierAfter: () => 1,
  make:
    ({ value }) =>
    () =>
      value,
});
