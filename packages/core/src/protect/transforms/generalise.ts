import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

/** Climbs a ladder of broader terms: `{ Bonn: DE, DE: Europe }` with 2 steps turns Bonn into Europe. */
export const generalise = defineTransform({
  name: 'generalise',
  params: z.strictObject({
    ladder: z.record(z.string(), z.string()),
    steps: z.int().min(1).max(8).default(1),
    other: z.string().max(64).default('(other)'),
  }),
  form: 'coarse',
  takes: ['string', 'number', 'integer', 'boolean'],
  tierAfter: oneTierLower,
  make: ({ ladder, steps, other }) => {
    const broader = new Map(Object.entries(ladder));
    return (value) => {
      if (value === null || typeof value === 'object') return undefined;
      let term: string | undefined = String(value);
      for (let step = 0; step < steps && term !== undefined; step += 1) term = broader.get(term);
      return term ?? other;
    };
  },
});
