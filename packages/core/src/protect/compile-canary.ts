/** Who meets a candidate plan before all do. */
import type { ReceivedEvent } from '../event.ts';
import { compileDraw } from './draw.ts';
import { NO_SUBJECT } from './pseudonymiser.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';
import { remember } from './remember.ts';

/** Subjects whose internal index is remembered. */
const SUBJECTS_MAX = 20_000;

/** What the draw looks at. */
type Drawn = Pick<ReceivedEvent, 'id' | 'userId' | 'anonymousId'>;

/**
 * Gives the function that says whether an event meets the candidate at a share (0 to 1). A subject does at all of its events or at
 * none, after a restart too, and keeps doing so at every larger share; an event about nobody goes by its message id. Another
 * candidate draws others, so that it is not always the same people who meet what is new.
 */
export function compileCanary(
  pseudonymiser: Pick<Pseudonymiser, 'subject'>,
  candidate: string,
): (event: Drawn, share: number) => boolean {
  const draw = compileDraw(`canary/${candidate}`);
  const subjectOf = remember(pseudonymiser.subject, SUBJECTS_MAX);
  return (event, share) => {
    // As in identify.ts: the user, else the device, else nobody.
    const identity = event.userId || event.anonymousId;
    return draw(identity ? subjectOf(identity) : NO_SUBJECT, event.id) < share;
  };
}
