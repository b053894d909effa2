import { parse } from 'tldts';
import { z } from 'zod';
import { defineTransform, oneTierLower } from '../transform.ts';

/** Reserved for documentation (RFC 2606 §2), so no person's name stands before it. */
const DOCUMENTATION_SUFFIX = 'example';

/**
 * Keeps the registrable domain of a URL, host or e-mail address (https://publicsuffix.org): a sub-domain can name a
 * person or a customer. What has no public suffix is left out, or `anna.smith` would pass for a domain.
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
    // Without private suffixes `anna.github.io` becomes `github.io`: under those it is people who register names.
    const { domain, isIcann, publicSuffix } = parse(host, { allowPrivateDomains: false });
    const isPublic = isIcann === true || publicSuffix === DOCUMENTATION_SUFFIX;
    return isPublic ? (domain ?? undefined) : undefined;
  },
});
