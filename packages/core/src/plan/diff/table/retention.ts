/** Kinds J: expiry, retention, erasure. */
import type { KindRow } from '../kind-row.ts';

export const RETENTION_KINDS = {
  J01: {
    title: 'expiry extended: first renewal, <=6 months, usage evidence attached',
    semver: 'patch',
    direction: 'widening',
    roles: ['product', 'analytics'],
  },
  J02: {
    title: 'expiry extended: 2nd+ renewal, >6 months, no usage evidence, or >25 events in one change',
    semver: 'patch',
    direction: 'widening',
    roles: ['product', 'privacy', 'analytics'],
  },
  J03: {
    title: 'expiry → never',
    semver: 'patch',
    direction: 'widening',
    roles: ['product', 'privacy', 'analytics'],
  },
  J04: {
    title: 'expiry shortened, or never→date',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  J05: {
    title: 'expired event or field revived',
    semver: 'minor',
    direction: 'widening',
    roles: ['analytics'],
    also: [
      { when: 'event-or-tier-2', roles: ['product', 'privacy'] },
      { when: 'tier-3', roles: ['security'] },
      { when: 'tier-4', roles: ['legal'] },
    ],
  },
  J06: {
    title: 'retention lengthened at any destination',
    semver: 'patch',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
    also: [{ when: 'beyond-13-months', roles: ['legal'] }],
  },
  J07: { title: 'retention shortened', semver: 'patch', direction: 'narrowing', roles: ['analytics'] },
  J08: {
    title: 'erasure key removed (data no longer reachable by a deletion request)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'legal'],
  },
  J09: { title: 'erasure key added', semver: 'minor', direction: 'narrowing', roles: ['analytics'] },
} as const satisfies Readonly<Record<string, KindRow>>;
