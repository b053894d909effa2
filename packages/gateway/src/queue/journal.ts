/**
 * The journal of the disk queue: runs of ledger entries, each entry at the position that follows the last one's.
 *
 * Invariants: positions grow and are never given twice, not even after everything was trimmed and the process started again,
 * because the highest trimmed position is stored with the trim; an entry at or below it is never read. They also go on beyond
 * what the ledger has read, so that a queue made anew, or brought back from a backup, gives none that the ledger has passed:
 * it would take the new entries for old ones and forget them.
 */
import type { LedgerEntry } from '../ledger/entry.ts';
import { encodeLines, lineAt, lineStarts, splitRuns } from './record.ts';
import type { Line } from './record.ts';
import { reviveEntry } from './revive-entry.ts';
import { TRIMMED, VALUE_BYTES_MAX } from './store.ts';
import type { Store, Write } from './store.ts';

const RUN_ENTRIES_MAX = 512;
const TRIM_RUNS_MAX = 4096;

/** What one commit changes in the journal's counters, to be applied once it is durable. */
export interface JournalStep {
  readonly writes: readonly Write[];
  readonly bytes: number;
  readonly next: number;
  readonly trimmed: number;
  /** Whether a trim left runs for another step. */
  readonly more: boolean;
}

export interface Journal {
  /** Bytes of all runs that are stored. */
  readonly bytes: number;
  append(lines: readonly Line[]): JournalStep;
  trim(through: number): JournalStep;
  apply(step: JournalStep): void;
  read(after: number, limit: number): { readonly entries: readonly LedgerEntry[]; readonly through: number };
}

interface Run {
  readonly key: number[];
  readonly first: number;
  readonly entries: number;
  readonly bytes: number;
}

/** Opens the journal of a store, counting what it holds from its keys. New positions come after `readThrough`. */
export function openJournal(store: Store, readThrough: number): Journal {
  let trimmed = Number(store.facts.get(TRIMMED)?.toString() ?? 0);
  let next = Math.max(trimmed, readThrough) + 1;
  let bytes = 0;
  for (const run of runsOf(store, 0)) {
    next = Math.max(next, run.first + run.entries);
    bytes += run.bytes;
  }

  return {
    get bytes() {
      return bytes;
    },
    append: (lines) => {
      let position = next;
      const writes: Write[] = [];
      for (const run of splitRuns(lines, RUN_ENTRIES_MAX, VALUE_BYTES_MAX)) {
        const key = [position, run.lines.length, run.bytes];
        writes.push({ table: store.journal, key, value: encodeLines(run.lines, run.bytes) });
        position += run.lines.length;
      }
      const added = lines.reduce((sum, line) => sum + line.bytes, 0);
      return { writes, bytes: added, next: position, trimmed, more: false };
    },
    trim: (through) => trimStep(store, Math.max(trimmed, Math.min(through, next - 1)), next),
    apply: (step) => {
      bytes += step.bytes;
      next = Math.max(next, step.next);
      trimmed = Math.max(trimmed, step.trimmed);
    },
    read: (after, limit) => readEntries(store, Math.max(after, trimmed), limit),
  };
}

function trimStep(store: Store, through: number, next: number): JournalStep {
  const writes: Write[] = [{ table: store.facts, key: TRIMMED, value: Buffer.from(String(through)) }];
  let bytes = 0;
  for (const run of runsOf(store, 0)) {
    if (run.first + run.entries - 1 > through) break;
    if (writes.length > TRIM_RUNS_MAX) return { writes, bytes, next, trimmed: through, more: true };
    writes.push({ table: store.journal, key: run.key, value: null });
    bytes -= run.bytes;
  }
  return { writes, bytes, next, trimmed: through, more: false };
}

function readEntries(
  store: Store,
  after: number,
  limit: number,
): { entries: LedgerEntry[]; through: number } {
  const entries: LedgerEntry[] = [];
  let through = after;
  for (const run of runsOf(store, runStartBefore(store, after + 1))) {
    const value = store.journal.get(run.key);
    if (value === undefined) throw new Error('The journal is corrupt: a run has no value.');
    const starts = lineStarts(value);
    for (let index = Math.max(0, after + 1 - run.first); index < run.entries; index++) {
      if (entries.length >= limit) return { entries, through };
      entries.push(reviveEntry(lineAt(value, starts, index).toString()));
      through = run.first + index;
    }
  }
  return { entries, through };
}

/** First position of the run that holds a position or lies before it. */
function runStartBefore(store: Store, position: number): number {
  for (const key of store.journal.getKeys({ start: [position, Infinity], reverse: true, limit: 1 })) {
    return key[0] ?? 0;
  }
  return 0;
}

function* runsOf(store: Store, from: number): Generator<Run> {
  for (const key of store.journal.getKeys({ start: [from] })) {
    const [first, entries, bytes] = key;
    if (first === undefined || entries === undefined || bytes === undefined) {
      throw new Error('The journal is corrupt: a run has a key of another form.');
    }
    yield { key, first, entries, bytes };
  }
}
