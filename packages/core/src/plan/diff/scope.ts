/** What every detector may look at. */
import type { Pair } from './diff-keys.ts';
import type { DiffFacts } from './facts.ts';
import type { KnownParts } from './kinds/known-parts.ts';
import type { Tier } from '../taxonomy/tier.ts';
import type { Carrier, EventModel, FieldNode, Model } from './model.ts';

export interface Scope {
  readonly models: Pair<Model>;
  readonly facts: DiffFacts;
  /** Paths of leaves that left an event and came to the context in the same change. */
  readonly movedToContext: ReadonlySet<string>;
  /** Paths of leaves that left the context and came to an event. */
  readonly movedFromContext: ReadonlySet<string>;
  /** What the events that are in production before the change already do. */
  readonly liveParts: () => KnownParts;
  /** Events whose expiry this change extends. */
  readonly extended: number;
}

/** While one event or the context is compared. */
export interface CarrierScope extends Scope {
  readonly carriers: Pair<Carrier>;
  /** Old path → new path of what was only renamed. */
  readonly renames: ReadonlyMap<string, string>;
}

export interface EventScope extends CarrierScope {
  readonly events: Pair<EventModel>;
}

/** While one field is compared that both have. */
export interface FieldScope extends CarrierScope {
  readonly nodes: Pair<FieldNode>;
  /** Highest tier of what stands in the list, where the field is one; else of the field. */
  readonly tier: Tier;
}
