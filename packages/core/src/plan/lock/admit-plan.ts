/** Whether a gateway may put a plan in force: locked as it is, changed from what was in force, and signed for. */
import type { PlanDocument } from '../diff/change.ts';
import { digestPlan } from './digest-plan.ts';
import type { Digest } from './digest-plan.ts';
import { judgeReviews } from './judge-reviews.ts';
import type { Asked, Judgement, Verify } from './judge-reviews.ts';
import type { Lock } from './lock.ts';
import type { Sha256 } from './merkle.ts';
import type { Review } from './review.ts';
import type { Reviewers } from './reviewers.ts';

/**
 * When a plan must be locked and signed: always; from the first locked plan on, so that removing the lock opens nothing; or
 * never.
 */
export const REVIEW_POLICIES = ['required', 'when-locked', 'none'] as const;
export type ReviewPolicy = (typeof REVIEW_POLICIES)[number];

/** A plan, and who may review it. */
export interface Reviewed {
  readonly document: PlanDocument;
  readonly reviewers: Reviewers;
}

/** What is to be put in force. */
export interface Candidate extends Reviewed {
  readonly lock: Lock | null;
  readonly reviews: readonly Review[];
}

/** The last plan that was admitted with all its signatures. */
export interface Accepted extends Reviewed {
  readonly root: Digest;
}

export interface AdmitParts {
  readonly policy: ReviewPolicy;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sha256: Sha256;
  readonly verify: Verify;
  /** Who must agree to this change; `before` is null for a first plan. */
  readonly askedOf: (before: Reviewed | null, after: Reviewed) => Asked;
}

export type Admission =
  /** Not governed: nothing is locked yet, or the policy asks for nothing. */
  | { readonly kind: 'free' }
  /** `validUntil`: when the first approval runs out, milliseconds since 1970; null where none is needed. */
  | { readonly kind: 'admitted'; readonly root: Digest; readonly validUntil: number | null }
  /** For so long only, because somebody broke the glass; the accepted plan stays the base. */
  | { readonly kind: 'glass-broken'; readonly by: string; readonly until: number }
  | { readonly kind: 'refused'; readonly reason: Refused; readonly judgement: Judgement | null };

export type Refused = 'no-lock' | 'stale-lock' | 'other-base' | 'unreviewed';

/** Whether nothing is asked of a plan, whatever it says: told without reading it. */
export function isFree(policy: ReviewPolicy, lock: Lock | null, accepted: Accepted | null): boolean {
  return policy === 'none' || (policy === 'when-locked' && lock === null && accepted === null);
}

/** Decides. Pure: the same question has the same answer on every gateway. */
export function admitPlan(candidate: Candidate, accepted: Accepted | null, parts: AdmitParts): Admission {
  const { document, reviewers, lock } = candidate;
  if (isFree(parts.policy, lock, accepted)) return { kind: 'free' };
  const { root } = digestPlan(document, reviewers, parts.sha256);
  if (root === accepted?.root) return { kind: 'admitted', root, validUntil: null };
  if (lock === null) return refused('no-lock');
  if (lock.root !== root) return refused('stale-lock');
  if (lock.base !== (accepted?.root ?? null)) return refused('other-base');
  return admitReviewed(candidate, accepted, root, parts);
}

function admitReviewed(
  candidate: Candidate,
  accepted: Accepted | null,
  root: Digest,
  { now, verify, askedOf }: AdmitParts,
): Admission {
  const { reviewers, reviews } = candidate;
  const asked = askedOf(accepted, candidate);
  const judgement = judgeReviews({
    base: accepted?.root ?? null,
    head: root,
    required: asked.roles,
    owners: asked.owners,
    min: asked.min,
    needsMonitor: asked.needsMonitor,
    reviews,
    // A first plan brings its own reviewers; from then on those in force admit new ones.
    reviewers: accepted?.reviewers ?? reviewers,
    now,
    verify,
  });
  const { brokenGlass, validUntil } = judgement;
  if (judgement.isApproved) return { kind: 'admitted', root, validUntil };
  return brokenGlass === null
    ? { kind: 'refused', reason: 'unreviewed', judgement }
    : { kind: 'glass-broken', ...brokenGlass };
}

function refused(reason: Refused): Admission {
  return { kind: 'refused', reason, judgement: null };
}
