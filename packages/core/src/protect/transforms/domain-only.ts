import { getDomain } from 'tldts';
import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

/**
 * Keeps the registrable domain of a URL, host or e-mail address (https://publicsuffix.org): a sub-domain can name a
 * person or a customer. Addresses and names without one are left out.
 */
export const domainOnly = defineTransform({
  name: 'domain-only',
  params: z.strictObject({}),
  form: 'coarse',
  takes: ['string'],
  tierAfter: oneTierLower,
  make: () => (value) => {
    if (typeof value !== 'string') return undefined;
    const host = value.includes('://') ? value : value.slice(value.lastIndexOf('@') + 1);
    return getDomain(host, { allowPrivateDomains: true }) ?? undefined;
  },
});
