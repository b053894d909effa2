import { parse } from 'tldts';

/** Reserved for documentation (RFC 2606 §2), so no person's name stands before it. */
const DOCUMENTATION_SUFFIX = 'example';

/**
 * The registrable domain of a URL, host or e-mail address (https://publicsuffix.org): a sub-domain can name a person or a customer.
 * Undefined for what has no public suffix, or `anna.smith` would pass for a domain.
 */
export function registrableDomain(text: string): string | undefined {
  const host = text.includes('://') ? text : text.slice(text.lastIndexOf('@') + 1);
  // Without private suffixes `anna.github.io` becomes `github.io`: under those it is people who register names.
  const { domain, isIcann, publicSuffix } = parse(host, { allowPrivateDomains: false });
  const isPublic = isIcann === true || publicSuffix === DOCUMENTATION_SUFFIX;
  return isPublic ? (domain ?? undefined) : undefined;
}
