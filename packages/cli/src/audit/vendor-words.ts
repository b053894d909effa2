/** Where a vendor's own pages show a field, and how what it holds there is erased. */

export interface AuditedVendor {
  readonly name: string;
  /** Page of the vendor's documentation on erasing data of people. */
  readonly erasure: string;
}

interface VendorWords extends AuditedVendor {
  /** Beginnings of paths, the longer ones first, and what the vendor calls what lies below. */
  readonly places: readonly (readonly [prefix: string, label: string])[];
}

/** The pages are those of the vendors' own documentation. */
const VENDORS: readonly VendorWords[] = [
  {
    name: 'mixpanel',
    erasure: 'https://developer.mixpanel.com/reference/gdpr-api',
    places: [
      ['properties.', 'event property'],
      ['$properties.', 'profile property'],
    ],
  },
  {
    name: 'amplitude',
    erasure: 'https://amplitude.com/docs/apis/analytics/user-privacy',
    places: [
      ['event_properties.', 'event property'],
      ['user_properties.', 'user property'],
      ['group_properties.', 'group property'],
    ],
  },
  {
    name: 'segment',
    erasure: 'https://segment.com/docs/privacy/user-deletion-and-suppression/',
    places: [
      ['properties.', 'event property'],
      ['traits.', 'trait'],
      ['context.', 'context field'],
    ],
  },
  {
    name: 'posthog',
    erasure: 'https://posthog.com/docs/privacy/data-deletion',
    places: [
      ['properties.$set.', 'person property'],
      ['properties.$set_once.', 'person property'],
      ['properties.', 'event property'],
    ],
  },
  {
    name: 'snowplow',
    erasure: 'https://docs.snowplow.io/docs/pipeline/privacy/',
    places: [
      ['contexts', 'entity'],
      ['derived_contexts', 'derived entity'],
      ['unstruct_event', 'self-describing event'],
    ],
  },
];

export const AUDITED_VENDORS: readonly string[] = VENDORS.map(({ name }) => name);

export function findVendor(name: string): AuditedVendor | null {
  const found = VENDORS.find((each) => each.name === name);
  return found === undefined ? null : { name: found.name, erasure: found.erasure };
}

/** `event property "plan"` for `properties.plan`. */
export function vendorField({ name }: AuditedVendor, path: string): string {
  const places = VENDORS.find((each) => each.name === name)?.places ?? [];
  const place = places.find(([prefix]) => path.startsWith(prefix));
  if (place === undefined) return `column "${path}"`;
  const [prefix, label] = place;
  return `${label} "${path.slice(prefix.endsWith('.') ? prefix.length : 0)}"`;
}
