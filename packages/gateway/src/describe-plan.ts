/** The plan in force and the accepted one as the control plane tells of them: with paths that begin at the plan's directory. */
import type { PlanAnswer, UsageAnswer } from '@headgate/api';
import { ENVIRONMENTS } from '@headgate/core';
import type { PlanFile } from '@headgate/core';
import { dirname, relative, sep } from 'node:path';
import type { PlanHolder } from './plan-holder.ts';
import { digestOf } from './snapshot/read-plan-files.ts';

/** Its root and reviewers are known where it is the one that was admitted. */
export function planInForce(plans: PlanHolder, planFile: string): PlanAnswer {
  const { loaded, publishedAt } = plans.state();
  const { digest, plan, events } = loaded.files;
  const accepted = acceptedPlan(plans, planFile);
  const isAccepted = accepted?.id === digest;
  return {
    id: digest,
    root: isAccepted ? accepted.root : null,
    at: publishedAt,
    plan: shown(plan, planFile),
    events: events.map((event) => shown(event, planFile)),
    reviewers: isAccepted ? accepted.reviewers : null,
  };
}

/** Null where none was ever admitted. */
export function acceptedPlan(plans: PlanHolder, planFile: string): PlanAnswer | null {
  const accepted = plans.accepted();
  if (accepted === null) return null;
  const { root, plan, events, reviewers, at } = accepted;
  return {
    id: digestOf(dirname(planFile), [plan, ...events]),
    root,
    at,
    plan: shown(plan, planFile),
    events: events.map((event) => shown(event, planFile)),
    reviewers,
  };
}

/** Environments that saw nothing are left out. */
export function usageOf(plans: PlanHolder): UsageAnswer {
  const { loaded, publishedAt } = plans.state();
  const { id, plans: inForce } = loaded.snapshot;
  const environments = ENVIRONMENTS.flatMap((environment) => {
    const events = [...inForce[environment].usage.read()].map(([event, used]) => ({ event, ...used }));
    return events.length === 0 ? [] : [{ environment, events }];
  });
  return { id, since: publishedAt, environments };
}

function shown({ path, text }: PlanFile, planFile: string): PlanFile {
  return { path: relative(dirname(planFile), path).split(sep).join('/'), text };
}
