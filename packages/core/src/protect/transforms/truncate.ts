import { z } from 'zod';
import { defineTransform } from '../transform.ts';

/** Keeps the first `length` code points. It shortens, but what is left is as personal as before: the tier stays. */
export const truncate = defineTransform({
  name: 'truncate',
  params: z.strictObject({ length: z.int().min(1).max(1024) }),
  form: 'coarse',
  takes: ['string'],
  tierAfter: (tier) => tier,
  make:
    ({ length }) =>
    (value) => {
      if (typeof value !== 'string') return undefined;
      if (value.length <= length) return value;
      return Array.from(value.slice(0, length * 2))
        .slice(0, length)
        .join('');
    },
});
