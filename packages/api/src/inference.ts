/** What apps send while somebody drafts a plan of it: names, types and sizes; no value. */
import { FIELD_TYPES } from '@headgate/core';
import { z } from 'zod';
import { countShape, findingKindShape } from './words.ts';

/** Ten days. */
const SECONDS_MAX = 864_000;

export const inferenceQuery = z.strictObject({
  /** How long it is looked on. */
  seconds: z.coerce.number().int().min(1).max(SECONDS_MAX),
  /** Ends after this many events were noted. Default: when the time is over. */
  limit: z.coerce.number().int().min(1).max(1_000_000).optional(),
});
export type InferenceQuery = z.output<typeof inferenceQuery>;

const toldFieldShape = z.object({
  /** Keys joined with `/`, items as `[]`. */
  path: z.string(),
  types: z.array(z.enum(FIELD_TYPES)),
  values: countShape,
  /** The next power of two above the longest text and list, or 0. */
  lengthMax: countShape,
  itemsMax: countShape,
  /** Whether something below it was too deep to be noted. */
  isCut: z.boolean(),
  /** What detection found in its values. */
  kinds: z.array(findingKindShape),
});

/** How it stands, since it began. */
const inferenceProgressShape = z.object({
  kind: z.literal('progress'),
  /** Events that were noted. */
  events: countShape,
  /** Events whose name is none, or looks like data. */
  unnamed: countShape,
  /** Events of names beyond the limit. */
  beyond: countShape,
  /** Events that came faster than they are looked at. */
  passed: countShape,
  /** Names that are not told, because too few people brought them. */
  untold: z.object({ events: countShape, fields: countShape }),
});
export type InferenceProgress = z.output<typeof inferenceProgressShape>;

/**
 * One line of the stream. The first is `listening`. Then, once a second, what is new of each event, and how it stands. The
 * last is `end`; a stream that ends without it broke off.
 */
export const inferenceLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening') }),
  z.object({
    kind: z.literal('fields'),
    /** The call and the name, with a space between. */
    event: z.string(),
    /** Since the line before of this event. */
    events: countShape,
    /** Whether there were more fields than are noted. */
    isFull: z.boolean(),
    fields: z.array(toldFieldShape),
  }),
  inferenceProgressShape,
  z.object({ kind: z.literal('end'), reason: z.enum(['limit', 'time', 'stopping']) }),
]);
export type InferenceLine = z.output<typeof inferenceLine>;
