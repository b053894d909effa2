/** The plan in force. */
import { z } from 'zod';
import { issueShape } from './words.ts';

export const reloadAnswer = z.object({
  /** SHA-256 over the plan's files. */
  id: z.string(),
  /** False when the files are those already in force. */
  changed: z.boolean(),
  /** Warnings; errors are a refusal. */
  issues: z.array(issueShape),
});
export type ReloadAnswer = z.output<typeof reloadAnswer>;
