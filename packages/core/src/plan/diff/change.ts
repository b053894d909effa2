/** The vocabulary of a plan's differences: what changed, what it breaks, which way personal data flows, who must agree. */
import type { WrittenEvent, WrittenPlan } from '../written.ts';

/** Who reviews. One person signs one role; the author signs none. */
export const ROLES = ['product', 'privacy', 'security', 'analytics', 'legal'] as const;
export type Role = (typeof ROLES)[number];

/** How many people of a role; one where nothing is said. */
export type RoleCounts = Readonly<Partial<Record<Role, number>>>;

/** Effect on producers and consumers (SemVer 2.0.0). `none` leaves the digest as it is; `refused` cannot be approved. */
export const SEMVER_EFFECTS = ['none', 'patch', 'minor', 'major', 'refused'] as const;
export type SemverEffect = (typeof SEMVER_EFFECTS)[number];

/** Whether more personal data may flow, less, or the same. Computed, never declared. */
export type PrivacyDirection = 'widening' | 'narrowing' | 'neutral';

/** A plan as written: parsed, defaults filled in, references not yet resolved. */
export interface PlanDocument {
  readonly plan: WrittenPlan;
  readonly events: readonly WrittenEvent[];
}

/** One difference between two plans. */
export interface Change {
  /** Id in the table of kinds, for example `C03`. */
  readonly kind: string;
  /** Id of the event; null where the plan itself changed. */
  readonly event: string | null;
  /** JSON Pointer (RFC 6901) into the plan or the event, of what changed. */
  readonly pointer: string;
  /** One sentence in words of the plan; it names keys and limits of the plan, never a value of an event. */
  readonly message: string;
  readonly semver: SemverEffect;
  readonly direction: PrivacyDirection;
  /** All of them must agree. */
  readonly roles: readonly Role[];
}
