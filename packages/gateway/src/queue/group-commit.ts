/**
 * Many small durable changes in few commits. While one commit is under way, further changes collect; they make up the
 * next group. A change that asks to be alone gets a group of its own.
 *
 * Invariants: at most one commit is under way; changes are committed in the order in which they were added; a change
 * resolves after its group was committed and rejects when it was not; a failed group leaves the next ones untouched.
 */

export interface Change {
  /** What the change adds to its group; an estimate will do. */
  readonly bytes: number;
  /** Whether nothing else may share its group. */
  readonly alone: boolean;
}

export interface GroupCommit<C extends Change> {
  /** Resolves when the change is durable; rejects when its group failed. */
  add(change: C): Promise<void>;
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>;
}

interface Waiting<C> {
  readonly change: C;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Starts collecting. `commit` is given the changes of one group and must make all of them durable, or none.
 * `bytesMax` closes a group early, so that no group takes the event loop for long.
 */
export function createGroupCommit<C extends Change>(
  commit: (changes: readonly C[]) => Promise<void>,
  bytesMax: number,
): GroupCommit<C> {
  let waiting: Waiting<C>[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // Requests that are being read in this same turn of the event loop join the group.
      await new Promise((resolve) => setImmediate(resolve));
      const size = groupSize(waiting, bytesMax);
      const group = waiting.slice(0, size);
      waiting = waiting.slice(size);
      await commitGroup(group, commit);
    }
    running = null;
  }

  return {
    add: (change) =>
      new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject });
        running ??= run();
      }),
    idle: async () => {
      for (let current = running; current !== null; current = running) await current;
    },
  };
}

async function commitGroup<C extends Change>(
  group: readonly Waiting<C>[],
  commit: (changes: readonly C[]) => Promise<void>,
): Promise<void> {
  try {
    await commit(group.map((each) => each.change));
  } catch (cause) {
    for (const each of group) each.reject(cause);
    return;
  }
  for (const each of group) each.resolve();
}

function groupSize(waiting: readonly Waiting<Change>[], bytesMax: number): number {
  let bytes = 0;
  let size = 0;
  for (const { change } of waiting) {
    if (size > 0 && (change.alone || bytes + change.bytes > bytesMax)) break;
    bytes += change.bytes;
    size++;
    if (change.alone) break;
  }
  return size;
}
