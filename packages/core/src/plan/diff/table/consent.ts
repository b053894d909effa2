/** Kinds H: purposes, consent, notices. */
import type { KindRow } from '../kind-row.ts';

export const CONSENT_KINDS = {
  H01: {
    title: 'purpose (data use) added',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'privacy', 'legal'],
  },
  H02: {
    title: 'purpose removed or specialised',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  H03: {
    title: 'purpose replaced or generalised',
    semver: 'minor',
    direction: 'widening',
    roles: ['product', 'privacy', 'legal'],
  },
  H04: {
    title: 'legal basis moved away from consent',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'legal'],
  },
  H05: {
    title: 'legal basis moved to consent',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['legal', 'analytics'],
  },
  H06: {
    title:
      'consent requirement loosened (all→any, signal dropped, default denied→granted, fail-closed→fail-open)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security', 'legal'],
  },
  H07: {
    title: 'consent requirement tightened',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  H08: {
    title: 'GPC / opt-out handling loosened (drop→strip→pass)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'legal'],
  },
  H09: {
    title: 'GPC / opt-out handling tightened',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  H10: {
    title: 'consent map edited (CMP category, TCF purpose, GPP section, Consent Mode type ↔ data use)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'legal'],
  },
  H11: {
    title: 'opt-in region list shortened',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'legal'],
  },
  H12: {
    title: 'opt-in region list lengthened',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  H13: {
    title: 'opt-out control or privacy-notice link removed',
    semver: 'patch',
    direction: 'widening',
    roles: ['privacy', 'legal'],
  },
} as const satisfies Readonly<Record<string, KindRow>>;
