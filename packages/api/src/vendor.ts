/** Vendors and their states. */
import { z } from 'zod';
import { countShape, environmentShape, timeShape, vendorNameShape } from './words.ts';

export const vendorParams = z.strictObject({ vendor: vendorNameShape });

/** Why an operator does it; kept with the state, so it must not name customers. */
export const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(500) });

const vendorShape = z.object({
  vendor: z.string(),
  kind: z.string(),
  /** Environments in which it is connected. */
  environments: z.array(environmentShape),
  /** The highest tier that it may have, 1–4. */
  ceiling: z.int(),
  state: z.enum(['flowing', 'cut']),
  /** When, by whom and why the state last changed; null when it never did. */
  changed: z.object({ at: timeShape, by: z.string(), reason: z.string() }).nullable(),
});
export type VendorAnswer = z.output<typeof vendorShape>;

export const vendorsAnswer = z.object({ vendors: z.array(vendorShape) });

export const cutAnswer = z.object({
  vendor: vendorShape,
  /** Events that waited for it when it was cut; they end as `vendor-cut`, but for those already on their way. */
  drained: countShape,
});
export type CutAnswer = z.output<typeof cutAnswer>;

export const burnAnswer = z.object({
  vendor: vendorShape,
  /** Number of the epoch that now counts. */
  epoch: countShape,
  /** Events that wait for it with pseudonyms of the epoch before; cutting the vendor first drops them. */
  waiting: countShape,
});
export type BurnAnswer = z.output<typeof burnAnswer>;

export const resumeAnswer = z.object({ vendor: vendorShape });
