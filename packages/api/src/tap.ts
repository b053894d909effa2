/** Events as they are decided: names of the plan, findings without values, and masked images of what vendors get. */
import { z } from 'zod';
import {
  callShape,
  environmentShape,
  findingShape,
  operationShape,
  remarkShape,
  statusShape,
  timeShape,
  vendorNameShape,
} from './words.ts';

export const tapQuery = z.strictObject({
  /** Id of a planned event; `*` stands for any characters. */
  event: z.string().max(200).optional(),
  vendor: vendorNameShape.optional(),
  outcome: statusShape.optional(),
  /** Ends after this many events. Default: never. */
  limit: z.coerce.number().int().min(1).max(1_000_000).optional(),
});
export type TapQuery = z.output<typeof tapQuery>;

/** What one vendor gets, every text replaced by its shape. */
const maskedEventShape = z.object({
  call: callShape,
  operation: operationShape,
  name: z.string(),
  time: timeShape,
  userId: z.string().nullable(),
  anonymousId: z.string().nullable(),
  groupId: z.string().nullable(),
  previousId: z.string().nullable(),
  properties: z.record(z.string(), z.unknown()),
  context: z.record(z.string(), z.unknown()),
});

const tappedEventShape = z.object({
  kind: z.literal('event'),
  at: timeShape,
  /** Names the event within this run of the gateway: 12 hex digits made from the sender's message id with a key. */
  event: z.string(),
  /** Id of the planned event, or null. */
  planned: z.string().nullable(),
  call: callShape,
  operation: operationShape,
  protocol: z.string(),
  source: z.string(),
  environment: environmentShape,
  findings: z.array(findingShape),
  remarks: z.array(remarkShape),
  vendors: z.array(
    z.object({
      vendor: z.string(),
      status: statusShape,
      /** Null where the vendor gets nothing. */
      event: maskedEventShape.nullable(),
    }),
  ),
});
export type TappedEvent = z.output<typeof tappedEventShape>;

/**
 * One line of the stream. The first is `listening`: from then on nothing is missed. A stream that ends without `end`
 * was cut because its reader was too slow.
 */
export const tapLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening') }),
  tappedEventShape,
  z.object({ kind: z.literal('end'), reason: z.enum(['limit', 'stopping']) }),
]);
export type TapLine = z.output<typeof tapLine>;
