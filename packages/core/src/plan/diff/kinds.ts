/** Every kind of change between two plans, once. */
import type { KindRow } from './kind-row.ts';
import { BOUNDS_KINDS } from './table/bounds.ts';
import { CONSENT_KINDS } from './table/consent.ts';
import { EVENT_KINDS } from './table/event.ts';
import { IDENTIFIERS_KINDS } from './table/identifiers.ts';
import { MEANING_KINDS } from './table/meaning.ts';
import { PLAN_KINDS } from './table/plan.ts';
import { PROTECTION_KINDS } from './table/protection.ts';
import { RETENTION_KINDS } from './table/retention.ts';
import { SHAPE_KINDS } from './table/shape.ts';
import { UNKNOWN_KINDS } from './table/unknown.ts';
import { VENDORS_KINDS } from './table/vendors.ts';

const TABLE = {
  ...PLAN_KINDS,
  ...EVENT_KINDS,
  ...SHAPE_KINDS,
  ...BOUNDS_KINDS,
  ...MEANING_KINDS,
  ...PROTECTION_KINDS,
  ...IDENTIFIERS_KINDS,
  ...CONSENT_KINDS,
  ...VENDORS_KINDS,
  ...RETENTION_KINDS,
  ...UNKNOWN_KINDS,
} as const satisfies Readonly<Record<string, KindRow>>;

export type KindId = keyof typeof TABLE;

/** By id, in the order of the table. */
export const KINDS: Readonly<Record<KindId, KindRow>> = TABLE;

export const KIND_GROUPS: Readonly<Record<string, string>> = {
  A: 'Plan, policy, roles',
  B: 'Event life cycle',
  C: 'Shape of fields',
  D: 'Bounds of values',
  E: 'Classification and ownership',
  F: 'Transforms, keys, detection, aggregation',
  G: 'Identifiers and joins',
  H: 'Purposes, consent, notices',
  I: 'Vendors and archives',
  J: 'Expiry, retention, erasure',
  K: 'Suppressions, examples, unknowns',
};
