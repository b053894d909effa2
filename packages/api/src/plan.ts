/** The plan in force. */
import { z } from 'zod';
import { issueShape, timeShape } from './words.ts';

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
