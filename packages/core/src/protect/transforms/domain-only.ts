import { z } from 'zod';
import { registrableDomain } from '../registrable-domain.ts';
import { defineTransform, oneTierLower } from '../transform.ts';

/** Keeps the registrable domain of a URL, host or e-mail address; what has none is left out. */
export const domainOnly = defineTransform({
  name: 'domain-only',
  params: z.strictObject({}),
  form: 'coarse',
  takes: ['string'],
  tierAfter: oneTierLower,
  make: () => (value) => (typeof value === 'string' ? registrableDomain(value) : undefined),
});
