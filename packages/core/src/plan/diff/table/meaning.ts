/** Kinds E: classification and ownership. */
import type { KindRow } from '../kind-row.ts';

export const MEANING_KINDS = {
  E01: {
    title: 'category replaced (other branch)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  E02: {
    title: 'category generalised (child→parent)',
    semver: 'patch',
    direction: 'widening',
    roles: ['privacy'],
  },
  E03: {
    title: 'category specialised (parent→child), tier unchanged',
    semver: 'patch',
    direction: 'neutral',
    roles: ['analytics'],
  },
  E04: { title: 'tier lowered', semver: 'minor', direction: 'widening', roles: ['privacy', 'security'] },
  E05: {
    title: 'tier raised (routing re-checked: destinations under the new tier become errors)',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['privacy'],
  },
  E06: {
    title: 'unclassified→classified',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['analytics'],
    also: [{ when: 'tier-3', roles: ['privacy'] }],
  },
  E07: {
    title: 'special-category flag (GDPR Art. 9 / 10) removed',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'legal'],
  },
  E08: {
    title: 'special-category flag added',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['privacy', 'legal'],
  },
  E09: {
    title: 'free_text flag set',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
  },
  E10: {
    title: 'free_text flag cleared (bounded)',
    semver: 'major',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  E11: {
    title: 'data subject added (child, patient, employee, job_applicant need legal)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy'],
    also: [{ when: 'protected-subject', roles: ['legal'] }],
  },
  E12: { title: 'data subject removed', semver: 'patch', direction: 'narrowing', roles: ['analytics'] },
  E13: { title: 'owner team changed', semver: 'patch', direction: 'neutral', roles: [] },
  E14: { title: 'owner removed or team unknown', semver: 'refused', direction: 'neutral', roles: [] },
  E15: {
    title: 'description, questions, links, tags changed; wording that changes meaning is C25',
    semver: 'patch',
    direction: 'neutral',
    roles: [],
  },
  E16: {
    title: 'sensitive_name flag (field *name* must be redacted in catalogues) removed',
    semver: 'patch',
    direction: 'widening',
    roles: ['security', 'privacy'],
  },
} as const satisfies Readonly<Record<string, KindRow>>;
