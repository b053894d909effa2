/** The plan in force. */
import { z } from 'zod';
import { countShape, environmentShape, issueShape, timeShape } from './words.ts';

export const reloadAnswer = z.object({
  /** SHA-256 over the plan's files. */
  id: z.string(),
  /** False when the files are those already in force. */
  changed: z.boolean(),
  /** Warnings; errors are a refusal. */
  issues: z.array(issueShape),
});
export type ReloadAnswer = z.output<typeof reloadAnswer>;

/**
 * Which plan is meant: the one by which events are decided, the last one that was admitted with its signatures, or the candidate that
 * decides for a share of subjects.
 */
export const planQuery = z.strictObject({
  of: z.enum(['in-force', 'accepted', 'candidate']).default('in-force'),
});
export type PlanQuery = z.input<typeof planQuery>;

/** Paths begin at the directory of the plan: `plan.yaml`, `events/searched.yaml`. */
const planFile = z.object({ path: z.string(), text: z.string() });

export const planAnswer = z.object({
  /** SHA-256 over the plan's files. */
  id: z.string(),
  /** Root of its lock; null where it was put in force without one. */
  root: z.string().nullable(),
  /** Since when: in force, or admitted. */
  at: timeShape,
  plan: planFile,
  events: z.array(planFile),
  /** Text of reviewers.yaml as it was admitted; null where there is none. */
  reviewers: z.string().nullable(),
});
export type PlanAnswer = z.output<typeof planAnswer>;

const usedEvent = z.object({
  /** Id of the planned event; null for all that is none. */
  event: z.string().nullable(),
  events: countShape,
  /** Of those, how many broke the plan. */
  violations: countShape,
  first: timeShape,
  last: timeShape,
});

const usedEnvironments = z.array(z.object({ environment: environmentShape, events: z.array(usedEvent) }));

/** Above 0 and below 1: at 1 the candidate is the plan in force, by a reload. */
const shareShape = z.number().gt(0).lt(1);

/** What came since the plan in force was put in force, or the gateway started. */
export const usageAnswer = z.object({
  /** SHA-256 over the plan's files. */
  id: z.string(),
  since: timeShape,
  environments: usedEnvironments,
  /** The same of the candidate beside it, which is counted apart; null where no canary runs. */
  canary: z
    .object({ id: z.string(), share: shareShape, since: timeShape, environments: usedEnvironments })
    .nullable()
    .default(null),
});
export type UsageAnswer = z.output<typeof usageAnswer>;

/** A candidate that decides for a share of subjects. */
export const canaryShape = z.object({
  /** SHA-256 over its files. */
  id: z.string(),
  share: shareShape,
  /** When it was first met. */
  since: timeShape,
  /** When the share was set. */
  sharedAt: timeShape,
});
export type CanaryAnswer = z.output<typeof canaryShape>;

export const canaryEndShape = z.object({
  /** SHA-256 over the files of the candidate. */
  id: z.string(),
  at: timeShape,
  /** `overtaken`: another plan was put in force. `refused`: it is not admitted any more. */
  reason: z.enum(['aborted', 'promoted', 'overtaken', 'refused']),
  /** Why it was refused. */
  issues: z.array(issueShape),
});
export type CanaryEndAnswer = z.output<typeof canaryEndShape>;

/** `id` is that of the candidate that is meant: another one that lies beside the plan is refused. */
export const canaryBody = z.strictObject({ id: z.string().max(64), share: shareShape });
export const canaryAnswer = z.object({ canary: canaryShape.nullable() });
