/** Kinds D: bounds of values. */
import type { KindRow } from '../kind-row.ts';

export const BOUNDS_KINDS = {
  D01: {
    title: 'enum value added: tier 1–2 and <=64 values in all',
    semver: 'minor',
    direction: 'neutral',
    roles: ['analytics'],
  },
  D02: {
    title: 'enum value added: tier>=3, or >64 values, or value names a person / account / place',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  D03: { title: 'enum value removed', semver: 'major', direction: 'narrowing', roles: ['analytics'] },
  D04: {
    title: 'enum or const dropped (field becomes free)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security', 'analytics'],
  },
  D05: {
    title: 'enum or const imposed on a free field',
    semver: 'major',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  D06: {
    title: 'const→enum',
    semver: 'minor',
    direction: 'widening',
    roles: ['analytics'],
    also: [{ when: 'as-D02', roles: ['privacy'] }],
  },
  D07: {
    title: 'maxLength raised, still <=64',
    semver: 'minor',
    direction: 'widening',
    roles: ['analytics'],
  },
  D08: {
    title: 'maxLength raised beyond 64, or removed',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  D09: { title: 'maxLength lowered', semver: 'major', direction: 'narrowing', roles: ['analytics'] },
  D10: {
    title: 'minLength / minItems / minProperties lowered / raised',
    semver: 'minor',
    direction: 'neutral',
    roles: ['analytics'],
  },
  D11: {
    title: 'pattern removed, or not provably a subset of the old one',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  D12: {
    title: 'pattern added, or provably tighter',
    semver: 'major',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  D13: {
    title: 'format removed or made less specific (uuid→string)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  D14: {
    title:
      'format changed to a risky one (uri, uri-reference, email, ipv4/6, hostname, phone, date of birth)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
  },
  D15: {
    title: 'format added or made more specific',
    semver: 'major',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  D16: {
    title: 'numeric range widened: counters and ratios, tier<=2',
    semver: 'minor',
    direction: 'neutral',
    roles: ['analytics'],
  },
  D17: {
    title: 'numeric range widened: quasi-identifier or tier>=3',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  D18: { title: 'numeric range narrowed', semver: 'major', direction: 'narrowing', roles: ['analytics'] },
  D19: {
    title: 'precision raised (multipleOf, decimals, time resolution, geo grid, bucket removed)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  D20: {
    title: 'precision lowered (bucketed, rounded)',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  D21: {
    title: 'maxItems raised or removed',
    semver: 'minor',
    direction: 'widening',
    roles: ['analytics'],
    also: [{ when: 'tier-2', roles: ['privacy'] }],
  },
  D22: {
    title: 'maxItems lowered; uniqueItems added',
    semver: 'major',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  D23: {
    title: 'maxProperties / event byte cap raised',
    semver: 'minor',
    direction: 'widening',
    roles: ['security', 'analytics'],
  },
  D24: {
    title: "event's quasi-identifier capacity crosses the budget (default 33 bits) or grows by >8 bits",
    semver: 'none',
    direction: 'widening',
    roles: ['privacy'],
  },
} as const satisfies Readonly<Record<string, KindRow>>;
