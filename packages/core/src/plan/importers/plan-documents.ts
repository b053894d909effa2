/** Imported events as documents of the plan language, defaults filled in: what two plans are compared by. */
import type { PlanDocument } from '../diff/change.ts';
import { writtenEvent, writtenPlan } from '../written.ts';
import { draftPlan, settleEvents } from './draft-files.ts';
import type { DraftEvent } from './imported.ts';

/** Throws where the importer wrote what the plan language does not take, which is a bug of it. */
export function documentOf(events: readonly DraftEvent[], id: string): PlanDocument {
  return {
    plan: writtenPlan.parse(draftPlan(id)),
    events: settleEvents(events).map(({ document }) => writtenEvent.parse(document)),
  };
}

/** Two versions of one event that follow each other. */
export interface VersionPair {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly before: PlanDocument;
  readonly after: PlanDocument;
}

/** Each version of an event with the next; `versions` are of one event, oldest first. */
export function versionPairs(versions: readonly DraftEvent[]): readonly VersionPair[] {
  return versions.slice(1).flatMap((after, at) => {
    const before = versions[at];
    if (before === undefined) return [];
    return [
      {
        key: after.key,
        from: before.version,
        to: after.version,
        before: documentOf([before], after.key),
        after: documentOf([after], after.key),
      },
    ];
  });
}
