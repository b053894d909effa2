/** What the plans cannot say: facts of traffic, time and operation, handed in by whoever asks. What is missing counts against the change. */
import { z } from 'zod';
import type { Reviewers } from '../lock/reviewers.ts';
import type { Pair } from './diff-keys.ts';

const texts = z.array(z.string());

/** As a file. */
export const writtenFacts = z.strictObject({
  /** Day of the comparison, YYYY-MM-DD in UTC. Without it nothing counts as expired. */
  today: z.iso.date().exactOptional(),
  /** Event id → days since it was last seen, null for never. An event that is missing counts as still received. */
  unseenDays: z.record(z.string(), z.number().min(0).nullable()).exactOptional(),
  /** Event id → renewals so far. An event that is missing counts as renewed before. */
  renewals: z.record(z.string(), z.int().min(0)).exactOptional(),
  /** Events of which somebody has shown that they are used. */
  used: texts.exactOptional(),
  /** The gate was passed by without its signatures; each entry says where, in words. */
  brokenGlass: texts.exactOptional(),
  /** Stored events were sent again to these vendors. */
  replayedTo: texts.exactOptional(),
  /** The taxonomy that Headgate carries moved; these of its keys were renamed, removed or moved. */
  taxonomyMoved: z.strictObject({ changedKeys: texts }).exactOptional(),
  /** The gateway's own order of validating, transforming and asking for consent is another than before. */
  stepsReordered: z.boolean().exactOptional(),
});

export interface DiffFacts extends Readonly<z.infer<typeof writtenFacts>> {
  /** Who may review, before and after. Without it, that did not change. */
  readonly reviewers?: Pair<Reviewers>;
  /** The text of the files differs, whatever it means. */
  readonly textDiffers?: boolean;
}
