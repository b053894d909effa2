/** Kinds B: event life cycle. */
import type { KindRow } from '../kind-row.ts';

export const EVENT_KINDS = {
  B01: {
    title: 'event added',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'privacy', 'analytics'],
    also: [
      { when: 'tier-3', roles: ['security'] },
      { when: 'tier-4', roles: ['legal'] },
    ],
  },
  B02: {
    title: 'event added that re-uses only already-approved fields, purposes and destinations',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'analytics'],
  },
  B03: {
    title: 'event retired: no traffic seen for 30 days, or already expired',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  B04: {
    title: 'event retired while still receiving traffic',
    semver: 'major',
    direction: 'narrowing',
    roles: ['product', 'analytics'],
  },
  B05: {
    title: 'event deprecated (still accepted)',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  B06: {
    title: 'event un-deprecated or un-retired',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'privacy', 'analytics'],
    also: [
      { when: 'tier-3', roles: ['security'] },
      { when: 'tier-4', roles: ['legal'] },
    ],
  },
  B07: {
    title: 'event renamed, old name kept as alias',
    semver: 'minor',
    direction: 'neutral',
    roles: ['analytics'],
  },
  B08: {
    title: 'event renamed, no alias',
    semver: 'major',
    direction: 'neutral',
    roles: ['product', 'analytics'],
  },
  B09: {
    title: 'tombstoned event id / wire name re-used',
    semver: 'refused',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  B10: {
    title: 'events merged or joined into one',
    semver: 'major',
    direction: 'widening',
    roles: ['product', 'privacy', 'analytics'],
  },
  B11: { title: 'event split', semver: 'major', direction: 'narrowing', roles: ['product', 'analytics'] },
  B12: {
    title: 'source / app / platform added as producer',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'privacy', 'analytics'],
  },
  B13: { title: 'source removed', semver: 'major', direction: 'narrowing', roles: ['analytics'] },
  B14: {
    title: 'population widened (country, locale, channel, age group, logged-out users)',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'privacy'],
    also: [{ when: 'jurisdiction-or-minors', roles: ['legal'] }],
  },
  B15: {
    title: 'trigger widened (e.g. click→impression, manual→auto-capture)',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'privacy', 'analytics'],
  },
  B16: { title: 'trigger narrowed', semver: 'minor', direction: 'narrowing', roles: ['analytics'] },
  B17: {
    title: 'collection default-off → default-on',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'legal', 'product'],
  },
  B18: {
    title: 'collection default-on → default-off',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  B19: {
    title: 'sampling rate raised',
    semver: 'minor',
    direction: 'widening',
    roles: ['analytics'],
    also: [{ when: 'tier-3', roles: ['privacy'] }],
  },
  B20: { title: 'sampling rate lowered', semver: 'minor', direction: 'narrowing', roles: ['analytics'] },
  B21: {
    title: 'client-side buffer / offline store time lengthened',
    semver: 'patch',
    direction: 'widening',
    roles: ['security'],
  },
  B22: {
    title: 'status draft→active (promotion to production)',
    semver: 'none',
    direction: 'derived',
    roles: [],
  },
} as const satisfies Readonly<Record<string, KindRow>>;
