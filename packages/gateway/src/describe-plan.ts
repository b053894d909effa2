/** The plan in force and the accepted one as the control plane tells of them: with paths that begin at the plan's directory. */
import type { CanaryAnswer, CanaryEndAnswer, PlanAnswer, UsageAnswer } from '@headgate/api';
import { ENVIRONMENTS } from '@headgate/core';
import type { PlanFile } from '@headgate/core';
import { dirname, relative, sep } from 'node:path';
import type { PlanHolder } from './plan-holder.ts';
import { candidateFile, digestOf } from './snapshot/read-plan-files.ts';
import type { Snapshot } from './snapshot/snapshot.ts';

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

/** Of the candidate that decides for a share of subjects; null where none does. */
export function candidatePlan(plans: PlanHolder, planFile: string): PlanAnswer | null {
  const running = plans.canary.running();
  if (running === null) return null;
  const { digest, plan, events } = running.loaded.files;
  const file = candidateFile(planFile);
  return {
    id: digest,
    root: null,
    at: running.record.since,
    plan: shown(plan, file),
    events: events.map((event) => shown(event, file)),
    reviewers: null,
  };
}

/** Null where none runs. */
export function canaryOf(plans: PlanHolder): CanaryAnswer | null {
  const running = plans.canary.running();
  if (running === null) return null;
  const { candidate, share, since, sharedAt } = running.record;
  return { id: candidate, share, since, sharedAt };
}

/** How the last one ended; null where none did since the start. */
export function canaryEndOf(plans: PlanHolder): CanaryEndAnswer | null {
  const ended = plans.canary.ended();
  return ended === null ? null : { ...ended, issues: [...ended.issues] };
}

/** Environments that saw nothing are left out. */
export function usageOf(plans: PlanHolder): UsageAnswer {
  const { loaded, publishedAt } = plans.state();
  const running = plans.canary.running();
  return {
    id: loaded.snapshot.id,
    since: publishedAt,
    environments: environmentsUsed(loaded.snapshot.plans),
    canary:
      running === null
        ? null
        : {
            id: running.record.candidate,
            share: running.record.share,
            since: running.countedSince,
            environments: environmentsUsed(running.inForce.plans),
          },
  };
}

function environmentsUsed(plans: Snapshot['plans']): UsageAnswer['environments'] {
  return ENVIRONMENTS.flatMap((environment) => {
    const events = [...plans[environment].usage.read()].map(([event, used]) => ({ event, ...used }));
    return events.length === 0 ? [] : [{ environment, events }];
  });
}

function shown({ path, text }: PlanFile, planFile: string): PlanFile {
  return { path: relative(dirname(planFile), path).split(sep).join('/'), text };
}
