/**
 * Which field sets this process has put into the journal.
 *
 * State: their ids. Invariants: an id is remembered only after its definition is durable, so nothing is ever delivered
 * undefined; at most `idsMax` are held, and one more forgets all the others, because defining a set twice does no
 * harm. A crash forgets everything, with the same effect.
 */

export interface FieldSetMemory {
  /** Live: shows what is remembered at each moment. */
  readonly ids: ReadonlySet<string>;
  remember(ids: readonly string[]): void;
}

/** `idsMax` defaults to 100,000 ids, about 10 MB. */
export function createFieldSetMemory(idsMax = 100_000): FieldSetMemory {
  const ids = new Set<string>();
  return {
    ids,
    remember: (stored) => {
      for (const id of stored) {
        if (ids.size >= idsMax && !ids.has(id)) ids.clear();
        ids.add(id);
      }
    },
  };
}
