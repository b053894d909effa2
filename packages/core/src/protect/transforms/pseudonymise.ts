import { z } from 'zod';
import { NORMALISERS } from '../normalise.ts';
import { defineTransform, oneTierLower } from '../transform.ts';

/**
 * Sends a keyed token instead of the value: the same value gives the same token to the same vendor within one epoch,
 * and unlinkable tokens to different vendors.
 */
export const pseudonymise = defineTransform({
  name: 'pseudonymise',
  params: z.strictObject({
    domain: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
    normalise: z.enum(NORMALISERS).default('exact'),
  }),
  form: 'pseudonym',
  takes: ['string', 'number', 'integer'],
  tierAfter: oneTierLower,
  make: ({ domain, normalise }, tools) => {
    const token = tools.pseudonym(domain, normalise);
    return (value) => {
      if (typeof value === 'string') return value === '' ? undefined : token(value);
      return typeof value === 'number' && Number.isFinite(value) ? token(String(value)) : undefined;
    };
  },
});
