/**
 * Turns the changes of one group into the writes of one transaction, and into the step that the counters in memory
 * take once that transaction is durable. Nothing here writes anything.
 */
import type { Clock } from '../runtime.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import { buryLetters, forgetLetters } from './dead-letters.ts';
import type { Death } from './dead-letters.ts';
import type { Change } from './group-commit.ts';
import type { Journal } from './journal.ts';
import type { LaneState, Lanes, Shard } from './lanes.ts';
import { drainShard, settleHead } from './lease-records.ts';
import type { HeadStep } from './lease-records.ts';
import type { Settlement } from './queue.ts';
import { applyDraft, draftQuarantine, planAdd, planRemoval, writesOf } from './quarantine-records.ts';
import type { QuarantineDraft, QuarantineLines, QuarantineState } from './quarantine-records.ts';
import { encodeLines, keyOf, lineOf, splitRuns } from './record.ts';
import type { Line } from './record.ts';
import { laneKeyOf } from './store.ts';
import type { Store, Write } from './store.ts';

export interface AppendChange extends Change {
  readonly kind: 'append';
  /** Where `lines` of the same positions go. */
  readonly shards: readonly Shard[];
  readonly lines: readonly Line[];
  readonly entries: readonly Line[];
  /** Bytes of lines and entries. */
  readonly queueBytes: number;
  readonly quarantine: readonly QuarantineLines[];
  readonly release: readonly number[];
  /** Set when committed: whether a record to be released was not there, so that nothing of the change was done. */
  gone: boolean;
}

export interface SettleChange extends Change {
  readonly kind: 'settle';
  readonly shard: Shard;
  readonly settlement: Settlement;
  readonly entries: readonly Line[];
}

/** Always alone in its group, so that no settlement moves the leased records meanwhile. */
export interface DrainChange extends Change {
  readonly kind: 'drain';
  readonly lane: LaneState;
  /** Only what was stored before; milliseconds since 1970. */
  readonly before: number;
  readonly entries: (events: number) => readonly LedgerEntry[];
  /** Set when committed: events removed, and whether records may be left for another round. */
  done: { readonly events: number; readonly more: boolean };
}

export interface TrimChange extends Change {
  readonly kind: 'trim';
  readonly through: number;
  /** Set when committed: whether runs are left for another round. */
  more: boolean;
}

/** Always alone in its group, so that no letter is buried meanwhile. */
export interface ForgetChange extends Change {
  readonly kind: 'forget';
  readonly lane: LaneState;
  /** Letters buried before; milliseconds since 1970. */
  readonly before: number;
  /** Set when committed: letters forgotten, and whether more may be left for another round. */
  done: { readonly letters: number; readonly more: boolean };
}

/** Quarantined events that are forgotten. */
export interface RemoveChange extends Change {
  readonly kind: 'remove';
  readonly numbers: readonly number[];
  /** Set when committed: how many were there. */
  removed: number;
}

export type QueueChange =
  AppendChange | SettleChange | DrainChange | TrimChange | ForgetChange | RemoveChange;

export interface Grounds {
  readonly store: Store;
  readonly lanes: Lanes;
  readonly journal: Journal;
  readonly quarantine: QuarantineState;
  readonly clock: Clock;
  readonly limits: {
    readonly recordEventsMax: number;
    readonly recordBytesMax: number;
    readonly deadMax: number;
  };
}

export interface GroupPlan {
  readonly writes: readonly Write[];
  /** To be called once, when the writes are durable. */
  readonly apply: () => void;
  /** Lanes that have new events. */
  readonly touched: ReadonlySet<LaneState>;
}

const DRAIN_RECORDS_MAX = 4096;

interface Draft {
  readonly writes: Write[];
  readonly steps: (() => void)[];
  readonly lines: Map<Shard, Line[]>;
  readonly entries: Line[];
  readonly deaths: Map<LaneState, Death[]>;
  readonly quarantine: QuarantineDraft;
}

/** Plans a group. Reads the store as committed: no other group may be under way. */
export function planGroup(grounds: Grounds, changes: readonly QueueChange[]): GroupPlan {
  const { store, quarantine } = grounds;
  const draft: Draft = {
    writes: [],
    steps: [],
    lines: new Map(),
    entries: [],
    deaths: new Map(),
    quarantine: draftQuarantine(quarantine),
  };
  for (const change of changes) planChange(grounds, draft, change);
  const touched = planLines(grounds, draft);
  planDeaths(grounds, draft);
  draft.writes.push(...writesOf(store, draft.quarantine, quarantine));
  draft.steps.push(() => applyDraft(quarantine, draft.quarantine));
  if (draft.entries.length > 0) {
    const step = grounds.journal.append(draft.entries);
    draft.writes.push(...step.writes);
    draft.steps.push(() => grounds.journal.apply(step));
  }
  return {
    writes: draft.writes,
    touched,
    apply: () => {
      for (const step of draft.steps) step();
    },
  };
}

