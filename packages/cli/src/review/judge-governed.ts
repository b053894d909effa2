/** What stands between a locked plan and its being in force. */
import { SIGNATURE_NAMESPACE, askedForChange, judgeReviews } from '@headgate/core';
import type { Judgement, ReviewQuestion, Role } from '@headgate/core';
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
  const question = questionOf(governed, now);
  return { required: question.required, judgement: judgeReviews(question), isOnBase: isOnBase(governed) };
}

/** What is asked of the reviews of the plan as it is locked. Throws a `Failure` where it is not the one that is locked. */
export function questionOf(governed: Governed, now: number): ReviewQuestion {
  const lock = currentLock(governed);
  const { base, reviewers, reviews } = governed;
  const { roles: required, ...asked } = askedForChange(base, governed);
  return {
    base: base?.root ?? null,
    head: lock.root,
    required,
    ...asked,
    reviews,
    reviewers: base?.reviewers ?? reviewers,
    now,
    verify: (text, signature, key) => verifyText(text, SIGNATURE_NAMESPACE, signature, key),
  };
}

/** Whether the lock is bound to the base that was read. */
export function isOnBase({ lock, base }: Governed): boolean {
  return lock !== null && lock.base === (base?.root ?? null);
}
