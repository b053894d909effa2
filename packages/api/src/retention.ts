/** How old the oldest row of every store is, against what it may be. */
import { z } from 'zod';
import { countShape, timeShape } from './words.ts';

export const retentionAnswer = z.object({
  /** When the stores were looked at. */
  at: timeShape,
  /** Between two runs of the job that deletes. */
  intervalMs: countShape,
  lastRunAt: timeShape.nullable(),
  rows: z.array(
    z.object({
      name: z.string(),
      /** The vendor whose rows they are, where each has its own limit. */
      of: z.string().nullable(),
      limitMs: countShape,
      /** Null when the store is empty. */
      oldestAt: timeShape.nullable(),
      /** Older than the limit and the run that should have deleted it. */
      isOver: z.boolean(),
    }),
  ),
});
export type RetentionAnswer = z.output<typeof retentionAnswer>;
