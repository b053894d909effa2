/** Kinds F: transforms, keys, detection, aggregation. */
import type { KindRow } from '../kind-row.ts';

export const PROTECTION_KINDS = {
  F01: {
    title: 'transform removed (redact, hash, hmac, truncate, bucket, tokenise, encrypt → plain)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security', 'analytics'],
  },
  F02: {
    title: 'transform weakened (hmac→plain hash, /24→/32, salt removed, longer salt period, token→hash)',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
  },
  F03: {
    title: 'transform added or strengthened, consumers unaffected',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  F04: {
    title: 'transform added or strengthened and the stored shape changes',
    semver: 'major',
    direction: 'narrowing',
    roles: ['product', 'analytics'],
  },
  F05: {
    title: 'key scope widened (per-destination→shared, per-tenant→global): enables joins',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
  },
  F06: {
    title: 'key rotation period lengthened / shortened',
    semver: 'patch',
    direction: 'widening',
    roles: ['security'],
  },
  F07: {
    title: 'de-tokenise / decrypt right granted to a role or destination',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security', 'legal'],
  },
  F08: {
    title: 'de-tokenise / decrypt right revoked',
    semver: 'patch',
    direction: 'narrowing',
    roles: ['security'],
  },
  F09: {
    title: 'order of validate / transform / consent steps changed',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
    from: 'facts',
  },
  F10: {
    title: 'PII detector disabled, threshold relaxed, or field allow-listed',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'security'],
  },
  F11: {
    title: 'PII detector enabled, tightened, or allow-list entry removed',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
  F12: {
    title: 'aggregate-only (DAP / counter / histogram) → event-level',
    semver: 'major',
    direction: 'widening',
    roles: ['privacy', 'legal', 'analytics'],
  },
  F13: {
    title: 'event-level → aggregate-only',
    semver: 'major',
    direction: 'narrowing',
    roles: ['product', 'analytics'],
  },
  F14: {
    title: 'noise lowered (epsilon up), min cohort k lowered',
    semver: 'minor',
    direction: 'widening',
    roles: ['privacy', 'analytics'],
  },
  F15: {
    title: 'noise raised (epsilon down), min cohort k raised',
    semver: 'minor',
    direction: 'narrowing',
    roles: ['analytics'],
  },
} as const satisfies Readonly<Record<string, KindRow>>;
