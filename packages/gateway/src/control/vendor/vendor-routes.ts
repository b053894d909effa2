/** Listing, cutting and resuming vendors, and burning their epochs. */
import type { VendorAnswer } from '@headgate/api';
import type { Handlers } from '../http/server.ts';
import { Refused } from '../http/refuse.ts';
import { describeVendor, listVendors } from './vendor.ts';
import type { VendorGrounds } from './vendor.ts';

export interface VendorRouteParts {
  readonly grounds: () => VendorGrounds;
  /** Resolve when durable. */
  readonly cut: (vendor: string, by: string, reason: string) => Promise<void>;
  readonly resume: (vendor: string, by: string, reason: string) => Promise<void>;
  /** Gives the number of the new epoch. Resolves when it is durable and in force. */
  readonly burn: (vendor: string, by: string, reason: string) => Promise<number>;
  /** Events that wait for the vendor, in all environments. */
  readonly waitingFor: (vendor: string) => number;
}

/** There is one token, so this is all that is known of who asks. */
const ACTOR = 'admin-token';

export function vendorHandlers(
  parts: VendorRouteParts,
): Pick<Handlers, 'vendors' | 'cut' | 'resume' | 'burn'> {
  const known = (vendor: string): VendorAnswer => {
    const described = describeVendor(vendor, parts.grounds());
    if (described === null) throw new Refused('unknown-vendor');
    return described;
  };
  return {
    vendors: () => ({ vendors: listVendors(parts.grounds()) }),
    cut: async ({ params, body }) => {
      const { vendor } = known(params.vendor);
      const drained = parts.waitingFor(vendor);
      await parts.cut(vendor, ACTOR, body.reason);
      return { vendor: known(vendor), drained };
    },
    resume: async ({ params, body }) => {
      const { vendor } = known(params.vendor);
      await parts.resume(vendor, ACTOR, body.reason);
      return { vendor: known(vendor) };
    },
    burn: async ({ params, body }) => {
      const { vendor } = known(params.vendor);
      const epoch = await parts.burn(vendor, ACTOR, body.reason);
      // Counted afterwards: until the new epoch was in force, events went on being taken in under the old one.
      return { vendor: known(vendor), epoch, waiting: parts.waitingFor(vendor) };
    },
  };
}
