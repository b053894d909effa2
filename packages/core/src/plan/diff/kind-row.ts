/** What a row of the table of kinds says. */
import type { PrivacyDirection, Role, RoleCounts, SemverEffect } from './change.ts';

/** When further roles must agree. */
export const CONDITIONS = {
  'tier-2': 'tier 2 or more is concerned',
  'tier-3': 'tier 3 or more is concerned',
  'tier-4': 'tier 4 or a special category is concerned',
  'event-or-tier-2': 'a whole event, or tier 2 or more, is concerned',
  'free-type': 'text or an object becomes possible',
  'as-D02': 'the value is one that D02 means',
  'jurisdiction-or-minors': 'a new jurisdiction or minors',
  'protected-subject': 'patients, employees or job applicants',
  'account-scope': 'the new scope is the account or wider',
  'beyond-13-months': 'longer than 13 months',
  'rule-owner': 'the roles that own the rule',
} as const satisfies Readonly<Record<string, string>>;
export type Condition = keyof typeof CONDITIONS;

export interface KindRow {
  readonly title: string;
  /** The usual effect; a detector may find another where the row holds two. */
  readonly semver: SemverEffect;
  /** `derived`: that of the changes it stands for. */
  readonly direction: PrivacyDirection | 'derived';
  /** Always asked, besides the team that owns the event. */
  readonly roles: readonly Role[];
  /** Roles of which more than one person must agree. */
  readonly min?: RoleCounts;
  readonly also?: readonly { readonly when: Condition; readonly roles: readonly Role[] }[];
  /**
   * Where it is seen: in the two plans (the default), only in facts handed in, or nowhere: `unwritable` kinds need words
   * that `headgate/v1` refuses.
   */
  readonly from?: 'facts' | 'unwritable';
}
