import { judgeDecisions } from '@headgate/core';
import type { JudgedDecision } from '@headgate/core';
import type { Context, Run } from '../command.ts';
import { printable } from '../print.ts';
import { count } from '../print-issues.ts';
import { FAULTS } from '../review/faults.ts';
import { isOnBase, questionOf } from '../review/judge-governed.ts';
import { readPlanOfReview } from '../review/plan-of-review.ts';
import { readReviewFile } from '../review/review-file.ts';

/** Checks every decision of one record against the plan as it is locked; ends with `findings` where one does not count. */
export const run: Run = async (context, given) => {
  const [named = ''] = given.args;
  const file = readReviewFile(context, named);
  const governed = await readPlanOfReview(context, given, file);
  const decisions = judgeDecisions(file.review, questionOf(governed, Date.now()));
  const isWhole = isOnBase(governed) && decisions.every(({ fault }) => fault === null);
  if (context.print.format === 'json') {
    const { root } = governed.digests;
    context.print.json({ schemaVersion: 1, file: named, root, isOnBase: isOnBase(governed), decisions });
  } else tell(context, decisions, isOnBase(governed));
  return isWhole ? 'clean' : 'findings';
};

function tell({ print }: Context, decisions: readonly JudgedDecision[], isBound: boolean): void {
  if (!isBound) {
    print.data('The lock changes another plan than the base. Name that one with --base, or lock it again.');
  }
  for (const { role, by, verdict, until, via, fault } of decisions) {
    const how = via === 'key' ? '' : ` at ${via}`;
    const words = `${role}: ${verdict} by ${printable(by)}${how}, until ${until}`;
    print.data(
      fault === null
        ? `${print.style('green', '✔')} ${words}`
        : `${print.style('red', '✘')} ${words}; it does not count, ${FAULTS[fault]}`,
    );
  }
  const counting = decisions.filter(({ fault }) => fault === null).length;
  print.note(
    `${counting} of ${count(decisions.length, 'decision')} count. What is missing: headgate review status.`,
  );
}
