import { judgeDecisions } from '@headgate/core';
import type { ReviewDecision } from '@headgate/core';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { FAULTS } from './faults.ts';
import { isOnBase, questionOf } from './judge-governed.ts';
import { readPlanOfReview } from './plan-of-review.ts';
import type { ReviewFile } from './review-file.ts';

interface Signed {
  readonly file: ReviewFile;
  readonly decision: ReviewDecision;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Throws a `Failure` where a decision would not count, so that nobody believes to have agreed. Null where it counts, else why that
 * cannot be told here: who signs need not have the plan, or the one that it changes.
 */
export async function checkDecision(
  context: Context,
  given: Given,
  { file, decision, now }: Signed,
): Promise<string | null> {
  const question = await readQuestion(context, given, { file, now });
  if (typeof question === 'string') return question;
  const [judged] = judgeDecisions({ ...file.review, decisions: [decision], forge: [] }, question);
  const fault = judged?.fault ?? null;
  if (fault === null) return null;
  const who = `${decision.by} as ${decision.role}`;
  throw new Failure('usage', `the decision of ${who} would not count: ${FAULTS[fault]}`, mendOf(fault));
}

async function readQuestion(
  context: Context,
  given: Given,
  { file, now }: Pick<Signed, 'file' | 'now'>,
): Promise<ReturnType<typeof questionOf> | string> {
  try {
    const governed = await readPlanOfReview(context, given, file);
    const question = questionOf(governed, now);
    if (isOnBase(governed)) return question;
    return 'the plan that is changed is not known here. Name it with --base, or see: headgate review verify.';
  } catch (error) {
    if (error instanceof Failure) return `${error.message}. See: headgate review verify.`;
    throw error;
  }
}

function mendOf(fault: keyof typeof FAULTS): string {
  switch (fault) {
    case 'bad-signature':
      return 'Sign with the key that reviewers.yaml of the plan in force has for them, as they are named there.';
    case 'not-in-role':
    case 'by-author':
      return 'See who may sign: headgate review status.';
    case 'no-monitor':
      return 'Write who watches it under answers.monitor of the review, and sign then.';
    case 'other-change':
      return 'Begin a review of the plan as it is locked: headgate review start.';
    case 'expired':
    case 'from-the-future':
    case 'too-long':
      return 'Give another --at or --until.';
    case 'forge-not-counted':
    case 'other-login':
      return 'See docs/reviews.md.';
  }
}
