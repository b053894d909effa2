/** Kinds I: vendors and archives. */
import type { KindRow } from '../kind-row.ts';

export const VENDORS_KINDS = {
  I01: {
    title: 'destination (vendor) added to the plan',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'privacy', 'security', 'analytics', 'legal'],
  },
  I02: {
    title: 'event routed to one more existing destination',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
    also: [{ when: 'tier-3', roles: ['security'] }],
  },
  I03: {
    title: 'field added to a destination\'s allow-list, or list→"*"',
    semver: 'minor',
    direction: 'widening',
    roles: ['analytics'],
    also: [
      { when: 'tier-2', roles: ['privacy'] },
      { when: 'tier-3', roles: ['security'] },
    ],
  },
  I04: {
    title: 'destination, event route or field removed',
    semver: 'major',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  I05: {
    title: 'destination max_tier raised',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security', 'legal'],
  },
  I06: {
    title: 'destination max_tier lowered',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  I07: {
    title: 'destination region / jurisdiction / transfer mechanism changed',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security', 'legal'],
  },
  I08: {
    title: 'destination endpoint, account, project or credential reference changed',
    semver: 'patch',
    direction: 'widening',
    roles: ['security', 'analytics'],
  },
  I09: {
    title: "server-side → device-side delivery (leaves the gateway's sight)",
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security', 'legal'],
  },
  I10: {
    title: 'device-side → server-side delivery',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['security', 'analytics'],
  },
  I11: {
    title: 'vendor role processor→controller, sale / sharing flag, or train_ai_system use set',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'legal'],
  },
  I12: {
    title: 'name mapping or type cast for one destination changed',
    semver: 'minor',
    direction: 'neutral',
    roles: ['analytics'],
  },
  I13: {
    title: 'transport security lowered (TLS floor, cert pin, auth, egress allow-list)',
    semver: 'patch',
    direction: 'widening',
    roles: ['security'],
  },
  I14: { title: 'transport security raised', semver: 'patch', direction: 'narrowing', roles: ['security'] },
  I15: {
    title: 'replay / back-fill of stored events into a destination',
    semver: 'none',
    direction: 'widening',
    roles: ['privacy', 'security'],
    from: 'facts',
  },
  I16: {
    title: 'raw archive or debug tap added',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
  },
  I17: {
    title: 'raw archive or debug tap removed',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['security'],
  },
} as const satisfies Readonly<Record<string, KindRow>>;
