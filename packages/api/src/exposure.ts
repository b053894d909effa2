/** What a vendor was delivered. */
import { z } from 'zod';
import { countShape, dayShape, environmentShape, formShape, timeShape, vendorNameShape } from './words.ts';

export const exposureQuery = z.strictObject({
  vendor: vendorNameShape,
  environment: environmentShape.optional(),
  /** Days of delivery in UTC, both inclusive. */
  from: dayShape.optional(),
  to: dayShape.optional(),
});
export type ExposureQuery = z.output<typeof exposureQuery>;

/** One subject, by the index that only the key file leads to; in a body, so that it stands in no log of addresses. */
export const subjectExposureBody = z.strictObject({
  vendor: vendorNameShape,
  subject: z.string().regex(/^[0-9a-f]{16}$/),
});

/**
 * What would have been delivered had sampling left nothing out; null when nothing was delivered, for one subject, and from a gateway
 * that does not tell.
 */
const unsampledShape = z
  .object({
    /** Estimated; null where some were delivered before the ledger kept rates. */
    deliveries: countShape.nullable(),
    /** `estimate` only where there is one event at one rate; else `at-least` those who were delivered. */
    people: z.object({ kind: z.enum(['exact', 'estimate', 'at-least']), count: countShape }),
  })
  .nullable()
  .default(null);

export const exposureAnswer = z.object({
  vendor: z.string(),
  environment: environmentShape.nullable(),
  from: dayShape.nullable(),
  to: dayShape.nullable(),
  /** False when the ledger could not take in the newest deliveries: the numbers are old. */
  current: z.boolean(),
  installedAt: timeShape,
  /** The time before which nothing is known, when the question reaches back further than the ledger. */
  unknownBefore: timeShape.nullable(),
  /** Distinct subjects of all fields together. */
  people: countShape,
  deliveries: countShape,
  unsampled: unsampledShape,
  first: timeShape.nullable(),
  last: timeShape.nullable(),
  fields: z.array(
    z.object({
      path: z.string(),
      form: formShape,
      categories: z.array(z.string()),
      tier: z.int(),
      people: countShape,
      deliveries: countShape,
      unsampled: unsampledShape,
      first: timeShape,
      last: timeShape,
      /** Ids of the planned events that carried it. */
      events: z.array(z.string()),
    }),
  ),
});
export type ExposureAnswer = z.output<typeof exposureAnswer>;
