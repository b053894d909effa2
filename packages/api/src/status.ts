/** Health, the state of the whole gateway, and the balance of its events. */
import { z } from 'zod';
import { canaryEndShape, canaryShape } from './plan.ts';
import { countShape, dayShape, environmentShape, issueShape, outcomeShape, timeShape } from './words.ts';

export const livezAnswer = z.object({ alive: z.literal(true) });

export const readyzQuery = z.strictObject({ verbose: z.string().optional() });
export const readyzAnswer = z.object({
  ready: z.boolean(),
  /** Only when asked for with `?verbose`. A vendor that is down is none of them. */
  checks: z.array(z.object({ name: z.string(), passed: z.boolean() })).optional(),
});

export const statusAnswer = z.object({
  version: z.string(),
  startedAt: timeShape,
  plan: z.object({
    /** SHA-256 over the plan's files. */
    id: z.string(),
    publishedAt: timeShape,
    /** The reload that failed after the plan in force was published, if any. */
    refused: z.object({ at: timeShape, issues: z.array(issueShape) }).nullable(),
    /** The candidate that decides for a share of subjects, if any. */
    canary: canaryShape.nullable().default(null),
    /** How the last canary ended since the start, if one did. */
    canaryEnded: canaryEndShape.nullable().default(null),
  }),
  sources: z.array(z.object({ source: z.string(), environment: environmentShape })),
  queue: z.object({ events: countShape, bytes: countShape, bytesMax: countShape }),
  /** The store of sealed values; `subjectKeysLeft` is null where no pool of keys for subjects is configured. */
  sealed: z.object({ bytes: countShape, bytesMax: countShape, subjectKeysLeft: countShape.nullable() }),
  /** One vendor in one environment each. */
  lanes: z.array(
    z.object({
      vendor: z.string(),
      environment: environmentShape,
      state: z.enum(['flowing', 'cut']),
      waiting: countShape,
      bytes: countShape,
      oldestAt: timeShape.nullable(),
      dead: countShape,
      /** Dead letters that fell off because there were too many. */
      deadForgotten: countShape,
      /** Why nothing is sent, if that is so. `asked`: the vendor's Retry-After. */
      held: z.enum(['cut', 'failing', 'unauthorised', 'asked']).nullable().default(null),
      /** Why the latest delivery kept events, as a word of a closed list. */
      cause: z.string().nullable().default(null),
      lastDeliveredAt: timeShape.nullable().default(null),
    }),
  ),
});
export type StatusAnswer = z.output<typeof statusAnswer>;

export const balanceQuery = z.strictObject({ from: dayShape.optional(), to: dayShape.optional() });

export const balanceAnswer = z.object({
  /** False when the ledger could not take in the newest counts: the numbers are old. */
  current: z.boolean(),
  environments: z.array(
    z.object({
      environment: environmentShape,
      accepted: countShape,
      vendors: z.array(
        z.object({
          vendor: z.string(),
          /** Sum of `outcomes`. Without a period, `accepted` = `ended` + `waiting`. */
          ended: countShape,
          /** Events in the queue now, whatever the period. */
          waiting: countShape,
          outcomes: z.partialRecord(outcomeShape, countShape),
          /** How many events the delivered ones are the sample of, estimated; null where that is unknown. */
          deliveredUnsampled: countShape.nullable().default(null),
        }),
      ),
    }),
  ),
});
export type BalanceAnswer = z.output<typeof balanceAnswer>;
