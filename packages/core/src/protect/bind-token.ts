import { epochFor } from './epoch.ts';
import type { EpochPolicy, MomentToken } from './epoch.ts';
import type { Normaliser } from './normalise.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';

/** The token function of one vendor and domain under the vendor's policy. Without keys that pass, such tokens are left out. */
export function bindToken(
  pseudonymiser: Pseudonymiser,
  vendor: { readonly name: string; readonly pseudonyms: EpochPolicy },
  domain: string,
  normaliser: Normaliser,
): MomentToken {
  const epoch = epochFor(vendor.pseudonyms, domain);
  if (epoch === 'contract') return pseudonymiser.token(vendor.name, domain, normaliser);
  const passing = pseudonymiser.passing?.(vendor.name, domain, normaliser);
  if (passing === undefined) return () => null;
  if (epoch === 'daily') return (value, { day }) => (day === null ? null : passing(value, day, null));
  return (value, { day, session }) =>
    day === null || session === null ? null : passing(value, day, session);
}
