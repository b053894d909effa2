/**
 * The one way in which a disk queue changes: commits groups of changes and keeps count of the bytes they take.
 *
 * Invariant: bytes stored plus bytes reserved by appends under way never pass `bytesMax`, nor those of the quarantine its own limit.
 */
import { isDiskFull } from '../lmdb/commit.ts';
import { createGroupCommit } from './group-commit.ts';
import type { LaneState } from './lanes.ts';
import { planGroup } from './plan-group.ts';
import type { AppendChange, Grounds, QueueChange } from './plan-group.ts';
import { quarantineBytesOf } from './quarantine-records.ts';
import type { Appended } from './queue.ts';

export interface Writer {
  /** Makes an append durable, or answers that there is no room. Rejects when the commit failed for another reason. */
  append(change: AppendChange): Promise<Appended>;
  /** Makes any other change durable; it is never refused for its size. Rejects when the commit failed. */
  add(change: Exclude<QueueChange, AppendChange>): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** All limits are in bytes: of all that is stored, of what is quarantined, and of one commit. */
export function createWriter(
  grounds: Grounds,
  limits: { readonly bytesMax: number; readonly quarantineBytesMax: number; readonly groupBytesMax: number },
): Writer {
  let reservedBytes = 0;
  let reservedQuarantine = 0;

  const commit = async (changes: readonly QueueChange[]): Promise<void> => {
    try {
      const plan = planGroup(grounds, changes);
      await grounds.store.commit(plan.writes);
      plan.apply();
      for (const lane of plan.touched) notify(lane);
    } finally {
      for (const change of changes) {
        if (change.kind !== 'append') continue;
        reservedBytes -= change.queueBytes;
        reservedQuarantine -= quarantineBytesOf(change.quarantine);
      }
    }
  };
  const group = createGroupCommit<QueueChange>(commit, limits.groupBytesMax);

  return {
    append: async (change) => {
      const added = quarantineBytesOf(change.quarantine);
      const quarantined = grounds.quarantine.bytes + reservedQuarantine + added;
      // What adds nothing to the quarantine is not held up by one that is full.
      if (added > 0 && quarantined > limits.quarantineBytesMax) return 'quarantine-full';
      if (bytesOf(grounds) + reservedBytes + change.queueBytes > limits.bytesMax) return 'full';
      reservedBytes += change.queueBytes;
      reservedQuarantine += added;
      try {
        await group.add(change);
      } catch (error) {
        if (isDiskFull(error)) return 'disk-full';
        throw error;
      }
      return change.gone ? 'gone' : 'stored';
    },
    add: (change) => group.add(change),
    idle: () => group.idle(),
  };
}

/** Calls the listeners of a lane, apart from the caller: one that throws must not make a durable change look failed. */
export function notify(lane: LaneState): void {
  for (const listener of lane.listeners) queueMicrotask(listener);
}

function bytesOf({ lanes, journal }: Grounds): number {
  let bytes = journal.bytes;
  for (const lane of lanes.all) for (const shard of lane.shards) bytes += shard.bytes;
  return bytes;
}
