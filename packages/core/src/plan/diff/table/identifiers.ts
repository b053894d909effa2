/** Kinds G: identifiers and joins. */
import type { KindRow } from '../kind-row.ts';

export const IDENTIFIERS_KINDS = {
  G01: {
    title: 'new identifier of any kind (random, hashed or real)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security', 'analytics'],
  },
  G02: {
    title: 'identifier scope widened (event<session<device<account<household<cross-site)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
    also: [{ when: 'account-scope', roles: ['legal'] }],
  },
  G03: {
    title: 'identifier lifetime lengthened / rotation slowed',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy'],
  },
  G04: {
    title: 'two identifiers first co-occur in one event (a new join)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
  },
  G05: {
    title: 'anonymous event gains an identifier',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
  },
  G06: {
    title: 'identifier removed, scope narrowed, rotation quickened, join removed',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
} as const satisfies Readonly<Record<string, KindRow>>;
