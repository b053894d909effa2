import type { Reviewers } from '../lock/reviewers.ts';
import type { Pair } from './diff-keys.ts';

/** What the plans cannot say: facts of traffic, time and operation, handed in by whoever asks. What is missing counts against the change. */
export interface DiffFacts {
  /** Who may review, before and after. Without it, that did not change. */
  readonly reviewers?: Pair<Reviewers>;
  /** Day of the comparison, YYYY-MM-DD in UTC. Without it nothing counts as expired. */
  readonly today?: string;
  /** Event id → days since it was last seen, null for never. An event that is missing counts as still received. */
  readonly unseenDays?: Readonly<Record<string, number | null>>;
  /** Event id → renewals so far. An event that is missing counts as renewed before. */
  readonly renewals?: Readonly<Record<string, number>>;
  /** Events of which somebody has shown that they are used. */
  readonly used?: readonly string[];
  /** The gate was passed by without its signatures; each entry says where, in words. */
  readonly brokenGlass?: readonly string[];
  /** Stored events were sent again to these vendors. */
  readonly replayedTo?: readonly string[];
  /** The taxonomy that Headgate carries moved; these of its keys were renamed, removed or moved. */
  readonly taxonomyMoved?: { readonly changedKeys: readonly string[] };
  /** The gateway's own order of validating, transforming and asking for consent is another than before. */
  readonly stepsReordered?: boolean;
  /** The text of the files differs, whatever it means. */
  readonly textDiffers?: boolean;
}
