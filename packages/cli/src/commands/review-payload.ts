import { reviewPayload } from '@headgate/core';
import type { Run } from '../command.ts';
import { readDecision } from '../review/decision-options.ts';
import { readReviewFile } from '../review/review-file.ts';

/** Prints the line that a decision signs, for `ssh-keygen -Y sign`. */
export const run: Run = async (context, given) => {
  const { review } = readReviewFile(context, given.args[0] ?? '');
  const decision = readDecision(given, Date.now());
  const text = reviewPayload(review, decision);
  if (context.print.format === 'json') context.print.json({ schemaVersion: 1, text, decision });
  else context.print.data(text.trimEnd());
  return 'clean';
};