function planChange(grounds: Grounds, draft: Draft, change: QueueChange): void {
  switch (change.kind) {
    case 'append':
      planAppend(grounds, draft, change);
      return;
    case 'remove': {
      const removed = planRemoval(grounds.store, draft.quarantine, change.numbers, { all: false });
      draft.steps.push(() => {
        change.removed = removed;
      });
      return;
    }
    case 'settle':
      planSettle(grounds, draft, change);
      return;
    case 'drain':
      planDrain(grounds, draft, change);
      return;
    case 'forget': {
      const { lane, before } = change;
      const step = forgetLetters(grounds.store, lane, before);
      draft.writes.push(...step.writes);
      draft.steps.push(() => {
        lane.deadFirst += step.writes.length;
        change.done = { letters: step.writes.length, more: step.more };
      });
      return;
    }
    case 'trim': {
      const step = grounds.journal.trim(change.through);
      draft.writes.push(...step.writes);
      draft.steps.push(() => {
        grounds.journal.apply(step);
        change.more = step.more;
      });
    }
  }
}

function planAppend({ store, clock }: Grounds, draft: Draft, change: AppendChange): void {
  const { lines, shards, entries, quarantine, release } = change;
  if (planRemoval(store, draft.quarantine, release, { all: true }) < release.length) {
    draft.steps.push(() => {
      change.gone = true;
    });
    return;
  }
  lines.forEach((line, index) => {
    const shard = shards[index];
    if (shard !== undefined) pushTo(draft.lines, shard, line);
  });
  draft.entries.push(...entries);
  const storedAt = clock.now();
  for (const each of quarantine) planAdd(store, draft.quarantine, each, storedAt);
}

function planSettle(grounds: Grounds, draft: Draft, change: SettleChange): void {
  const { shard } = change;
  const step = settleHead(grounds.store, shard.out?.records ?? [], change.settlement);
  for (const death of step.deaths) pushTo(draft.deaths, shard.lane, death);
  draft.entries.push(...change.entries);
  shrink(draft, shard, step);
  draft.steps.push(() => {
    shard.out = null;
  });
}

function planDrain(grounds: Grounds, draft: Draft, change: DrainChange): void {
  let events = 0;
  let recordsLeft = DRAIN_RECORDS_MAX;
  for (const shard of change.lane.shards) {
    const step = drainShard(grounds.store, shard, { recordsMax: recordsLeft, before: change.before });
    recordsLeft -= step.visited;
    events += step.events;
    shrink(draft, shard, step);
    draft.steps.push(() => {
      if (shard.out !== null) shard.out = { lease: shard.out.lease, records: step.records };
    });
  }
  if (events > 0) draft.entries.push(...change.entries(events).map(lineOf));
  draft.steps.push(() => {
    change.done = { events, more: recordsLeft === 0 && events > 0 };
  });
}

function shrink(draft: Draft, shard: Shard, step: HeadStep): void {
  draft.writes.push(...step.writes);
  draft.steps.push(() => {
    shard.events -= step.events;
    shard.bytes -= step.bytes;
  });
}

function planLines(grounds: Grounds, draft: Draft): Set<LaneState> {
  const touched = new Set<LaneState>();
  const { recordEventsMax, recordBytesMax } = grounds.limits;
  const storedAt = grounds.clock.now();
  for (const [shard, lines] of draft.lines) {
    touched.add(shard.lane);
    let sequence = shard.nextSequence;
    let bytes = 0;
    for (const run of splitRuns(lines, recordEventsMax, recordBytesMax)) {
      const events = run.lines.length;
      const key = keyOf({ shard: shard.number, sequence, events, bytes: run.bytes, storedAt });
      draft.writes.push({ table: grounds.store.records, key, value: encodeLines(run.lines, run.bytes) });
      bytes += run.bytes;
      sequence++;
    }
    draft.steps.push(() => {
      shard.nextSequence = sequence;
      shard.events += lines.length;
      shard.bytes += bytes;
    });
  }
  for (const lane of touched) planLane(grounds, draft, lane);
  return touched;
}

function planLane(grounds: Grounds, draft: Draft, lane: LaneState): void {
  if (lane.stored) return;
  const value = Buffer.from(JSON.stringify(lane.lane));
  draft.writes.push({ table: grounds.store.lanes, key: laneKeyOf(lane.number), value });
  draft.steps.push(() => {
    lane.stored = true;
  });
}

function planDeaths(grounds: Grounds, draft: Draft): void {
  for (const [lane, deaths] of draft.deaths) {
    const buried = buryLetters(grounds.store, lane, deaths, {
      deadMax: grounds.limits.deadMax,
      now: grounds.clock.now(),
    });
    draft.writes.push(...buried.writes);
    draft.steps.push(() => {
      lane.deadFirst = buried.deadFirst;
      lane.deadNext = buried.deadNext;
    });
  }
}

function pushTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
