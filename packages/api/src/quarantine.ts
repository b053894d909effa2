/** Quarantined events: what may be known without opening them, the sealed texts, and the way back. */
import { QUARANTINE_CAUSES } from '@headgate/core';
import { z } from 'zod';
import { countShape, environmentShape, namesOf, outcomeShape, timeShape } from './words.ts';

/** Keyed digest of what events look like. */
const shapeName = z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits');

/** What is known of a quarantined event without opening it. */
const knownShape = {
  shape: shapeName,
  /** Why: the outcome it would have had if the plan said to drop it. */
  cause: z.enum(QUARANTINE_CAUSES),
  source: z.string(),
  environment: environmentShape,
  /** Id of the planned event; null where there is none. */
  event: z.string().nullable(),
  /** The recipient group whose key opens it. */
  group: z.string(),
};

export const quarantineAnswer = z.object({
  shapes: z.array(
    z.object({
      ...knownShape,
      events: countShape,
      bytes: countShape,
      firstAt: timeShape,
      lastAt: timeShape,
    }),
  ),
  /** How many more shapes there are. */
  hidden: countShape,
  /** All quarantined events. */
  events: countShape,
  bytes: countShape,
  bytesMax: countShape,
});
export type QuarantineAnswer = z.output<typeof quarantineAnswer>;

const numberShape = z.int().min(1);

export const quarantineFetchBody = z.strictObject({
  /** Default: events of every shape. */
  shape: shapeName.optional(),
  /** The `next` of the page before. */
  after: z.int().min(0).default(0),
  limit: z.int().min(1).max(10_000).default(10_000),
});

const recordShape = z.object({
  /** Grows in the order of acceptance. */
  number: numberShape,
  storedAt: timeShape,
  ...knownShape,
  /** Part of the place that the texts are sealed for. */
  eventId: z.string(),
  /** The pieces of the event, in order, sealed with their headers. */
  texts: z.array(z.string()).min(1),
});
export type QuarantinedRecord = z.output<typeof recordShape>;

export const quarantineFetchAnswer = z.object({
  records: z.array(recordShape),
  /** Null when there is no further page. */
  next: z.int().nullable(),
});
export type QuarantineFetchAnswer = z.output<typeof quarantineFetchAnswer>;

export const quarantineReplayBody = z.strictObject({
  events: z
    .array(
      z.strictObject({
        number: numberShape,
        /** What was sealed together with the event, and proves that it is the same. */
        proof: z.string().min(1).max(100),
        /** JSON of the event, as it was sealed. */
        event: z.string(),
      }),
    )
    .min(1)
    .max(10_000),
});
export type ReplayEvent = z.input<typeof quarantineReplayBody>['events'][number];

export const REPLAY_RESULTS = {
  replayed: 'Accepted anew, and no longer quarantined.',
  refused: 'The plan in force would still end it for every vendor; it stays.',
  gone: 'It was replayed or discarded before, or was too old.',
  altered: 'It is not the event that was quarantined; that one stays.',
  waiting: 'The queue is full; it stays.',
} as const satisfies Readonly<Record<string, string>>;

export const quarantineReplayAnswer = z.object({
  results: z.array(
    z.object({
      number: numberShape,
      result: z.enum(namesOf(REPLAY_RESULTS)),
      /** As which outcome the plan would end it, where it was refused. */
      outcome: outcomeShape.nullable(),
    }),
  ),
});
export type QuarantineReplayAnswer = z.output<typeof quarantineReplayAnswer>;

export const quarantineDiscardBody = z.strictObject({ shape: shapeName });

export const quarantineDiscardAnswer = z.object({ discarded: countShape });
