/** Sealed values and their headers, still sealed, for the services that open them; and the keys of subjects. */
import { z } from 'zod';
import { environmentShape, timeShape } from './words.ts';

/** Values of one answer, and header ids of one question. */
export const SEALED_VALUES_MAX = 1000;

const groupShape = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be the name of a recipient group');
const hexShape = (digits: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

export const sealedFindBody = z.union([
  /** The sender's own message id, as `explain` takes it; or the internal id, as values have it. */
  z.strictObject({ event: z.string().min(1).max(1000) }),
  z.strictObject({
    /** When they were stored: the first moment, and the first moment that is too late. */
    from: timeShape,
    to: timeShape,
    /** A planned path, without the positions in arrays: `properties.items[].note`. */
    path: z.string().min(1).max(1000).optional(),
    group: groupShape.optional(),
    limit: z.int().min(1).max(SEALED_VALUES_MAX).default(100),
    /** `next` of the answer before. */
    after: z.string().min(1).max(4096).optional(),
  }),
]);
export type SealedQuestion = z.input<typeof sealedFindBody>;

/** One sealed field. All but `text` and `storedAt`, with the tenant, is the place that it opens at. */
const sealedValueShape = z.object({
  /** Internal id of the event; the same when the event is sent again. */
  eventId: z.string(),
  source: z.string(),
  environment: environmentShape,
  /** Id of the planned event. */
  eventName: z.string(),
  /** With the positions in arrays: `properties.items[2].note`. */
  path: z.string(),
  group: z.string(),
  /** `hg1.…` */
  text: z.string(),
  storedAt: timeShape,
});
export type SealedValue = z.output<typeof sealedValueShape>;

export const sealedFindAnswer = z.object({
  /** The oldest first. */
  values: z.array(sealedValueShape),
  /** For `after`; null where nothing more is there. */
  next: z.string().nullable(),
});
export type SealedFindAnswer = z.output<typeof sealedFindAnswer>;

export const sealedHeadersBody = z.strictObject({
  ids: z.array(hexShape(32)).min(1).max(SEALED_VALUES_MAX),
});
export const sealedHeadersAnswer = z.object({
  /**
   * Id → header record in base64url. Ids that are not stored are left out; headers of groups that a subject's header refers to come
   * along.
   */
  headers: z.record(z.string(), z.string()),
});

/** The raw identifier travels in the body, because URLs end up in logs. */
export const forgetSubjectBody = z.strictObject({ subject: z.string().min(1).max(1000) });
export const forgetSubjectAnswer = z.object({
  /** The internal index: 16 hex digits. */
  index: hexShape(16),
  /** Name of the key that the subject had until now; null where it had none. */
  kid: hexShape(16).nullable(),
  /** Names of keys that it had before and that were taken from it earlier, for a caller that died half-way. */
  earlier: z.array(hexShape(16)),
});
export type ForgetSubjectAnswer = z.output<typeof forgetSubjectAnswer>;
