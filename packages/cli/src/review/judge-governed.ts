/** What stands between a locked plan and its being in force. */
import { SIGNATURE_NAMESPACE, askedForChange, judgeReviews } from '@headgate/core';
import type { Judgement, Role } from '@headgate/core';
import { verifyText } from '@headgate/gateway';
import { currentLock } from './read-governed.ts';
import type { Governed } from './read-governed.ts';

export interface Judged {
  readonly required: readonly Role[];
  readonly judgement: Judgement;
  /** Whether the lock is bound to the base that was read. */
  readonly isOnBase: boolean;
}

/** Judges the reviews of the plan as it is locked, at a moment in milliseconds since 1970. */
export function judgeGoverned(governed: Governed, now: number): Judged {
  const lock = currentLock(governed);
  const { base, reviewers, reviews } = governed;
  const { roles: required, owners } = askedForChange(base, governed);
  const judgement = judgeReviews({
    base: base?.root ?? null,
    head: lock.root,
    required,
    owners,
    reviews,
    reviewers: base?.reviewers ?? reviewers,
    now,
    verify: (text, signature, key) => verifyText(text, SIGNATURE_NAMESPACE, signature, key),
  });
  return { required, judgement, isOnBase: lock.base === (base?.root ?? null) };
}
