/**
 * The one way in which a disk queue changes: commits groups of changes and keeps count of the bytes they take.
 *
 * Invariant: bytes stored plus bytes reserved by appends under way never pass `bytesMax`.
 */
import { createGroupCommit } from './group-commit.ts';
import type { LaneState } from './lanes.ts';
import { planGroup } from './plan-group.ts';
import type { AppendChange, Grounds, QueueChange } from './plan-group.ts';

export interface Writer {
  /** Makes an append durable, or answers 'full' at once. Rejects when the commit failed. */
  append(change: AppendChange): Promise<'stored' | 'full'>;
  /** Makes any other change durable; it is never refused for its size. Rejects when the commit failed. */
  add(change: Exclude<QueueChange, AppendChange>): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Both limits are in bytes: of all that is stored, and of one commit. */
export function createWriter(
  grounds: Grounds,
  limits: { readonly bytesMax: number; readonly groupBytesMax: number },
): Writer {
  let reservedBytes = 0;

  const commit = async (changes: readonly QueueChange[]): Promise<void> => {
    try {
      const plan = planGroup(grounds, changes);
      await grounds.store.commit(plan.writes);
      plan.apply();
      for (const lane of plan.touched) notify(lane);
    } finally {
      for (const change of changes) if (change.kind === 'append') reservedBytes -= change.bytes;
    }
  };
  const group = createGroupCommit<QueueChange>(commit, limits.groupBytesMax);

  return {
    append: async (change) => {
      if (bytesOf(grounds) + reservedBytes + change.bytes > limits.bytesMax) return 'full';
      reservedBytes += change.bytes;
      await group.add(change);
      return 'stored';
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
