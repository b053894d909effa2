/** How events ended, counted, and told to whoever watches. */
import type { Counts, Drop, Fate, Message, Notice, Watch } from './event.ts';

export interface Tally {
  /** Tells of an event that came. */
  readonly given: (call: Message['type'], name: string, before: unknown, after: Message | null) => void;
  readonly ended: (fate: Fate, message: Pick<Message, 'messageId'>, after: Message | null) => void;
  /** Of an event of which no message was made. */
  readonly refused: (fate: Drop) => void;
  readonly counts: () => Counts;
}

export function createTally(watch: Watch | undefined): Tally {
  const counts: Partial<Record<Fate, number>> = {};
  const tell = (notice: Notice): void => {
    try {
      watch?.(notice);
    } catch {
      // A fault of whoever watches must not reach the app or stop the queue.
    }
  };
  const ended: Tally['ended'] = (fate, { messageId: id }, after) => {
    counts[fate] = (counts[fate] ?? 0) + 1;
    tell({ kind: 'ended', fate, id, after });
  };
  return {
    given: (call, name, before, after) => tell({ kind: 'given', call, name, before, after }),
    ended,
    refused: (fate) => ended(fate, { messageId: '' }, null),
    counts: () => ({ ...counts }),
  };
}
