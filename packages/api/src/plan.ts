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

/** Which plan is meant: the one by which events are decided, or the last one that was admitted with its signatures. */
export const planQuery = z.strictObject({ of: z.enum(['in-force', 'accepted']).default('in-force') });
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

/** What came since the plan in force was put in force, or the gateway started. */
export const usageAnswer = z.object({
  /** SHA-256 over the plan's files. */
  id: z.string(),
  since: timeShape,
  environments: z.array(z.object({ environment: environmentShape, events: z.array(usedEvent) })),
});
export type UsageAnswer = z.output<typeof usageAnswer>;
