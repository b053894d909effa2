/** Kinds K: suppressions, examples, unknowns. */
import type { KindRow } from '../kind-row.ts';

export const UNKNOWN_KINDS = {
  K01: {
    title: 'suppression of a privacy / security lint added (must carry reason + expiry)',
    semver: 'patch',
    direction: 'widening',
    roles: [],
    also: [{ when: 'rule-owner', roles: [] }],
  },
  K02: {
    title: 'suppression of a style lint added',
    semver: 'patch',
    direction: 'neutral',
    roles: ['analytics'],
  },
  K03: { title: 'suppression removed', semver: 'patch', direction: 'narrowing', roles: [] },
  K04: {
    title: 'golden example or contract test changed / removed',
    semver: 'patch',
    direction: 'neutral',
    roles: ['analytics'],
  },
  K05: {
    title: 'formatting, key order, comments only (canonical digest unchanged)',
    semver: 'none',
    direction: 'neutral',
    roles: [],
    from: 'facts',
  },
  K06: {
    title: 'change the diff engine does not recognise',
    semver: 'major',
    direction: 'widening',
    roles: ['product', 'privacy', 'security', 'analytics', 'legal'],
  },
} as const satisfies Readonly<Record<string, KindRow>>;
