/** Cases of a plan as people write them, one file or several in `tests/` beside `plan.yaml`. Every object is closed. */
import { z } from 'zod';
import { CALLS, ENVIRONMENTS, OPERATIONS } from '../event.ts';
import { OUTCOMES } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';

/** Cases of one file; there may be many files. */
const CASES_MAX = 1000;
const text = z.string().min(1).max(1000);
const members = z.record(z.string(), z.json());
const id = z.string().min(1).nullable();

const event = z.strictObject({
  call: z.enum(CALLS),
  name: z.string().default(''),
  source: text,
  operation: z.enum(OPERATIONS).default('set'),
  /** When it happened. Default: the moment of the file. */
  time: z.iso.datetime({ offset: true }).optional(),
  user_id: id.default(null),
  anonymous_id: id.default(null),
  group_id: id.default(null),
  previous_id: id.default(null),
  properties: members.default({}),
  context: members.default({}),
  /** Whether `Sec-GPC: 1` came with it. */
  gpc: z.boolean().default(false),
});

/** What a vendor gets: exactly these properties; the rest is compared only where it is written. */
const sent = z.strictObject({
  properties: members,
  context: members.optional(),
  name: z.string().optional(),
  user_id: id.optional(),
  anonymous_id: id.optional(),
  group_id: id.optional(),
  previous_id: id.optional(),
});

/** Endings that are decided before anything is sent; what becomes of it later is no matter of the plan. */
const outcome = z.enum(Object.keys(OUTCOMES).filter(isOutcome));

export const writtenCases = z.strictObject({
  apiVersion: z.literal('headgate/v1'),
  kind: z.literal('test'),
  environment: z.enum(ENVIRONMENTS).default('production'),
  /** The moment at which the events are received: what is expired depends on it. */
  now: z.iso.datetime({ offset: true }),
  cases: z
    .array(
      z.strictObject({
        name: text,
        event,
        /** By vendor: what it gets, or how the event ends for it. */
        expect: z.record(text, z.union([outcome, sent])),
      }),
    )
    .min(1)
    .max(CASES_MAX),
});
export type WrittenCases = z.infer<typeof writtenCases>;
export type WrittenCase = WrittenCases['cases'][number];
export type ExpectedSent = z.infer<typeof sent>;

function isOutcome(name: string): name is Outcome {
  return Object.hasOwn(OUTCOMES, name);
}
