import { z } from 'zod';
import { DOMAIN_PATTERN, NO_MOMENT } from '../epoch.ts';
import { NORMALISERS } from '../normalise.ts';
import { defineTransform, oneTierLower } from '../transform.ts';

/**
 * Sends a keyed token instead of the value: the same value gives the same token to the same vendor within one epoch,
 * and unlinkable tokens to different vendors. Where no key is kept for the event's moment the field is left out.
 */
export const pseudonymise = defineTransform({
  name: 'pseudonymise',
  params: z.strictObject({
    domain: z.string().regex(DOMAIN_PATTERN),
    normalise: z.enum(NORMALISERS).default('exact'),
  }),
  form: 'pseudonym',
  takes: ['string', 'number', 'integer'],
  tierAfter: oneTierLower,
  make: ({ domain, normalise }, tools) => {
    const token = tools.pseudonym(domain, normalise);
    return (value, moment = NO_MOMENT) => {
      if (typeof value === 'string') return value === '' ? undefined : (token(value, moment) ?? undefined);
      if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
      return token(String(value), moment) ?? undefined;
    };
  },
});
