/**
 * What a candidate shows to the share of subjects that meet it in production before all do. It is held to what `promotion` of
 * production says, as it is held in staging to that of staging.
 */
import { failed, passed } from './gate.ts';
import type { GateCheck, GateFacts } from './gate.ts';
import { checkDuration, checkEvents, judgeRate, percent, rateOf, triedEvents } from './judge-soak.ts';
import type { Promotion } from './judge-soak.ts';

const WHERE = 'the canary';

/** Whether as many may meet it as are to. Nothing where production has no plan yet, or the plan does not say. */
export function checkCanaryShare({ before, after, canary, share }: GateFacts): readonly GateCheck[] {
  if (canary !== null)
    return [passed('canary', `${percent(canary.share)} of subjects meet it in production.`)];
  const most = promotionOf(after).canary;
  if (most === undefined || before === null) return [];
  const message = `${percent(share)} of subjects are to meet it first, of at most ${percent(most)}.`;
  if (share <= most) return [passed('canary', message)];
  const mend = `Begin with less: headgate plan promote --canary ${percent(most).replace(' ', '')}; where a canary runs, name its gateway with --production-admin.`;
  return [failed('canary', message, mend)];
}

/** Whether it may be met by more. Nothing where no canary of it runs. */
export function judgeCanary(
  facts: Pick<GateFacts, 'before' | 'after' | 'changes' | 'canary' | 'now'>,
): readonly GateCheck[] {
  const { after, canary, now } = facts;
  if (canary === null) return [];
  const promotion = promotionOf(after);
  const { since, accepted } = canary.seen;
  return [
    checkDuration('canary-soak', promotion, { since, where: WHERE, now }),
    checkEvents('canary-events', promotion, { accepted, where: WHERE }),
    checkRate(promotion, canary, triedEvents(facts)),
  ];
}

/** Shown beside the rate of the plan in force, which tells what an app does wrong from what the candidate does. */
function checkRate(
  { max_violation_rate: rateMax }: Promotion,
  { seen, beside }: NonNullable<GateFacts['canary']>,
  tried: readonly string[],
): GateCheck {
  const compared = `The plan in force: ${rateOf(beside)}.`;
  if (rateMax === undefined) return passed('canary-violations', `${rateOf(seen)}. ${compared}`);
  const { isWithin, worst } = judgeRate(rateMax, seen, tried);
  const message = `${rateOf(seen)}, of at most ${percent(rateMax)}.${worst} ${compared}`;
  return isWithin
    ? passed('canary-violations', message)
    : failed('canary-violations', message, 'See them: headgate tap; or end it: headgate plan ramp --abort.');
}

function promotionOf({ document }: GateFacts['after']): Promotion {
  return document.plan.environments.production?.promotion ?? {};
}
