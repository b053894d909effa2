/** Which network addresses a vendor may have. Ranges: https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sibling. */
import { BlockList, isIP, isIPv4 } from 'node:net';

/** `never`: not even for hosts that may be private. */
export type AddressClass = 'public' | 'private' | 'never';

/** Networks of the operator's own. */
const PRIVATE_V4 = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const PRIVATE_V6 = ['::1/128', 'fc00::/7'];

/** Unspecified, link-local with the clouds' metadata services, protocol assignments, documentation, benchmarks, multicast, reserved. */
const NEVER_V4 = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** The same for IPv6, and every form that hides an IPv4 address: compatible, mapped, translated, NAT64, Teredo, 6to4. */
const NEVER_V6 = [
  '::/96',
  '::ffff:0:0/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/** Addresses inside private ranges at which a cloud hands out its machines' credentials. */
const METADATA_V4 = ['100.100.100.200/32'];
const METADATA_V6 = ['fd00:ec2::254/128', 'fd20:ce::254/128'];

export interface AddressRules {
  /** The class of an IP address; what is no IP address is `never`. */
  classOf(address: string): AddressClass;
}

interface FamilyRules {
  readonly metadata: BlockList;
  readonly privates: BlockList;
  readonly nevers: BlockList;
}

/** Builds the lists once; asking them is cheap. */
export function createAddressRules(): AddressRules {
  // Apart by family: a mapped IPv6 range in a shared list would match every IPv4 address.
  const v4 = rulesOf('ipv4', METADATA_V4, PRIVATE_V4, NEVER_V4);
  const v6 = rulesOf('ipv6', METADATA_V6, PRIVATE_V6, NEVER_V6);
  return {
    classOf: (address) => {
      const [bare = ''] = address.split('%');
      if (isIP(bare) === 0) return 'never';
      return isIPv4(bare) ? classify(bare, 'ipv4', v4) : classify(bare, 'ipv6', v6);
    },
  };
}

/** The private ranges are asked before the others, because `::1` lies inside the range of IPv4-compatible addresses. */
function classify(address: string, family: IPVersion, rules: FamilyRules): AddressClass {
  if (rules.metadata.check(address, family)) return 'never';
  if (rules.privates.check(address, family)) return 'private';
  return rules.nevers.check(address, family) ? 'never' : 'public';
}

type IPVersion = 'ipv4' | 'ipv6';
type Ranges = readonly string[];

function rulesOf(family: IPVersion, metadata: Ranges, privates: Ranges, nevers: Ranges): FamilyRules {
  return {
    metadata: listOf(metadata, family),
    privates: listOf(privates, family),
    nevers: listOf(nevers, family),
  };
}

function listOf(ranges: Ranges, family: IPVersion): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}
