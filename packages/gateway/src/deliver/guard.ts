/**
 * Who may be reached: the registered hosts, at addresses that the rules allow. Pure but for the resolver it is handed; it
 * opens nothing. The doors ask it with the very look-up that their connection uses.
 */
import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { AddressRules } from './addresses.ts';

export interface RegisteredHost {
  /** `name` or `name:port`, as `URL.host` writes it. */
  readonly host: string;
  /** Private and loopback addresses are allowed for this host; link-local ones, where clouds keep credentials, never are. */
  readonly privateAddressesAllowed: boolean;
}

/** Gives every address of a name. */
export type Resolve = (
  name: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** The system's resolver. */
export const resolveBySystem: Resolve = (name, done) => {
  systemLookup(name, { all: true }, (error, addresses) => done(error, error === null ? addresses : []));
};

/** What a look-up fails with when an address of the name is not allowed. */
export class ForbiddenAddress extends Error {
  constructor() {
    super('The host resolves to an address that is not allowed.');
    this.name = 'ForbiddenAddress';
  }
}

export interface Guard {
  /**
   * Whether the host, without a port, may be connected to as far as that is known before a look-up: a literal address is
   * never looked up, so it is judged here. IPv6 with or without brackets.
   */
  readonly allowsLiteral: (name: string) => boolean;
  /** For `node:net` and `node:tls`. One forbidden address is enough to refuse the name: an honest vendor has none. */
  readonly lookup: LookupFunction;
}

/** The guard of one registered host. */
export function createGuard(
  { privateAddressesAllowed }: Pick<RegisteredHost, 'privateAddressesAllowed'>,
  rules: AddressRules,
  resolve: Resolve,
): Guard {
  const allows = (address: string): boolean => {
    const found = rules.classOf(address);
    return found === 'public' || (found === 'private' && privateAddressesAllowed);
  };
  return {
    allowsLiteral: (name) => {
      const literal = name.replace(/^\[|\]$/g, '');
      return isIP(literal) === 0 || allows(literal);
    },
    lookup: (name, options, done) => {
      resolve(name, (error, addresses) => {
        const [first] = addresses;
        if (error !== null || first === undefined) return done(error ?? new Error('No address.'), []);
        if (!addresses.every(({ address }) => allows(address))) return done(new ForbiddenAddress(), []);
        if (options.all === true) return done(null, [...addresses]);
        return done(null, first.address, first.family);
      });
    },
  };
}
